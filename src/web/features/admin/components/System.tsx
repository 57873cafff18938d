import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDateTime, formatNumber, formatRelative, plural } from '../../../lib/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { More } from '../../../ui/More.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { failedJobsQuery, faultsQuery, healthQuery, useRetryFailed } from '../api/system.ts';
import { formatBytes } from './words.ts';

const colors = { ok: 'var(--success)', degraded: 'var(--warning)', down: 'var(--danger)' };
const words = { ok: 'Well', degraded: 'Impaired', down: 'Down' };

/** How every part is, jobs that were given up, and what went wrong lately. */
export function System() {
  return (
    <div className="flex flex-col gap-4">
      <Health />
      <FailedJobs />
      <Faults />
    </div>
  );
}

function Health() {
  const query = useQuery(healthQuery);
  return (
    <Card title="Health" actions={query.data && <Badge color={colors[query.data.status]}>{words[query.data.status]}</Badge>}>
      <DataView query={query} compact loading={<SkeletonRows rows={4} />}>
        {(health) => (
          <>
            <p className="px-4 text-sm text-muted">
              Version {health.version}, up for {duration(health.uptime_seconds)}.
            </p>
            <ul className="grid gap-x-8 px-4 pt-2 pb-3 sm:grid-cols-2">
              {Object.entries(health.parts).map(([name, part]) => (
                <li key={name} className="flex min-h-9 items-center gap-3 text-sm">
                  <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: colors[part.status] }} />
                  <span className="capitalize">{name}</span>
                  <span className="min-w-0 grow truncate text-right text-faint">{detail(part) || words[part.status]}</span>
                  <span className="sr-only">{words[part.status]}</span>
                </li>
              ))}
            </ul>
            {health.slow_queries.length > 0 && (
              <p className="border-t border-line px-4 py-2.5 text-sm text-muted">
                {plural(health.slow_queries.length, 'query', 'queries')} took longer than half a second lately, the last {formatNumber(health.slow_queries[0]!.ms)} ms.
              </p>
            )}
          </>
        )}
      </DataView>
    </Card>
  );
}

function detail(part: Record<string, unknown>): string {
  const number = (name: string) => (typeof part[name] === 'number' ? part[name] : undefined);
  const said = [
    number('ms') !== undefined && `${number('ms')} ms`,
    number('connections') !== undefined && `${number('connections')} connections`,
    number('free_bytes') !== undefined && `${formatBytes(number('free_bytes')!)} free`,
    number('memory_bytes') !== undefined && `${formatBytes(number('memory_bytes')!)} of memory`,
    number('sockets') !== undefined && plural(number('sockets')!, 'open page'),
    number('oldest_queued_seconds') !== undefined && (number('oldest_queued_seconds')! > 0 ? `oldest waits ${duration(number('oldest_queued_seconds')!)}` : 'nothing waits'),
  ];
  return said.filter(Boolean).join(' · ');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} hours`;
  return `${Math.round(seconds / 86_400)} days`;
}

function FailedJobs() {
  const query = useInfiniteQuery(failedJobsQuery);
  const retry = useRetryFailed();
  return (
    <Card
      title="Jobs that were given up"
      actions={
        <Link to="/jobs" className={buttonClass('ghost', 'sm')}>
          Your jobs
        </Link>
      }
    >
      <List query={query} empty="None. Work that fails for good would be listed here, without what it was about.">
        {(job) => (
          <li key={job.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <div className="min-w-0 grow basis-60">
              <p className="font-medium break-words">
                {job.kind.replaceAll(/[._-]/g, ' ')} <span className="font-normal text-muted">· {job.username ?? 'account deleted'}</span>
              </p>
              <p className="text-sm break-words text-muted">{job.error ?? 'No reason known'}</p>
              <p className="text-sm text-faint">
                {plural(job.attempts, 'attempt')} · {formatRelative(job.finished_at ?? job.created_at)}
              </p>
            </div>
            <Button size="sm" icon={<RotateCw aria-hidden className="size-4" />} onClick={() => retry.mutate(job.id, { onSuccess: () => notify('It is tried again'), onError: (error) => notifyError(error, 'Could not try again') })}>
              Try again
            </Button>
          </li>
        )}
      </List>
    </Card>
  );
}

function Faults() {
  const query = useInfiniteQuery(faultsQuery);
  return (
    <Card title="Recent faults">
      <List query={query} empty="None. What goes wrong on the server is counted here, without what it was about.">
        {(fault) => (
          <li key={fault.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm">
            <code className="min-w-0 grow basis-60 font-mono text-xs break-all">{fault.route}</code>
            <span className="text-danger">{fault.code}</span>
            <span className="tabular-nums">{formatNumber(fault.count)} ×</span>
            <time dateTime={fault.last_seen_at} title={formatDateTime(fault.last_seen_at)} className="text-faint">
              {formatRelative(fault.last_seen_at)}
            </time>
          </li>
        )}
      </List>
    </Card>
  );
}

type Pages<T> = { data: { pages: { data: T[] }[] } | undefined; error: unknown; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
function List<T>({ query, empty, children }: { query: Pages<T>; empty: string; children: (item: T) => ReactNode }) {
  return (
    <DataView query={query} compact loading={<SkeletonRows rows={2} />} isEmpty={({ pages }) => pages[0]!.data.length === 0} empty={<p className="px-4 pb-4 text-sm text-muted">{empty}</p>}>
      {({ pages }) => (
        <>
          <ul className="divide-y divide-line pb-1">{pages.flatMap((page) => page.data).map(children)}</ul>
          <More query={query} inCard>Show earlier</More>
        </>
      )}
    </DataView>
  );
}
