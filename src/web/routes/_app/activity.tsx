import { createFileRoute } from '@tanstack/react-router';
import { actionsQuery } from '../../features/activity/api/changes.ts';
import { Activity } from '../../features/activity/components/Activity.tsx';

export const Route = createFileRoute('/_app/activity')({
  loader: ({ context }) => void context.queries.prefetchInfiniteQuery(actionsQuery),
  component: Activity,
});
