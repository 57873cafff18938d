import clsx from 'clsx';
import { useRef, type CSSProperties } from 'react';
import { formatWallDay, plural } from '../../../lib/format.ts';
import { useMedia } from '../../../lib/useMedia.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { monthOf, type WeekStart } from '../days.ts';
import { onDay } from '../layout.ts';
import { isMovable, moveOfKey } from '../moves.ts';
import { useHeldStill } from '../pointer.ts';
import { AgendaDay } from './AgendaView.tsx';
import { EventChip, type Grip } from './EventChip.tsx';
import { useDayDrag } from './useDayDrag.ts';
import type { OnMove } from './useMove.tsx';
import { colorOf, type OnOpen } from './words.tsx';

export type MonthViewProps = {
  date: string;
  today: string;
  weekStart: WeekStart;
  occurrences: Occurrence[];
  onDate: (date: string) => void;
  onAdd: ((date: string) => void) | undefined;
  onMore: (date: string) => void;
  onMove: OnMove | undefined;
  onOpen: OnOpen;
};

const MOST = 3;

/** Weeks of a month. On a phone each day has dots, and the chosen day is told below. */
export function MonthView({ date, today, weekStart, occurrences, onDate, onAdd, onMore, onMove, onOpen }: MonthViewProps) {
  const grid = useRef<HTMLDivElement>(null);
  useHeldStill(grid);
  const { over, onGrab } = useDayDrag(onMove);
  const gripOf = (one: Occurrence, day: string): Grip | undefined =>
    onMove && isMovable(one)
      ? {
          held: over?.one.key === one.key,
          onGrab: (event) => onGrab(event, one, day),
          onKeyDown: (event) => {
            const move = moveOfKey(event, one, 'month');
            if (!move) return;
            event.preventDefault();
            onMove(one, move);
          },
        }
      : undefined;
  const wide = useMedia('(min-width: 40rem)');
  const weeks = monthOf(date, weekStart);
  const chosen = onDay(occurrences, date);
  return (
    <>
      <div ref={grid} style={{ '--weeks': weeks.length } as CSSProperties} role="grid" aria-label={formatWallDay(date, { month: 'long', year: 'numeric' })} className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
        <div role="row" className="grid grid-cols-7 border-b border-line">
          {weeks[0]!.map((day) => (
            <div key={day} role="columnheader" aria-label={formatWallDay(day, { weekday: 'long' })} className="py-1.5 text-center text-xs font-medium text-muted">
              {formatWallDay(day, { weekday: 'short' })}
            </div>
          ))}
        </div>
        {weeks.map((week) => (
          <div key={week[0]} role="row" className="grid grid-cols-7 divide-x divide-line border-b border-line last:border-b-0">
            {week.map((day) => {
              const list = onDay(occurrences, day);
              return (
                // The keyboard has the day's own button and the key for a new event.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={day}
                  role="gridcell"
                  tabIndex={-1}
                  data-cell={day}
                  aria-selected={day === date}
                  onClick={() => (wide && onAdd ? onAdd(day) : onDate(day))}
                  className={clsx('flex min-h-13 min-w-0 flex-col gap-0.5 p-1 sm:min-h-[clamp(5.25rem,calc((100dvh-18.5rem)/var(--weeks)),9rem)]', day.slice(0, 7) !== date.slice(0, 7) && 'bg-bg', wide && onAdd && 'cursor-pointer', over?.day === day && 'bg-active! ring-2 ring-focus ring-inset')}
                >
                  <button
                    type="button"
                    data-day={day}
                    tabIndex={day === date ? 0 : -1}
                    aria-current={day === today ? 'date' : undefined}
                    onClick={(event) => {
                      event.stopPropagation();
                      onDate(day);
                    }}
                    className="group flex size-7 shrink-0 items-center justify-center self-center rounded-full sm:self-start coarse:size-11"
                  >
                    {/* a finger gets more than is drawn: the dots below stay free */}
                    <span
                      className={clsx(
                        'flex size-7 items-center justify-center rounded-full text-sm tabular-nums',
                        day === today ? 'bg-button font-semibold text-white' : day === date ? 'bg-active text-text' : day.slice(0, 7) === date.slice(0, 7) ? 'text-text group-hover:bg-hover' : 'text-muted group-hover:bg-hover',
                        day === date && day === today && 'ring-2 ring-focus',
                      )}
                    >
                      {Number(day.slice(8))}
                    </span>
                    <span className="sr-only">
                      {` ${formatWallDay(day, { month: 'long' })}, ${formatWallDay(day, { weekday: 'long' })}, ${list.length === 0 ? 'nothing' : plural(list.length, 'event')}`}
                    </span>
                  </button>
                  {wide ? (
                    <>
                      {list.slice(0, list.length > MOST ? MOST - 1 : MOST).map((one) => (
                        <EventChip key={one.repeats ? one.key : (one.event_id ?? one.key)} one={one} onOpen={onOpen} grip={gripOf(one, day)} />
                      ))}
                      {list.length > MOST && (
                        <button
                          type="button"
                          onClick={(event) => {
                            event.stopPropagation();
                            onMore(day);
                          }}
                          className="min-h-6 rounded-md px-1.5 text-left text-xs text-muted hover:bg-hover hover:text-text"
                        >
                          {list.length - MOST + 1} more
                        </button>
                      )}
                    </>
                  ) : (
                    <span aria-hidden className="flex h-2 justify-center gap-0.5">
                      {list.slice(0, 3).map((one) => (
                        <span key={one.key} style={{ background: colorOf(one) }} className="size-1.5 rounded-full" />
                      ))}
                    </span>
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {!wide && (
        <div className="mt-4">
          <AgendaDay day={date} today={today} list={chosen} onOpen={onOpen} />
          {chosen.length === 0 && <p className="px-1 py-3 text-sm text-muted">Nothing on this day.</p>}
        </div>
      )}
    </>
  );
}
