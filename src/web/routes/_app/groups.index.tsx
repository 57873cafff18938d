import { createFileRoute } from '@tanstack/react-router';
import { groupsQuery } from '../../features/connections/api/groups.ts';
import { GroupsPage } from '../../features/connections/components/GroupsPage.tsx';

export const Route = createFileRoute('/_app/groups/')({
  loader: ({ context }) => void context.queries.prefetchQuery(groupsQuery),
  component: GroupsPage,
});
