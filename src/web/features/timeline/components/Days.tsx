import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { dayOf, formatWallDay } from '../../../lib/format.ts';
import type { TimelineItem } from '../api/timeline.ts';
import { Item, type ItemProps } from './Item.tsx';

type Row = { key: string } & ({ day: string } | { item: TimelineItem });

/** Items with a row before each day they fall on. */
function rowsOf(items: TimelineItem[]): Row[] {
  const rows: Row[] = [];
  let last = '';
  for (const item of items) {
    const day = dayOf(item.at);
    if (day !== last) rows.push({ key: day, day });
    rows.push({ key: `${item.kind}:${item.id}:${item.at}`, item });
    last = day;
  }
  return rows;
}

export type DaysProps = Pick<ItemProps, 'everybody' | 'onOpenNote'> & { items: TimelineItem[]; stale: boolean; onEnd: () => void };

/** A timeline of any length: only what is on screen exists, and the day one reads stays in sight. */
export function Days({ items, stale, everybody, onOpenNote, onEnd }: DaysProps) {
  const rows = useMemo(() => rowsOf(items), [items]);
  const days = useMemo(() => rows.flatMap((row, index) => ('day' in row ? [index] : [])), [rows]);
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const current = useRef(0);
  // What is above comes later and grows: where the list begins is looked at whenever the page becomes longer or shorter.
  useLayoutEffect(() => {
    const look = () => setOffset(Math.round((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  // The virtualizer changes inside while it stays the same object, so this component must not be memoized by a compiler.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => ('item' in rows[index]! ? 76 : 42),
    overscan: 8,
    scrollMargin: offset,
    getItemKey: (index) => rows[index]!.key,
    rangeExtractor: (range: Range) => {
      current.current = days.findLast((index) => index <= range.startIndex) ?? days[0] ?? 0;
      return [...new Set([current.current, ...defaultRangeExtractor(range)])].toSorted((a, b) => a - b);
    },
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 20) onEnd();
  }, [last, rows.length, onEnd]);

  return (
    <div ref={list} aria-busy={stale} className="relative" style={{ height: virtual.getTotalSize() }}>
      {shown.map(({ key, index, start }) => {
        const row = rows[index];
        if (!row) return null;
        const stuck = index === current.current;
        return (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={clsx('inset-x-0', stuck ? 'sticky top-14 z-10' : 'absolute top-0')}
            style={stuck ? undefined : { transform: `translateY(${start - offset}px)` }}
          >
            {'day' in row ? (
              <h2 className="-mx-1 flex items-baseline justify-between gap-3 border-b border-line bg-bg px-1 pt-3 pb-1.5 text-sm font-semibold">
                <time dateTime={row.day}>{formatWallDay(row.day, { weekday: 'long', day: 'numeric', month: 'long' })}</time>
                <span className="font-medium text-muted">{row.day.slice(0, 4)}</span>
              </h2>
            ) : (
              <Item item={row.item} everybody={everybody} onOpenNote={onOpenNote} />
            )}
          </div>
        );
      })}
    </div>
  );
}
