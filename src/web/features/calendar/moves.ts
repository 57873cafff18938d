import type { Occurrence } from '../../lib/types.ts';
import type { EventInput } from './api/calendar.ts';
import { addDays, addMinutes } from './days.ts';

/** How far start and end of an occurrence go, in minutes; of a whole-day event in whole days. */
export type Move = { start: number; end: number };

export const STEP = 15;
const DAY = 1440;
export const snap = (minutes: number): number => Math.round(minutes / STEP) * STEP;

/** Only what has hours or days of its own can be moved, not the birthdays of people. */
export const isMovable = (one: Occurrence): boolean => one.kind === 'event' && one.event_id !== null;

const shift = (wall: string, minutes: number) => (wall.length === 10 ? addDays(wall, minutes / DAY) : `${addMinutes(wall, minutes)}:00`);

/** An occurrence as it is after a move. */
export const moved = (one: Occurrence, { start, end }: Move): Occurrence => ({
  ...one,
  starts_at: shift(one.starts_at, start),
  ends_at: shift(one.ends_at, end),
  local_start: shift(one.local_start, start),
  local_end: shift(one.local_end, end),
});

/** What a move changes, as the API takes it. */
export const patchOf = (one: Occurrence, move: Move): EventInput => ({ starts_at: shift(one.starts_at, move.start).slice(0, 16), ends_at: shift(one.ends_at, move.end).slice(0, 16) });

/** Shift and an arrow move by a quarter of an hour or a day (`grid`: by a day or a week), Alt and an arrow move the end. */
export function moveOfKey(event: { key: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean; metaKey: boolean }, one: Occurrence, grid: 'hours' | 'month'): Move | null {
  if (event.ctrlKey || event.metaKey || event.shiftKey === event.altKey) return null;
  const days = one.all_day || grid === 'month';
  const upDown = one.all_day && grid === 'hours' ? 0 : days ? 7 * DAY : STEP;
  const way = { ArrowUp: -upDown, ArrowDown: upDown, ArrowLeft: -DAY, ArrowRight: DAY }[event.key];
  if (!way) return null;
  if (event.shiftKey) return { start: way, end: way };
  const end = days ? Math.sign(way) * DAY : Math.abs(way) === DAY ? 0 : way;
  if (!end || (days && !one.all_day)) return null;
  const after = moved(one, { start: 0, end });
  return after.local_end > after.local_start ? { start: 0, end } : null;
}
