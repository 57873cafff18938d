import { createFileRoute, Link, redirect, useRouter } from '@tanstack/react-router';
import { sessionQuery, setupQuery } from '../features/accounts/api/session.ts';
import { AuthCard } from '../features/accounts/components/AuthCard.tsx';
import { RegisterForm } from '../features/accounts/components/RegisterForm.tsx';

export const Route = createFileRoute('/register')({
  beforeLoad: async ({ context }) => {
    if (await context.queries.ensureQueryData(sessionQuery)) throw redirect({ to: '/' });
    return { setup: await context.queries.ensureQueryData(setupQuery) };
  },
  component: Register,
});

function Register() {
  const { setup } = Route.useRouteContext();
  const router = useRouter();
  const login = (
    <Link to="/login" className="link">
      Sign in
    </Link>
  );
  if (!setup.first_account && setup.registration !== 'open') {
    return (
      <AuthCard
        title={setup.registration === 'closed' ? 'No new accounts' : 'Accounts are by invitation'}
        description={setup.registration === 'closed' ? 'Ask whoever runs this Kith to make an account for you.' : 'Ask whoever runs this Kith for an invitation link, and open it here.'}
      >
        {login}
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={setup.first_account ? 'Create the first account' : 'Create your account'}
      description={setup.first_account ? 'It belongs to you and manages this installation. Everything stays on your own machine.' : undefined}
      footer={setup.first_account ? undefined : <>Already have an account? {login}</>}
    >
      <RegisterForm setupCode={setup.first_account && setup.setup_code_required} submit="Create account" onDone={() => void router.navigate({ to: '/welcome', replace: true })} />
    </AuthCard>
  );
}
