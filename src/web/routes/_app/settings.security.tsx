import { createFileRoute } from '@tanstack/react-router';
import { sessionsQuery } from '../../features/accounts/api/security.ts';
import { SecuritySettings } from '../../features/accounts/components/SecuritySettings.tsx';

export const Route = createFileRoute('/_app/settings/security')({
  loader: ({ context }) => void context.queries.prefetchQuery(sessionsQuery),
  component: SecuritySettings,
});
