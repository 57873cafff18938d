import { createFileRoute, Link, redirect, useRouter } from '@tanstack/react-router';
import { sessionQuery, setupQuery } from '../features/accounts/api/session.ts';
import { AuthCard } from '../features/accounts/components/AuthCard.tsx';
import { LoginForm } from '../features/accounts/components/LoginForm.tsx';

export const Route = createFileRoute('/login')({
  // Only an address of this app: nobody is sent elsewhere after signing in.
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {},
  beforeLoad: async ({ context, search }) => {
    if (await context.queries.ensureQueryData(sessionQuery)) throw redirect({ href: search.next ?? '/' });
    const setup = await context.queries.ensureQueryData(setupQuery);
    if (setup.first_account) throw redirect({ to: '/register' });
    return { setup };
  },
  component: Login,
});

function Login() {
  const { next } = Route.useSearch();
  const { setup } = Route.useRouteContext();
  const router = useRouter();
  return (
    <AuthCard
      title="Welcome back"
      footer={
        setup.registration === 'open' && (
          <>
            No account yet?{' '}
            <Link to="/register" className="link">
              Create one
            </Link>
          </>
        )
      }
    >
      <LoginForm onDone={() => void router.navigate({ href: next ?? '/', replace: true })} />
    </AuthCard>
  );
}
