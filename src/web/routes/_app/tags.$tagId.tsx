import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { TaggedNotes } from '../../features/notes/components/TaggedNotes.tsx';
import { contactsQuery } from '../../features/people/api/contacts.ts';
import { TaggedPeople } from '../../features/people/components/TaggedPeople.tsx';
import { tagQuery } from '../../features/tags/api/tags.ts';
import { TagHeader } from '../../features/tags/components/TagHeader.tsx';
import { DataView, SkeletonRows } from '../../ui/states.tsx';
import { Tabs } from '../../ui/Tabs.tsx';

const views = ['people', 'notes'] as const;
type View = (typeof views)[number];

export const Route = createFileRoute('/_app/tags/$tagId')({
  validateSearch: (search: Record<string, unknown>): { tab?: View } => (search.tab === 'notes' ? { tab: 'notes' } : {}),
  loader: ({ context, params }) => {
    void context.queries.prefetchQuery(tagQuery(params.tagId));
    void context.queries.prefetchInfiniteQuery(contactsQuery({ tag: [params.tagId] }));
  },
  component: TagPage,
});

function TagPage() {
  const { tagId } = Route.useParams();
  const { tab = 'people' } = Route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(tagQuery(tagId));
  return (
    <>
      <Link to="/tags" className="mb-3 inline-flex min-h-9 items-center gap-1 text-sm text-muted hover:text-text coarse:min-h-11">
        <ChevronLeft aria-hidden className="size-4" /> Tags
      </Link>
      <DataView page query={query} loading={<SkeletonRows rows={6} />}>
        {(tag) => (
          <>
            <TagHeader tag={tag} onDeleted={() => void navigate({ to: '/tags' })} />
            <Tabs
              label="What carries this tag"
              value={tab}
              onChange={(next) => void navigate({ to: '/tags/$tagId', params: { tagId }, search: next === 'people' ? {} : { tab: next }, replace: true, resetScroll: false })}
              tabs={[
                { value: 'people', label: 'People', count: tag.contact_count, content: <TaggedPeople tagId={tagId} /> },
                { value: 'notes', label: 'Notes', content: <TaggedNotes tagId={tagId} /> },
              ]}
            />
          </>
        )}
      </DataView>
    </>
  );
}
