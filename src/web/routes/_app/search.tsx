import { createFileRoute } from '@tanstack/react-router';
import { searchQuery } from '../../features/search/api/search.ts';
import { useOpenSource } from '../../features/notes/components/useOpenSource.tsx';
import { SearchPage } from '../../features/search/components/SearchPage.tsx';
import type { SearchKind } from '../../lib/types.ts';

const kinds: SearchKind[] = ['contact', 'note', 'entry', 'event', 'message', 'interaction', 'tag', 'group'];

export const Route = createFileRoute('/_app/search')({
  validateSearch: (search: Record<string, unknown>): { q?: string; kind?: SearchKind } => ({
    ...(typeof search.q === 'string' || typeof search.q === 'number' ? { q: String(search.q) } : {}),
    ...(kinds.includes(search.kind as SearchKind) ? { kind: search.kind as SearchKind } : {}),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    if (deps.q) void context.queries.prefetchInfiniteQuery(searchQuery(deps.q, deps.kind));
  },
  component: Search,
});

function Search() {
  const { q = '', kind } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { openNote, dialog } = useOpenSource();
  return (
    <>
      <SearchPage
        q={q}
        kind={kind}
        onChange={(next) => void navigate({ search: { ...(next.q ? { q: next.q } : {}), ...(next.kind ? { kind: next.kind } : {}) }, replace: true, resetScroll: false })}
        onOpenNote={openNote}
      />
      {dialog}
    </>
  );
}
