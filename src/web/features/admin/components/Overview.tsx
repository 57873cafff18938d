import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../../lib/format.ts';
import { Card } from '../../../ui/Card.tsx';
import { DataView, Skeleton } from '../../../ui/states.tsx';
import { overviewQuery } from '../api/system.ts';
import { formatBytes } from './words.ts';

/** The installation in numbers: accounts, what they hold, and the room it takes. */
export function Overview() {
  const query = useQuery(overviewQuery);
  return (
    <DataView query={query} loading={<Skeleton className="h-80 rounded-xl!" />}>
      {(overview) => {
        const largest = overview.tables[0]?.bytes ?? 1;
        return (
          <div className="flex flex-col gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <Numbers
                title="Accounts"
                numbers={[
                  ['All', overview.users],
                  ['Here in the last week', overview.active_week],
                  ['Admins', overview.admins],
                  ['Without a password yet', overview.waiting],
                  ['Disabled', overview.disabled],
                ]}
              />
              <Numbers
                title="What they hold"
                numbers={[
                  ['People', overview.people],
                  ['Notes', overview.notes],
                  ['Entries', overview.entries],
                  ['Files', overview.files],
                ]}
              />
            </div>
            <Card title="Storage">
              <p className="px-4 text-sm text-muted">
                The database takes {formatBytes(overview.database_bytes)}, {formatBytes(overview.files_bytes)} of it photos, recordings and uploads. Its largest tables:
              </p>
              <ul className="px-4 pt-2 pb-4">
                {overview.tables.map((table) => (
                  <li key={table.name} className="py-1.5">
                    <span className="flex gap-3 text-sm">
                      <span className="min-w-0 grow truncate">{table.name.replaceAll('_', ' ')}</span>
                      {table.rows > 0 && <span className="text-muted tabular-nums">about {formatNumber(table.rows)} rows</span>}
                      <span className="w-16 text-right tabular-nums">{formatBytes(table.bytes)}</span>
                    </span>
                    <span aria-hidden className="mt-1 block h-1.5 rounded-full bg-active">
                      <span className="block h-full rounded-full bg-primary" style={{ width: `${Math.max(1, (table.bytes / largest) * 100)}%` }} />
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          </div>
        );
      }}
    </DataView>
  );
}

function Numbers({ title, numbers }: { title: string; numbers: [string, number][] }) {
  return (
    <Card title={title}>
      <dl className="px-4 pb-3">
        {numbers.map(([name, value]) => (
          <div key={name} className="flex items-baseline gap-3 py-1">
            <dt className="grow text-muted">{name}</dt>
            <dd className="font-medium tabular-nums">{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
