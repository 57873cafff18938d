import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, SearchX, Trash2, UserPlus, Users, X } from 'lucide-react';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import { useCanWrite } from '../../../lib/access.ts';
import { plural } from '../../../lib/format.ts';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import type { Tag } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { contactsQuery, useDeleteContacts, type ContactFilter } from '../api/contacts.ts';
import { PeopleFilters } from './PeopleFilters.tsx';
import { PeopleList } from './PeopleList.tsx';

export type PeopleProps = {
  filter: ContactFilter;
  tags: Tag[];
  selecting: boolean;
  onFilter: (filter: ContactFilter) => void;
  onAdd: () => void;
  /** What else is on offer while there is nobody. */
  orElse: ReactNode;
};

// As many as one request may delete.
const most = 1000;

/** The list of people with its filters and its bulk actions. */
export function People({ filter, tags, selecting, onFilter, onAdd, orElse }: PeopleProps) {
  const canWrite = useCanWrite();
  const query = useInfiniteQuery(contactsQuery(filter));
  const contacts = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // Who left the list (deleted elsewhere, other filter) is no longer selected.
  const chosen = useMemo(() => new Set((contacts ?? []).filter((contact) => selected.has(contact.id)).map((contact) => contact.id)), [contacts, selected]);
  const filtered = Object.keys(filter).some((key) => key !== 'sort');

  return (
    <>
      <PeopleFilters filter={filter} tags={tags} onChange={onFilter} />
      {chosen.size > 0 && (
        <BulkBar ids={[...chosen]} all={Math.min(most, contacts?.length ?? 0)} onAll={() => setSelected(new Set(contacts?.slice(0, most).map((contact) => contact.id)))} onClear={() => setSelected(new Set())} />
      )}
      <div className="-mx-4 border-y border-line bg-card sm:mx-0 sm:overflow-hidden sm:rounded-xl sm:border">
        <DataView
          query={{ data: contacts, error: query.error, refetch: query.refetch }}
          loading={<SkeletonRows rows={9} avatar />}
          isEmpty={(data) => data.length === 0}
          empty={filtered ? <NoMatch filter={filter} onClear={() => onFilter(filter.sort ? { sort: filter.sort } : {})} /> : <NoPeople onAdd={onAdd} orElse={orElse} />}
        >
          {(data) => <PeopleList contacts={data} selectable={canWrite} selected={chosen} selecting={selecting || chosen.size > 0} onSelected={setSelected} onEnd={onEnd} />}
        </DataView>
        {isFetchingNextPage && <SkeletonRows rows={3} avatar />}
      </div>
    </>
  );
}

function NoPeople({ onAdd, orElse }: Pick<PeopleProps, 'onAdd' | 'orElse'>) {
  if (!useCanWrite()) {
    return (
      <EmptyState icon={<Users aria-hidden />} title="Nobody here yet">
        The people of this space will appear here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Users aria-hidden />}
      title="Nobody here yet"
      action={
        <>
          <Button variant="primary" icon={<UserPlus aria-hidden className="size-4" />} onClick={onAdd}>
            Add a person
          </Button>
          {orElse}
        </>
      }
    >
      Begin with somebody you talked to this week. A name is enough; the rest grows out of your notes.
    </EmptyState>
  );
}

function NoMatch({ filter, onClear }: { filter: ContactFilter; onClear: () => void }) {
  return (
    <EmptyState icon={filter.archived ? <Archive aria-hidden /> : <SearchX aria-hidden />} title={filter.q ? `Nobody matches “${filter.q}”` : 'Nobody matches these filters'} action={<Button onClick={onClear}>Clear filters</Button>}>
      {filter.archived ? 'People you archive are kept here, out of the way.' : 'Try fewer letters, or look among the archived.'}
    </EmptyState>
  );
}

/** What can be done with the selected. It floats at the bottom and stands before the list, so that Tab need not pass every row. */
function BulkBar({ ids, all, onAll, onClear }: { ids: string[]; all: number; onAll: () => void; onClear: () => void }) {
  const queries = useQueryClient();
  const remove = useDeleteContacts();
  const onDelete = () => {
    onClear();
    void attempt(remove.mutateAsync(ids), { done: `${plural(ids.length, 'person', 'people')} deleted`, failed: 'Could not delete', queries, actionId: (id) => id });
  };
  const bar = useRef<HTMLDivElement>(null);
  useHotkeys({ Delete: onDelete, '#': onDelete, '.': () => bar.current?.querySelector('button')?.focus() });
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label="Selected people"
      className="fixed inset-x-4 bottom-[calc(4.75rem+env(safe-area-inset-bottom))] z-30 mx-auto flex max-w-xl items-center gap-2 rounded-xl border border-line bg-raised py-2 pr-2 pl-4 shadow-float animate-[rise-in_140ms_ease-out] lg:bottom-5"
    >
      <span aria-live="polite" className="grow text-sm font-medium tabular-nums">
        {ids.length}
        <span className="max-sm:sr-only"> selected</span>
      </span>
      {ids.length < all && (
        <Button variant="ghost" size="sm" onClick={onAll}>
          All {all}
        </Button>
      )}
      <Button variant="danger" size="sm" aria-keyshortcuts="Delete" busy={remove.isPending} icon={<Trash2 aria-hidden className="size-4" />} onClick={onDelete}>
        Delete
      </Button>
      <Button variant="ghost" size="sm" onClick={onClear} icon={<X aria-hidden className="size-4" />}>
        Cancel
      </Button>
    </div>
  );
}
