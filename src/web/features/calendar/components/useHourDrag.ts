import { useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';
import type { Occurrence } from '../../../lib/types.ts';
import { addMinutes, daysBetween, minutesBetween } from '../days.ts';
import { snap, STEP } from '../moves.ts';
import { dragFrom, type Drag } from '../pointer.ts';
import type { OnMove } from './useMove.tsx';

const DAY = 1440;
const EDGE_PX = 48;

/** The wall time so many minutes into a day (or before, or after it). */
export const wallAt = (day: string, minutes: number): string => addMinutes(`${day}T00:00`, minutes);

/** What a drag shows: from and to in minutes of a day. Without `one` it is a new event. */
export type Ghost = { one?: Occurrence; day: string; from: number; to: number; allDay?: boolean };
/** The column an event was taken in, and whether it ends there. */
export type Hold = { day: string; ends: boolean };

type Down = ReactPointerEvent<HTMLElement>;
type At = { day: string; minutes: number };

/** Dragging between the hours of a day view: whole events, their ends, empty time, and whole-day events above. `hour`: its pixels. */
export function useHourDrag(frame: RefObject<HTMLElement | null>, hour: number, onMove: OnMove | undefined, onAdd: ((start: string, end?: string) => void) | undefined) {
  const [ghost, setGhost] = useState<Ghost | null>(null);

  /** The column and minute under a pointer; left and right of the columns the nearest. */
  const at = ({ clientX, clientY }: { clientX: number; clientY: number }): At => {
    const columns = [...frame.current!.querySelectorAll<HTMLElement>('[data-hours]')];
    const column = columns.findLast((one) => one.getBoundingClientRect().left <= clientX) ?? columns[0]!;
    const minutes = ((clientY - column.getBoundingClientRect().top) / hour) * 60;
    return { day: column.dataset.column!, minutes: Math.min(Math.max(minutes, 0), DAY) };
  };
  const scroll = (event: PointerEvent) => {
    const { top, bottom } = frame.current!.getBoundingClientRect();
    if (event.clientY < top + EDGE_PX * 2) frame.current!.scrollBy(0, -12);
    else if (event.clientY > bottom - EDGE_PX) frame.current!.scrollBy(0, 12);
  };
  /** A drag that shows a ghost, and does something with the last one. */
  const withGhost = (first: Ghost, next: (to: At) => Ghost, drop: (last: Ghost) => void): Drag => {
    let last = first;
    setGhost(last);
    return {
      move: (event) => {
        scroll(event);
        last = next(at(event));
        setGhost(last);
      },
      drop: () => (setGhost(null), drop(last)),
      cancel: () => setGhost(null),
    };
  };

  const onGrab = (down: Down, one: Occurrence, hold: Hold) => {
    const grabbed = at(down).minutes;
    const from = minutesBetween(`${hold.day}T00:00`, one.local_start);
    const length = minutesBetween(one.local_start, one.local_end);
    dragFrom(down, () =>
      withGhost(
        { one, day: hold.day, from, to: from + length },
        ({ day, minutes }) => {
          const start = Math.min(Math.max(snap(from + minutes - grabbed), Math.min(from, 0)), DAY - STEP);
          return { one, day, from: start, to: start + length };
        },
        (last) => {
          const by = daysBetween(hold.day, last.day) * DAY + last.from - from;
          onMove?.(one, { start: by, end: by });
        },
      ),
    );
  };

  const onGrabEnd = (down: Down, one: Occurrence, hold: Hold) => {
    const from = minutesBetween(`${hold.day}T00:00`, one.local_start);
    const to = minutesBetween(`${hold.day}T00:00`, one.local_end);
    dragFrom(
      down,
      () =>
        withGhost(
          { one, day: hold.day, from, to },
          ({ minutes }) => ({ one, day: hold.day, from, to: Math.max(snap(minutes), from + STEP) }),
          (last) => onMove?.(one, { start: 0, end: last.to - to }),
        ),
      true,
    );
  };

  const onSweep = (down: Down, day: string) => {
    const first = Math.floor(at(down).minutes / STEP) * STEP;
    dragFrom(down, () =>
      withGhost(
        { day, from: first, to: first + 2 * STEP },
        ({ minutes }) => {
          const now = snap(minutes);
          return now > first ? { day, from: first, to: Math.max(now, first + STEP) } : { day, from: Math.min(now, first), to: first + STEP };
        },
        (last) => onAdd?.(wallAt(day, last.from), wallAt(day, last.to)),
      ),
    );
  };

  /** Whole days go from day to day. */
  const onGrabDay = (down: Down, one: Occurrence) => {
    const taken = at(down).day;
    dragFrom(down, () =>
      withGhost(
        { one, day: taken, from: 0, to: 0, allDay: true },
        ({ day }) => ({ one, day, from: 0, to: 0, allDay: true }),
        (last) => {
          const by = daysBetween(taken, last.day) * DAY;
          onMove?.(one, { start: by, end: by });
        },
      ),
    );
  };

  return { ghost, onGrab, onGrabEnd, onSweep, onGrabDay };
}
