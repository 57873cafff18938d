import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { SquareCheck, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { DemoOffer } from '../../features/demo/components/DemoOffer.tsx';
import { contactsQuery, sorts, type ContactFilter, type Sort } from '../../features/people/api/contacts.ts';
import { DuplicatesLink } from '../../features/people/components/DuplicatesLink.tsx';
import { People } from '../../features/people/components/People.tsx';
import { tagsQuery } from '../../features/tags/api/tags.ts';
import { useCanWrite } from '../../lib/access.ts';
import { useOverlays } from '../../shell/overlays.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { PageHead } from '../../ui/Card.tsx';

export const Route = createFileRoute('/_app/people/')({
  validateSearch: (search: Record<string, unknown>): ContactFilter => ({
    ...(typeof search.q === 'string' || typeof search.q === 'number' ? { q: String(search.q).slice(0, 100) } : {}),
    ...(search.tier === 1 || search.tier === 2 ? { tier: search.tier } : {}),
    ...(typeof search.tag === 'string' ? { tag: search.tag } : {}),
    ...(sorts.includes(search.sort as Sort) && search.sort !== 'name' ? { sort: search.sort as Sort } : {}),
    ...(search.archived === true ? { archived: true } : {}),
    ...(search.starred === true ? { starred: true } : {}),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queries.prefetchInfiniteQuery(contactsQuery(deps));
    void context.queries.prefetchQuery(tagsQuery);
  },
  component: PeoplePage,
});

function PeoplePage() {
  const filter = Route.useSearch();
  const navigate = Route.useNavigate();
  const { show } = useOverlays();
  const canWrite = useCanWrite();
  const { data: tags = [] } = useQuery(tagsQuery);
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
      <People filter={filter} tags={tags} selecting={selecting} onAdd={() => show({ name: 'person' })} orElse={<DemoOffer />} onFilter={(search) => void navigate({ search, replace: true, resetScroll: false })} />
    </>
  );
}
