import { z } from 'zod';
import { Temporal } from 'temporal-polyfill';
import type { Ctx } from '../../platform/context.ts';
import { unacceptable } from '../../platform/errors.ts';
import { decodeCursor, encodeCursor, type Page } from '../../platform/http/shapes.ts';
import { type DateOfPerson, listDates } from '../people/index.ts';
import type { Occurrence, WindowQuery } from './calendar.schema.ts';
import { type EventRow, selectRepeating, selectSingles } from './calendar.store.ts';
import { expand, isoOf, lengthOf, momentOf, span } from './recurrence.ts';
import { shiftWall } from './rule.ts';
import { fullWall, MOST_DAYS, zoneOf } from './times.ts';

const LONGEST_DAYS = 400;
/** More than this in one window is refused: nobody can look at it, and each costs. */
const MOST_EVENTS = 10_000;
const MOST_SERIES = 5_000;
/** Zones differ by up to 26 hours: days of a window are asked for with so many on either side. */
const PAD_DAYS = 2;
const Cursor = z.tuple([z.int(), z.string()]);

/** An occurrence with the moment it is sorted by. */
type Placed = Occurrence & { at: number };
const order = (a: Placed, b: Placed) => a.at - b.at || (a.key < b.key ? -1 : 1);

/**
 * What lies in a window (or reaches into it), by its start.
 * @throws 422 for a window that is empty or longer than 400 days, or an unknown zone
 */
export async function listOccurrences(ctx: Ctx, query: WindowQuery): Promise<Page<Occurrence>> {
  const zone = await zoneOf(ctx, query.timezone);
  const [from, to] = [boundOf(query.from, 'from', zone), boundOf(query.to, 'to', zone)];
  if (to.epochMilliseconds <= from.epochMilliseconds) throw unacceptable('to', 'The window ends before it begins.');
  if (to.epochMilliseconds - from.epochMilliseconds > (LONGEST_DAYS + 1) * 86_400_000) throw unacceptable('to', `Ask for ${LONGEST_DAYS} days at most.`);
  const after = decodeCursor(query.cursor, Cursor);
  const day = (time: Temporal.ZonedDateTime, days: number) => time.withTimeZone('UTC').toPlainDate().add({ days }).toString();
  const window = { from: day(from, -PAD_DAYS), to: day(to, PAD_DAYS), calendar_id: query.calendar_id, contact_id: query.contact_id, visible: query.visible };
  const found = new Nearest(query.limit, from.epochMilliseconds, to.epochMilliseconds, after);

  const dates = query.kinds.some((kind) => kind !== 'event') && !query.calendar_id;
  const [singles, series, people] = await ctx.reads((db) =>
    Promise.all([
      query.kinds.includes('event') ? selectSingles(db, ctx.space.id, window, shiftWall(window.from, { days: -MOST_DAYS }), MOST_EVENTS + 1) : [],
      query.kinds.includes('event') ? selectRepeating(db, ctx.space.id, window, MOST_SERIES + 1) : [],
      dates ? listDates(db, ctx, { from: window.from, to: window.to, contact_id: query.contact_id }) : [],
    ]),
  );
  if (singles.length > MOST_EVENTS || series.length > MOST_SERIES) throw unacceptable('to', 'Too many events lie in this window. Ask for a shorter one, or for one calendar.');
  for (const event of singles) found.add(event.starts_at, (key) => occurrenceOf(event, key, zone), event.time_zone ?? zone, lengthOf(event));
  for (const event of series) addSeries(found, event, window, zone);
  for (const date of people) if (query.kinds.includes(date.kind)) found.add(date.on, () => dateOf(date, zone), zone, { days: 1 });
  const { data, has_more } = found.take();
  return { data: data.map(({ at: _, ...occurrence }) => occurrence), has_more, next_cursor: has_more ? encodeCursor([data.at(-1)!.at, data.at(-1)!.key]) : null };
}

function boundOf(text: string, field: string, zone: string): Temporal.ZonedDateTime {
  try {
    return /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text) ? momentOf(fullWall(text), zone) : Temporal.Instant.from(text).toZonedDateTimeISO(zone);
  } catch {
    throw unacceptable(field, 'This day or time cannot be understood.');
  }
}

function addSeries(found: Nearest, event: EventRow, window: { from: string; to: string }, zone: string) {
  const length = lengthOf(event);
  const days = 'days' in length ? length.days : Math.ceil(length.seconds / 86_400);
  const skipped = new Set([...event.exdates, ...event.overridden]);
  const until = [window.to, found.lastDay()].toSorted()[0]!;
  for (const key of expand(event, shiftWall(window.from, { days: -days }), until)) if (!skipped.has(key)) found.add(key, () => occurrenceOf(event, key, zone), event.time_zone ?? zone, length);
}

/**
 * Keeps the first `limit` occurrences after a cursor that touch a window. When there are twice as many, the later half is let go, and
 * nothing after it is worked out any more: however much a calendar holds, an answer costs about the same.
 */
class Nearest {
  readonly #limit: number;
  readonly #from: number;
  readonly #after: readonly [number, string] | undefined;
  #to: number;
  #more = false;
  #kept: Placed[] = [];

  constructor(limit: number, from: number, to: number, after: readonly [number, string] | undefined) {
    this.#limit = limit;
    this.#from = from;
    this.#to = to;
    this.#after = after;
  }

  add(key: string, make: (key: string) => Occurrence, zone: string, length: { days: number } | { seconds: number }) {
    const { start, end } = span(key, length, zone);
    const [at, ends] = [start.epochMilliseconds, end.epochMilliseconds];
    if (at >= this.#to || (ends <= this.#from && !(ends === at && at === this.#from))) return;
    const made = { ...make(key), at };
    if (this.#after && (at < this.#after[0] || (at === this.#after[0] && made.key <= this.#after[1]))) return;
    this.#kept.push(made);
    if (this.#kept.length >= 2 * this.#limit + 2) this.#cut();
  }

  #cut() {
    this.#kept.sort(order);
    if (this.#kept.length <= this.#limit) return;
    this.#kept.length = this.#limit;
    this.#more = true;
    this.#to = this.#kept.at(-1)!.at + 1;
  }

  /** The day after which nothing is wanted any more. */
  lastDay() {
    return new Date(this.#to + PAD_DAYS * 86_400_000).toISOString().slice(0, 10);
  }

  take() {
    this.#cut();
    return { data: this.#kept.sort(order), has_more: this.#more };
  }
}

const local = (time: Temporal.ZonedDateTime, zone: string) => time.withTimeZone(zone).toPlainDateTime().toString({ smallestUnit: 'second' });

function occurrenceOf(event: EventRow, starts_at: string, zone: string): Occurrence {
  const { start, end, ends_at } = span(starts_at, lengthOf(event), event.time_zone ?? zone);
  const all_day = starts_at.length === 10;
  const occurrence = event.recurrence_id ?? starts_at;
  return {
    key: `${event.series_id ?? event.id}:${occurrence}`,
    kind: 'event',
    event_id: event.id,
    occurrence,
    title: event.title,
    place: event.place,
    all_day,
    start: isoOf(start),
    end: isoOf(end),
    starts_at,
    ends_at,
    time_zone: event.time_zone,
    local_start: all_day ? starts_at : local(start, zone),
    local_end: all_day ? ends_at : local(end, zone),
    repeats: event.rrule !== null || event.series_id !== null,
    altered: event.series_id !== null,
    years: null,
    calendar_id: event.calendar_id,
    color: event.color,
    source: event.source,
    contacts: event.contacts,
  };
}

/** A birthday or date of a person as a whole-day event. */
function dateOf(date: DateOfPerson, zone: string): Occurrence {
  const { start, end, ends_at } = span(date.on, { days: 1 }, zone);
  return {
    key: `${date.kind}:${date.contact_id}:${date.label}:${date.on}`,
    kind: date.kind,
    event_id: null,
    occurrence: date.on,
    title: titleOfDate(date.kind, date.full_name, date.label),
    place: null,
    all_day: true,
    start: isoOf(start),
    end: isoOf(end),
    starts_at: date.on,
    ends_at,
    time_zone: null,
    local_start: date.on,
    local_end: ends_at,
    repeats: true,
    altered: false,
    years: date.years,
    calendar_id: null,
    color: null,
    source: null,
    contacts: [{ id: date.contact_id, full_name: date.full_name }],
  };
}

export const titleOfDate = (kind: string, name: string, label: string | null) => (kind === 'birthday' ? `Birthday of ${name}` : `${label} of ${name}`);
