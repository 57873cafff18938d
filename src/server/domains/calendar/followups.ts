import { z } from 'zod';
import { within, type Ctx } from '../../platform/context.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { type FoundDate, firstDate, nowIn } from '../../platform/dates/index.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import { getPreferences } from '../accounts/index.ts';
import { type ActionableEntry, listActionable } from '../notes/index.ts';
import { getContact } from '../people/index.ts';
import type { EventBody, ExtractAnswer, FollowUp, FollowUpQuery, FollowUpsAnswer, FollowUpsBody } from './calendar.schema.ts';
import { addEvent } from './events.ts';
import { shiftWall } from './rule.ts';
import { fullWall, zoneOf } from './times.ts';
import { countOpenFollowUps, type FollowUpRow, selectEntriesWithEvent, selectFollowUps } from './followups.store.ts';

/** The first date in a text that somebody could act on; nulls when there is none. @throws 422 for a `now` or zone that is none */
export async function extractDatetime(ctx: Ctx, body: { text: string; now?: string | null | undefined; timezone?: string | null | undefined }): Promise<ExtractAnswer> {
  const [timezone, { locale }] = [await zoneOf(ctx, body.timezone ?? undefined), await getPreferences(ctx)];
  const found = read(body.text, { now: body.now ?? nowIn(timezone), timezone, locale });
  if (!found) return { date: null, time: null, datetime: null, timezone, confidence: null, extracted_text: null, until: null };
  const { date, time, datetime, confidence, extracted_text } = found;
  return { date, time, datetime, timezone, confidence, extracted_text, until: endOf(found) };
}

/** The end of a range, else the one that follows from "for two hours" beside the date. */
const endOf = ({ until, lasts }: FoundDate) => (until ? { ...until, text: null } : lasts);

function read(text: string, options: { now: string; timezone: string; locale: string }): FoundDate | null {
  try {
    return firstDate(text, options);
  } catch (error) {
    if (error instanceof RangeError) throw unacceptable('now', 'Use a wall time such as 2026-03-10T15:20, or a moment with its offset.');
    throw error;
  }
}

/** The date a text says something is to be done on. "Ask how it went yesterday" names none: that is what it is about. A whole date is taken as it stands. */
function dayToDo(text: string, options: { now: string; timezone: string; locale: string }): FoundDate | null {
  const found = read(text, options);
  return found?.tense === 'past' && !/\d{4}/.test(found.extracted_text) ? null : found;
}

/**
 * Makes an event of each Actionable entry of a person that has none: on the date its text names, read as on the day it was written;
 * else tomorrow at nine; or, of one entry, when somebody says. A second call finds nothing left to do.
 * @throws 404 for an unknown contact or entry, 422 for an entry that is not Actionable, or a time for several
 */
export async function createFollowUps(ctx: Ctx, body: z.infer<typeof FollowUpsBody>): Promise<FollowUpsAnswer> {
  if (body.starts_at !== undefined && body.entry_ids?.length !== 1) throw unacceptable('starts_at', 'A time is for one entry. Name it in entry_ids.');
  const { locale, time_zone } = await getPreferences(ctx);
  return ctx.tx(
    async (tx) => {
      await getContact(within(ctx, tx), body.contact_id);
      const known = await listActionable(tx, ctx, body.contact_id, body.entry_ids);
      if (body.entry_ids && known.length !== new Set(body.entry_ids).size) throw notFound('entry');
      if (known.some((entry) => entry.category !== 'Actionable')) throw unacceptable('entry_ids', 'Only Actionable entries become events.');
      const done = new Set(await selectEntriesWithEvent(tx, ctx.space.id, known.map((entry) => entry.id)));
      const created: FollowUpsAnswer['created'] = [];
      for (const entry of known.filter((candidate) => !done.has(candidate.id))) {
        const found = dayToDo(entry.content, { now: entry.written_at, timezone: time_zone, locale });
        const when = body.starts_at === undefined ? whenOf(found, time_zone) : chosen(body.starts_at, time_zone);
        const event = await addEvent(within(ctx, tx), { ...textOf(entry), ...when, contact_ids: [body.contact_id] }, { source: 'actionable', entry_id: entry.id });
        if (event) created.push({ event, entry_id: entry.id, date_source: body.starts_at !== undefined ? { extracted_text: null, confidence: 'high', default: false } : found ? { extracted_text: found.extracted_text, confidence: found.confidence, default: false } : { extracted_text: null, confidence: 'low', default: true } });
      }
      return { created, skipped: known.length - created.length };
    },
    { timeout: 'complex' },
  );
}

/** One page of follow-ups, newest first, the open ones with when they would become an event. */
export async function listFollowUps(ctx: Ctx, query: FollowUpQuery): Promise<Page<FollowUp>> {
  const before = decodeCursor(query.cursor, z.tuple([z.iso.datetime({ offset: true }), z.uuid()]));
  return ctx.reads(async (db) => {
    const [rows, { locale, time_zone }] = await Promise.all([selectFollowUps(db, ctx.space.id, query, before), getPreferences(within(ctx, db))]);
    const page = toPage(rows, query.limit, (row) => [row.created_at, row.entry_id]);
    return { ...page, data: page.data.map(({ created_at: _, ...row }) => ({ ...row, suggestion: suggestionOf(row, time_zone, locale) })) };
  });
}

/** How many wait, counted up to `most`. */
export const countFollowUps = (ctx: Ctx, most: number): Promise<number> => countOpenFollowUps(ctx, ctx.space.id, most);

function suggestionOf(row: Pick<FollowUpRow, 'content' | 'written_at' | 'done_at' | 'event'>, timezone: string, locale: string): FollowUp['suggestion'] {
  if (row.done_at || row.event) return null;
  const found = dayToDo(row.content, { now: row.written_at, timezone, locale });
  return { starts_at: whenOf(found, timezone).starts_at, extracted_text: found?.extracted_text ?? null };
}

const TITLE = 255;

function textOf({ content }: ActionableEntry): Pick<EventBody, 'title' | 'description'> {
  const title = content.length > TITLE ? `${content.slice(0, TITLE - 1).replace(/[\ud800-\udbff]$/, '')}…` : content;
  return { title, description: content.length > TITLE ? content : null };
}

type When = Pick<EventBody, 'starts_at' | 'ends_at' | 'time_zone' | 'reminders'>;
const ON_TIME = [{ minutes_before: 0 }];
const IN_THE_MORNING = [{ days_before: 0, at_time: '09:00' }];

const chosen = (starts_at: string, zone: string): When => (starts_at.length === 10 ? { starts_at, reminders: IN_THE_MORNING } : { starts_at: fullWall(starts_at), time_zone: zone, reminders: ON_TIME });

function whenOf(found: FoundDate | null, zone: string): When {
  if (!found) return chosen(`${shiftWall(nowIn(zone).slice(0, 10), { days: 1 })}T09:00:00`, zone);
  const end = endOf(found);
  if (!found.time) {
    const last = end && !end.time && end.date > found.date ? { ends_at: shiftWall(end.date, { days: 1 }) } : {};
    return { starts_at: found.date, ...last, reminders: IN_THE_MORNING };
  }
  const starts_at = `${found.date}T${found.time}:00`;
  const until = end?.time && `${end.date}T${end.time}:00`;
  return { starts_at, ...(until && until > starts_at ? { ends_at: until } : {}), time_zone: found.timezone, reminders: ON_TIME };
}
