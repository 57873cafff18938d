import { Link } from '@tanstack/react-router';
import { CalendarDays, MapPin, Repeat } from 'lucide-react';
import { formatWallDay } from '../../../lib/format.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { addDays, daysBetween } from '../days.ts';
import { onDay } from '../layout.ts';
import { colorOf, KindIcon, type OnOpen, titleOf, whenOf } from './EventChip.tsx';

/** Day by day from a date on, days without anything left out. */
export function AgendaView({ from, to, today, occurrences, empty, onOpen }: { from: string; to: string; today: string; occurrences: Occurrence[]; empty: string; onOpen: OnOpen }) {
  const days = Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index))
    .map((day) => ({ day, list: onDay(occurrences, day) }))
    .filter(({ list }) => list.length > 0);
  if (days.length === 0) {
    return (
      <EmptyState icon={<CalendarDays aria-hidden />} title={empty}>
        Add what comes up: “Dinner with Anna Friday 8pm” is enough.
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

/** One line of an agenda; the people in it lead to their pages. */
export function AgendaRow({ one, onOpen }: { one: Occurrence; onOpen: OnOpen }) {
  return (
    <div className="flex items-stretch gap-3 px-4 hover:bg-hover">
      <span aria-hidden style={{ background: colorOf(one) }} className="my-2.5 w-1 shrink-0 rounded-full" />
      <div className="min-w-0 grow py-1.5">
        <button type="button" onClick={() => onOpen(one)} className="flex min-h-8 w-full items-center gap-2 text-left coarse:min-h-11">
          <KindIcon one={one} className="size-4 text-muted" />
          <span className="min-w-0 grow truncate font-medium">{titleOf(one)}</span>
          {one.repeats && one.kind === 'event' && <Repeat aria-label="Repeats" className="size-3.5 shrink-0 text-faint" />}
          <span className="shrink-0 text-sm text-muted tabular-nums">{whenOf(one)}</span>
        </button>
        {(one.place || one.contacts.length > 0) && (
          <p className="flex flex-wrap items-center gap-x-3 pb-1 text-sm text-muted">
            {one.place && (
              <span className="inline-flex min-w-0 items-center gap-1">
                <MapPin aria-hidden className="size-3.5 shrink-0" />
                <span className="truncate">{one.place}</span>
              </span>
            )}
            {one.contacts.map((contact) => (
              <Link key={contact.id} to="/people/$contactId" params={{ contactId: contact.id }} className="link inline-flex min-h-6 items-center coarse:min-h-11">
                {contact.full_name}
              </Link>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
