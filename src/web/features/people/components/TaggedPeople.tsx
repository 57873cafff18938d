import { useInfiniteQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useMemo } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { useNextPage } from '../../../lib/useNextPage.ts';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { contactsQuery } from '../api/contacts.ts';
import { PeopleList } from './PeopleList.tsx';

const nobody: ReadonlySet<string> = new Set();

/** Everybody with a tag. */
export function TaggedPeople({ tagId }: { tagId: string }) {
  const query = useInfiniteQuery(contactsQuery({ tag: [tagId] }));
  const contacts = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  const onEnd = useNextPage(query);
  const canWrite = useCanWrite();
  return (
    <div className="-mx-4 border-y border-line bg-card sm:mx-0 sm:overflow-hidden sm:rounded-xl sm:border">
      <DataView
        query={{ data: contacts, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={5} avatar />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState compact icon={<Users aria-hidden />} title="Nobody has this tag">
            {canWrite ? 'Put it on somebody from their profile, or on many at once in the list of people.' : 'People who carry it will appear here.'}
          </EmptyState>
        }
      >
        {(data) => <PeopleList contacts={data} selectable={false} selected={nobody} selecting={false} onSelected={() => undefined} onEnd={onEnd} />}
      </DataView>
    </div>
  );
}
