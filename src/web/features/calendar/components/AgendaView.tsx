import { CalendarDays } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { formatWallDay } from '../../../lib/format.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { addDays, daysBetween } from '../days.ts';
import { onDay } from '../layout.ts';
import { AgendaRow } from './AgendaRow.tsx';
import type { OnOpen } from './words.tsx';

/** Day by day from a date on, days without anything left out. */
export function AgendaView({ from, to, today, occurrences, empty, onOpen }: { from: string; to: string; today: string; occurrences: Occurrence[]; empty: string; onOpen: OnOpen }) {
  const canWrite = useCanWrite();
  const days = Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index))
    .map((day) => ({ day, list: onDay(occurrences, day) }))
    .filter(({ list }) => list.length > 0);
  if (days.length === 0) {
    return (
      <EmptyState icon={<CalendarDays aria-hidden />} title={empty}>
        {canWrite ? 'Add what comes up: “Dinner with Anna Friday 8pm” is enough.' : 'What others plan in this space will appear here.'}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      {days.map(({ day, list }) => (
        <AgendaDay key={day} day={day} today={today} list={list} onOpen={onOpen} />
      ))}
    </div>
  );
}

export function AgendaDay({ day, today, list, onOpen }: { day: string; today: string; list: Occurrence[]; onOpen: OnOpen }) {
  return (
    <section aria-label={formatWallDay(day, { weekday: 'long', day: 'numeric', month: 'long' })}>
      <h2 className="mb-1.5 px-1 text-sm font-semibold text-muted">
        {day === today && 'Today · '}
        {formatWallDay(day, { weekday: 'long', day: 'numeric', month: 'long', ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }) })}
      </h2>
      {list.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
          {list.map((one) => (
            <li key={one.key}>
              <AgendaRow one={one} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
