import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { buttonClass } from '../../../ui/Button.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { ProgressBar } from '../../../ui/Progress.tsx';
import { formatsQuery, useUpload } from '../api/imports.ts';

/** Where a file is dropped or chosen. Which kinds there are comes from the server. */
export function DropZone({ onUploaded }: { onUploaded: (importId: string) => void }) {
  const id = useId();
  const { data: formats } = useQuery(formatsQuery);
  const upload = useUpload();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file && !upload.isPending) upload.mutate(file, { onSuccess: onUploaded });
    if (input.current) input.current.value = ''; // the same file may be chosen again
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
      className={clsx('flex flex-col items-center gap-3 rounded-xl border-2 border-dashed px-4 py-10 text-center transition-colors', over ? 'border-primary bg-active' : 'border-line bg-card')}
    >
      <span className="rounded-2xl bg-hover p-3.5 text-muted">
        <FileUp aria-hidden className="size-6" />
      </span>
      <div>
        <p className="text-lg font-semibold">Drop a file here</p>
        <p className="text-sm text-muted">Nothing is imported before you have seen what would happen.</p>
      </div>
      {upload.isPending ? (
        <div className="w-full max-w-xs py-3" aria-busy>
          <p className="mb-2 text-sm text-muted" role="status">
            Reading {upload.variables.name}…
          </p>
          <ProgressBar label="Reading the file" />
        </div>
      ) : (
        <>
          <label htmlFor={id} className={buttonClass('primary', 'md', 'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2')}>
            Choose a file
            <input ref={input} id={id} type="file" accept={formats?.flatMap((format) => format.extensions).join(',')} className="sr-only" onChange={(event) => take(event.target.files?.[0])} />
          </label>
          <FormError error={upload.error} />
        </>
      )}
      {formats && (
        <details className="mt-2 w-full text-left text-sm">
          <summary className="mx-auto flex w-fit max-w-2xl list-none flex-col items-center rounded-lg px-3 py-1.5 text-center text-balance text-muted hover:bg-hover [&::-webkit-details-marker]:hidden">
            {formats.map((format) => format.label).join(', ')}
            <span className="link mt-1.5">What is taken from each</span>
          </summary>
          <dl className={clsx('mt-3 grid w-full gap-2', formats.length > 1 ? 'sm:grid-cols-2' : 'max-w-2xl')}>
            {formats.map((format) => (
              <div key={format.kind} className="rounded-lg bg-hover px-3 py-2">
                <dt className="font-medium">
                  {format.label} <span className="font-normal text-muted">{format.extensions.join(' ')}</span>
                </dt>
                <dd className="text-muted">{format.description}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
