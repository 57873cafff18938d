import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, FileText, Undo2 } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatNumber, plural } from '../../../lib/format.ts';
import type { Import } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { DataView, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { formatsQuery, importQuery, isWorking, useForgetImport, useRun, useUndoImport } from '../api/imports.ts';
import { Options, type Values } from './Options.tsx';
import { Outcome } from './Outcome.tsx';
import { Proposed } from './Proposed.tsx';
import { Senders } from './Senders.tsx';
import { changesAnything, formatSize } from './words.ts';

type Props = { id: string; onLeave: () => void; renderJob: (jobId: string, onDone: () => void) => ReactNode };

/** One import from the file to its end: look, choose, run, watch, undo. */
export function Current({ id, onLeave, renderJob }: Props) {
  const query = useQuery(importQuery(id));
  if (query.error && query.data === undefined)
    return (
      <Card className="pb-4">
        <ErrorState error={query.error} compact />
        <p className="text-center">
          <Button onClick={onLeave}>Import a file</Button>
        </p>
      </Card>
    );
  return (
    <Card>
      <DataView query={query} loading={<SkeletonRows rows={3} />}>
        {(one) => <Loaded one={one} onLeave={onLeave} renderJob={renderJob} />}
      </DataView>
    </Card>
  );
}

function Loaded({ one, onLeave, renderJob }: { one: Import } & Pick<Props, 'onLeave' | 'renderJob'>) {
  const queries = useQueryClient();
  const { data: formats } = useQuery(formatsQuery);
  const format = formats?.find((candidate) => candidate.kind === one.kind);
  // What came in may show anywhere.
  const onDone = useCallback(() => void queries.invalidateQueries(), [queries]);
  return (
    <>
      <header className="flex items-start gap-3 border-b border-line px-4 py-3">
        <span className="rounded-lg bg-hover p-2 text-muted">{one.state === 'done' ? <CircleCheck aria-hidden className="size-5 text-success" /> : <FileText aria-hidden className="size-5" />}</span>
        <div className="min-w-0 grow">
          <h2 className="font-semibold wrap-anywhere">{titles[one.state].replace('FILE', one.file_name)}</h2>
          <p className="text-sm text-muted">
            {format?.label ?? one.kind} · {formatSize(one.file_size)}
            {one.counts.rows !== undefined && ` · ${plural(one.counts.rows, 'row')}`}
          </p>
        </div>
      </header>
      <div className="flex flex-col gap-5 px-4 py-4">
        {isWorking(one) && (one.job_id ? renderJob(one.job_id, onDone) : <SkeletonRows rows={1} />)}
        {one.state === 'failed' && <FormError error={new Error(one.error ?? 'This import failed.')}>Nothing was imported.</FormError>}
        {one.state === 'ready' && <Ready key={one.id} one={one} schema={format?.options ?? {}} onLeave={onLeave} />}
        {(one.state === 'done' || one.state === 'undone') && <Outcome of={one} />}
        {one.state === 'done' && one.action_id && <Proposed actionId={one.action_id} />}
        {!isWorking(one) && one.state !== 'ready' && <After one={one} onLeave={onLeave} />}
      </div>
    </>
  );
}

const titles: Record<Import['state'], string> = {
  analysing: 'Looking at FILE',
  ready: 'FILE can be imported',
  running: 'Importing FILE',
  done: 'FILE was imported',
  failed: 'FILE could not be imported',
  undone: 'The import of FILE was undone',
};

function Ready({ one, schema, onLeave }: { one: Import; schema: Record<string, unknown>; onLeave: () => void }) {
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const look = useRun(one.id);
  const run = useRun(one.id);
  const forget = useForgetImport();
  const [options, setOptions] = useState(one.options as Values);
  const busy = look.isPending || run.isPending;
  const change = (changed: Values) => {
    setOptions((before) => ({ ...before, ...changed }));
    look.mutate({ options: changed, dry_run: true });
  };
  if (!canWrite) return <Outcome of={one} />;
  return (
    <>
      <Options schema={schema} values={options} disabled={run.isPending} onChange={change} />
      <Senders choices={one.choices} mapping={options.mapping} disabled={run.isPending} onChange={(mapping) => change({ mapping })} />
      <FormError error={look.error ?? run.error} />
      <div aria-busy={look.isPending || undefined} className={look.isPending ? 'opacity-60' : ''}>
        <Outcome of={one} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" busy={run.isPending} disabled={busy || !changesAnything(one.counts)} onClick={() => run.mutate({ options, dry_run: false })}>
          Import
        </Button>
        <Button
          disabled={busy}
          onClick={() => {
            onLeave();
            void attempt(forget.mutateAsync(one.id), { failed: 'Could not remove the file', queries });
          }}
        >
          Discard
        </Button>
      </div>
    </>
  );
}

function After({ one, onLeave }: { one: Import; onLeave: () => void }) {
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const undo = useUndoImport();
  return (
    <div className="flex flex-wrap gap-2">
      {canWrite && (
        <Button variant="primary" onClick={onLeave}>
          Import another file
        </Button>
      )}
      {canWrite && one.state === 'done' && changesAnything(one.counts) && (
        <Button
          busy={undo.isPending}
          icon={<Undo2 aria-hidden className="size-4" />}
          onClick={() => void attempt(undo.mutateAsync(one.id), { done: (changes) => `Import undone: ${formatNumber(changes)} changes`, failed: 'Could not undo the import', queries })}
        >
          Undo this import
        </Button>
      )}
    </div>
  );
}
