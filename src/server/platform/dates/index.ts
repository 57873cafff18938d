/**
 * Dates in text: the one module that reads them. `findDates` is pure: a text, the user's clock and zone in, moments out.
 * What counts as a date, and which one is meant, is written down in eval/dates/GUIDE.md; `npm run eval:dates` measures it.
 */
import { Temporal } from 'temporal-polyfill';
import { groupPieces, type Group } from './groups.ts';
import { readLength } from './lengths.ts';
import { moment, resolveGroup, type Moment, type Setting } from './moments.ts';
import { readPieces } from './pieces.ts';
import { Tokens } from './tokens.ts';
import { monthOf } from './words.ts';
import { isoWithOffset, isTimeZone } from './zones.ts';

export { isTimeZone, nowIn, resolveWallTime } from './zones.ts';

type Point = { date: string; time: string | null; datetime: string | null };
/** A date in a text. `start` and `end` are UTF-16 offsets, end exclusive; `datetime` has the offset of the user's zone. */
export type FoundDate = {
  date: string;
  time: string | null;
  datetime: string | null;
  timezone: string;
  confidence: 'high' | 'medium' | 'low';
  extracted_text: string;
  start: number;
  end: number;
  until: Point | null;
  /** The end that follows from words beside the date ("for 2 hours"), and those words; `until` is the end of a range. */
  lasts: (Point & { text: string }) | null;
  tense: 'past' | 'future';
};
/** `now` is local wall time ("2026-03-10T15:20") or has an offset; `locale` decides 04/05 (month first only in the US, which is the default). */
export type DateOptions = { now: string; timezone: string; locale?: string };

const MOST = 50;
const LONGEST = 100_000;

/** All dates in a text in its order, at most 50. Throws a RangeError for a zone or `now` that is none. Looks at the first 100,000 characters. */
export function findDates(text: string, options: DateOptions): FoundDate[] {
  const setting = settingOf(options);
  const tokens = new Tokens(text.slice(0, LONGEST));
  const found: FoundDate[] = [];
  for (const group of groupPieces(tokens, readPieces(tokens, monthFirst(options.locale)))) {
    const one = describe(tokens, group, setting);
    if (one) found.push(one);
    if (found.length === MOST) break;
  }
  return found;
}

/** The first date somebody could act on: the first that is not over, else the first. */
export function firstDate(text: string, options: DateOptions): FoundDate | null {
  const found = findDates(text, options);
  return found.find((one) => one.tense === 'future') ?? found[0] ?? null;
}

function settingOf({ now, timezone }: DateOptions): Setting {
  if (!isTimeZone(timezone)) throw new RangeError(`Unknown time zone: ${timezone.slice(0, 64)}`);
  const zoned = /(?:[zZ]|[+-]\d{2}:?\d{2})(?:\[.*\])?$/.test(now) && /[tT ]/.test(now);
  const at = zoned ? Temporal.Instant.from(now).toZonedDateTimeISO(timezone) : Temporal.PlainDateTime.from(now).toZonedDateTime(timezone, { disambiguation: 'compatible' });
  return { now: at, timezone };
}

function monthFirst(locale = 'en-US'): boolean {
  try {
    return new Intl.Locale(locale).maximize().region === 'US';
  } catch {
    return true;
  }
}

function describe(tokens: Tokens, group: Group, setting: Setting): FoundDate | null {
  const resolved = resolveGroup(tokens, group, setting);
  if (!resolved || !inReach(resolved.start) || (resolved.end && !inReach(resolved.end))) return null;
  const first = tokens.at(leading(tokens, group.from, group.to));
  const { start, end, sure } = resolved;
  const over = start.at ? Temporal.ZonedDateTime.compare(start.at, setting.now.round({ smallestUnit: 'minute', roundingMode: 'floor' })) < 0 : Temporal.PlainDate.compare(start.day, setting.now.toPlainDate()) < 0;
  const stop = tokens.at(group.to - 1).end;
  return {
    ...point(start),
    timezone: setting.timezone,
    confidence: sure,
    extracted_text: tokens.text.slice(first.start, stop),
    start: first.start,
    end: stop,
    until: end && point(end),
    lasts: end ? null : lastsOf(tokens, group, start, setting),
    tense: over ? 'past' : 'future',
  };
}

function lastsOf(tokens: Tokens, group: Group, start: Moment, { timezone }: Setting): FoundDate['lasts'] {
  if (group.date?.kind === 'elapsed' || (!start.at && group.vague)) return null;
  const length = readLength(tokens, group, start.at && { hour: start.at.hour, minute: start.at.minute });
  if (!length) return null;
  const text = tokens.text.slice(tokens.at(length.from).start, tokens.at(length.to - 1).end);
  if ('days' in length) return { ...point({ day: start.day.add({ days: length.days - 1 }), at: null }), text };
  const at = 'until' in length ? moment(start.day, length.until, timezone).at! : start.at!.add({ minutes: length.minutes });
  return { ...point({ day: at.toPlainDate(), at }), text };
}

/** "on", "at", "by" and the "in" before a month are no part of a date. */
function leading(tokens: Tokens, from: number, to: number): number {
  const word = tokens.word(from);
  const empty = ['on', 'at', 'by', '@', ','].includes(word) || (word === 'in' && monthOf(tokens.word(from + 1)) !== undefined);
  return empty && from < to - 1 ? from + 1 : from;
}

const inReach = ({ day }: Moment): boolean => day.year >= 1000 && day.year <= 9999;

function point({ day, at }: Moment): Point {
  const wall = at?.toPlainTime().toString({ smallestUnit: 'minute' }) ?? null;
  return { date: (at?.toPlainDate() ?? day).toString(), time: wall, datetime: at && isoWithOffset(at) };
}
