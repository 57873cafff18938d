import { type ReactNode, useId, useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { notify } from '../../../ui/toast.tsx';
import type { Queued, useImportAll } from '../api/users.ts';

const SHOWN = 5;

export type RenderJob = (job: Queued) => ReactNode;

/** Chooses a CSV file; it is looked at first, and what it would do is shown before it is done. A job that does it can be watched and cancelled. */
export function CsvFile({ label, run, whom, renderJob }: { label: string; run: ReturnType<typeof useImportAll>; whom: string; renderJob: RenderJob }) {
  const id = useId();
  const [file, setFile] = useState<File>();
  const [job, setJob] = useState<Queued>();
  const send = (chosen: File, apply: boolean) => {
    setJob(undefined);
    const onSuccess = (came: unknown) => {
      if (!came) notify('Cancelled: nothing was imported.');
      else if (apply) notify(`Imported for ${whom}: ${what}`);
    };
    run.mutate({ file: chosen, apply, onJob: setJob }, { onSuccess });
  };
  const { data } = run;
  const ready = data && run.variables && !run.variables.apply;
  const users = data && data.users.length > 1 ? ` for ${plural(data.users.length, 'account')}` : '';
  const what = data && `${plural(data.counts.people_created ?? 0, 'new person', 'new people')}, ${plural(data.counts.entries ?? 0, 'new entry', 'new entries')}${users}${data.error_count ? `; ${plural(data.error_count, 'row')} left out` : ''}`;
  return (
    <>
      <label htmlFor={id} className={buttonClass('secondary', 'md', 'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2')}>
        {label}
        <input
          id={id}
          type="file"
          accept=".csv"
          className="sr-only"
          disabled={run.isPending}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = '';
            setFile(chosen);
            if (chosen) send(chosen, false);
          }}
        />
      </label>
      {(run.error || run.isPending || ready) && (
        <div className="order-last flex basis-full flex-wrap items-center gap-3 rounded-lg bg-hover px-3 py-2.5 text-sm">
          {run.error ? (
            <FormError error={run.error} />
          ) : run.isPending ? (
            <>
              <span role="status">
                {run.variables.apply ? 'Importing' : 'Reading'} {file?.name} …
              </span>
              {job && <div className="-mt-4 -mb-1 min-w-0 basis-full">{renderJob(job)}</div>}
            </>
          ) : (
            <>
              <span role="status" className="min-w-0 grow">
                {file?.name}: {what}
              </span>
              <Button size="sm" variant="primary" onClick={() => send(file!, true)}>
                Import
              </Button>
              {data!.errors.length > 0 && (
                <ul className="basis-full text-muted">
                  {data!.errors.slice(0, SHOWN).map((error) => (
                    <li key={`${error.line} ${error.column}`}>
                      Line {error.line}: {error.message}
                    </li>
                  ))}
                  {data!.error_count > SHOWN && <li>and {plural(data!.error_count - SHOWN, 'row')} more</li>}
                </ul>
              )}
            </>
          )}
        </div>
      )}
    </>
  );
}
