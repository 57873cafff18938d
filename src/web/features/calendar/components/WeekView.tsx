import clsx from 'clsx';
import { useEffect, useRef, useState } from 'react';
import { clockHere, formatWallDay, formatWallTime } from '../../../lib/format.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { minutesOf, weekOf, type WeekStart } from '../days.ts';
import { isLong, onDay, placed } from '../layout.ts';
import { EventChip } from './EventChip.tsx';
import type { OnOpen } from './words.tsx';

export type WeekViewProps = {
  date: string;
  today: string;
  weekStart: WeekStart;
  occurrences: Occurrence[];
  onDate: (date: string) => void;
  onAdd: ((start: string) => void) | undefined;
  onOpen: OnOpen;
};

const HOUR = 48; // pixels
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const columns = 'grid grid-cols-[3.25rem_repeat(7,minmax(0,1fr))]';

/** Seven days with their hours; what is at the same time stands side by side. */
export function WeekView({ date, today, weekStart, occurrences, onDate, onAdd, onOpen }: WeekViewProps) {
  const days = weekOf(date, weekStart);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (frame.current) frame.current.scrollTop = 7.5 * HOUR;
  }, []);

  const long = days.map((day) => onDay(occurrences, day).filter(isLong));
  return (
    // The hours scroll under the days: keys must be able to do it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={frame} tabIndex={0} role="region" aria-label={`Week of ${formatWallDay(days[0]!, { day: 'numeric', month: 'long' })}`} className="h-[70dvh] min-h-96 overflow-auto rounded-xl border border-line bg-card">
      <div>
        <div className={clsx(columns, 'sticky top-0 z-20 border-b border-line bg-card')}>
          <span />
          {days.map((day, index) => (
            <div key={day} className="min-w-0 border-l border-line p-1">
              <button
                type="button"
                data-day={day}
                aria-current={day === today ? 'date' : undefined}
                aria-pressed={day === date}
                onClick={() => onDate(day)}
                className={clsx('mx-auto flex min-h-8 items-center gap-1.5 rounded-lg px-2 text-sm coarse:min-h-11', day === date ? 'bg-active' : 'hover:bg-hover')}
              >
                <span className="text-muted">{formatWallDay(day, { weekday: 'short' })}</span>
                <span className={clsx('flex size-6 items-center justify-center rounded-full tabular-nums', day === today && 'bg-button font-semibold text-white')}>{Number(day.slice(8))}</span>
                <span className="sr-only">{formatWallDay(day, { month: 'long' })}</span>
              </button>
              <div className="mt-0.5 flex flex-col gap-0.5">
                {long[index]!.map((one) => (
                  <EventChip key={one.key} one={one} onOpen={onOpen} />
                ))}
              </div>
            </div>
          ))}
        </div>
        <div className={columns}>
          <div aria-hidden className="relative" style={{ height: 24 * HOUR }}>
            {hours.slice(1).map((hour) => (
              <span key={hour} style={{ top: hour * HOUR }} className="absolute right-1.5 -translate-y-1/2 text-xs text-faint tabular-nums">
                {formatWallTime(`2000-01-01T${String(hour).padStart(2, '0')}:00`)}
              </span>
            ))}
          </div>
          {days.map((day) => (
            <Day key={day} day={day} today={today} occurrences={occurrences} onAdd={onAdd} onOpen={onOpen} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Day({ day, today, occurrences, onAdd, onOpen }: Pick<WeekViewProps, 'today' | 'occurrences' | 'onAdd' | 'onOpen'> & { day: string }) {
  return (
    // A click between the hours is a shortcut; the keyboard has the key for a new event.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      style={{ height: 24 * HOUR, backgroundImage: `linear-gradient(to bottom, transparent ${HOUR - 1}px, var(--line) ${HOUR - 1}px)`, backgroundSize: `100% ${HOUR}px` }}
      onClick={(event) => {
        const half = Math.floor((event.clientY - event.currentTarget.getBoundingClientRect().top) / (HOUR / 2));
        onAdd?.(`${day}T${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
      }}
      className={clsx('relative min-w-0 border-l border-line', onAdd && 'cursor-pointer')}
    >
      {placed(occurrences, day).map(({ one, from, to, column, columns: wide }) => (
        <EventChip
          key={one.key}
          one={one}
          onOpen={onOpen}
          tall={to - from >= 45}
          showTime={to - from >= 45}
          className="absolute"
          style={{ top: (from / 60) * HOUR + 1, height: ((to - from) / 60) * HOUR - 2, left: `calc(${(column / wide) * 100}% + 1px)`, width: `calc(${100 / wide}% - 3px)` }}
        />
      ))}
      {day === today && <NowLine />}
    </div>
  );
}

/** Where the day is now; moves every minute. */
function NowLine() {
  const [now, setNow] = useState(clockHere);
  useEffect(() => {
    const timer = setInterval(() => setNow(clockHere()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div aria-hidden style={{ top: (minutesOf(now) / 60) * HOUR }} className="pointer-events-none absolute inset-x-0 z-10 border-t-2 border-danger">
      <span className="absolute -top-1.25 -left-1 size-2 rounded-full bg-danger" />
    </div>
  );
}
