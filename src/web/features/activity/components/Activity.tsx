import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Redo2, Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { redo, undo } from '../../../lib/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { actionsQuery } from '../api/changes.ts';
import { fromAction } from './describe.ts';
import { Log } from './Log.tsx';

/** The page: everything that was done in the space, and the way back. */
export function Activity() {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const query = useInfiniteQuery(actionsQuery);
  const deeds = useMemo(() => query.data?.pages.flatMap((page) => page.data.map(fromAction)), [query.data]);
  return (
    <>
      <PageHead title="Activity" description={canWrite ? 'Everything that was done, by whom, and the way back.' : 'Everything that was done, and by whom.'}>
        {canWrite && (
          <>
            <Button icon={<Undo2 aria-hidden className="size-4" />} onClick={() => void undo(queries)}>
              Undo
            </Button>
            <Button icon={<Redo2 aria-hidden className="size-4" />} onClick={() => void redo(queries)}>
              Redo
            </Button>
          </>
        )}
      </PageHead>
      <Log query={query} deeds={deeds} />
    </>
  );
}
