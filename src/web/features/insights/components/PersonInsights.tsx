import { useQuery } from '@tanstack/react-query';
import { formatRelative, plural } from '../../../lib/format.ts';
import { categories } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { DataView, Skeleton } from '../../../ui/states.tsx';
import { healthQuery } from '../api/insights.ts';
import { bandLook, categoryColor } from './look.ts';
import { Recommendations, type Actions } from './Recommendations.tsx';
import { ScoreCard } from './ScoreCard.tsx';
import { Trend } from './Trend.tsx';

/** How a relationship fares: what to do, the two scores, the trend, what is known. */
export function PersonInsights({ contactId, ...actions }: { contactId: string } & Actions) {
  const query = useQuery(healthQuery(contactId));
  return (
    <div className="flex flex-col gap-4">
      <Recommendations contactId={contactId} {...actions} />
      <DataView query={query} loading={<Loading />}>
        {(health) => {
          const most = Math.max(1, ...Object.values(health.category_distribution));
          return (
            <>
              <div className="grid gap-4 lg:grid-cols-2">
                <ScoreCard title="Health" score={health.health_score} color={bandLook[health.band].color} formula={health.formula} about={health.interaction} parts={health.components}>
                  <p>
                    <Badge {...(health.band === 'none' ? {} : { color: bandLook[health.band].color })}>{bandLook[health.band].label}</Badge>
                  </p>
                  {health.insights.map((text) => (
                    <p key={text}>{text}</p>
                  ))}
                  <p className="text-muted">
                    {plural(health.total_interactions, 'interaction')}
                    {health.last_interaction && `, the last ${formatRelative(health.last_interaction)}`}
                  </p>
                </ScoreCard>
                <ScoreCard title="Closeness" score={health.closeness.score} color="var(--hue-1)" formula={health.closeness.formula} about={health.closeness.why} parts={health.closeness.components}>
                  <p>A second opinion: it knows your own rhythm with this person.</p>
                </ScoreCard>
              </div>
              <Trend contactId={contactId} />
              <Card title="What is known">
                <ul className="flex flex-col gap-2 px-4 pt-1 pb-4 text-sm">
                  {categories.map((category) => {
                    const count = health.category_distribution[category] ?? 0;
                    return (
                      <li key={category} className="flex items-center gap-3">
                        <span className="w-36 shrink-0">{category}</span>
                        <span aria-hidden className="h-2 grow overflow-hidden rounded-full bg-active">
                          <span className="block h-full rounded-full" style={{ width: `${(100 * count) / most}%`, background: categoryColor[category] }} />
                        </span>
                        <span className="w-8 shrink-0 text-right tabular-nums">{count}</span>
                      </li>
                    );
                  })}
                </ul>
              </Card>
            </>
          );
        }}
      </DataView>
    </div>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4 lg:grid-cols-2">
      <Skeleton className="h-80 rounded-xl!" />
      <Skeleton className="h-80 rounded-xl!" />
    </div>
  );
}
