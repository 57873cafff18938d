import { useQuery } from '@tanstack/react-query';
import { Coins } from 'lucide-react';
import { formatDay, formatNumber, plural } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { AiUsage } from '../../../lib/types.ts';
import { Card } from '../../../ui/Card.tsx';
import { ChartFrame } from '../../../ui/ChartFrame.tsx';
import { DataView, EmptyState, Skeleton } from '../../../ui/states.tsx';
import { costsQuery } from '../api/system.ts';
import { formatCost } from './words.ts';

// The library of the charts is larger than the rest of the page.
const StackedBars = lazyPart(async () => (await import('../../../ui/Charts.tsx')).StackedBars);

const DAYS = 30;
const utcDay = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const sum = (rows: AiUsage[], of: (row: AiUsage) => number = (row) => row.cost_usd) => rows.reduce((total, row) => total + of(row), 0);

/** What the outside AI providers cost, by provider and day, with the trend and the budget. */
export function Costs() {
  const from = utcDay(DAYS - 1);
  const query = useQuery(costsQuery(from));
  return (
    <DataView
      query={query}
      loading={<Skeleton className="h-80 rounded-xl!" />}
      isEmpty={({ rows }) => rows.length === 0}
      empty={<EmptyState icon={<Coins aria-hidden />} title="Nothing was spent">No outside AI provider was used in the last {DAYS} days. The built-in engines cost nothing.</EmptyState>}
    >
      {({ rows, budget }) => (
        <div className="flex flex-col gap-4">
          <Chart rows={rows} />
          {budget && (
            <Card title="Budget">
              <dl className="grid gap-x-8 gap-y-2 px-4 pb-4 sm:grid-cols-2">
                <Spent name="Today" spent={budget.spent_day} limit={budget.day} />
                <Spent name="This month" spent={budget.spent_month} limit={budget.month} />
              </dl>
              {budget.hard_stop && <p className="border-t border-line px-4 py-2.5 text-sm text-muted">When the budget is used up, the built-in engines take over.</p>}
            </Card>
          )}
          <Models rows={rows} />
        </div>
      )}
    </DataView>
  );
}

function Chart({ rows }: { rows: AiUsage[] }) {
  const providers = [...Map.groupBy(rows, (row) => row.provider)].map(([name, of]) => ({ name, cost: sum(of) })).toSorted((a, b) => b.cost - a.cost);
  const series = providers.map(({ name }, at) => ({ key: name, label: name, color: `var(--hue-${(at % 8) + 1})` }));
  const byDay = Map.groupBy(rows, (row) => row.day);
  const days = Array.from({ length: DAYS }, (_, at) => utcDay(DAYS - 1 - at));
  const costOn = (day: string, provider: string) => sum((byDay.get(day) ?? []).filter((row) => row.provider === provider));
  const data = days.map((day) => ({ day: formatDay(day), ...Object.fromEntries(series.map(({ key }) => [key, costOn(day, key)])) }));
  const week = sum(rows.filter(({ day }) => day > utcDay(7)));
  const before = sum(rows.filter(({ day }) => day > utcDay(14) && day <= utcDay(7)));
  const trend = before === 0 ? '' : week === before ? ', as in the week before' : `, ${formatNumber(Math.abs(Math.round((week / before - 1) * 100)))} % ${week > before ? 'more' : 'less'} than in the week before`;
  const summary = `${formatCost(sum(rows))} in ${DAYS} days; ${formatCost(week)} in the last seven${trend}.`;
  return (
    <ChartFrame title="Costs by provider" summary={summary} table={{ head: ['Day', ...series.map(({ label }) => label)], rows: days.filter((day) => byDay.has(day)).toReversed().map((day) => [formatDay(day), ...series.map(({ key }) => formatCost(costOn(day, key)))]) }}>
      <StackedBars title="Costs by provider" summary={summary} data={data} x="day" series={series} format={formatCost} />
      <ul className="flex flex-wrap gap-x-4 gap-y-1 px-2 pt-2 text-sm text-muted">
        {providers.map(({ name, cost }, at) => (
          <li key={name} className="flex items-center gap-2">
            <span aria-hidden className="size-2.5 rounded-sm" style={{ background: series[at]!.color }} />
            {name} {formatCost(cost)}
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function Spent({ name, spent, limit }: { name: string; spent: number; limit: number | null }) {
  return (
    <div className="flex items-baseline gap-3">
      <dt className="grow text-muted">{name}</dt>
      <dd className="tabular-nums">
        {formatCost(spent)} {limit === null ? <span className="text-faint">no limit</span> : `of ${formatCost(limit)}`}
      </dd>
    </div>
  );
}

function Models({ rows }: { rows: AiUsage[] }) {
  const models = [...Map.groupBy(rows, (row) => `${row.provider} · ${row.model}`)].map(([name, of]) => ({ name, cost: sum(of), calls: sum(of, (row) => row.calls), failed: sum(of, (row) => row.failed), tokens: sum(of, (row) => row.input_tokens + row.output_tokens) })).toSorted((a, b) => b.cost - a.cost || b.calls - a.calls);
  return (
    <Card title="By model">
      <ul className="divide-y divide-line pb-1">
        {models.map((model) => (
          <li key={model.name} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5">
            <span className="min-w-0 grow basis-48 break-words">{model.name}</span>
            <span className="text-sm text-muted tabular-nums">
              {plural(model.calls, 'call')}
              {model.failed > 0 && <span className="text-danger">, {formatNumber(model.failed)} failed</span>} · {formatNumber(model.tokens)} tokens
            </span>
            <span className="ml-auto w-20 text-right font-medium tabular-nums">{formatCost(model.cost)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
