import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { setupQuery, useSession } from '../../features/accounts/api/session.ts';
import { spacesQuery } from '../../features/spaces/api/spaces.ts';
import { InviteAccounts } from '../../features/spaces/components/InviteAccounts.tsx';
import { SpaceSettings } from '../../features/spaces/components/SpaceSettings.tsx';

export const Route = createFileRoute('/_app/settings/spaces')({
  loader: ({ context }) => void context.queries.prefetchQuery(spacesQuery),
  component: Spaces,
});

function Spaces() {
  const { user } = useSession();
  const { data: setup } = useQuery(setupQuery);
  return (
    <div className="flex flex-col gap-4">
      <SpaceSettings userId={user.id} />
      {user.role === 'admin' && setup && <InviteAccounts closed={setup.registration === 'closed'} />}
    </div>
  );
}
