import { within, type Ctx } from '../../platform/context.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { type FoundDate, firstDate, nowIn } from '../../platform/dates/index.ts';
import { getPreferences } from '../accounts/index.ts';
import { type ActionableEntry, listActionable } from '../notes/index.ts';
import { getContact } from '../people/index.ts';
import type { EventBody, ExtractAnswer, FollowUpsAnswer } from './calendar.schema.ts';
import { addEvent } from './events.ts';
import { shiftWall } from './rule.ts';
import { zoneOf } from './times.ts';
import { selectEntriesWithEvent } from './calendar.store.ts';

/** The first date in a text that somebody could act on; nulls when there is none. @throws 422 for a `now` or zone that is none */
export async function extractDatetime(ctx: Ctx, body: { text: string; now?: string | undefined; timezone?: string | undefined }): Promise<ExtractAnswer> {
  const [timezone, { locale }] = [await zoneOf(ctx, body.timezone), await getPreferences(ctx)];
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

/**
 * Makes an event of each Actionable entry of a person that has none: on the date its text names, read as on the day it was written;
 * else tomorrow at nine. A second call finds nothing left to do.
 * @throws 404 for an unknown contact or entry, 422 for an entry that is not Actionable
 */
export async function createFollowUps(ctx: Ctx, body: { contact_id: string; entry_ids?: string[] | undefined }): Promise<FollowUpsAnswer> {
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
        const found = read(entry.content, { now: entry.written_at, timezone: time_zone, locale });
        const event = await addEvent(within(ctx, tx), { ...eventOf(entry, found, time_zone), contact_ids: [body.contact_id] }, { source: 'actionable', entry_id: entry.id });
        if (event) created.push({ event, entry_id: entry.id, date_source: found ? { extracted_text: found.extracted_text, confidence: found.confidence, default: false } : { extracted_text: null, confidence: 'low', default: true } });
      }
      return { created, skipped: known.length - created.length };
    },
    { timeout: 'complex' },
  );
}

const TITLE = 255;

function eventOf({ content }: ActionableEntry, found: FoundDate | null, zone: string): EventBody {
  const title = content.length > TITLE ? `${content.slice(0, TITLE - 1).replace(/[\ud800-\udbff]$/, '')}…` : content;
  const text = { title, description: content.length > TITLE ? content : null };
  if (!found) return { ...text, starts_at: `${shiftWall(nowIn(zone).slice(0, 10), { days: 1 })}T09:00:00`, time_zone: zone, reminders: [{ minutes_before: 0 }] };
  const end = endOf(found);
  if (!found.time) {
    const last = end && !end.time && end.date > found.date ? { ends_at: shiftWall(end.date, { days: 1 }) } : {};
    return { ...text, starts_at: found.date, ...last, reminders: [{ days_before: 0, at_time: '09:00' }] };
  }
  const starts_at = `${found.date}T${found.time}:00`;
  const until = end?.time && `${end.date}T${end.time}:00`;
  return { ...text, starts_at, ...(until && until > starts_at ? { ends_at: until } : {}), time_zone: found.timezone, reminders: [{ minutes_before: 0 }] };
}
