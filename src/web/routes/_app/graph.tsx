import { createFileRoute } from '@tanstack/react-router';
import { DemoOffer } from '../../features/demo/components/DemoOffer.tsx';
import { readFilter } from '../../features/graph/components/filter.ts';
import { GraphPage } from '../../features/graph/components/GraphPage.tsx';
import { useOverlays } from '../../shell/overlays.ts';

export const Route = createFileRoute('/_app/graph')({
  validateSearch: readFilter,
  // Fetched with the page: the first load of others has no use for it.
  loader: ({ context }) => void import('../../features/graph/api/graph.ts').then(({ graphQuery }) => context.queries.prefetchQuery(graphQuery), () => undefined),
  component: Graph,
});

function Graph() {
  const filter = Route.useSearch();
  const navigate = Route.useNavigate();
  const { show } = useOverlays();
  return <GraphPage filter={filter} onFilter={(search) => void navigate({ search, replace: true, resetScroll: false })} onAdd={() => show({ name: 'person' })} orElse={<DemoOffer />} />;
}
