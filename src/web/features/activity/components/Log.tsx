import { useQueryClient, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { undo } from '../../../lib/undo.ts';
import { More } from '../../../ui/More.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { DeedList } from './DeedList.tsx';
import type { Deed } from './describe.ts';

type Paged = Pick<UseInfiniteQueryResult, 'error' | 'refetch' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;

/** What was done, as far back as somebody asks for. */
export function Log({ query, deeds }: { query: Paged; deeds: Deed[] | undefined }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  return (
    <>
      <DataView
        query={{ data: deeds, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={6} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState icon={<History aria-hidden />} title="Nothing has happened yet">
            Every change is listed here{canWrite && ' and can be taken back'}, even those made by programs.
          </EmptyState>
        }
      >
        {(data) => <DeedList deeds={data} onUndo={canWrite ? (id) => undo(queries, id) : undefined} />}
      </DataView>
      <More query={query}>Older</More>
    </>
  );
}
