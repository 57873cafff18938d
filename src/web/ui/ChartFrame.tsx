import { ChartNoAxesColumn, Table2 } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { Card } from './Card.tsx';
import { Skeleton } from './states.tsx';

export type ChartTable = { head: string[]; rows: (string | number)[][] };
export type ChartFrameProps = {
  title: string;
  /** One sentence that says what the chart shows. */
  summary: ReactNode;
  table: ChartTable;
  /** Popover, choices: beside the title. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A chart in a card, and the same numbers as a table for whoever would rather read them. */
export function ChartFrame({ title, summary, table, actions, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={title}
      actions={
        <>
          {actions}
          <IconButton label={asTable ? `${title} as a chart` : `${title} as a table`} onClick={() => setAsTable(!asTable)}>
            {asTable ? <ChartNoAxesColumn aria-hidden /> : <Table2 aria-hidden />}
          </IconButton>
        </>
      }
    >
      <p className="px-4 text-sm text-muted">{summary}</p>
      <div className="px-2 pt-3 pb-3">{asTable ? <Numbers caption={title} {...table} /> : <Suspense fallback={<Skeleton className="mx-2 h-56" />}>{children}</Suspense>}</div>
    </Card>
  );
}

function Numbers({ caption, head, rows }: ChartTable & { caption: string }) {
  return (
    // Keys must be able to scroll a long table.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div tabIndex={0} role="region" aria-label={caption} className="max-h-56 overflow-auto px-2 focus-visible:-outline-offset-2">
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={cell} scope="col" className={`sticky top-0 bg-card py-1 font-medium text-muted ${at ? 'text-right' : 'text-left'}`}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]} className="border-t border-line">
              {row.map((cell, at) =>
                at ? (
                  <td key={head[at]} className="py-1 text-right tabular-nums">
                    {cell}
                  </td>
                ) : (
                  <th key={head[at]} scope="row" className="py-1 text-left font-normal">
                    {cell}
                  </th>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
