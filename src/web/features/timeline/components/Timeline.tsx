import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { History } from 'lucide-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { useNextPage } from '../../../lib/useNextPage.ts';
import { Button } from '../../../ui/Button.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { monthsQuery, timelineQuery, type TimelineFilter } from '../api/timeline.ts';
import { Days } from './Days.tsx';
import { kindOf } from './kinds.ts';
import { Months } from './Months.tsx';

export type TimelineProps = {
  /** Of whom; without one, of everybody. */
  contactId?: string;
  filter: TimelineFilter;
  onFilter: (next: TimelineFilter) => void;
  onOpenNote: (noteId: string) => void;
  /** What to do where nothing has happened yet. */
  start?: ReactNode;
};

/** What happened with somebody or with everybody, by month and day, newest first. */
export function Timeline({ contactId, filter, onFilter, onOpenNote, start }: TimelineProps) {
  const { kinds, to } = filter;
  const months = useQuery(monthsQuery(contactId));
  const query = useInfiniteQuery(timelineQuery(contactId, filter));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  // Birthdays and dates of everybody are not counted.
  const there = useMemo(() => (months.data?.kinds ?? []).filter((kind) => (kind === 'date' && !contactId) || months.data?.data.some((month) => month.kind === kind)), [months.data, contactId]);
  const counts = useMemo(() => {
    const sums = new Map<string, number>();
    for (const { month, kind, count } of months.data?.data ?? []) if (kinds.length === 0 || kinds.includes(kind)) sums.set(month, (sums.get(month) ?? 0) + count);
    return [...sums].map(([month, count]) => ({ month, count }));
  }, [months.data, kinds]);

  const onEnd = useNextPage(query);

  const top = useRef<HTMLDivElement>(null);
  /** Another list begins at its top. */
  const change = (next: TimelineFilter) => {
    if (top.current && top.current.getBoundingClientRect().top < 0) top.current.scrollIntoView({ block: 'start' });
    onFilter(next);
  };

  return (
    <div ref={top} className="flex scroll-mt-16 flex-col gap-3">
      <Months counts={counts} onJump={(day) => change({ kinds, to: day })} />
      <div className="flex flex-wrap items-center gap-1.5">
        {there.length > 1 && (
          <div role="group" aria-label="Kinds" className="-mx-4 flex max-w-[calc(100%+2rem)] gap-1.5 overflow-x-auto px-4 py-1 sm:mx-0 sm:flex-wrap sm:px-0">
            {there.map((kind) => (
              <button
                key={kind}
                type="button"
                aria-pressed={kinds.includes(kind)}
                onClick={() => change({ to, kinds: kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind] })}
                className={clsx('min-h-9 shrink-0 rounded-full border px-3 text-sm coarse:min-h-11', kinds.includes(kind) ? 'border-button bg-button text-white' : 'border-line bg-card text-muted hover:bg-hover')}
              >
                {kindOf(kind).many}
              </button>
            ))}
          </div>
        )}
        <span className="grow" />
        <label className="flex items-center gap-2 text-sm text-muted">
          Jump to
          <input type="date" min="0001-01-02" max="9998-12-31" value={to ?? ''} onChange={(event) => change({ kinds, to: event.target.value || undefined })} className={`${inputClass} w-auto!`} />
        </label>
        {to && (
          <Button size="sm" variant="ghost" onClick={() => change({ kinds })}>
            Newest
          </Button>
        )}
      </div>
      <DataView
        query={{ data: items, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={6} avatar />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState compact={contactId !== undefined} icon={<History aria-hidden />} title={kinds.length || to ? 'Nothing here' : 'Nothing has happened yet'} action={kinds.length || to ? <Button onClick={() => change({ kinds: [] })}>Show everything</Button> : start}>
            {kinds.length || to ? 'Take a filter away, or jump to another day.' : `Notes, calls, meetings, messages and birthdays ${contactId ? 'with this person' : 'of everybody'} will line up here.`}
          </EmptyState>
        }
      >
        {(data) => <Days items={data} stale={query.isPlaceholderData} everybody={!contactId} onOpenNote={onOpenNote} onEnd={onEnd} />}
      </DataView>
      {query.isFetchingNextPage && <SkeletonRows rows={2} />}
    </div>
  );
}
