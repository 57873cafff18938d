import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { requireVersion } from '../../platform/http/etag.ts';
import type { Event, EventBody, EventPatch, EventReminder, ScopeQuery } from './calendar.schema.ts';
import * as store from './calendar.store.ts';
import { countBefore, expand, lengthOf } from './recurrence.ts';
import { formatRule, moveRule, parseRule, shiftWall } from './rule.ts';
import { fullWall, keyMover, settleTimes, type Times, zoneOf } from './times.ts';

/** @throws 404 */
export async function getEvent(db: Db, ctx: Ctx, id: string): Promise<Event> {
  const event = await store.selectEvent(db, ctx.space.id, id);
  if (!event) throw notFound('event');
  return event;
}

type Origin = { source: 'manual' | 'actionable'; entry_id: string | null };

/**
 * Makes an event. One that repeats starts with the first day its rule names.
 * @returns null when the entry it comes from has an event already
 * @throws 404 for an unknown calendar or contact, 422 for times or a rule that cannot be
 */
export async function addEvent(ctx: Ctx, body: EventBody, origin: Origin = { source: 'manual', entry_id: null }): Promise<Event | null> {
  const time_zone = body.time_zone === undefined && body.starts_at.length > 10 ? await zoneOf(ctx) : (body.time_zone ?? null);
  const times = settleTimes({ starts_at: body.starts_at, ends_at: body.ends_at, time_zone, rrule: body.rrule ?? null });
  return ctx.tx(async (tx) => {
    const calendar_id = body.calendar_id ?? (await store.defaultCalendar(tx, ctx.space.id));
    const row = { calendar_id, series_id: null, recurrence_id: null, title: body.title, description: body.description ?? null, place: body.place ?? null, color: body.color ?? null, ...origin, ...times };
    await requireParts(tx, ctx, body);
    const id = await store.insertEvent(tx, ctx.space.id, ctx.identity.user.id, row);
    if (!id) return null;
    await setParts(tx, ctx, id, body);
    return getEvent(tx, ctx, id);
  });
}

/** Makes an event. @throws 404 for a calendar or person that is not there; 422 for times that make no sense */
export const createEvent = async (ctx: Ctx, body: EventBody): Promise<Event> => (await addEvent(ctx, body))!;

type Parts = Pick<EventPatch, 'calendar_id' | 'contact_ids' | 'attendees' | 'reminders'>;

/** @throws 404 for a calendar or contact that is not there */
async function requireParts(tx: Db, ctx: Ctx, { calendar_id, contact_ids = [], attendees = [] }: Parts) {
  if (calendar_id && !(await store.selectCalendar(tx, ctx.space.id, calendar_id))) throw notFound('calendar');
  const people = [...new Set([...contact_ids, ...attendees.flatMap((attendee) => attendee.contact_id ?? [])])];
  if (people.length && (await store.countContacts(tx, ctx.space.id, people)) !== people.length) throw notFound('contact');
}

const fullReminder = (reminder: NonNullable<EventPatch['reminders']>[number]): EventReminder => ({ minutes_before: reminder.minutes_before ?? null, days_before: reminder.days_before ?? null, at_time: reminder.at_time ?? null });

async function setParts(tx: Db, ctx: Ctx, id: string, { contact_ids, attendees, reminders }: Parts) {
  if (contact_ids) await store.setContacts(tx, ctx.space.id, id, [...new Set(contact_ids)]);
  if (attendees) await store.setAttendees(tx, ctx.space.id, id, attendees.map((attendee) => ({ ...attendee, email: attendee.email ?? null, contact_id: attendee.contact_id ?? null })));
  if (reminders) await store.setReminders(tx, ctx.space.id, id, reminders.map(fullReminder));
}

/** What an event passes on to a part of it that becomes an event of its own. */
const partsOf = (event: Event): Parts => ({ contact_ids: event.contacts.map((contact) => contact.id), attendees: event.attendees, reminders: event.reminders });
const rowOf = ({ calendar_id, title, description, place, color, source }: Event) => ({ calendar_id, title, description, place, color, source, entry_id: null });

/** The times of an event, or of one occurrence of it, with a patch put on. */
function patchTimes(now: Times, patch: EventPatch): Times & { last_on: string | null } {
  const starts_at = fullWall(patch.starts_at ?? now.starts_at);
  const sameKind = starts_at.length === now.starts_at.length;
  const ends_at = patch.ends_at ?? (sameKind ? shiftWall(starts_at, lengthOf(now)) : undefined);
  return settleTimes({ starts_at, ends_at, time_zone: patch.time_zone === undefined ? now.time_zone : patch.time_zone, rrule: patch.rrule === undefined ? now.rrule : patch.rrule });
}

const changed = <K extends keyof EventPatch>(patch: EventPatch, keys: K[]) => Object.fromEntries(keys.flatMap((key) => (patch[key] === undefined ? [] : [[key, patch[key]]])));
const textOf = (patch: EventPatch) => changed(patch, ['calendar_id', 'title', 'description', 'place', 'color']);

/** An event, locked with its series; of an occurrence that has its own row, what a wider scope means. */
async function target(tx: Db, ctx: Ctx, id: string, { scope, occurrence }: ScopeQuery, versions: string[] | undefined) {
  await store.lockEvent(tx, ctx.space.id, id);
  const event = await getEvent(tx, ctx, id);
  requireVersion(event, versions, 'event');
  if (event.series_id && scope === 'following') return { event: await getEvent(tx, ctx, event.series_id), scope, key: event.recurrence_id! };
  if (!event.rrule) return { event, scope: 'all' as const, key: undefined };
  const key = occurrence && fullWall(occurrence);
  if (scope !== 'all' && !key) throw unacceptable('occurrence', 'Say which occurrence is meant.');
  if (key && !isOccurrence(event, key)) throw unacceptable('occurrence', 'This event has no such occurrence.');
  return { event, scope, key };
}

const after = (key: string) => (key.length === 10 ? shiftWall(key, { days: 1 }) : shiftWall(key, { seconds: 1 }));
const isOccurrence = (event: Event, key: string) => key.length === event.starts_at.length && !event.exdates.includes(key) && expand(event, key, after(key)).length === 1;

/**
 * Changes an event, one occurrence of it, or that and all that follow.
 * @returns what was changed: the event, the row of the occurrence, or the series that begins with it
 * @throws 404, 409 when the event was changed since one of `versions`, 422
 */
export function updateEvent(ctx: Ctx, id: string, patch: EventPatch, query: ScopeQuery, versions?: string[]): Promise<Event> {
  return ctx.tx(async (tx) => {
    await requireParts(tx, ctx, patch);
    const { event, scope, key } = await target(tx, ctx, id, query, versions);
    if (scope === 'this') return changeOne(tx, ctx, event, key!, patch);
    if (scope === 'following' && key !== event.starts_at) return changeFollowing(tx, ctx, event, key!, patch);
    if (event.series_id && patch.rrule) throw unacceptable('rrule', 'One occurrence does not repeat. Change the series.');
    return changeAll(tx, ctx, event, patch, key);
  });
}

/** The occurrence gets a row of its own, or the one it has is changed. */
async function changeOne(tx: Db, ctx: Ctx, series: Event, key: string, patch: EventPatch): Promise<Event> {
  if (patch.rrule) throw unacceptable('rrule', 'One occurrence does not repeat. Use scope=following or all.');
  const own = await store.selectOverride(tx, ctx.space.id, series.id, key);
  if (own) return changeAll(tx, ctx, own, patch);
  const times = patchTimes({ starts_at: key, ends_at: shiftWall(key, lengthOf(series)), time_zone: series.time_zone, rrule: null }, patch);
  const id = (await store.insertEvent(tx, ctx.space.id, ctx.identity.user.id, { ...rowOf(series), ...textOf(patch), ...times, series_id: series.id, recurrence_id: key }))!;
  await setParts(tx, ctx, id, { ...partsOf(series), ...changed(patch, ['contact_ids', 'attendees', 'reminders']) });
  return getEvent(tx, ctx, id);
}

/** Changes an event or a whole series; with `key`, the times of the patch are those of that occurrence. */
async function changeAll(tx: Db, ctx: Ctx, event: Event, patch: EventPatch, key?: string): Promise<Event> {
  const times = patchTimes(event, event.rrule ? seriesPatch(event, patch, key ?? event.starts_at) : patch);
  await store.updateEvent(tx, ctx.space.id, event.id, { ...textOf(patch), ...times });
  await setParts(tx, ctx, event.id, patch);
  if (event.rrule) await moveExceptions(tx, ctx, event, { id: event.id, ...times }, event.starts_at, patch.calendar_id);
  return getEvent(tx, ctx, event.id);
}

/** A patch about one occurrence as a patch of its series: the start moves as far as the occurrence does, and the rule with it. */
function seriesPatch(series: Event, patch: EventPatch, key: string): EventPatch {
  if (patch.starts_at === undefined && patch.ends_at === undefined) return patch;
  const starts = fullWall(patch.starts_at ?? key);
  const move = keyMover(key, starts);
  const starts_at = move(series.starts_at);
  const ends_at = patch.ends_at === undefined ? undefined : shiftWall(starts_at, checkedLength(starts, fullWall(patch.ends_at)));
  const rrule = patch.rrule === undefined ? formatRule(moveRule(parseRule(series.rrule!, series), series.starts_at, starts_at)) : patch.rrule;
  return { ...patch, starts_at, ...(ends_at === undefined ? {} : { ends_at }), rrule };
}

function checkedLength(starts_at: string, ends_at: string) {
  if (starts_at.length !== ends_at.length) throw unacceptable('ends_at', 'Start and end are both a day, or both a time.');
  return lengthOf({ starts_at, ends_at });
}

/** Ends the series before an occurrence; what follows becomes a series of its own, with the exceptions that belong to it. */
async function changeFollowing(tx: Db, ctx: Ctx, series: Event, key: string, patch: EventPatch): Promise<Event> {
  const rule = parseRule(series.rrule!, series);
  const rest = formatRule(rule.count ? { ...rule, count: rule.count - countBefore(series, key) } : rule);
  const second: Event = { ...series, starts_at: key, ends_at: shiftWall(key, lengthOf(series)), rrule: rest };
  const times = patchTimes(second, seriesPatch(second, patch, key));
  await endBefore(tx, ctx, series, key);
  const id = (await store.insertEvent(tx, ctx.space.id, ctx.identity.user.id, { ...rowOf(series), ...textOf(patch), ...times, series_id: null, recurrence_id: null }))!;
  await setParts(tx, ctx, id, { ...partsOf(series), ...changed(patch, ['contact_ids', 'attendees', 'reminders']) });
  await moveExceptions(tx, ctx, series, { id, ...times }, key, patch.calendar_id);
  return getEvent(tx, ctx, id);
}

async function endBefore(tx: Db, ctx: Ctx, series: Event, key: string) {
  const { count: _, ...rule } = parseRule(series.rrule!, series);
  const until = shiftWall(key.slice(0, 10), { days: -1 });
  await store.updateEvent(tx, ctx.space.id, series.id, settleTimes({ ...series, rrule: formatRule({ ...rule, until }) }));
}

/**
 * Brings the exceptions of a series from `from` on to where its occurrences are now. Those of occurrences that are no more go with them.
 * @param now the series they belong to from now on
 */
async function moveExceptions(tx: Db, ctx: Ctx, old: Event, now: Times & { id: string }, from: string, calendarId: string | undefined) {
  const exceptions = (await store.selectExceptions(tx, ctx.space.id, old.id)).filter((exception) => exception.occurrence >= from);
  if (exceptions.length === 0) return;
  const move = keyMover(from, now.starts_at);
  const placed = exceptions.map((exception) => ({ ...exception, to: move(exception.occurrence) }));
  const keys = placed.map((exception) => exception.to).toSorted();
  const occurs = new Set(now.rrule ? expand(now, keys[0]!, after(keys.at(-1)!)) : []);
  await store.deleteExceptions(tx, ctx.space.id, placed.filter((exception) => !occurs.has(exception.to)));
  const stay = placed.filter((exception) => occurs.has(exception.to));
  if (calendarId) for (const { id } of stay.filter((exception) => exception.what === 'override')) await store.updateEvent(tx, ctx.space.id, id, { calendar_id: calendarId });
  if (now.id === old.id && now.starts_at === old.starts_at) return;
  // the furthest first, so that no key is in the way of the next
  const forward = move(from) > from;
  for (const exception of stay.toSorted((a, b) => (forward ? b.occurrence.localeCompare(a.occurrence) : a.occurrence.localeCompare(b.occurrence)))) await store.moveException(tx, ctx.space.id, exception, now.id, exception.to);
}

/** Deletes whole events (a series with all of it); ids that are not there are passed over. */
export const deleteEvents = (ctx: Ctx, ids: string[]): Promise<void> => ctx.tx(async (tx) => void (await store.deleteEvents(tx, ctx.space.id, ids)), { timeout: 'complex' });

/** Deletes an event, one occurrence of it, or that and all that follow. Undo brings it back. @throws 404, 422 */
export function deleteEvent(ctx: Ctx, id: string, query: ScopeQuery, versions?: string[]): Promise<void> {
  return ctx.tx(async (tx) => {
    const { event, scope, key } = await target(tx, ctx, id, query, versions);
    if (event.series_id) {
      await store.insertExdate(tx, ctx.space.id, event.series_id, event.recurrence_id!);
      return void (await store.deleteEvent(tx, ctx.space.id, event.id));
    }
    if (scope === 'all' || (scope === 'following' && key === event.starts_at)) return void (await store.deleteEvent(tx, ctx.space.id, event.id));
    const exceptions = await store.selectExceptions(tx, ctx.space.id, event.id);
    if (scope === 'this') {
      await store.insertExdate(tx, ctx.space.id, event.id, key!);
      return store.deleteExceptions(tx, ctx.space.id, exceptions.filter((one) => one.what === 'override' && one.occurrence === key));
    }
    await endBefore(tx, ctx, event, key!);
    return store.deleteExceptions(tx, ctx.space.id, exceptions.filter((one) => one.occurrence >= key!));
  });
}
