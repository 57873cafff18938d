import sql, { join, raw } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Attendee, Calendar, CalendarPatch, Event, EventReminder } from './calendar.schema.ts';

const CALENDAR = raw(`id, name, color, is_default,
  exists (select 1 from hidden_calendars h where h.space_id = calendars.space_id and h.calendar_id = calendars.id and h.user_id = kith.user_id()) as hidden, created_at, updated_at`);

export const selectCalendars = (db: Db, spaceId: string, limit: number, after: [string] | undefined) =>
  db.query<Calendar>(sql`select ${CALENDAR} from calendars where space_id = ${spaceId} ${after ? sql`and id > ${after[0]}` : sql``} order by id limit ${limit + 1}`);

export const selectCalendar = async (db: Db, spaceId: string, id: string) => (await db.query<Calendar>(sql`select ${CALENDAR} from calendars where space_id = ${spaceId} and id = ${id}`))[0];

/** Those who may not change it find nothing. */
export const lockCalendar = async (db: Db, spaceId: string, id: string) => (await db.query<Calendar>(sql`select ${CALENDAR} from calendars where space_id = ${spaceId} and id = ${id} for update`))[0];

export const defaultCalendar = async (db: Db, spaceId: string) => (await db.query<{ id: string }>(sql`select id from calendars where space_id = ${spaceId} and is_default`))[0]!.id;

export const insertCalendar = async (db: Db, spaceId: string, { name, color }: { name: string; color: string }) =>
  (await db.query<Calendar>(sql`insert into calendars (space_id, name, color) values (${spaceId}, ${name}, ${color}) returning ${CALENDAR}`))[0]!;

/** The keys of `patch` are columns: the schema lets no other through. */
export const updateCalendar = async (db: Db, spaceId: string, id: string, patch: Omit<CalendarPatch, 'hidden'>) => {
  if (patch.is_default) await db.query(sql`update calendars set is_default = false, updated_at = now() where space_id = ${spaceId} and is_default and id <> ${id}`);
  const sets = Object.entries(patch).map(([column, value]) => sql`${raw(column)} = ${value}`);
  await db.query(sql`update calendars set ${join(sets)}, updated_at = now() where space_id = ${spaceId} and id = ${id}`);
};

/** Whether somebody wants to see a calendar; of nobody else's concern. */
export const hideCalendar = (db: Db, spaceId: string, userId: string, id: string, hidden: boolean) =>
  hidden
    ? db.query(sql`insert into hidden_calendars (space_id, user_id, calendar_id) values (${spaceId}, ${userId}, ${id}) on conflict do nothing`)
    : db.query(sql`delete from hidden_calendars where space_id = ${spaceId} and user_id = ${userId} and calendar_id = ${id}`);

export const deleteCalendar = (db: Db, spaceId: string, id: string) => db.query(sql`delete from calendars where space_id = ${spaceId} and id = ${id} returning id`);

const CONTACTS = sql`coalesce((
  select json_agg(json_build_object('id', c.id, 'full_name', c.full_name) order by c.name_folded, c.id)
  from event_contacts ec join contacts c on c.space_id = ec.space_id and c.id = ec.contact_id
  where ec.space_id = e.space_id and ec.event_id = e.id), '[]') as contacts`;

const EXDATES = sql`array(select x.occurrence from event_exdates x where x.space_id = e.space_id and x.event_id = e.id order by x.occurrence) as exdates`;

const EVENT = sql`e.id, e.calendar_id, e.series_id, e.recurrence_id, e.title, e.description, e.place, e.all_day, e.starts_at, e.ends_at, e.time_zone, e.rrule,
  ${EXDATES}, e.color, e.source, (select n.id from entries n where n.space_id = e.space_id and n.id = e.entry_id) as entry_id, ${CONTACTS},
  coalesce((select json_agg(json_build_object('name', a.name, 'email', a.email, 'contact_id', a.contact_id, 'status', a.status) order by a.id)
    from event_attendees a where a.space_id = e.space_id and a.event_id = e.id), '[]') as attendees,
  coalesce((select json_agg(json_build_object('minutes_before', r.minutes_before, 'days_before', r.days_before, 'at_time', r.at_time)
      order by r.minutes_before, r.days_before, r.at_time)
    from event_reminders r where r.space_id = e.space_id and r.event_id = e.id), '[]') as reminders,
  e.created_at, e.updated_at`;

export const selectEvent = async (db: Db, spaceId: string, id: string) => (await db.query<Event>(sql`select ${EVENT} from events e where e.space_id = ${spaceId} and e.id = ${id}`))[0];
export const selectOverride = async (db: Db, spaceId: string, seriesId: string, occurrence: string) =>
  (await db.query<Event>(sql`select ${EVENT} from events e where e.space_id = ${spaceId} and e.series_id = ${seriesId} and e.recurrence_id = ${occurrence}`))[0];

/** Locks an event, and the series it belongs to, so that changes of one series come one after the other. */
export const lockEvent = (db: Db, spaceId: string, id: string) =>
  db.query(sql`select id from events where space_id = ${spaceId} and id in (select coalesce(series_id, id) from events where space_id = ${spaceId} and id = ${id}) for update`);

/** An event as a window shows it. `overridden`: the occurrences of a series that have a row of their own. */
export type EventRow = Pick<Event, 'id' | 'calendar_id' | 'series_id' | 'recurrence_id' | 'title' | 'place' | 'starts_at' | 'ends_at' | 'time_zone' | 'rrule' | 'exdates' | 'contacts' | 'source'> & { color: string; overridden: string[] };
type Window = { from: string; to: string; calendar_id?: string | undefined; contact_id?: string | undefined; visible?: boolean | undefined };

const SHOWN = sql`e.id, e.calendar_id, e.series_id, e.recurrence_id, e.title, e.place, e.starts_at, e.ends_at, e.time_zone, e.rrule, e.source,
  coalesce(e.color, k.color) as color, ${EXDATES}, ${CONTACTS},
  array(select o.recurrence_id from events o where o.space_id = e.space_id and o.series_id = e.id) as overridden`;

const shown = (spaceId: string, { calendar_id, contact_id, visible }: Window) => [
  sql`e.space_id = ${spaceId}`,
  ...(calendar_id ? [sql`e.calendar_id = ${calendar_id}`] : []),
  ...(contact_id ? [sql`exists (select 1 from event_contacts ec where ec.space_id = e.space_id and ec.contact_id = ${contact_id} and ec.event_id = e.id)`] : []),
  ...(visible ? [sql`not exists (select 1 from hidden_calendars h where h.space_id = e.space_id and h.user_id = kith.user_id() and h.calendar_id = e.calendar_id)`] : []),
];
const FROM = raw('from events e join calendars k on k.space_id = e.space_id and k.id = e.calendar_id');

/** Events that do not repeat and may lie in a window of days, by their first day. `since`: no event that reaches into it begins before. */
export const selectSingles = (db: Db, spaceId: string, window: Window, since: string, limit: number) =>
  db.query<EventRow>(sql`select ${SHOWN} ${FROM}
    where ${join(shown(spaceId, window), ' and ')} and e.rrule is null and e.first_on between ${since} and ${window.to} and e.last_on >= ${window.from}
    order by e.first_on, e.id limit ${limit}`);

export const selectRepeating = (db: Db, spaceId: string, window: Window, limit: number) =>
  db.query<EventRow>(sql`select ${SHOWN} ${FROM}
    where ${join(shown(spaceId, window), ' and ')} and e.rrule is not null and e.first_on <= ${window.to} and coalesce(e.last_on, '9999') >= ${window.from}
    order by e.first_on, e.id limit ${limit}`);

/** The columns of an event that verbs write. */
export type EventRowBody = Pick<Event, 'calendar_id' | 'series_id' | 'recurrence_id' | 'title' | 'description' | 'place' | 'starts_at' | 'ends_at' | 'time_zone' | 'rrule' | 'color' | 'source' | 'entry_id'> & { last_on: string | null };
const WRITTEN = ['calendar_id', 'series_id', 'recurrence_id', 'title', 'description', 'place', 'starts_at', 'ends_at', 'time_zone', 'rrule', 'color', 'source', 'entry_id', 'last_on'] as const;

/** @returns the id; undefined when there is an event of this entry already */
export const insertEvent = async (db: Db, spaceId: string, userId: string, event: EventRowBody) =>
  (
    await db.query<{ id: string }>(sql`insert into events (space_id, created_by, ${join(WRITTEN.map(raw))}) values (${spaceId}, ${userId}, ${join(WRITTEN.map((column) => event[column]))})
      on conflict (space_id, entry_id) do nothing returning id`)
  )[0]?.id;

export const updateEvent = (db: Db, spaceId: string, id: string, event: Partial<EventRowBody>) => {
  const sets = WRITTEN.filter((column) => event[column] !== undefined).map((column) => sql`${raw(column)} = ${event[column]}`);
  return db.query(sql`update events set ${join([...sets, sql`updated_at = now()`])} where space_id = ${spaceId} and id = ${id}`);
};

export const deleteEvent = (db: Db, spaceId: string, id: string) => db.query(sql`delete from events where space_id = ${spaceId} and id = ${id}`);

export const deleteEvents = (db: Db, spaceId: string, ids: string[]) => db.query(sql`delete from events where space_id = ${spaceId} and id = any (${ids}::uuid[])`);

export const insertExdate = (db: Db, spaceId: string, eventId: string, occurrence: string) =>
  db.query(sql`insert into event_exdates (space_id, event_id, occurrence) values (${spaceId}, ${eventId}, ${occurrence}) on conflict do nothing`);

/** Keys of a series' exceptions: what does not take place, and what has a row of its own. */
export const selectExceptions = (db: Db, spaceId: string, seriesId: string) =>
  db.query<{ what: 'exdate' | 'override'; id: string; occurrence: string }>(sql`
    select 'exdate' as what, id, occurrence from event_exdates where space_id = ${spaceId} and event_id = ${seriesId}
    union all select 'override', id, recurrence_id from events where space_id = ${spaceId} and series_id = ${seriesId}`);

/** Gives exceptions another series and key. */
export const moveException = (db: Db, spaceId: string, { what, id }: { what: string; id: string }, seriesId: string, occurrence: string) =>
  what === 'exdate'
    ? db.query(sql`update event_exdates set event_id = ${seriesId}, occurrence = ${occurrence} where space_id = ${spaceId} and id = ${id}`)
    : db.query(sql`update events set series_id = ${seriesId}, recurrence_id = ${occurrence}, updated_at = now() where space_id = ${spaceId} and id = ${id}`);

export const deleteExceptions = async (db: Db, spaceId: string, exceptions: { what: string; id: string }[]) => {
  const ids = (what: string) => exceptions.filter((one) => one.what === what).map((one) => one.id);
  await db.query(sql`delete from event_exdates where space_id = ${spaceId} and id = any (${ids('exdate')}::uuid[])`);
  await db.query(sql`delete from events where space_id = ${spaceId} and id = any (${ids('override')}::uuid[])`);
};

/** How many of the ids are contacts of the space. */
export const countContacts = async (db: Db, spaceId: string, ids: string[]) =>
  (await db.query<{ n: number }>(sql`select count(*)::int as n from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[])`))[0]!.n;

export const setContacts = async (db: Db, spaceId: string, eventId: string, ids: string[]) => {
  await db.query(sql`delete from event_contacts where space_id = ${spaceId} and event_id = ${eventId} and not contact_id = any (${ids}::uuid[])`);
  await db.query(sql`insert into event_contacts (space_id, event_id, contact_id) select ${spaceId}, ${eventId}, id from unnest(${ids}::uuid[]) with ordinality u (id, n) order by n on conflict do nothing`);
};

/** Replaces the attendees; those that stay as they are keep their row. */
export const setAttendees = async (db: Db, spaceId: string, eventId: string, attendees: Attendee[]) => {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(attendees)}::jsonb) as n (name text, email text, contact_id uuid, status text)`;
  const same = sql`(a.name, a.email, a.contact_id, a.status) is not distinct from (n.name, n.email, n.contact_id, n.status)`;
  await db.query(sql`delete from event_attendees a where a.space_id = ${spaceId} and a.event_id = ${eventId} and not exists (select 1 from ${rows} where ${same})`);
  await db.query(sql`insert into event_attendees (space_id, event_id, name, email, contact_id, status)
    select ${spaceId}, ${eventId}, n.name, n.email, n.contact_id, n.status
    from rows from (jsonb_to_recordset(${JSON.stringify(attendees)}::jsonb) as (name text, email text, contact_id uuid, status text)) with ordinality as n (name, email, contact_id, status, i)
    where not exists (select 1 from event_attendees a where a.space_id = ${spaceId} and a.event_id = ${eventId} and ${same}) order by n.i`);
};

/** Replaces when to be reminded; a reminder that stays keeps its row, and what was shown of it. */
export const setReminders = async (db: Db, spaceId: string, eventId: string, reminders: EventReminder[]) => {
  const rows = sql`jsonb_to_recordset(${JSON.stringify(reminders)}::jsonb) as n (minutes_before int, days_before int, at_time text)`;
  await db.query(sql`delete from event_reminders r where r.space_id = ${spaceId} and r.event_id = ${eventId}
    and not exists (select 1 from ${rows} where (r.minutes_before, r.days_before, r.at_time) is not distinct from (n.minutes_before, n.days_before, n.at_time))`);
  await db.query(sql`insert into event_reminders (space_id, event_id, minutes_before, days_before, at_time)
    select ${spaceId}, ${eventId}, n.minutes_before, n.days_before, n.at_time from ${rows} on conflict do nothing`);
};
