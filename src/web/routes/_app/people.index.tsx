import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { SquareCheck, UserPlus } from 'lucide-react';
import { Suspense, useState } from 'react';
import { groupsQuery } from '../../features/connections/api/groups.ts';
import { DemoOffer } from '../../features/demo/components/DemoOffer.tsx';
import { contactsQuery } from '../../features/people/api/contacts.ts';
import { toFilter, type PeopleSearch } from '../../features/people/api/filter.ts';
import { viewsQuery } from '../../features/people/api/views.ts';
import { DuplicatesLink } from '../../features/people/components/DuplicatesLink.tsx';
import { People } from '../../features/people/components/People.tsx';
import { tagsQuery } from '../../features/tags/api/tags.ts';
import { useCanWrite } from '../../lib/access.ts';
import { lazyPart } from '../../lib/lazyPart.ts';
import { useOverlays } from '../../shell/overlays.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { PageHead } from '../../ui/Card.tsx';
import { SkeletonRows } from '../../ui/states.tsx';

const JobProgress = lazyPart(async () => (await import('../../features/jobs/components/JobProgress.tsx')).JobProgress);

export const Route = createFileRoute('/_app/people/')({
  validateSearch: (search: Record<string, unknown>): PeopleSearch => ({ ...toFilter(search), ...(typeof search.view === 'string' ? { view: search.view } : {}) }),
  loaderDeps: ({ search: { view: _, ...filter } }) => filter,
  loader: ({ context, deps }) => {
    void context.queries.prefetchInfiniteQuery(contactsQuery(deps));
    void context.queries.prefetchQuery(tagsQuery);
    void context.queries.prefetchQuery(groupsQuery);
    void context.queries.prefetchQuery(viewsQuery);
  },
  component: PeoplePage,
});

function PeoplePage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { show } = useOverlays();
  const canWrite = useCanWrite();
  const { data: tags = [] } = useQuery(tagsQuery);
  const { data: groups = [] } = useQuery(groupsQuery);
  const [selecting, setSelecting] = useState(false);
  return (
    <>
      <PageHead title="People">
        {canWrite && (
          <>
            <DuplicatesLink />
            <IconButton label="Select people" className="sm:hidden" active={selecting} onClick={() => setSelecting(!selecting)}>
              <SquareCheck aria-hidden />
            </IconButton>
            <Button variant="primary" aria-keyshortcuts="c" icon={<UserPlus aria-hidden className="size-4" />} onClick={() => show({ name: 'person' })}>
              <span>
                Add<span className="max-sm:sr-only"> a person</span>
              </span>
            </Button>
          </>
        )}
      </PageHead>
      <People
        search={search}
        tags={tags}
        groups={groups}
        selecting={selecting}
        onAdd={() => show({ name: 'person' })}
        orElse={<DemoOffer />}
        onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
        renderJob={(jobId, onDone) => (
          <Suspense fallback={<SkeletonRows rows={1} />}>
            <JobProgress jobId={jobId} onDone={onDone} />
          </Suspense>
        )}
      />
    </>
  );
}
