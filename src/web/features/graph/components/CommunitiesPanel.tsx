import { plural } from '../../../lib/format.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import type { Communities } from '../api/graph.ts';
import type { GraphFilter } from './filter.ts';
import { Panel } from './Panel.tsx';
import { PeopleRows } from './SelectionPanel.tsx';

export type CommunitiesPanelProps = { communities: Communities | undefined; trouble: Error | null; filter: GraphFilter; onFilter: (filter: GraphFilter) => void; onSelect: (ids: string[]) => void; onClose: () => void };

const row = 'flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2 coarse:min-h-11';
const MOST = 30;

/** Which circles there are, who holds them together, and who stands alone. */
export function CommunitiesPanel({ communities, trouble, filter, onFilter, onSelect, onClose }: CommunitiesPanelProps) {
  const colored = filter.color === 'community';
  return (
    <Panel title="Communities" onClose={onClose}>
      {!communities && (trouble ? <ErrorState error={trouble} compact /> : <SkeletonRows rows={4} />)}
      {communities && (
        <>
          <p className="text-sm text-muted">
            {communities.communities.length === 0 ? 'There are none yet: they appear when people are connected.' : 'People who know each other more than they know others.'}
            {!colored && communities.communities.length > 0 && (
              <button type="button" className="link ml-2 coarse:min-h-11" onClick={() => onFilter({ ...without(filter), color: 'community' })}>
                Colour by community
              </button>
            )}
          </p>
          <ul className="-mx-2 mt-1">
            {communities.communities.slice(0, MOST).map(({ id, name, size, members }) => (
              <li key={id}>
                <button type="button" className={row} onClick={() => onSelect(members.map((member) => member.id))}>
                  <Dot color={colored ? `var(--hue-${(id % 8) + 1})` : 'var(--control)'} className="size-2.5!" />
                  <span className="grow truncate">{name}</span>
                  <span className="text-xs text-faint">{plural(size, 'person', 'people')}</span>
                </button>
              </li>
            ))}
          </ul>
          {communities.bridges.length > 0 && (
            <>
              <h3 className="mt-3 mb-1 text-sm font-medium text-muted">Bridges between them</h3>
              <div className="-mx-2">
                <PeopleRows people={communities.bridges.slice(0, 8).map(({ contact }) => contact)} onSelect={(id) => onSelect([id])} />
              </div>
            </>
          )}
          {communities.isolated.length > 0 && (
            <>
              <h3 className="mt-3 mb-1 text-sm font-medium text-muted">{plural(communities.isolated.length, 'person', 'people')} without a relationship</h3>
              <div className="-mx-2">
                <PeopleRows people={communities.isolated.slice(0, 12)} onSelect={(id) => onSelect([id])} />
              </div>
            </>
          )}
        </>
      )}
    </Panel>
  );
}

const without = ({ only: _, ...rest }: GraphFilter): GraphFilter => rest;
