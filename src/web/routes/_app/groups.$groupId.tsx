import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { groupQuery, membersQuery } from '../../features/connections/api/groups.ts';
import { GroupPage } from '../../features/connections/components/GroupPage.tsx';

export const Route = createFileRoute('/_app/groups/$groupId')({
  loader: ({ context, params }) => {
    void context.queries.prefetchQuery(groupQuery(params.groupId));
    void context.queries.prefetchInfiniteQuery(membersQuery(params.groupId, ''));
  },
  component: Page,
});

function Page() {
  const { groupId } = Route.useParams();
  const navigate = useNavigate();
  return <GroupPage key={groupId} groupId={groupId} onDeleted={() => void navigate({ to: '/groups' })} />;
}
