import { lazyPart } from '../../../lib/lazyPart.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { Suspense, useMemo, useState, type ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { categories, type Entry, type PersonRef } from '../../../lib/types.ts';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { entriesQuery, useDeleteEntry, useUpdateEntry, type EntryChange } from '../api/entries.ts';
import { CategoryLabel } from './category.tsx';
import { EntryItem } from './EntryItem.tsx';
import { useEntryFocus } from './useEntryFocus.ts';

const GiveEntry = lazyPart(async () => (await import('./GiveEntry.tsx')).GiveEntry);
const PastEntries = lazyPart(async () => (await import('./PastEntries.tsx')).PastEntries);

const none: ReadonlySet<string> = new Set();
const isDone = (entry: Entry) => entry.category === 'Actionable' && entry.done_at !== null;

type EntriesProps = {
  contactId: string;
  /** These just came out of a note and are marked. */
  fresh?: ReadonlySet<string>;
  /** With whom an entry came. */
  origin?: (id: string) => string | undefined;
  /** Draws what becomes of an Actionable entry. */
  renderFollowUp?: (entry: Entry) => ReactNode;
};

/** What is known about a person, by category. What is to do comes with what is done, unless only that is wanted which is not. */
export function Entries({ contactId, fresh = none, origin, renderFollowUp }: EntriesProps) {
  const canWrite = useCanWrite();
  const query = useQuery(entriesQuery(contactId));
  const queries = useQueryClient();
  const [given, setGiven] = useState<Entry>();
  const { list, leave } = useEntryFocus(query.data);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const update = useUpdateEntry(contactId);
  const remove = useDeleteEntry(contactId);
  const groups = useMemo(() => {
    if (!query.data) return undefined;
    return categories
      .map((category) => ({ category, entries: query.data.filter((entry) => entry.category === category && !entry.superseded_by).toSorted((a, b) => Number(isDone(a)) - Number(isDone(b))) }))
      .filter((group) => group.entries.length > 0);
  }, [query.data]);

  const past = useMemo(() => query.data?.filter((entry) => entry.superseded_by) ?? [], [query.data]);

  const onChange = (entry: Entry, change: EntryChange) => {
    if (change.category) leave(entry.id);
    void attempt(update.mutateAsync({ id: entry.id, ...change }), {
      done: change.category ? `Moved to ${change.category}` : change.done === undefined ? 'Entry changed' : change.done ? 'Done' : 'To do again',
      failed: 'Could not change the entry',
      queries,
      actionId: (id) => id,
    });
  };
  const onGive = (entry: Entry, person: PersonRef) => {
    setGiven(undefined);
    leave(entry.id);
    void attempt(update.mutateAsync({ id: entry.id, contact_id: person.id }), { done: `Moved to ${person.full_name}`, failed: 'Could not move the entry', queries, actionId: (id) => id });
  };
  const onDelete = (entry: Entry) => {
    leave(entry.id);
    void attempt(remove.mutateAsync(entry.id), { done: 'Entry deleted', failed: 'Could not delete the entry', queries, actionId: (id) => id });
  };

  return (
    <DataView
      query={{ data: groups, error: query.error, refetch: query.refetch }}
      loading={<SkeletonRows rows={5} />}
      isEmpty={(data) => data.length === 0 && past.length === 0}
      empty={
        <EmptyState compact icon={<Sparkles aria-hidden />} title="Nothing known yet">
          {canWrite
            ? 'Write a note above, as you would to yourself. Kith finds what is worth remembering and shows the sentence it came from.'
            : 'What comes out of notes about this person will appear here.'}
        </EmptyState>
      }
    >
      {(data) => (
        <div ref={list} className="flex flex-col gap-4">
          {data.map(({ category, entries }) => (
            <section key={category} aria-label={category} className="overflow-hidden rounded-xl border border-line bg-card">
              <h2 className="flex items-center gap-2 border-b border-line px-4 py-2.5 text-sm font-semibold">
                <CategoryLabel category={category} />
                <span className="font-normal text-faint tabular-nums">{entries.length}</span>
                {entries.some(isDone) && (
                  <button type="button" aria-pressed={onlyOpen} onClick={() => setOnlyOpen(!onlyOpen)} className="link ml-auto min-h-6 font-normal coarse:min-h-11">
                    {onlyOpen ? 'Show what is done' : 'Only open ones'}
                  </button>
                )}
              </h2>
              <ul className="divide-y divide-line">
                {entries.filter((entry) => !onlyOpen || !isDone(entry)).map((entry) => (
                  <li key={entry.id} data-entry={entry.id}>
                    <EntryItem entry={entry} fresh={fresh.has(entry.id)} followUp={category === 'Actionable' && renderFollowUp?.(entry)} onChange={(change) => onChange(entry, change)} onGive={() => setGiven(entry)} onDelete={() => onDelete(entry)} />
                    {origin?.(entry.id) && <p className="px-4 pb-2 text-xs text-faint">{origin(entry.id)}</p>}
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {given && (
            <Suspense>
              <GiveEntry entry={given} contactId={contactId} onChoose={(person) => onGive(given, person)} onClose={() => setGiven(undefined)} />
            </Suspense>
          )}
          {past.length > 0 && (
            <Suspense>
              <PastEntries contactId={contactId} past={past} all={query.data ?? []} />
            </Suspense>
          )}
        </div>
      )}
    </DataView>
  );
}
