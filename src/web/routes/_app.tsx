import { createFileRoute, redirect } from '@tanstack/react-router';
import { sessionQuery, setupQuery } from '../features/accounts/api/session.ts';
import { setFormat } from '../lib/format.ts';
import { adoptTheme } from '../lib/theme.ts';
import { Shell } from '../shell/Shell.tsx';
import { ShellSkeleton } from '../shell/ShellSkeleton.tsx';

/** Everything behind sign-in. */
export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session) {
      setFormat(session.preferences);
      adoptTheme(session.preferences.theme);
      return;
    }
    const setup = await context.queries.fetchQuery(setupQuery);
    if (setup.first_account) throw redirect({ to: '/register' });
    throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } });
  },
  component: Shell,
  pendingComponent: ShellSkeleton,
});
