import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarDays, MessageSquare, NotebookPen, Phone, Search, SearchX, Sparkles, Tag, User, UsersRound, type LucideIcon } from 'lucide-react';
import clsx from 'clsx';
import { useEffect, useMemo, useRef, useState } from 'react';
import { dayOf, formatDate, formatWallDay, formatWallTime } from '../../../lib/format.ts';
import type { SearchKind, SearchResult } from '../../../lib/types.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { PageHead } from '../../../ui/Card.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { More } from '../../../ui/More.tsx';
import { Highlighted } from '../../../ui/highlight.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { searchQuery } from '../api/search.ts';

export type SearchPageProps = { q: string; kind: SearchKind | undefined; onChange: (next: { q: string; kind: SearchKind | undefined }) => void; onOpenNote: (noteId: string) => void };

const kinds: { value: SearchKind | undefined; label: string }[] = [
  { value: undefined, label: 'Everything' },
  { value: 'contact', label: 'People' },
  { value: 'note', label: 'Notes' },
  { value: 'entry', label: 'Entries' },
  { value: 'message', label: 'Messages' },
  { value: 'interaction', label: 'Calls and meetings' },
  { value: 'event', label: 'Events' },
  { value: 'tag', label: 'Tags' },
  { value: 'group', label: 'Groups' },
];
const icons: Record<SearchKind, LucideIcon> = { contact: User, note: NotebookPen, entry: Sparkles, tag: Tag, group: UsersRound, event: CalendarDays, message: MessageSquare, interaction: Phone };

/** What is not written as a word that begins with a capital. */
const spellings: Record<string, string> = { whatsapp: 'WhatsApp', sms: 'SMS', imessage: 'iMessage' };

/** One search over everything that is known. */
export function SearchPage({ q, kind, onChange, onOpenNote }: SearchPageProps) {
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
      <div role="group" aria-label="Kind" className="-mx-4 mb-4 flex gap-1.5 overflow-x-auto px-4 py-1 sm:-mx-1 sm:px-1">
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
          People, notes, messages, events: all at once. Small typing mistakes are forgiven.
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
                    <Result result={result} onOpenNote={onOpenNote} />
                  </li>
                ))}
              </ul>
            )}
          </DataView>
        </div>
      )}
      <More query={query}>More</More>
    </>
  );
}

/** A line that leads to where it is: a note is read over the page, everything else has a page. */
function Result({ result, onOpenNote }: { result: SearchResult; onOpenNote: (noteId: string) => void }) {
  const Icon = icons[result.kind];
  // The snippet of what has a day begins with it and its time; they are said as everywhere else.
  const when = result.kind === 'event' || result.kind === 'interaction' ? /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?(?: · )?/.exec(result.snippet) : null;
  const cut = when?.[0].length ?? 0;
  const snippet = result.snippet.slice(cut);
  const within = (field: 'title' | 'snippet', from = 0) => result.highlights.filter((span) => span.field === field).map(({ start, end }) => ({ start: start - from, end: end - from }));
  const body = (
    <>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-faint" />
      <span className="min-w-0 grow">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">
            <Highlighted text={result.title} spans={within('title')} />
          </span>
          <span className="shrink-0 text-sm text-faint">
            {result.category && <span className="first-letter:uppercase inline-block">{spellings[result.category] ?? result.category}</span>}
            {result.category && ' · '}
            {when ? formatWallDay(when[1]!, { day: 'numeric', month: 'short', year: 'numeric' }) : formatDate(result.created_at)}
            {when?.[2] && `, ${formatWallTime(`${when[1]}T${when[2]}`)}`}
          </span>
        </span>
        {snippet && (
          <span dir="auto" className="line-clamp-2 text-sm text-muted">
            <Highlighted text={snippet} spans={within('snippet', cut)} />
          </span>
        )}
      </span>
    </>
  );
  const className = 'flex w-full gap-3 px-4 py-3 text-left hover:bg-hover focus-visible:-outline-offset-2';
  const day = when?.[1];
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
    return (
      <Link to="/calendar" search={{ event: result.id, ...(day ? { date: day } : {}) }} className={className}>
        {body}
      </Link>
    );
  }
  const { note_id } = result;
  if (note_id && result.kind !== 'entry') {
    return (
      <button type="button" aria-haspopup="dialog" onClick={() => onOpenNote(note_id)} className={className}>
        {body}
      </button>
    );
  }
  const contactId = result.kind === 'contact' ? result.id : result.contact_id;
  if (!contactId) return <div className={className}>{body}</div>;
  return (
    <Link to="/people/$contactId" params={{ contactId }} search={result.kind === 'interaction' ? { tab: 'timeline', ...(day ? { day } : {}) } : result.kind === 'message' ? { tab: 'timeline', day: dayOf(result.created_at) } : {}} className={className}>
      {body}
    </Link>
  );
}
