import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { UserPlus, Waypoints } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { fold, plural } from '../../../lib/format.ts';
import { useTitle } from '../../../lib/useTitle.ts';
import { Button } from '../../../ui/Button.tsx';
import { DataView, EmptyState, Skeleton } from '../../../ui/states.tsx';
import { communitiesQuery, type GraphData, graphQuery } from '../api/graph.ts';
import { ConnectionList } from './ConnectionList.tsx';
import type { GraphFilter } from './filter.ts';
import { GraphMap } from './GraphMap.tsx';
import { GraphToolbar } from './GraphToolbar.tsx';
import { coloringOf, colorsOf, type LegendItem, type Network, networkOf, visibleOf } from './model.ts';

export type GraphPageProps = { filter: GraphFilter; onFilter: (filter: GraphFilter) => void; onAdd: () => void; orElse: ReactNode };

/** People and what they are to each other: a map to look at and a list that says the same. */
export function GraphPage(props: GraphPageProps) {
  useTitle('Graph');
  const query = useQuery(graphQuery);
  const canWrite = useCanWrite();
  return (
    <div data-full-bleed className={clsx('flex flex-col max-lg:mb-14', props.filter.view === 'list' ? 'min-h-[calc(100dvh-7rem)]' : 'h-[calc(100dvh-7rem-env(safe-area-inset-bottom))] lg:h-[calc(100dvh-3.5rem)]')}>
      <DataView
        page
        query={query}
        loading={<Loading />}
        isEmpty={(data) => data.contacts.length === 0}
        empty={
          <>
            <h1 className="sr-only">Graph</h1>
            <EmptyState
              icon={<Waypoints aria-hidden />}
              title="Nobody to draw yet"
              action={
                <>
                  {canWrite && (
                    <Button variant="primary" icon={<UserPlus aria-hidden className="size-4" />} onClick={props.onAdd}>
                      Add a person
                    </Button>
                  )}
                  {props.orElse}
                </>
              }
            >
              Here you see the people you know and what they are to each other: families, circles of friends, who brings them together.
            </EmptyState>
          </>
        }
      >
        {(data) => <Loaded {...props} data={data} />}
      </DataView>
    </div>
  );
}

export type View = { network: Network; filter: GraphFilter; visible: ReadonlySet<string>; colors: ReadonlyMap<string, string>; legend: LegendItem[] };

function Loaded({ data, filter, onFilter }: GraphPageProps & { data: GraphData }) {
  const mode = filter.color ?? 'tier';
  const [panel, setPanel] = useState(false);
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState<{ id: string } | null>(null);
  // What a browser without WebGL can show.
  const [drawable, setDrawable] = useState(true);
  const communities = useQuery({ ...communitiesQuery, enabled: mode === 'community' || panel });
  const network = useMemo(() => networkOf(data), [data]);
  const known = communities.data;
  const view = useMemo((): View => {
    const coloring = coloringOf(network, mode, known);
    // Until the communities are there nobody belongs to one, and a choice of them would show nobody.
    const { only: _, ...rest } = filter;
    const settled = mode === 'community' && !known ? rest : filter;
    return { network, filter, visible: visibleOf(network, settled, coloring), colors: colorsOf(network, settled, coloring), legend: coloring.items };
  }, [network, mode, known, filter]);
  const list = filter.view === 'list' || !drawable;
  const found = useMemo(() => {
    const query = fold(text.trim());
    return data.contacts.filter(({ id, full_name, company }) => view.visible.has(id) && (!query || ` ${fold(`${full_name} ${company ?? ''}`)}`.includes(` ${query}`)));
  }, [data, view.visible, text]);

  return (
    <>
      <GraphToolbar
        view={view}
        list={list}
        drawable={drawable}
        onFilter={onFilter}
        text={text}
        onText={setText}
        onFind={({ id }) => setWanted({ id })}
        panel={panel}
        onPanel={() => setPanel(!panel)}
      />
      <p role="status" className="sr-only">
        {plural(view.visible.size, 'person', 'people')} shown
      </p>
      {list ? (
        <div className="mx-auto w-full max-w-5xl grow px-4 py-3 sm:px-6 lg:px-8">
          {!drawable && <p className="mb-3 rounded-lg border border-line bg-card px-4 py-3 text-sm text-muted">This browser cannot draw the map (it has no WebGL). The list says the same.</p>}
          <ConnectionList network={network} people={found} visible={view.visible} />
        </div>
      ) : (
        <GraphMap
          view={view}
          communities={known}
          trouble={communities.error}
          panel={panel}
          onPanel={setPanel}
          wanted={wanted}
          onFilter={onFilter}
          onUndrawable={() => setDrawable(false)}
        />
      )}
      {!list && view.visible.size === 0 && (
        <div className="pointer-events-none absolute inset-x-0 top-1/2 text-center text-muted">
          <p className="pointer-events-auto inline-block rounded-xl border border-line bg-raised px-5 py-4 shadow-float">
            Nobody fits these filters.{' '}
            <Link to="/graph" className="link">
              Show everybody
            </Link>
          </p>
        </div>
      )}
    </>
  );
}

function Loading() {
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5 sm:px-6">
        <h1 className="text-lg font-semibold">Graph</h1>
        <Skeleton className="h-10 w-40" />
        <Skeleton className="h-10 grow" />
      </div>
      <div role="status" aria-label="Loading" className="relative grow overflow-hidden">
        {dots.map(([x, y, size], n) => (
          <span key={n} aria-hidden className="skeleton absolute rounded-full" style={{ left: `${x}%`, top: `${y}%`, width: size, height: size }} />
        ))}
      </div>
    </>
  );
}

// A sunflower of people, as they will lie.
const dots = Array.from({ length: 34 }, (_, n): [number, number, number] => {
  const [angle, far] = [n * 2.4, 7 * Math.sqrt(n + 1)];
  return [50 + far * 0.8 * Math.cos(angle), 48 + far * Math.sin(angle), 10 + ((n * 7) % 18)];
});
