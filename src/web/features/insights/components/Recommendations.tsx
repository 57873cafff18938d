import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { AlarmClock, CalendarHeart, CircleCheckBig, Cake, Compass, Flag, Lightbulb, MessageCircle, RotateCcw, User, type LucideIcon } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import type { Category, Recommendation } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Explain } from '../../../ui/Explain.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { recommendationsQuery } from '../api/insights.ts';

const icons: Record<Recommendation['type'], LucideIcon> = {
  follow_up: MessageCircle,
  occasion: CalendarHeart,
  cadence: AlarmClock,
  reconnect: RotateCcw,
  actionable: CircleCheckBig,
  goals: Flag,
  personal: User,
  breadth: Compass,
  birthday_unknown: Cake,
};
const priorities = { high: { label: 'High', color: 'var(--danger)' }, medium: { label: 'Medium', color: 'var(--warning)' }, low: { label: 'Low', color: 'var(--success)' } };

/** What the button of a recommendation leads to; the page knows how. */
export type Actions = { onNote: (text: string) => void; onEntries: (category: Category) => void; onDetails: () => void; onEvent: (title: string, date: string | undefined) => void; onAsk: (question: string) => void };

/** At most five things to do about somebody, each with why. */
export function Recommendations({ contactId, ...actions }: { contactId: string } & Actions) {
  const canWrite = useCanWrite();
  const query = useQuery(recommendationsQuery(contactId));
  const act = (action: Recommendation['action']) => {
    if (action.kind === 'note') actions.onNote(action.payload.text ?? '');
    if (action.kind === 'entries' && action.payload.category) actions.onEntries(action.payload.category);
    if (action.kind === 'details') actions.onDetails();
    if (action.kind === 'event') actions.onEvent(action.payload.title ?? '', action.payload.date);
    if (action.kind === 'ask') actions.onAsk(action.payload.text ?? '');
  };
  return (
    <Card title="What to do" className="overflow-hidden">
      <DataView
        query={query}
        compact
        loading={<SkeletonRows rows={3} />}
        isEmpty={({ recommendations }) => recommendations.length === 0}
        empty={
          <EmptyState compact icon={<Lightbulb aria-hidden />} title="Nothing to do">
            All is well between you two.
          </EmptyState>
        }
      >
        {({ recommendations }) => (
          <ul className="divide-y divide-line pt-1">
            {recommendations.map((one) => {
              const Icon = icons[one.type];
              return (
                <li key={one.type} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
                  <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
                  <div className="min-w-0 grow basis-48">
                    <p className="flex flex-wrap items-center gap-x-2 font-medium">
                      {one.title}
                      <Badge color={priorities[one.priority].color}>{priorities[one.priority].label}</Badge>
                    </p>
                    <p className="text-sm text-muted">{one.description}</p>
                  </div>
                  <div className={clsx('flex flex-wrap items-center gap-1', one.also.length > 0 ? 'basis-full pl-8' : 'max-sm:ml-8')}>
                    {(canWrite || one.action.kind === 'entries' || one.action.kind === 'ask') && (
                      <Button size="sm" onClick={() => act(one.action)}>
                        {one.action.label}
                      </Button>
                    )}
                    {one.also.filter((action) => canWrite || action.kind === 'ask').map((action) => (
                      <Button key={action.label} size="sm" variant="ghost" onClick={() => act(action)}>
                        {action.label}
                      </Button>
                    ))}
                    <Explain what={`“${one.title}”`} ask={`Why “${one.title}”?`}>
                      <p>{one.reason}</p>
                    </Explain>
                  </div>
                </li>
              );
            })}
          </ul>
        )}
      </DataView>
    </Card>
  );
}
