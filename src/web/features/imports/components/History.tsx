import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileClock, Trash2, Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatDateTime, formatNumber, plural } from '../../../lib/format.ts';
import type { ImportSummary } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { importsQuery, isWorking, useForgetImport, useUndoImport } from '../api/imports.ts';
import { changesAnything, countsInLine } from './words.ts';

const looks: Record<ImportSummary['state'], { label: string; color?: string }> = {
  analysing: { label: 'Being read' },
  ready: { label: 'Ready to import', color: 'var(--hue-1)' },
  running: { label: 'Running', color: 'var(--hue-1)' },
  done: { label: 'Done', color: 'var(--success)' },
  failed: { label: 'Failed', color: 'var(--danger)' },
  undone: { label: 'Undone' },
};

/** What was imported before, newest first, and the way back. */
export function History({ onForgotten }: { onForgotten: (importId: string) => void }) {
  const query = useInfiniteQuery(importsQuery);
  const canWrite = useCanWrite();
  const imports = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  return (
    <Card title="Imported before">
      <DataView
        query={{ data: imports, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={2} />}
        isEmpty={(data) => data.length === 0}
        empty={
          <EmptyState icon={<FileClock aria-hidden />} title="Nothing yet" compact>
            Every import is listed here{canWrite && ' and can be undone as a whole'}.
          </EmptyState>
        }
      >
        {(data) => (
          <ul aria-label="Imports" className="divide-y divide-line">
            {data.map((one) => (
              <Row key={one.id} one={one} onForgotten={onForgotten} />
            ))}
          </ul>
        )}
      </DataView>
      {query.hasNextPage && (
        <div className="flex justify-center border-t border-line p-3">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older
          </Button>
        </div>
      )}
    </Card>
  );
}

function Row({ one, onForgotten }: { one: ImportSummary; onForgotten: (importId: string) => void }) {
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const undo = useUndoImport();
  const forget = useForgetImport();
  const look = looks[one.state];
  const line = one.error ?? ([countsInLine(one.counts), one.error_count > 0 && `${plural(one.error_count, 'row')} left out`].filter(Boolean).join(' · ') || 'Nothing in it');
  return (
    <li className="flex items-center gap-1 py-1 pr-2">
      <Link to="/import" search={{ id: one.id }} className="flex min-h-14 min-w-0 grow flex-col justify-center px-4 py-1.5 hover:bg-hover focus-visible:-outline-offset-2">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium wrap-anywhere">{one.file_name}</span>
          <Badge {...(look.color ? { color: look.color } : {})}>{look.label}</Badge>
        </span>
        <span className="text-sm wrap-anywhere text-muted">{line}</span>
        <span className="text-sm text-faint">
          {formatDateTime(one.created_at)}
          {one.created_by_name && ` · ${one.created_by_name}`}
        </span>
      </Link>
      {canWrite && one.state === 'done' && changesAnything(one.counts) && (
        <IconButton
          label={`Undo the import of ${one.file_name}`}
          disabled={undo.isPending}
          onClick={() => void attempt(undo.mutateAsync(one.id), { done: (changes) => `Import undone: ${formatNumber(changes)} changes`, failed: 'Could not undo the import', queries })}
        >
          <Undo2 aria-hidden />
        </IconButton>
      )}
      {canWrite && !isWorking(one) && (
        <IconButton
          label={`Forget ${one.file_name}; what it brought stays`}
          disabled={forget.isPending}
          onClick={() => {
            onForgotten(one.id);
            void attempt(forget.mutateAsync(one.id), { done: 'Removed from the list', failed: 'Could not remove it', queries });
          }}
        >
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
