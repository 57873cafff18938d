import { createFileRoute } from '@tanstack/react-router';
import { profileQuery } from '../../features/accounts/api/profile.ts';
import { ProfileSettings } from '../../features/accounts/components/ProfileSettings.tsx';

export const Route = createFileRoute('/_app/settings/profile')({
  loader: ({ context }) => void context.queries.prefetchQuery(profileQuery),
  component: ProfileSettings,
});
