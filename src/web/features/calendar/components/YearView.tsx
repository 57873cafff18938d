import clsx from 'clsx';
import { useMemo } from 'react';
import { formatWallDay, plural } from '../../../lib/format.ts';
import { useMedia } from '../../../lib/useMedia.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { addDays, addMonths, monthOf, weekOf, type WeekStart } from '../days.ts';
import { touches } from '../layout.ts';

export type YearViewProps = { date: string; today: string; weekStart: WeekStart; occurrences: Occurrence[]; onDay: (day: string) => void; onMonth: (day: string) => void };

type Busy = { events: number; dates: number };
const none: Busy = { events: 0, dates: 0 };

/** How many events and dates of people each day has. */
function busyDays(occurrences: Occurrence[]): Map<string, Busy> {
  const days = new Map<string, Busy>();
  for (const one of occurrences) {
    for (let day = one.local_start.slice(0, 10); day <= one.local_end.slice(0, 10); day = addDays(day, 1)) {
      if (!touches(one, day)) continue;
      const busy = days.get(day) ?? none;
      days.set(day, one.kind === 'event' ? { ...busy, events: busy.events + 1 } : { ...busy, dates: busy.dates + 1 });
    }
  }
  return days;
}

const heat = ({ events }: Busy) => (events === 0 ? undefined : `color-mix(in oklab, var(--primary) ${events === 1 ? 18 : events < 4 ? 34 : 52}%, var(--card))`);
const wordsOf = ({ events, dates }: Busy) => [events > 0 && plural(events, 'event'), dates > 0 && plural(dates, 'date of people', 'dates of people')].filter(Boolean).join(', ') || 'nothing';

/** Twelve months: the fuller a day, the stronger its colour; a dot is a birthday or date of somebody. On a phone a month opens, else a day. */
export function YearView({ date, today, weekStart, occurrences, onDay, onMonth }: YearViewProps) {
  const wide = useMedia('(min-width: 40rem)');
  const busy = useMemo(() => busyDays(occurrences), [occurrences]);
  const months = Array.from({ length: 12 }, (_, month) => addMonths(`${date.slice(0, 4)}-01-01`, month));
  return (
    <div className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 xl:grid-cols-4">
      {months.map((month) => (
        <section key={month} aria-label={formatWallDay(month, { month: 'long' })} className={clsx('relative rounded-xl border border-line bg-card p-2 sm:p-3', !wide && 'has-[button:active]:bg-hover')}>
          <h3>
            <button
              type="button"
              onClick={() => onMonth(month.slice(0, 7) === date.slice(0, 7) ? date : month)}
              aria-current={month.slice(0, 7) === today.slice(0, 7) ? 'date' : undefined}
              // On a phone the whole month is the button.
              className={clsx('min-h-8 rounded-md px-1.5 text-left text-sm font-semibold hover:bg-hover coarse:min-h-11', month.slice(0, 7) === today.slice(0, 7) && 'text-link', !wide && 'w-full after:absolute after:inset-0')}
            >
              {formatWallDay(month, { month: 'long' })}
              {!wide && <span className="sr-only">, {plural(occurrences.filter((one) => one.local_start.slice(0, 7) === month.slice(0, 7)).length, 'event')}</span>}
            </button>
          </h3>
          <div aria-hidden className="grid grid-cols-7">
            {weekOf(month, weekStart).map((day) => (
              <span key={day} className="py-0.5 text-center text-[0.625rem] text-faint">
                {formatWallDay(day, { weekday: 'narrow' })}
              </span>
            ))}
          </div>
          {wide ? (
            <div className="grid grid-cols-7 gap-px">
              {days(month, weekStart, (day) => (
                <button
                  key={day}
                  type="button"
                  data-day={day}
                  tabIndex={day === date ? 0 : -1}
                  aria-current={day === today ? 'date' : undefined}
                  aria-label={`${formatWallDay(day, { day: 'numeric', month: 'long', weekday: 'long' })}, ${wordsOf(busy.get(day) ?? none)}`}
                  onClick={() => onDay(day)}
                  style={day === today ? undefined : { background: heat(busy.get(day) ?? none) }}
                  className={clsx('relative flex min-h-7 items-center justify-center rounded-md text-xs tabular-nums hover:brightness-125 coarse:min-h-11', day === today ? 'bg-button font-semibold text-white' : 'text-text', day === date && 'ring-2 ring-focus')}
                >
                  {Number(day.slice(8))}
                  {(busy.get(day)?.dates ?? 0) > 0 && <Dot />}
                </button>
              ))}
            </div>
          ) : (
            <div aria-hidden className="grid grid-cols-7">
              {days(month, weekStart, (day) => (
                <span key={day} style={day === today ? undefined : { background: heat(busy.get(day) ?? none) }} className={clsx('relative flex h-5 items-center justify-center rounded text-[0.625rem] tabular-nums', day === today ? 'bg-button font-semibold text-white' : 'text-text')}>
                  {Number(day.slice(8))}
                  {(busy.get(day)?.dates ?? 0) > 0 && <Dot />}
                </span>
              ))}
            </div>
          )}
        </section>
      ))}
    </div>
  );
}

/** The days of a month in their weeks; those of its neighbours are gaps. */
const days = (month: string, weekStart: WeekStart, cell: (day: string) => React.ReactNode) =>
  monthOf(month, weekStart).flatMap((week) => week.map((day) => (day.slice(0, 7) === month.slice(0, 7) ? cell(day) : <span key={day} />)));

const Dot = () => <span aria-hidden className="absolute bottom-0.5 size-1 rounded-full bg-(--hue-6)" />;
