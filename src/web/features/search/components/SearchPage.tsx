import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarDays, MessageSquare, NotebookPen, Search, SearchX, Sparkles, Tag, User, UsersRound, type LucideIcon } from 'lucide-react';
import clsx from 'clsx';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatDate } from '../../../lib/format.ts';
import type { SearchKind, SearchResult } from '../../../lib/types.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Button } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { Highlighted } from '../../../ui/highlight.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { searchQuery } from '../api/search.ts';

export type SearchPageProps = { q: string; kind: SearchKind | undefined; onChange: (next: { q: string; kind: SearchKind | undefined }) => void };

const kinds: { value: SearchKind | undefined; label: string }[] = [
  { value: undefined, label: 'Everything' },
  { value: 'contact', label: 'People' },
  { value: 'note', label: 'Notes' },
  { value: 'entry', label: 'Entries' },
  { value: 'message', label: 'Messages' },
  { value: 'event', label: 'Events' },
  { value: 'tag', label: 'Tags' },
  { value: 'group', label: 'Groups' },
];
const icons: Record<SearchKind, LucideIcon> = { contact: User, note: NotebookPen, entry: Sparkles, tag: Tag, group: UsersRound, event: CalendarDays, message: MessageSquare };

/** One search over everything that is known. */
export function SearchPage({ q, kind, onChange }: SearchPageProps) {
  const [text, setText] = useState(q);
  const settled = useDebounced(text.trim(), 180);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (settled !== q) latest.current({ q: settled, kind });
    // Only what was typed leads; the URL follows.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  const query = useInfiniteQuery(searchQuery(q, kind));
  const results = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);

  return (
    <>
      <PageHead title="Search" />
      <div className="relative mb-3">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3.5 size-5 -translate-y-1/2 text-faint" />
        <input
          type="search"
          aria-label="Search everything"
          data-search
          autoFocus
          placeholder="A name, a word from a note, a topic …"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={`${inputClass} min-h-12! bg-card pl-11 text-base`}
        />
      </div>
      <div role="group" aria-label="Kind" className="-mx-4 mb-4 flex gap-1.5 overflow-x-auto px-4 py-1 sm:mx-0 sm:px-1">
        {kinds.map((option) => (
          <button
            key={option.label}
            type="button"
            aria-pressed={kind === option.value}
            onClick={() => onChange({ q, kind: option.value })}
            className={clsx('min-h-9 shrink-0 rounded-full border px-3.5 text-sm coarse:min-h-11', kind === option.value ? 'border-button bg-button text-white' : 'border-line bg-card text-muted hover:bg-hover')}
          >
            {option.label}
          </button>
        ))}
      </div>
      {q === '' ? (
        <EmptyState icon={<Search aria-hidden />} title="Find anything you have written">
          People, notes and entries at once. Small typing mistakes are forgiven.
        </EmptyState>
      ) : (
        <div className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
          <DataView
            query={{ data: results, error: query.error, refetch: query.refetch }}
            loading={<SkeletonRows rows={6} />}
            isEmpty={(data) => data.length === 0}
            empty={
              <EmptyState icon={<SearchX aria-hidden />} title={`Nothing found for “${q}”`}>
                {kind ? 'Try “Everything”, or fewer words.' : 'Try fewer or other words.'}
              </EmptyState>
            }
          >
            {(data) => (
              <ul aria-busy={query.isPlaceholderData} className="divide-y divide-line">
                {data.map((result) => (
                  <li key={`${result.kind}:${result.id}`}>
                    <Result result={result} />
                  </li>
                ))}
              </ul>
            )}
          </DataView>
        </div>
      )}
      {query.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            More
          </Button>
        </div>
      )}
    </>
  );
}

function Result({ result }: { result: SearchResult }) {
  const Icon = icons[result.kind];
  const within = (field: 'title' | 'snippet') => result.highlights.filter((span) => span.field === field);
  const body = (
    <>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-faint" />
      <span className="min-w-0 grow">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">
            <Highlighted text={result.title} spans={within('title')} />
          </span>
          <span className="shrink-0 text-sm text-faint">
            {result.category && `${result.category} · `}
            {formatDate(result.created_at)}
          </span>
        </span>
        {result.snippet && (
          <span className="line-clamp-2 text-sm text-muted">
            <Highlighted text={result.snippet} spans={within('snippet')} />
          </span>
        )}
      </span>
    </>
  );
  const className = 'flex gap-3 px-4 py-3 hover:bg-hover focus-visible:-outline-offset-2';
  if (result.kind === 'tag') {
    return (
      <Link to="/tags/$tagId" params={{ tagId: result.id }} className={className}>
        {body}
      </Link>
    );
  }
  if (result.kind === 'group') {
    return (
      <Link to="/groups/$groupId" params={{ groupId: result.id }} className={className}>
        {body}
      </Link>
    );
  }
  if (result.kind === 'event') {
    // The snippet begins with the day.
    const day = /^\d{4}-\d{2}-\d{2}/.exec(result.snippet)?.[0];
    return (
      <Link to="/calendar" search={{ event: result.id, ...(day ? { date: day } : {}) }} className={className}>
        {body}
      </Link>
    );
  }
  const contactId = result.kind === 'contact' ? result.id : result.contact_id;
  if (!contactId) return <div className={className}>{body}</div>;
  return (
    <Link to="/people/$contactId" params={{ contactId }} search={result.kind === 'note' ? { tab: 'notes' } : {}} className={className}>
      {body}
    </Link>
  );
}
