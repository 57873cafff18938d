import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartNoAxesColumn } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { formatDay, formatNumber, plural, tierName } from '../../../lib/format.ts';
import type { Network } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Card, PageHead } from '../../../ui/Card.tsx';
import { ChartFrame } from '../../../ui/ChartFrame.tsx';
import { Explain } from '../../../ui/Explain.tsx';
import { DataView, EmptyState, Skeleton } from '../../../ui/states.tsx';
import { networkQuery } from '../api/insights.ts';
import { Bars, StackedBars } from './lazyCharts.ts';
import { bandLook, bandOfScore } from './look.ts';
import { Legend } from './Trend.tsx';

/** The whole network at a glance. `add`: what somebody without people can do about it. */
export function InsightsPage({ add }: { add?: ReactNode }) {
  const query = useQuery(networkQuery);
  const canWrite = useCanWrite();
  return (
    <>
      <PageHead title="Insights" description="How your relationships fare, who is drifting away, and whom to write to." />
      <DataView
        query={query}
        loading={<Loading />}
        isEmpty={({ totals }) => totals.with_data === 0}
        empty={
          <EmptyState icon={<ChartNoAxesColumn aria-hidden />} title="Nothing to see yet" action={add}>
            {canWrite ? 'Write notes about people you know. With the first one, health, rhythm and trends begin here.' : 'With the first notes in this space, health, rhythm and trends begin here.'}
          </EmptyState>
        }
      >
        {(network) => <Overview network={network} />}
      </DataView>
    </>
  );
}

function Overview({ network }: { network: Network }) {
  const { totals, explanations } = network;
  const bands = network.health_distribution.map(({ band, count }) => ({ name: bandLook[band].label, value: count, color: bandLook[band].color }));
  const weeks = [
    { key: 'notes', label: 'Notes', color: 'var(--hue-1)' },
    { key: 'logged', label: 'Logged contact', color: 'var(--hue-4)' },
    { key: 'entries', label: 'Entries', color: 'var(--hue-3)' },
  ];
  const healthSummary = `${plural(totals.people, 'person', 'people')}, on average ${formatNumber(totals.health_average ?? 0)} of 100.`;
  const recent = network.activity.slice(-4).reduce((sum, week) => sum + week.notes + week.logged + week.entries, 0);
  const activitySummary = `${plural(recent, 'interaction')} in the last four weeks.`;
  const tierSeries = network.health_distribution.map(({ band }) => ({ key: band, label: bandLook[band].label, color: bandLook[band].color }));
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Number label="People" value={totals.people} about={`${plural(totals.with_data, 'of them has', 'of them have')} interactions: ${formatNumber(totals.notes)} notes, ${formatNumber(totals.logged)} logged and ${formatNumber(totals.entries)} entries. Archived people are left out.`} />
        <Number label="Average health" value={totals.health_average ?? 0} about={explanations.health} />
        <Number label="Drifting away" value={totals.drifting} about={explanations.drifting} />
        <Number label="Due" value={totals.due} about={explanations.due} />
      </dl>
      <div className="grid gap-4 lg:grid-cols-2">
        <ChartFrame title="Health" summary={healthSummary} table={{ head: ['Band', 'People'], rows: bands.map(({ name, value }) => [name, value]) }} actions={<Explain what="health">{explanations.health}</Explain>}>
          <Bars title="People by health" summary={healthSummary} data={bands} label="People" />
        </ChartFrame>
        <ChartFrame
          title="Circles"
          summary={network.tiers.map(({ tier, people, health_average }) => `${tierName(tier)}: ${formatNumber(people)}${health_average === null ? '' : `, on average ${formatNumber(health_average)}`}`).join('. ')}
          table={{ head: ['Circle', ...tierSeries.map(({ label }) => label)], rows: network.tiers.map(({ tier, health_distribution }) => [tierName(tier), ...health_distribution.map(({ count }) => count)]) }}
          actions={<Explain what="the average of a circle">{explanations.tiers}</Explain>}
        >
          <StackedBars
            title="Circles by health"
            summary="People of the inner and the outer circle by their health."
            x="tier"
            className="h-48"
            series={tierSeries}
            data={network.tiers.map(({ tier, health_distribution }) => ({ tier: tierName(tier), ...Object.fromEntries(health_distribution.map(({ band, count }) => [band, count])) }))}
          />
          <Legend series={tierSeries} />
        </ChartFrame>
      </div>
      <ChartFrame
        title="Activity"
        summary={activitySummary}
        table={{ head: ['Week of', 'Notes', 'Logged', 'Entries', 'People'], rows: network.activity.map((week) => [formatDay(week.week_start), week.notes, week.logged, week.entries, week.people]) }}
        actions={<Explain what="activity">{`${explanations.activity} (${network.time_zone})`}</Explain>}
      >
        <StackedBars title="Activity by week" summary={activitySummary} x="week" series={weeks} data={network.activity.map((week) => ({ week: formatDay(week.week_start), notes: week.notes, logged: week.logged, entries: week.entries }))} />
        <Legend series={weeks} />
      </ChartFrame>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Ties title="Due" count={totals.due} ties={network.due} about={explanations.due} none="Nobody is waiting to hear from you. Choose on a profile how often you want to be in touch." reason all={{ cadence_due: true, sort: 'next_due' }} />
        <Ties title="Drifting away" count={totals.drifting} ties={network.drifting} about={explanations.drifting} none="Nobody you were often in touch with has gone silent." reason />
        <Ties title="Strongest ties" ties={network.strongest_ties} about={explanations.ties} none="" />
        <Ties title="Weakest ties" ties={network.weakest_ties} about={explanations.ties} none="So far everybody is among the strongest." />
      </div>
    </div>
  );
}

function Number({ label, value, about }: { label: string; value: number; about: string }) {
  return (
    <div className="rounded-xl border border-line bg-card px-4 py-3 shadow-card">
      <dt className="flex items-center text-sm text-muted">
        <span className="grow">{label}</span>
        <Explain what={`“${label}”`}>{about}</Explain>
      </dt>
      <dd className="text-2xl font-semibold tabular-nums">{formatNumber(value)}</dd>
    </div>
  );
}

type TiesProps = { title: string; ties: Network['due']; count?: number; about: string; none: string; reason?: boolean; /** Where the rest of them are. */ all?: { cadence_due: true; sort: 'next_due' } };

function Ties({ title, ties, count, about, none, reason = false, all }: TiesProps) {
  const more = (count ?? 0) - ties.length;
  return (
    <Card title={title} actions={<Explain what={`“${title}”`}>{about}</Explain>} className="overflow-hidden">
      {ties.length === 0 && <p className="px-4 pt-1 pb-4 text-sm text-muted">{none}</p>}
      <ul className="pb-1.5">
        {ties.map((tie) => (
          <li key={tie.contact_id}>
            <Link to="/people/$contactId" params={{ contactId: tie.contact_id }} search={{ tab: 'insights' }} className="flex min-h-14 items-center gap-3 px-4 py-1.5 hover:bg-hover focus-visible:-outline-offset-2">
              <Avatar name={tie.full_name} seed={tie.contact_id} size="sm" />
              <span className="min-w-0 grow">
                <span className="block truncate font-medium">{tie.full_name}</span>
                <span className="block text-sm text-muted">{reason ? tie.reason : `Closeness ${formatNumber(tie.closeness)}, ${tie.days_since_last === 0 ? 'last contact today' : `last contact ${plural(tie.days_since_last ?? 0, 'day')} ago`}`}</span>
              </span>
              <Badge color={bandLook[bandOfScore(tie.health_score)].color}>
                <span className="sr-only">Health </span>
                {formatNumber(tie.health_score)}
              </Badge>
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="px-4 pb-3 text-sm text-muted">
          and {formatNumber(more)} more
          {all && (
            <>
              {' · '}
              <Link to="/people" search={all} className="link inline-flex min-h-9 items-center coarse:min-h-11">
                All who wait
              </Link>
            </>
          )}
        </p>
      )}
    </Card>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {[0, 1, 2, 3].map((at) => (
          <Skeleton key={at} className="h-20 rounded-xl!" />
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-80 rounded-xl!" />
        <Skeleton className="h-80 rounded-xl!" />
      </div>
      <Skeleton className="h-80 rounded-xl!" />
    </div>
  );
}
