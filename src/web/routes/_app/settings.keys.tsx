import { createFileRoute } from '@tanstack/react-router';
import { keysQuery } from '../../features/accounts/api/keys.ts';
import { KeySettings } from '../../features/accounts/components/KeySettings.tsx';

export const Route = createFileRoute('/_app/settings/keys')({
  loader: ({ context }) => void context.queries.prefetchQuery(keysQuery),
  component: KeySettings,
});
