import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, SearchX, UserPlus, Users } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { plural } from '../../../lib/format.ts';
import type { ContactSummary, Group, Tag } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { useNextPage } from '../../../lib/useNextPage.ts';
import { Button } from '../../../ui/Button.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { countQuery, mostNamed, type Batch } from '../api/batch.ts';
import { contactsQuery } from '../api/contacts.ts';
import { isFiltered, type ContactFilter, type PeopleSearch } from '../api/filter.ts';
import { viewsQuery } from '../api/views.ts';
import { BatchBar, useBatch, type RenderJob } from './BatchBar.tsx';
import { PeopleFilters } from './PeopleFilters.tsx';
import { PeopleList } from './PeopleList.tsx';
import { Views } from './Views.tsx';

export type PeopleProps = {
  search: PeopleSearch;
  tags: Tag[];
  groups: Group[];
  selecting: boolean;
  onSearch: (search: PeopleSearch) => void;
  onAdd: () => void;
  renderJob: RenderJob;
  /** What else is on offer while there is nobody. */
  orElse: ReactNode;
};
type Running = Batch & { job_id: string; word: string };

/** The list of people with its views, its filters and what can be done with many at once. */
export function People({ search, tags, groups, selecting, onSearch, onAdd, renderJob, orElse }: PeopleProps) {
  const canWrite = useCanWrite();
  const { view, ...filter } = search;
  const { data: views } = useQuery(viewsQuery);
  const query = useInfiniteQuery(contactsQuery(filter));
  const contacts = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [everybody, setEverybody] = useState<string>();
  const [running, setRunning] = useState<Running>();
  const queries = useQueryClient();
  const batch = useBatch((job, word) => setRunning({ ...job, word }));
  const onEnd = useNextPage(query);

  // Everybody is meant for one filter only; another one begins with nobody.
  const filterKey = JSON.stringify(filter);
  const all = everybody === filterKey;
  // Who left the list (deleted elsewhere, other filter) is no longer selected.
  const chosen = useMemo(() => (contacts ?? []).filter((contact) => all || selected.has(contact.id)), [contacts, selected, all]);
  const chosenIds = useMemo(() => new Set(chosen.map((contact) => contact.id)), [chosen]);
  const select = (next: Set<string>) => {
    setEverybody(undefined);
    if (next.size > mostNamed) notify(`One by one, at most ${plural(mostNamed, 'person', 'people')} can be selected.`);
    setSelected(next.size > mostNamed ? new Set([...next].slice(0, mostNamed)) : next);
  };
  const clear = () => select(new Set());
  /** The chosen ones, or else the one the keyboard is at. */
  const those = (at: ContactSummary | undefined): ContactSummary[] => (chosen.length > 0 ? chosen : at ? [at] : []);
  const whom = (people: ContactSummary[]) => (all ? { filter } : { ids: people.map((contact) => contact.id) });
  const onStar = (at: ContactSummary | undefined) => {
    const people = those(at);
    const starred = !people.every((contact) => contact.starred);
    if (people.length > 0) void batch.change(whom(people), { set: { starred } }, starred ? 'starred' : 'unstarred');
  };
  const onArchive = (at: ContactSummary | undefined) => {
    const people = those(at);
    if (people.length > 0) void batch.change(whom(people), { set: { archived: !filter.archived } }, filter.archived ? 'taken out of the archive' : 'archived');
    clear();
  };
  const onFilter = (next: ContactFilter) => onSearch({ ...next, ...(view && views?.some((one) => one.id === view) ? { view } : {}) });
  const filtered = isFiltered(filter);
  // What the last filter found says nothing of this one.
  const found = query.isPlaceholderData && contacts?.length === 0 ? undefined : contacts;
  const empty = !filtered && found?.length === 0;
  const { data: archived } = useQuery({ ...countQuery({ archived: true }), enabled: empty });
  const filterable = !empty || (archived ?? 0) > 0;

  return (
    <>
      <Views search={search} filter={filter} onSearch={onSearch} />
      {filterable && (
        // There is nothing to look among before there is somebody; until that is known, the room is kept.
        <div className={filtered || found || query.error ? undefined : 'invisible'}>
          <PeopleFilters filter={filter} tags={tags} groups={groups} onChange={onFilter} />
        </div>
      )}
      {running && (
        <section aria-label="Changing people" className="mb-3">
          {renderJob(running.job_id, () => {
            notify(`${plural(running.count, 'person', 'people')} ${running.word}`, () => void undo(queries, running.action_id));
            setRunning(undefined);
            void queries.invalidateQueries();
          })}
        </section>
      )}
      {canWrite && chosen.length > 0 && (
        <BatchBar
          ids={[...chosenIds]}
          everybody={all}
          filter={filter}
          tags={tags}
          starred={chosen.every((contact) => contact.starred)}
          batch={batch}
          onEverybody={() => setEverybody(filterKey)}
          onClear={clear}
        />
      )}
      <div className="-mx-4 border-y border-line bg-card sm:mx-0 sm:overflow-hidden sm:rounded-xl sm:border">
        <DataView
          query={{ data: found, error: query.error, refetch: query.refetch }}
          loading={<SkeletonRows rows={9} avatar />}
          isEmpty={(data) => data.length === 0}
          empty={filtered ? <NoMatch filter={filter} onClear={() => onSearch(filter.sort ? { sort: filter.sort } : {})} /> : <NoPeople onAdd={onAdd} orElse={orElse} />}
        >
          {(data) => (
            <PeopleList contacts={data} selectable={canWrite} selected={chosenIds} selecting={selecting || chosen.length > 0} onSelected={select} onEnd={onEnd} {...(canWrite ? { onStar, onArchive } : {})} />
          )}
        </DataView>
        {query.isFetchingNextPage && <SkeletonRows rows={3} avatar />}
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
  const canWrite = useCanWrite();
  const onlyDue = filter.cadence_due === true && Object.keys(filter).length === 1;
  return (
    <EmptyState
      icon={filter.archived ? <Archive aria-hidden /> : <SearchX aria-hidden />}
      title={onlyDue ? 'You are in touch with everybody' : filter.q ? `Nobody matches “${filter.q}”` : 'Nobody matches these filters'}
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      {onlyDue ? (canWrite ? 'Choose on a profile how often you want to be in touch, and whoever waits appears here.' : 'Whoever it is time to talk to appears here.') : filter.archived ? (canWrite ? 'People you archive are kept here, out of the way.' : 'Archived people are kept here, out of the way.') : 'Try fewer letters, or look among the archived.'}
    </EmptyState>
  );
}
