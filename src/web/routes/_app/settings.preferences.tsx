import { createFileRoute } from '@tanstack/react-router';
import { preferencesQuery } from '../../features/accounts/api/profile.ts';
import { PreferencesSettings } from '../../features/accounts/components/PreferencesSettings.tsx';

export const Route = createFileRoute('/_app/settings/preferences')({
  loader: ({ context }) => void context.queries.prefetchQuery(preferencesQuery),
  component: PreferencesSettings,
});
