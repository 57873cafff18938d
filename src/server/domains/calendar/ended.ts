import { expand, firstOccurrence, lengthOf, span } from './recurrence.ts';
import type { EndLook } from './reminders.store.ts';
import { shiftWall } from './rule.ts';

const PAD_DAYS = 2;
/** How far back the last occurrence is looked for, and how far ahead the next, in days: near first, because most are near. */
const BACK_DAYS = [40, 400, 3_660, 73_200];
const AHEAD_DAYS = [40, 400];
const DAY = 86_400_000;

/**
 * When an event ended last, if it has, and when one of its occurrences ends next.
 * @param zone of the owner, for events without one
 * @returns `ended_at` null: not yet; `look_at` null: nothing of it is to come
 */
export function endsOf(look: EndLook, now: Date, zone: string): { ended_at: Date | null; look_at: Date | null } {
  const at = now.getTime();
  const length = lengthOf(look);
  const days = 'days' in length ? length.days : Math.ceil(length.seconds / 86_400);
  const skipped = new Set(look.skipped);
  const day = (offset: number) => shiftWall(now.toISOString().slice(0, 10), { days: offset });
  const endsBetween = (from: string, to: string) =>
    expand(look, from, to).filter((start) => !skipped.has(start)).map((start) => span(start, length, look.time_zone ?? zone).end.epochMilliseconds);
  const near = <T>(steps: number[], search: (days: number) => T | undefined): T | undefined => steps.reduce<T | undefined>((found, step) => found ?? search(step), undefined);

  const begun = look.starts_at.slice(0, 10) <= day(PAD_DAYS);
  const ended = begun ? near(BACK_DAYS, (back) => endsBetween(look.starts_at > day(-back) ? look.starts_at : day(-back), day(PAD_DAYS)).findLast((end) => end <= at)) : undefined;
  const next = near(AHEAD_DAYS, (ahead) => endsBetween(day(-days - PAD_DAYS), day(ahead)).find((end) => end > at));
  const later = next === undefined && firstOccurrence(look, day(AHEAD_DAYS.at(-1)!)) ? at + (AHEAD_DAYS.at(-1)! - 10) * DAY : undefined;
  const look_at = next ?? later;
  return { ended_at: ended === undefined ? null : new Date(ended), look_at: look_at === undefined ? null : new Date(look_at) };
}
