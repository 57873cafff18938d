import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { allFollowUpsQuery, followUpStates, type FollowUpState } from '../../features/calendar/api/followups.ts';
import { FollowUpList } from '../../features/calendar/components/FollowUpList.tsx';
import { PageHead } from '../../ui/Card.tsx';
import { Tabs } from '../../ui/Tabs.tsx';

const labels: Record<FollowUpState, string> = { open: 'Open', planned: 'In the calendar', done: 'Done' };

export const Route = createFileRoute('/_app/follow-ups')({
  validateSearch: (search: Record<string, unknown>): { state?: FollowUpState } =>
    followUpStates.includes(search.state as FollowUpState) && search.state !== 'open' ? { state: search.state as FollowUpState } : {},
  loaderDeps: ({ search }) => ({ state: search.state ?? 'open' }),
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(allFollowUpsQuery(deps.state)),
  component: FollowUpsPage,
});

function FollowUpsPage() {
  const { state = 'open' } = Route.useSearch();
  const navigate = useNavigate();
  return (
    <>
      <PageHead title="Follow-ups" description="What your notes say you will do." />
      <Tabs
        label="Which follow-ups"
        value={state}
        onChange={(next) => void navigate({ to: '/follow-ups', search: next === 'open' ? {} : { state: next }, replace: true, resetScroll: false })}
        tabs={followUpStates.map((value) => ({ value, label: labels[value], content: <FollowUpList state={value} /> }))}
      />
    </>
  );
}
