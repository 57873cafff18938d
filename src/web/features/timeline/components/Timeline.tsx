import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { History } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatDate, formatMonth, formatTime, monthOf } from '../../../lib/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { monthsQuery, timelineQuery, type TimelineItem } from '../api/timeline.ts';
import { kindOf } from './kinds.ts';
import { Months } from './Months.tsx';

/** What happened with somebody, by month and day, newest first. */
export function Timeline({ contactId }: { contactId: string }) {
  const [kinds, setKinds] = useState<string[]>([]);
  const [to, setTo] = useState<string>();
  const months = useQuery(monthsQuery(contactId));
  const query = useInfiniteQuery(timelineQuery(contactId, { kinds, to }));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  const there = useMemo(() => (months.data?.kinds ?? []).filter((kind) => months.data?.data.some((month) => month.kind === kind)), [months.data]);
  const counts = useMemo(() => {
    const sums = new Map<string, number>();
    for (const { month, kind, count } of months.data?.data ?? []) if (kinds.length === 0 || kinds.includes(kind)) sums.set(month, (sums.get(month) ?? 0) + count);
    return [...sums].map(([month, count]) => ({ month, count }));
  }, [months.data, kinds]);

  const more = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (!more.current || !hasNextPage || isFetching) return undefined;
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && void fetchNextPage(), { rootMargin: '600px' });
    observer.observe(more.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetching, fetchNextPage]);

  return (
    <div className="flex flex-col gap-3">
      <Months counts={counts} onJump={setTo} />
      <div className="flex flex-wrap items-center gap-1.5">
        {there.length > 1 &&
          there.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={kinds.includes(kind)}
              onClick={() => setKinds(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind])}
              className={clsx('min-h-9 rounded-full border px-3 text-sm coarse:min-h-11', kinds.includes(kind) ? 'border-button bg-button text-white' : 'border-line bg-card text-muted hover:bg-hover')}
            >
              {kindOf(kind).many}
            </button>
          ))}
        <span className="grow" />
        <label className="flex items-center gap-2 text-sm text-muted">
          Jump to
          <input type="date" value={to ?? ''} onChange={(event) => setTo(event.target.value || undefined)} className={`${inputClass} w-auto!`} />
        </label>
        {to && (
          <Button size="sm" variant="ghost" onClick={() => setTo(undefined)}>
            Newest
          </Button>
        )}
      </div>
      <DataView
        query={{ data: items, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={6} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState compact icon={<History aria-hidden />} title={kinds.length || to ? 'Nothing here' : 'Nothing has happened yet'}>
            {kinds.length || to ? 'Take a filter away, or jump to another day.' : 'Notes, calls, meetings and messages with this person will line up here.'}
          </EmptyState>
        }
      >
        {(data) => <Days items={data} stale={query.isPlaceholderData} />}
      </DataView>
      <div ref={more}>{query.isFetchingNextPage && <SkeletonRows rows={2} />}</div>
    </div>
  );
}

function Days({ items, stale }: { items: TimelineItem[]; stale: boolean }) {
  const months = Map.groupBy(items, (item) => monthOf(item.at));
  return (
    <div aria-busy={stale} className="flex flex-col gap-5">
      {[...months].map(([month, list]) => (
        <section key={month} aria-label={formatMonth(month)}>
          <h3 className="sticky top-14 z-10 -mx-1 mb-1 bg-bg/95 px-1 py-1.5 text-sm font-semibold text-muted">{formatMonth(month)}</h3>
          <ol className="flex flex-col border-l border-line">
            {list.map((item) => (
              <li key={`${item.kind}:${item.id}`} className="[contain-intrinsic-size:auto_4.5rem] [content-visibility:auto]">
                <Item item={item} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Item({ item }: { item: TimelineItem }) {
  const { one, icon: Icon } = kindOf(item.kind);
  const [open, setOpen] = useState(false);
  const long = (item.text?.length ?? 0) > 220 || (item.text?.split('\n').length ?? 0) > 4;
  return (
    <article className="relative flex gap-3 py-2.5 pr-1 pl-5">
      <span className="absolute top-3 -left-3 flex size-6 items-center justify-center rounded-full border border-line bg-card text-muted">
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-faint">
          <time dateTime={item.at}>
            {formatDate(item.at)}, {formatTime(item.at)}
          </time>
          <span>· {item.title ?? one}</span>
          {item.category && <Badge>{item.category}</Badge>}
        </p>
        {item.text && <p className={clsx('mt-0.5 break-words whitespace-pre-wrap', long && !open && 'line-clamp-4')}>{item.text}</p>}
        {long && (
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="mt-0.5 text-sm text-link hover:underline coarse:min-h-11 coarse:min-w-11">
            {open ? 'Less' : 'More'}
          </button>
        )}
      </div>
    </article>
  );
}
