import { createFileRoute, Link } from '@tanstack/react-router';
import { useOpenSource } from '../../features/notes/components/useOpenSource.tsx';
import { monthsQuery, timelineQuery } from '../../features/timeline/api/timeline.ts';
import { Timeline } from '../../features/timeline/components/Timeline.tsx';
import { useCanWrite } from '../../lib/access.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { PageHead } from '../../ui/Card.tsx';

export const Route = createFileRoute('/_app/timeline')({
  validateSearch: (search: Record<string, unknown>): { kinds?: string; to?: string } => ({
    ...(typeof search.kinds === 'string' && /^\w+(,\w+)*$/.test(search.kinds) ? { kinds: search.kinds } : {}),
    ...(typeof search.to === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.to) ? { to: search.to } : {}),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queries.prefetchQuery(monthsQuery(undefined));
    void context.queries.prefetchInfiniteQuery(timelineQuery(undefined, { kinds: deps.kinds?.split(',') ?? [], to: deps.to }));
  },
  component: TimelinePage,
});

function TimelinePage() {
  const { kinds, to } = Route.useSearch();
  const navigate = Route.useNavigate();
  const canWrite = useCanWrite();
  const { openNote, dialog } = useOpenSource();
  return (
    <>
      <PageHead title="Timeline" description="What happened with everybody, newest first." />
      <Timeline
        filter={{ kinds: kinds?.split(',') ?? [], to }}
        onFilter={(next) => void navigate({ search: { ...(next.kinds.length ? { kinds: next.kinds.join(',') } : {}), ...(next.to ? { to: next.to } : {}) }, replace: true, resetScroll: false })}
        onOpenNote={openNote}
        start={
          canWrite && (
            <Link to="/people" className={buttonClass()}>
              To your people
            </Link>
          )
        }
      />
      {dialog}
    </>
  );
}
