import { TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { formatDateTime, formatNumber, plural } from '../../../lib/format.ts';
import type { Import } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { countsInWords } from './words.ts';

const looks: Record<Import['preview'][number]['what'], { label: string; color?: string }> = {
  new: { label: 'New', color: 'var(--success)' },
  changed: { label: 'Changed', color: 'var(--link)' },
  same: { label: 'Known' },
  skipped: { label: 'Skipped', color: 'var(--warning)' },
};

/** What an import did or would do: numbers, warnings, the first rows, and rows that are wrong. */
export function Outcome({ of }: { of: Import }) {
  const counts = countsInWords(of.counts);
  const waits = of.state === 'ready';
  return (
    <div className="flex flex-col gap-5">
      {counts.length > 0 ? (
        <ul aria-label={waits ? 'What would happen' : 'What happened'} className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-4">
          {counts.map(({ key, count, words }) => (
            <li key={key} className="rounded-lg bg-hover px-3 py-2">
              <span className="block text-xl font-semibold tabular-nums">{formatNumber(count)}</span>
              <span className="block text-sm text-muted">{words}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-muted">{waits ? 'There is nothing in this file that would be imported.' : 'There was nothing in this file to import.'}</p>
      )}
      {waits && of.imported_before && <Warning>This very file was imported on {formatDateTime(of.imported_before)}. What came in then is recognised.</Warning>}
      {of.warnings.map((warning) => (
        <Warning key={warning}>{warning}</Warning>
      ))}
      {waits && of.columns.length > 0 && (
        <section aria-label="Columns">
          <h3 className="mb-1 font-medium">How the columns are read</h3>
          <Rows label="Columns of the file" rows={of.columns}>
            {({ column, field }) => (
              <li key={column} className="flex flex-wrap items-baseline gap-x-3 px-3 py-2 text-sm">
                <span className="min-w-0 basis-48 wrap-anywhere">{column}</span>
                <span className={field === null ? 'text-muted' : 'font-medium wrap-anywhere'}>{field ?? 'left out'}</span>
              </li>
            )}
          </Rows>
        </section>
      )}
      {of.errors.length > 0 && (
        <section aria-label="Rows that are left out">
          <h3 className="mb-1 font-medium">
            {plural(of.error_count, 'row')} left out
            {of.error_count > of.errors.length && <span className="font-normal text-muted"> · the first {formatNumber(of.errors.length)} are shown</span>}
          </h3>
          <Rows label="Errors by line" rows={of.errors}>
            {(error) => (
              <li key={`${error.line} ${error.message}`} className="flex flex-wrap gap-x-3 px-3 py-2 text-sm">
                <span className="w-20 shrink-0 text-muted tabular-nums">Line {formatNumber(error.line)}</span>
                <span className="min-w-0 grow basis-60 wrap-anywhere">
                  {error.column && <span className="font-medium">{error.column}: </span>}
                  {error.message}
                </span>
              </li>
            )}
          </Rows>
        </section>
      )}
      {waits && of.preview.length > 0 && (
        <section aria-label="Preview">
          <h3 className="mb-1 font-medium">The first rows</h3>
          <Rows label="Rows" rows={of.preview}>
            {(row) => {
              const look = looks[row.what];
              return (
                <li key={`${row.line} ${row.detail}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-2 text-sm">
                  <span className="w-20 shrink-0 text-muted tabular-nums">Line {formatNumber(row.line)}</span>
                  <span className="w-20 shrink-0">
                    <Badge {...(look.color ? { color: look.color } : {})}>{look.label}</Badge>
                  </span>
                  <span className="min-w-0 grow basis-60 wrap-anywhere">
                    <span className="font-medium">{row.name}</span> <span className="text-muted">{row.detail}</span>
                  </span>
                </li>
              );
            }}
          </Rows>
        </section>
      )}
    </div>
  );
}

const FEW = 8;

/** A list whose rest is one press away. */
function Rows<T>({ label, rows, children }: { label: string; rows: T[]; children: (row: T) => ReactNode }) {
  const [all, setAll] = useState(false);
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line" aria-label={label}>
        {rows.slice(0, all ? rows.length : FEW).map(children)}
      </ul>
      {!all && rows.length > FEW && (
        <Button variant="ghost" size="sm" className="mt-1" onClick={() => setAll(true)}>
          Show all {formatNumber(rows.length)}
        </Button>
      )}
    </>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2.5 rounded-lg border border-line bg-hover px-3 py-2.5 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
