import { useQuery } from '@tanstack/react-query';
import { Minus, TrendingDown, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { formatDay, formatNumber, plural } from '../../../lib/format.ts';
import { categories, type ContactTrends } from '../../../lib/types.ts';
import { ChartFrame } from '../../../ui/ChartFrame.tsx';
import { Explain } from '../../../ui/Explain.tsx';
import { DataView, EmptyState, Skeleton } from '../../../ui/states.tsx';
import { trendsQuery } from '../api/insights.ts';
import { StackedBars } from './lazyCharts.ts';
import { categoryColor } from './look.ts';

const spans = [30, 90, 180, 365];
const words: Record<ContactTrends['trend'], { label: string; Icon: typeof Minus }> = {
  increasing: { label: 'Increasing', Icon: TrendingUp },
  decreasing: { label: 'Decreasing', Icon: TrendingDown },
  stable: { label: 'Stable', Icon: Minus },
  insufficient_data: { label: 'Too little to tell', Icon: Minus },
};
const series = categories.map((category) => ({ key: category, label: category, color: categoryColor[category] }));

/** Entries by week, and where that is going. */
export function Trend({ contactId }: { contactId: string }) {
  const [days, setDays] = useState(180);
  const canWrite = useCanWrite();
  const query = useQuery(trendsQuery(contactId, days));
  return (
    <DataView query={query} loading={<Skeleton className="h-80 rounded-xl!" />}>
      {(trends) => {
        const { label, Icon } = words[trends.trend];
        const count = trends.weeks.reduce((sum, week) => sum + week.count, 0);
        const used = series.filter(({ key }) => trends.weeks.some((week) => week.categories[key]));
        const summary = `${plural(count, 'entry', 'entries')} in ${plural(trends.weeks.length, 'week')} of the last ${trends.days} days.`;
        return (
          <ChartFrame
            title="Trend"
            summary={
              <span className="flex flex-wrap items-center gap-x-2">
                <span className="inline-flex items-center gap-1.5 font-medium text-text">
                  <Icon aria-hidden className="size-4" /> {label}
                </span>
                {summary}
              </span>
            }
            table={{
              head: ['Week of', 'Entries', 'Confidence', 'Categories'],
              rows: trends.weeks.map((week) => [formatDay(week.week_start), week.count, formatNumber(week.confidence_avg), Object.keys(week.categories).length]),
            }}
            actions={
              <>
                <select aria-label="How far back" value={days} onChange={(event) => setDays(Number(event.target.value))} className="min-h-9 rounded-lg border border-control bg-card px-2 text-sm coarse:min-h-11 coarse:text-base">
                  {spans.map((span) => (
                    <option key={span} value={span}>
                      {span} days
                    </option>
                  ))}
                </select>
                <Explain what="the trend">
                  <p>{trends.comparison.explanation}</p>
                  <p className="text-muted">
                    Weeks run from Monday, in your time zone ({trends.time_zone}); only weeks with entries count. Increasing is more than 1.2 times, decreasing less than 0.8 times the earlier average.
                  </p>
                </Explain>
              </>
            }
          >
            {trends.weeks.length > 0 ? (
              <>
                <StackedBars title="Entries by week" summary={summary} x="week" series={used} data={trends.weeks.map((week) => ({ week: formatDay(week.week_start), ...week.categories }))} />
                <Legend series={used} />
              </>
            ) : (
              <EmptyState compact title="No entries in this time">
                {canWrite ? 'Choose a longer time, or write a note.' : 'Choose a longer time.'}
              </EmptyState>
            )}
          </ChartFrame>
        );
      }}
    </DataView>
  );
}

/** Which colour is what. */
export function Legend({ series: shown }: { series: { key: string; label: string; color: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 px-2 pt-2 text-xs text-muted">
      {shown.map(({ key, label, color }) => (
        <li key={key} className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm" style={{ background: color }} /> {label}
        </li>
      ))}
    </ul>
  );
}
