import clsx from 'clsx';
import { useEffect, useRef, useState } from 'react';
import { clockHere, formatWallDay, formatWallTime } from '../../../lib/format.ts';
import { useMedia } from '../../../lib/useMedia.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { minutesOf } from '../days.ts';
import { isLong, onDay, placed } from '../layout.ts';
import { isMovable, moveOfKey } from '../moves.ts';
import { useHeldStill } from '../pointer.ts';
import { EventChip, type Grip } from './EventChip.tsx';
import { type Ghost, type Hold, useHourDrag, wallAt } from './useHourDrag.ts';
import type { OnMove } from './useMove.tsx';
import type { OnOpen } from './words.tsx';

export type HoursViewProps = {
  /** One day, or the seven of a week. */
  days: string[];
  date: string;
  today: string;
  occurrences: Occurrence[];
  onDate: (date: string) => void;
  onAdd: ((start: string, end?: string) => void) | undefined;
  onMove: OnMove | undefined;
  onOpen: OnOpen;
};

const hours = Array.from({ length: 24 }, (_, index) => index);
const START_HOUR = 7.5;
/** An hour in pixels, and as how many minutes the shortest event is drawn: large enough for what points at it. */
const sizes = { mouse: { hour: 48, least: 30 }, finger: { hour: 60, least: 46 } };

/** About as high as the names of the days and what lasts all of them. */
const HEAD_HOURS = 2;

/** The hour to begin with: the usual one, unless everything is later than can be seen then, or something is earlier. */
function firstHour(occurrences: Occurrence[], seen: number): number {
  const first = Math.min(...occurrences.map((one) => Number(one.local_start.slice(11, 13))));
  if (first < START_HOUR) return Math.max(0, first - 0.5);
  return Number.isFinite(first) && first + 1 > START_HOUR + seen ? first - 1 : START_HOUR;
}

/** Days with their hours; what is at the same time stands side by side. */
export function HoursView({ days, date, today, occurrences, onDate, onAdd, onMove, onOpen }: HoursViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { hour, least } = sizes[useMedia('(pointer: coarse)') ? 'finger' : 'mouse'];
  useHeldStill(frame);
  const [opened] = useState(() => occurrences.filter((one) => !isLong(one) && days.includes(one.local_start.slice(0, 10))));
  useEffect(() => {
    const { current } = frame;
    if (current) current.scrollTop = firstHour(opened, current.clientHeight / hour - HEAD_HOURS) * hour;
  }, [hour, opened]);
  const { ghost, onGrab, onGrabEnd, onSweep, onGrabDay } = useHourDrag(frame, hour, onMove, onAdd);
  const columns = { gridTemplateColumns: `3.25rem repeat(${days.length}, minmax(0, 1fr))` };
  const long = days.map((day) => onDay(occurrences, day).filter(isLong));
  const nudge = (one: Occurrence) => (event: Parameters<Grip['onKeyDown']>[0]) => {
    const move = moveOfKey(event, one, 'hours');
    if (!move || !onMove) return;
    event.preventDefault();
    onMove(one, move);
  };
  const gripOf = (one: Occurrence, hold?: Hold): Grip | undefined => {
    if (!onMove || !isMovable(one)) return undefined;
    const held = ghost?.one?.key === one.key;
    if (!hold) return { held, onKeyDown: nudge(one), onGrab: (event) => onGrabDay(event, one) };
    return { held, onKeyDown: nudge(one), onGrab: (event) => onGrab(event, one, hold), onGrabEnd: hold.ends ? (event) => onGrabEnd(event, one, hold) : undefined };
  };
  const name = days.length === 1 ? formatWallDay(days[0]!, { weekday: 'long', day: 'numeric', month: 'long' }) : `Week of ${formatWallDay(days[0]!, { day: 'numeric', month: 'long' })}`;
  return (
    // The hours scroll under the days: keys must be able to do it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={frame} tabIndex={0} role="region" aria-label={name} className="h-[70dvh] min-h-96 overflow-auto rounded-xl border border-line bg-card">
      <div>
        <div style={columns} className="sticky top-0 z-20 grid border-b border-line bg-card">
          <span />
          {days.map((day, index) => (
            <div key={day} data-column={day} className={clsx('min-w-0 border-l border-line p-1', ghost?.day === day && ghost.allDay && 'bg-active')}>
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
                  <EventChip key={one.key} one={one} onOpen={onOpen} grip={gripOf(one)} className="coarse:min-h-11" />
                ))}
              </div>
            </div>
          ))}
        </div>
        <div style={columns} className="grid">
          <div aria-hidden className="relative" style={{ height: 24 * hour }}>
            {hours.slice(1).map((one) => (
              <span key={one} style={{ top: one * hour }} className="absolute right-1.5 -translate-y-1/2 text-xs text-faint tabular-nums">
                {formatWallTime(`2000-01-01T${String(one).padStart(2, '0')}:00`)}
              </span>
            ))}
          </div>
          {days.map((day) => (
            // A click or drag between the hours is a shortcut; the keyboard has the key for a new event.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
            <div
              key={day}
              data-column={day}
              data-hours
              style={{ height: 24 * hour, backgroundImage: `linear-gradient(to bottom, transparent ${hour - 1}px, var(--line) ${hour - 1}px)`, backgroundSize: `100% ${hour}px` }}
              onPointerDown={(event) => onAdd && onSweep(event, day)}
              onClick={(event) => onAdd?.(wallAt(day, 30 * Math.floor((event.clientY - event.currentTarget.getBoundingClientRect().top) / (hour / 2))))}
              className={clsx('relative min-w-0 border-l border-line', onAdd && 'cursor-pointer select-none [-webkit-touch-callout:none]')}
            >
              {placed(occurrences, day, least).map(({ one, from, to, column, columns: wide }) => (
                <EventChip
                  key={one.repeats ? one.key : one.event_id}
                  one={one}
                  onOpen={onOpen}
                  tall={to - from >= 45}
                  showTime={to - from >= 45}
                  grip={gripOf(one, { day, ends: one.local_end.slice(0, 10) === day || to < 1440 })}
                  className="absolute"
                  style={{ top: (from / 60) * hour + 1, height: ((to - from) / 60) * hour - 2, left: `calc(${(column / wide) * 100}% + 1px)`, width: `calc(${100 / wide}% - 3px)` }}
                />
              ))}
              {ghost?.day === day && !ghost.allDay && <GhostBlock ghost={ghost} hour={hour} />}
              {day === today && <NowLine hour={hour} />}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Where what is dragged would be. */
function GhostBlock({ ghost, hour }: { ghost: Ghost; hour: number }) {
  const from = Math.max(0, ghost.from);
  const to = Math.min(1440, ghost.to);
  return (
    <div aria-hidden style={{ top: (from / 60) * hour + 1, height: Math.max(((to - from) / 60) * hour - 2, 10) }} className="pointer-events-none absolute inset-x-0.5 z-10 overflow-hidden rounded-md border-2 border-dashed border-focus bg-active/80 px-1.5 text-xs text-text">
      <span className="block truncate font-medium">{ghost.one?.title ?? 'New event'}</span>
      <span className="tabular-nums">
        {formatWallTime(wallAt(ghost.day, ghost.from))}–{formatWallTime(wallAt(ghost.day, ghost.to))}
      </span>
    </div>
  );
}

/** Where the day is now; moves every minute. */
function NowLine({ hour }: { hour: number }) {
  const [now, setNow] = useState(clockHere);
  useEffect(() => {
    const timer = setInterval(() => setNow(clockHere()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div aria-hidden style={{ top: (minutesOf(now) / 60) * hour }} className="pointer-events-none absolute inset-x-0 z-10 border-t-2 border-danger">
      <span className="absolute -top-1.25 -left-1 size-2 rounded-full bg-danger" />
    </div>
  );
}
