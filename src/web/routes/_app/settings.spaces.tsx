import { createFileRoute } from '@tanstack/react-router';
import { useSession } from '../../features/accounts/api/session.ts';
import { spacesQuery } from '../../features/spaces/api/spaces.ts';
import { SpaceSettings } from '../../features/spaces/components/SpaceSettings.tsx';

export const Route = createFileRoute('/_app/settings/spaces')({
  loader: ({ context }) => void context.queries.prefetchQuery(spacesQuery),
  component: Spaces,
});

function Spaces() {
  const { user } = useSession();
  return <SpaceSettings userId={user.id} />;
}
