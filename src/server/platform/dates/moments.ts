/** From a group to the moment it means: hours, midnights, zones, ranges. */
import { Temporal } from 'temporal-polyfill';
import type { Group } from './groups.ts';
import type { Clock } from './refs.ts';
import { resolveDate } from './resolve.ts';
import { isPast } from './tense.ts';
import type { Tokens } from './tokens.ts';
import { DINNER, PART_HOUR, type Part } from './words.ts';

export type Moment = { day: Temporal.PlainDate; at: Temporal.ZonedDateTime | null };
export type Resolved = { start: Moment; end: Moment | null; sure: 'high' | 'medium' | 'low' };
export type Setting = { now: Temporal.ZonedDateTime; timezone: string };

/** The moment (and the end of a range) of a group in the user's zone, or null when no day fits. */
export function resolveGroup(tokens: Tokens, group: Group, { now, timezone }: Setting): Resolved | null {
  const past = isPast(tokens, ...(group.dateAt ?? ([group.from, group.to] as [number, number])));
  if (past && isAhead(group.date)) return null; // "did it in two weeks" tells how long it took
  if (group.date?.kind === 'elapsed') {
    const at = now.toInstant().add({ minutes: group.date.minutes }).toZonedDateTimeISO(timezone).round({ smallestUnit: 'minute', roundingMode: 'floor' });
    return { start: { day: at.toPlainDate(), at }, end: null, sure: 'high' };
  }
  const clock = group.time ? hourOf(tokens, group, group.time.clock, group.time.until) : group.part ? { hour: PART_HOUR[group.part], minute: 0 } : null;
  const zone = group.time?.zone ?? timezone;
  const dated = group.date && group.date.kind !== 'daily' ? resolveDate(group.date, { today: now.toPlainDate(), past }) : null;
  if (group.date && group.date.kind !== 'daily' && !dated) return null;
  if (!dated && !clock) return null;
  const start = clock ? (dated ? moment(dated, clock, zone) : nearest(clock, zone, now, past)) : { day: dated as Temporal.PlainDate, at: null };
  const shown = inZone(start, timezone);
  const end = endOf(tokens, group, start, clock, zone, now, past);
  const guess = group.vague && !clock ? 'low' : group.loose || group.part || (group.time && group.time.clock.open) || past ? 'medium' : 'high';
  return { start: shown, end: end && inZone(end, timezone), sure: guess };
}

const isAhead = (date: Group['date']): boolean =>
  (date?.kind === 'elapsed' && date.minutes > 0) || (date?.kind === 'shift' && date.days + date.months + date.workdays > 0 && date.from.kind === 'days' && date.from.days === 0);

export type Hour = { hour: number; minute: number };

/** A wall time on a day; hours from 24 on are of the days after. */
export function moment(day: Temporal.PlainDate, { hour, minute }: Hour, zone: string): Moment {
  const wall = day.add({ days: Math.floor(hour / 24) }).toPlainDateTime({ hour: hour % 24, minute });
  return { day, at: wall.toZonedDateTime(zone, { disambiguation: 'compatible' }) };
}

/** A time without a day: the next such moment from now, or the latest in the past. */
function nearest(clock: Hour, zone: string, now: Temporal.ZonedDateTime, past: boolean): Moment {
  const today = now.withTimeZone(zone).toPlainDate();
  const floor = now.round({ smallestUnit: 'minute', roundingMode: 'floor' });
  const moments = [-2, -1, 0, 1, 2].map((days) => moment(today.add({ days }), clock, zone));
  const fits = (one: Moment): boolean => Temporal.ZonedDateTime.compare(one.at as Temporal.ZonedDateTime, floor) * (past ? -1 : 1) >= 0;
  return (past ? moments.reverse() : moments).find(fits) as Moment;
}

function inZone({ day, at }: Moment, timezone: string): Moment {
  const there = at?.withTimeZone(timezone) ?? null;
  return { day: there?.toPlainDate() ?? day, at: there };
}

function endOf(tokens: Tokens, group: Group, start: Moment, clock: Hour | null, zone: string, now: Temporal.ZonedDateTime, past: boolean): Moment | null {
  if (group.last) return endMoment(tokens, group.last, start, zone, now);
  const until = group.time?.until;
  const first = group.date && group.date.kind !== 'daily' ? resolveDate(group.date, { today: now.toPlainDate(), past }) : null;
  const last = group.until && first ? resolveDate(group.until, { today: now.toPlainDate(), past: false, after: first }) : null;
  if (group.until && (!last || !first || Temporal.PlainDate.compare(last, first) < 0)) return null;
  if (!until) return last ? { day: last, at: null } : null;
  const from = clock as Hour;
  const to = untilHour(tokens, group, from, until);
  return moment(last ?? wallDay(start, zone), to, zone);
}

function endMoment(tokens: Tokens, group: Group, start: Moment, zone: string, now: Temporal.ZonedDateTime): Moment | null {
  const day = group.date && resolveDate(group.date, { today: now.toPlainDate(), past: false, after: start.day });
  if (!day || Temporal.PlainDate.compare(day, start.day) < 0) return null;
  return group.time ? moment(day, hourOf(tokens, group, group.time.clock, undefined), group.time.zone ?? zone) : { day, at: null };
}

const wallDay = ({ day, at }: Moment, zone: string): Temporal.PlainDate => {
  const there = at?.withTimeZone(zone).toPlainDate();
  return there && Temporal.PlainDate.compare(there, day) < 0 ? there : day;
};

/** The hour of a clock: what is written, else what the part of the day, a dinner, or the end of the range make of it, else 1–6 afternoon, 7–11 morning. */
function hourOf(tokens: Tokens, group: Group, clock: Clock, until: Clock | undefined): Hour {
  const { hour, minute, meridiem } = clock;
  const late = group.part === 'night' || group.part === 'evening';
  if (meridiem) {
    const h = (hour % 12) + (meridiem === 'pm' ? 12 : 0);
    return { hour: late && h < 5 && group.part === 'night' ? h + 24 : h, minute };
  }
  if (!clock.open) return { hour, minute };
  if (until?.meridiem && !group.part) {
    const end = (until.hour % 12) + (until.meridiem === 'pm' ? 12 : 0);
    const same = (hour % 12) + (until.meridiem === 'pm' ? 12 : 0);
    return { hour: same * 60 + minute < end * 60 + until.minute ? same : (same + 12) % 24, minute };
  }
  if (hour === 12) return { hour: group.part === 'night' ? 24 : 12, minute };
  if (group.part) return { hour: byPart(hour, group.part), minute };
  if (hour >= 6 && dines(tokens, group)) return { hour: hour + 12, minute };
  return { hour: hour <= 6 ? hour + 12 : hour, minute };
}

function byPart(hour: number, part: Part): number {
  if (part === 'morning') return hour;
  if (part === 'night' && hour < 4) return hour + 24;
  if (part === 'noon' && hour === 11) return hour;
  return hour + 12;
}

/** The end of a range of times: as written, else the first such hour after the start. */
export function untilHour(tokens: Tokens, group: Group, from: Hour, clock: Clock): Hour {
  const start = from.hour * 60 + from.minute;
  let hour = clock.meridiem ? (clock.hour % 12) + (clock.meridiem === 'pm' ? 12 : 0) : clock.hour;
  const step = clock.open ? 12 : 24;
  if (group.until) return clock.open ? hourOf(tokens, group, clock, undefined) : { hour, minute: clock.minute };
  if (clock.open) hour %= 12;
  while (hour * 60 + clock.minute <= start) hour += step;
  return { hour, minute: clock.minute };
}

/** Whether the sentence speaks of a dinner or a party. */
function dines(tokens: Tokens, group: Group): boolean {
  for (let i = group.from; i >= 0 && i > group.from - 40 && !(i < group.from && tokens.ends(i)); i--) if (DINNER.has(tokens.word(i))) return true;
  for (let i = group.from; i < group.to + 40 && tokens.word(i) !== '' && !(i >= group.to && tokens.ends(i)); i++) if (DINNER.has(tokens.word(i))) return true;
  return false;
}
