import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { formatRelative, plural } from '../../../lib/format.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import type { GraphContact } from '../api/graph.ts';
import { type Network, otherOf, roleOf, tiesOf } from './model.ts';

const FEW = 5;

/** The graph in words: everybody with the people they know. Only the rows on screen exist. */
export function ConnectionList({ network, people, visible }: { network: Network; people: GraphContact[]; visible: ReadonlySet<string> }) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), [people]);
  const [all, setAll] = useState<ReadonlySet<string>>(new Set());
  // The virtualizer changes inside while it stays the same object, so this component must not be memoized by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useWindowVirtualizer({ count: people.length, estimateSize: () => 76, overscan: 8, scrollMargin: offset, getItemKey: (index) => people[index]!.id });
  if (people.length === 0) return <EmptyState title="Nobody fits" compact>Change the search or the filters.</EmptyState>;
  return (
    <div ref={list} role="list" aria-label="People and who they know" className="relative" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((item) => {
        const contact = people[item.index]!;
        return (
          <div
            key={item.key}
            ref={rows.measureElement}
            data-index={item.index}
            role="listitem"
            aria-setsize={people.length}
            aria-posinset={item.index + 1}
            className="absolute inset-x-0 top-0 border-b border-line py-2.5"
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            <Row network={network} contact={contact} visible={visible} all={all.has(contact.id)} onAll={() => setAll(new Set([...all, contact.id]))} />
          </div>
        );
      })}
    </div>
  );
}

function Row({ network, contact, visible, all, onAll }: { network: Network; contact: GraphContact; visible: ReadonlySet<string>; all: boolean; onAll: () => void }) {
  const ties = tiesOf(network, contact.id).filter((pair) => visible.has(otherOf(pair, contact.id)));
  return (
    <div className="flex gap-3">
      <Avatar name={contact.full_name} seed={contact.id} />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2">
          <Link to="/people/$contactId" params={{ contactId: contact.id }} className="inline-flex items-center font-medium hover:underline coarse:min-h-11">
            {contact.full_name}
          </Link>
          {contact.tier === 1 && <Badge>Inner circle</Badge>}
          <span className="text-sm text-faint">
            {plural(ties.length, 'relationship')}
            {contact.last_interaction_at && `, last contact ${formatRelative(contact.last_interaction_at)}`}
          </span>
        </p>
        {ties.length > 0 && (
          <ul className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
            {(all ? ties : ties.slice(0, FEW)).map((pair) => {
              const other = network.people.get(otherOf(pair, contact.id))!;
              return (
                <li key={other.id} className="coarse:flex coarse:min-h-11 coarse:items-center coarse:gap-1">
                  {pair.relationships.map((relationship) => roleOf(relationship, contact.id)).join(', ')}{' '}
                  <Link to="/people/$contactId" params={{ contactId: other.id }} className="link coarse:inline-flex coarse:min-h-11 coarse:min-w-11 coarse:items-center">
                    {other.full_name}
                  </Link>
                </li>
              );
            })}
            {!all && ties.length > FEW && (
              <li>
                <button type="button" className="link coarse:min-h-11" onClick={onAll}>
                  and {ties.length - FEW} more
                </button>
              </li>
            )}
          </ul>
        )}
      </div>
    </div>
  );
}
