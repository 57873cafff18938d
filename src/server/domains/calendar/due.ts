import { Temporal } from 'temporal-polyfill';
import { expand, firstOccurrence, lengthOf, momentOf, span } from './recurrence.ts';
import type { LookedAt } from './reminders.store.ts';
import { shiftWall } from './rule.ts';

const DAY = 86_400_000;
const PAD_DAYS = 2;
/** What was missed longer ago is not news any more. */
const LONGEST_AGO = 31 * DAY;
/** How far ahead the next occurrence is looked for before the worker is told to come back and look again. */
const AHEAD_DAYS = 400;
const SOON_DAYS = [40, AHEAD_DAYS];
/** Without a zone a reminder comes at the owner's, who may travel: the day before it is looked at often. */
const FLOATS = { before: 30 * 3_600_000, every: 10 * 60_000 };

/**
 * What of one reminder of an event is due.
 * @param zone of the owner, for events without one
 * @returns the start of the occurrence that came due last since the last look (of several that were missed, one is enough), and when
 *   to look again (null: never)
 */
export function dueOf(look: LookedAt, now: Date, zone: string): { due: { occurrence: string; at: Date } | null; look_at: Date | null } {
  const at = now.getTime();
  const since = Math.max(Date.parse(look.looked_until), at - LONGEST_AGO);
  const skipped = new Set(look.skipped);
  const length = lengthOf(look);
  const leadDays = look.at_time === null ? Math.ceil((look.minutes_before ?? 0) / 1440) : look.days_before!;
  const day = (time: number, days: number) => shiftWall(new Date(time).toISOString().slice(0, 10), { days });
  const dueAt = (start: string): number =>
    look.at_time === null
      ? span(start, length, look.time_zone ?? zone).start.epochMilliseconds - look.minutes_before! * 60_000
      : momentOf(`${shiftWall(start.slice(0, 10), { days: -look.days_before! })}T${look.at_time}:00`, look.time_zone ?? zone).epochMilliseconds;
  const between = (from: string, to: string) => expand(look, from, to).filter((start) => !skipped.has(start)).map((occurrence) => ({ occurrence, at: dueAt(occurrence), starts: momentOf(occurrence, look.time_zone ?? zone).epochMilliseconds }));

  // also what would have been due before somebody thought of it, while it has not begun; what was shown then has its row
  const past = between(day(since, -PAD_DAYS), day(at, leadDays + PAD_DAYS)).filter((one) => one.at <= at && Math.max(one.at, one.starts) > since);
  const last = past.at(-1);
  const due = last ? { occurrence: last.occurrence, at: new Date(last.at) } : null;

  const from = day(at, leadDays - PAD_DAYS);
  const next = SOON_DAYS.map((days) => () => between(from, day(at, leadDays + days)).find((one) => one.at > at)).reduce<{ at: number } | undefined>((found, search) => found ?? search(), undefined);
  if (!next) return { due, look_at: firstOccurrence(look, day(at, leadDays + AHEAD_DAYS)) ? new Date(at + (AHEAD_DAYS - 10) * DAY) : null };
  if (look.time_zone !== null) return { due, look_at: new Date(next.at) };
  return { due, look_at: new Date(next.at - at > FLOATS.before ? next.at - FLOATS.before : Math.min(next.at, at + FLOATS.every)) };
}

const LOOK_EVERY = 3_600_000;

/**
 * The times since the last look at which people's dates are announced, as the days whose birthdays and dates are announced then, and
 * when to look again: at the next such time, or within the hour, because the owner may have moved to another zone.
 * @param wanted how many days before, at what time of the day (HH:MM); no days: nothing is announced
 */
export function announcements(lookedUntil: string, now: Date, zone: string, wanted: { days_before: number[]; time: string }): { days: { on: string; days_before: number; due_at: Date }[]; look_at: Date } {
  const at = now.getTime();
  const since = Math.max(Date.parse(lookedUntil), at - LONGEST_AGO);
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const timeOn = (day: Temporal.PlainDate) => momentOf(`${day}T${wanted.time}:00`, zone).epochMilliseconds;
  const days = [];
  for (let day = Temporal.Instant.fromEpochMilliseconds(since).toZonedDateTimeISO(zone).toPlainDate(); Temporal.PlainDate.compare(day, today) <= 0; day = day.add({ days: 1 })) {
    const due = timeOn(day);
    if (due > since && due <= at) for (const days_before of new Set(wanted.days_before)) days.push({ on: day.add({ days: days_before }).toString(), days_before, due_at: new Date(due) });
  }
  const next = [today, today.add({ days: 1 })].map(timeOn).find((due) => due > at)!;
  return { days, look_at: new Date(Math.min(next, at + LOOK_EVERY)) };
}
