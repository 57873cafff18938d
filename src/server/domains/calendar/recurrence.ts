import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { unacceptable } from '../../platform/errors.ts';
import { parseRule, type Rule } from './rule.ts';

/** What repeats: the wall time it starts first, its zone, its rule. */
export type Series = { starts_at: string; time_zone: string | null; rrule: string | null };

const isDay = (wall: string) => wall.length === 10;
const LAST_DAY = '9999-12-31';

/**
 * Rules are expanded on a clock without a zone, in UTC, and each wall time is resolved afterwards (`momentOf`). By the letter of
 * RFC 5545 an occurrence at 02:30 does not exist on the day the clocks go forward; a person who wants to be woken at 02:30 does.
 */
const onTheWall = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime('UTC');

function iterator({ starts_at }: Series, rule: Rule): RRuleTemporal {
  const { until, ...parts } = rule;
  return new RRuleTemporal({
    ...parts,
    dtstart: onTheWall(starts_at),
    tzid: 'UTC',
    maxIterations: 40_000,
    cache: false,
    ...(until ? { until: onTheWall(`${until}T23:59:59`) } : {}),
  });
}

const wallOf = (series: Series, time: { epochMilliseconds: number }) => {
  const text = new Date(time.epochMilliseconds).toISOString();
  return isDay(series.starts_at) ? text.slice(0, 10) : text.slice(0, 19);
};

/**
 * The wall times at which the occurrences of a series start, from `from` on and before `to` (wall times or days).
 * Something that does not repeat has one.
 */
export function expand(series: Series, from: string, to: string): string[] {
  if (!series.rrule) return series.starts_at >= from && series.starts_at < to ? [series.starts_at] : [];
  if (to <= series.starts_at) return [];
  const rule = parseRule(series.rrule, series);
  const found = iterator(series, rule).between(onTheWall(from > series.starts_at ? from : series.starts_at), onTheWall(to), true);
  return found.map((time) => wallOf(series, time)).filter((wall) => wall >= from && wall < to);
}

/** The first occurrence at or after a wall time (by default the start), however far away; undefined when there is none. */
export function firstOccurrence(series: Series, from = series.starts_at): string | undefined {
  if (!series.rrule) return series.starts_at >= from ? series.starts_at : undefined;
  const found = iterator(series, parseRule(series.rrule, series)).next(onTheWall(from > series.starts_at ? from : series.starts_at), true);
  return found ? wallOf(series, found) : undefined;
}

/**
 * A series made true: it starts with its first occurrence, and its end is known.
 * @returns the start, and the start of the last occurrence (null: there is none)
 * @throws 422 for a rule that no day follows, or none before the year 10000
 */
export function settle(series: Series): { starts_at: string; last: string | null } {
  if (!series.rrule) return { starts_at: series.starts_at, last: series.starts_at };
  const rule = parseRule(series.rrule, series);
  try {
    const starts_at = firstOccurrence(series);
    if (!starts_at || starts_at > `${LAST_DAY}T23:59:59`) throw unacceptable('rrule', 'No day follows this rule. Check its days and its end.');
    const settled = { ...series, starts_at };
    if (!rule.count && !rule.until) {
      iterator(settled, rule).next(onTheWall(starts_at)); // the second one can be found too
      return { starts_at, last: null };
    }
    const last = rule.count ? iterator(settled, rule).all().at(-1) : iterator(settled, rule).previous(onTheWall(LAST_DAY), true);
    return { starts_at, last: last ? wallOf(series, last) : starts_at };
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && /maximum|exceeded/i.test(error.message))) throw unacceptable('rrule', 'This rule gives too few days, or days too far away.');
    throw error;
  }
}

/** How many occurrences a series has before a wall time. */
export const countBefore = (series: Series, wall: string): number => expand(series, series.starts_at, wall).length;

/**
 * The moment of a wall time in a zone. A time that the clocks skip is as much later as they skip (02:30 → 03:30); of a time that comes
 * twice it is the first. A day begins when it begins there, which is not midnight everywhere.
 */
export const momentOf = (wall: string, zone: string): Temporal.ZonedDateTime =>
  isDay(wall) ? Temporal.PlainDate.from(wall).toZonedDateTime(zone) : Temporal.PlainDateTime.from(wall).toZonedDateTime(zone);

/** How long something takes on the clock on the wall, in seconds; days for whole days. */
export function lengthOf({ starts_at, ends_at }: { starts_at: string; ends_at: string }): { days: number } | { seconds: number } {
  if (isDay(starts_at)) return { days: Temporal.PlainDate.from(starts_at).until(ends_at).days };
  return { seconds: Temporal.PlainDateTime.from(starts_at).until(ends_at, { largestUnit: 'second' }).seconds };
}

/**
 * Start and end of an occurrence as moments. The end is what the clock will show then: a shift from 22:00 to 06:00 ends at six in
 * the night of the change, too. Where the start was shifted out of a gap, the end keeps its distance.
 */
export function span(wall: string, length: { days: number } | { seconds: number }, zone: string): { start: Temporal.ZonedDateTime; end: Temporal.ZonedDateTime; ends_at: string } {
  const start = momentOf(wall, zone);
  if ('days' in length) {
    const ends_at = Temporal.PlainDate.from(wall).add(length).toString();
    return { start, end: momentOf(ends_at, zone), ends_at };
  }
  const ends_at = Temporal.PlainDateTime.from(wall).add(length).toString({ smallestUnit: 'second' });
  const end = momentOf(ends_at, zone);
  const shifted = start.toPlainDateTime().toString({ smallestUnit: 'second' }) !== wall;
  return { start, ends_at, end: shifted || end.epochMilliseconds < start.epochMilliseconds ? start.add(length) : end };
}

/** 2026-05-17T20:00:00+02:00 */
export const isoOf = (time: Temporal.ZonedDateTime): string => time.toString({ smallestUnit: 'second', timeZoneName: 'never' });
