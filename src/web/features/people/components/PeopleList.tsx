import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import type { ContactSummary } from '../../../lib/types.ts';
import { PersonRow } from './PersonRow.tsx';

export type PeopleListProps = {
  contacts: ContactSummary[];
  selected: ReadonlySet<string>;
  /** Whether people can be ticked at all. */
  selectable: boolean;
  selecting: boolean;
  onSelected: (selected: Set<string>) => void;
  /** The keys s and e, with the person the keyboard is at. */
  onStar?: (at: ContactSummary | undefined) => void;
  onArchive?: (at: ContactSummary | undefined) => void;
  /** Called when the end comes near; may be called often. */
  onEnd: () => void;
};

const rowHeight = 64;

/** A list of any length: only the rows on screen exist. j and k move, Enter opens, x selects, s stars, e archives, Escape selects nobody. */
export function PeopleList({ contacts, selected, selectable, selecting, onSelected, onStar, onArchive, onEnd }: PeopleListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), [selecting]);
  // The virtualizer changes inside while it stays the same object, so this component must not be memoized by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useWindowVirtualizer({
    count: contacts.length,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: offset,
    scrollPaddingStart: 80,
    scrollPaddingEnd: 96,
    getItemKey: (index) => contacts[index]!.id,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= contacts.length - 20) onEnd();
  }, [last, contacts.length, onEnd]);

  const navigate = useNavigate();
  const anchor = useRef<number | undefined>(undefined);
  const select = (id: string, range: boolean) => {
    const index = contacts.findIndex((contact) => contact.id === id);
    const next = new Set(selected);
    if (range && anchor.current !== undefined) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      for (const contact of contacts.slice(from, to + 1)) next.add(contact.id);
    } else if (!next.delete(id)) next.add(id);
    anchor.current = index;
    onSelected(next);
  };

  // Keys may come faster than rows are drawn: until the focus has moved, this is where it goes.
  const heading = useRef<number | undefined>(undefined);
  const focused = () => {
    if (heading.current !== undefined) return heading.current;
    const id = document.activeElement?.getAttribute('data-person');
    return id ? contacts.findIndex((contact) => contact.id === id) : -1;
  };
  const move = (step: 1 | -1) => {
    const from = focused();
    const index = from === -1 ? (items[0]?.index ?? 0) : Math.max(0, Math.min(contacts.length - 1, from + step));
    rows.scrollToIndex(index);
    heading.current = undefined;
    if (focusRow(index)) return;
    heading.current = index;
    // The row exists only after the scroll.
    requestAnimationFrame(() => {
      if (heading.current !== index) return;
      heading.current = undefined;
      focusRow(index);
    });
  };
  const focusRow = (index: number): boolean => {
    const row = list.current?.querySelector<HTMLElement>(`[data-person="${contacts[index]?.id}"]`);
    row?.focus({ preventScroll: true });
    return row != null;
  };
  const clear = () => {
    // The focus was on a button that goes away, or on a row that stays.
    if (!list.current?.contains(document.activeElement) && anchor.current !== undefined && selected.size > 0) focusRow(anchor.current);
    onSelected(new Set());
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const contact = contacts[focused()];
      if (contact && selectable) select(contact.id, false);
    },
    Enter: () => {
      const contact = heading.current === undefined ? undefined : contacts[heading.current];
      if (!contact) return false;
      void navigate({ to: '/people/$contactId', params: { contactId: contact.id } });
    },
    s: () => onStar?.(contacts[focused()]),
    e: () => onArchive?.(contacts[focused()]),
    Escape: clear,
  });

  return (
    <div ref={list} role="list" aria-label="People" className="relative" style={{ height: rows.getTotalSize() }}>
      {items.map((item) => {
        const contact = contacts[item.index]!;
        return (
          <div
            key={item.key}
            role="listitem"
            aria-setsize={contacts.length}
            aria-posinset={item.index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            <PersonRow contact={contact} selected={selected.has(contact.id)} selecting={selecting} onSelect={selectable ? select : undefined} />
          </div>
        );
      })}
    </div>
  );
}
