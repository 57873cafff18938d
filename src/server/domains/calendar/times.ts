import { Temporal } from 'temporal-polyfill';
import type { Ctx } from '../../platform/context.ts';
import { unacceptable } from '../../platform/errors.ts';
import { getPreferences, requireTimeZone } from '../accounts/index.ts';
import { lengthOf, settle } from './recurrence.ts';
import { formatRule, parseRule, shiftWall } from './rule.ts';

/** Longer is not an event, and a window would have to look further back for it. */
export const MOST_DAYS = 366;
const CALENDAR_ENDS = '2200';

/** When an event is: wall times, zone, rule. */
export type Times = { starts_at: string; ends_at: string; time_zone: string | null; rrule: string | null };

/** The zone asked for, else the one the person prefers. @throws 422 for one that does not exist */
export async function zoneOf(ctx: Ctx, timezone?: string): Promise<string> {
  if (timezone === undefined) return (await getPreferences(ctx)).time_zone;
  requireTimeZone(timezone, 'timezone');
  return timezone;
}

/** 2026-05-17T20:00 → with seconds. */
export const fullWall = (wall: string) => (wall.length === 16 ? `${wall}:00` : wall);

/**
 * Times as they are stored: the end filled in, a repeating event on its first occurrence, its rule in the usual form.
 * @returns them and the day the last occurrence ends, null for never
 * @throws 422 when they do not go together
 */
export function settleTimes(given: Omit<Times, 'ends_at'> & { ends_at?: string | undefined }): Times & { last_on: string | null } {
  const starts_at = fullWall(given.starts_at);
  const all_day = starts_at.length === 10;
  const ends_at = given.ends_at === undefined ? shiftWall(starts_at, all_day ? { days: 1 } : { seconds: 3600 }) : fullWall(given.ends_at);
  if ((ends_at.length === 10) !== all_day) throw unacceptable('ends_at', 'Start and end are both a day, or both a time.');
  if (all_day ? ends_at <= starts_at : ends_at < starts_at) throw unacceptable('ends_at', all_day ? 'A whole-day event ends the day after its last day, at the earliest the day after it starts.' : 'An event ends after it starts.');
  const time_zone = all_day ? null : given.time_zone;
  if (time_zone !== null) requireTimeZone(time_zone);
  const length = lengthOf({ starts_at, ends_at });
  if (('days' in length ? length.days : length.seconds / 86_400) > MOST_DAYS) throw unacceptable('ends_at', 'An event lasts a year at most.');
  const rrule = given.rrule && formatRule(parseRule(given.rrule, { starts_at, time_zone }));
  const settled = settle({ starts_at, time_zone, rrule });
  const end = shiftWall(settled.starts_at, length);
  if (end >= CALENDAR_ENDS) throw unacceptable(rrule ? 'rrule' : 'ends_at', 'The calendar ends with the year 2199.');
  const last_on = settled.last && shiftWall(settled.last, length).slice(0, 10);
  return { starts_at: settled.starts_at, ends_at: end, time_zone, rrule, last_on: last_on === null || last_on < CALENDAR_ENDS ? last_on : '2199-12-31' };
}

/** Where a key of a series goes when its start does: so many days later, at its new time. */
export function keyMover(from: string, to: string): (key: string) => string {
  const days = Temporal.PlainDate.from(from.slice(0, 10)).until(to.slice(0, 10)).days;
  return (key) => shiftWall(key.slice(0, 10), { days }) + to.slice(10);
}
