import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { History, Redo2, Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import { redo, undo } from '../../../lib/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { auditLogQuery, changesQuery } from '../api/changes.ts';
import { ActionList } from './ActionList.tsx';
import { groupActions } from './describe.ts';

/** The page: everything that changed in the space, and the way back. */
export function Activity() {
  const queries = useQueryClient();
  return (
    <>
      <PageHead title="Activity" description="Everything that changed, who did it, and the way back.">
        <Button icon={<Undo2 aria-hidden className="size-4" />} onClick={() => void undo(queries)}>
          Undo
        </Button>
        <Button icon={<Redo2 aria-hidden className="size-4" />} onClick={() => void redo(queries)}>
          Redo
        </Button>
      </PageHead>
      <Log />
    </>
  );
}

/** The log of the space, or of one person. */
export function Log({ contactId }: { contactId?: string }) {
  const queries = useQueryClient();
  const query = useInfiniteQuery(contactId ? auditLogQuery(contactId) : changesQuery);
  const actions = useMemo(() => query.data && groupActions(query.data.pages.flatMap((page) => page.data)), [query.data]);
  return (
    <>
      <DataView
        query={{ data: actions, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={6} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState icon={<History aria-hidden />} title="Nothing has happened yet">
            Every change is listed here and can be taken back, even those made by programs.
          </EmptyState>
        }
      >
        {(data) => <ActionList actions={data} onUndo={(id) => undo(queries, id)} />}
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
