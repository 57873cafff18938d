import { useInfiniteQuery, useQueryClient, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { History, Redo2, Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import { redo, undo } from '../../../lib/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { actionsQuery, auditLogQuery } from '../api/changes.ts';
import { DeedList } from './DeedList.tsx';
import { fromAction, fromChanges, type Deed } from './describe.ts';

/** The page: everything that was done in the space, and the way back. */
export function Activity() {
  const queries = useQueryClient();
  const query = useInfiniteQuery(actionsQuery);
  const deeds = useMemo(() => query.data?.pages.flatMap((page) => page.data.map(fromAction)), [query.data]);
  return (
    <>
      <PageHead title="Activity" description="Everything that was done, by whom, and the way back.">
        <Button icon={<Undo2 aria-hidden className="size-4" />} onClick={() => void undo(queries)}>
          Undo
        </Button>
        <Button icon={<Redo2 aria-hidden className="size-4" />} onClick={() => void redo(queries)}>
          Redo
        </Button>
      </PageHead>
      <Log query={query} deeds={deeds} />
    </>
  );
}

/** The history of one person, with every value that changed. */
export function PersonHistory({ contactId }: { contactId: string }) {
  const query = useInfiniteQuery(auditLogQuery(contactId));
  const deeds = useMemo(() => query.data && fromChanges(query.data.pages.flatMap((page) => page.data)), [query.data]);
  return <Log query={query} deeds={deeds} />;
}

type Paged = Pick<UseInfiniteQueryResult, 'error' | 'refetch' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;

function Log({ query, deeds }: { query: Paged; deeds: Deed[] | undefined }) {
  const queries = useQueryClient();
  return (
    <>
      <DataView
        query={{ data: deeds, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={6} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState icon={<History aria-hidden />} title="Nothing has happened yet">
            Every change is listed here and can be taken back, even those made by programs.
          </EmptyState>
        }
      >
        {(data) => <DeedList deeds={data} onUndo={(id) => undo(queries, id)} />}
      </DataView>
      {query.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older
          </Button>
        </div>
      )}
    </>
  );
}
