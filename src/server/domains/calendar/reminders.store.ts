import sql from 'sql-template-tag';
import type { Database, Db } from '../../platform/database/database.ts';
import type { EventReminder, Reminder } from './calendar.schema.ts';

// A reminder whose event has been moved or called off since is not shown; undo brings it back with the event.
const STANDS = sql`(case r.kind
  when 'event' then e.id is not null and case when e.rrule is null then r.occurrence = e.starts_at else
    not exists (select 1 from event_exdates x where x.space_id = r.space_id and x.event_id = e.id and x.occurrence = r.occurrence)
    and not exists (select 1 from events o where o.space_id = r.space_id and o.series_id = e.id and o.recurrence_id = r.occurrence) end
  else c.id is not null and c.birthday_days_before is distinct from '{}' end)`;
const REMINDER = sql`r.id, r.kind, case when r.state = 'pending' and r.shown_at is not null then 'shown' else r.state end as state,
  coalesce(e.title, case r.kind when 'birthday' then 'Birthday' else r.label end || ' of ' || c.full_name, '') as title, e.place,
  r.event_id, c.id as contact_id, c.full_name as contact_name, r.occurrence, e.time_zone, r.days_before, r.due_at, r.snoozed_until
  from reminders r left join events e on e.space_id = r.space_id and e.id = r.event_id
  left join contacts c on c.space_id = r.space_id and c.id = coalesce(e.contact_id, r.contact_id)`;

/** Up to `limit + 1` reminders, latest first; `due`: only those that wait for somebody now. */
export const selectReminders = (db: Db, spaceId: string, query: { limit: number; due: boolean }, before: [string, string] | undefined) =>
  db.query<Reminder>(sql`select ${REMINDER} where r.space_id = ${spaceId} and ${STANDS}
    ${query.due ? sql`and r.state <> 'dismissed' and (r.snoozed_until is null or r.snoozed_until <= now())` : sql``}
    ${before ? sql`and (r.due_at, r.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
    order by r.due_at desc, r.id desc limit ${query.limit + 1}`);

export const selectReminder = async (db: Db, spaceId: string, id: string) => (await db.query<Reminder>(sql`select ${REMINDER} where r.space_id = ${spaceId} and r.id = ${id} and ${STANDS}`))[0];

export const dismiss = (db: Db, spaceId: string, id: string) => db.query(sql`update reminders set state = 'dismissed', snoozed_until = null, updated_at = now() where space_id = ${spaceId} and id = ${id} and state <> 'dismissed'`);
export const snooze = (db: Db, spaceId: string, id: string, minutes: number) =>
  db.query(sql`update reminders set state = 'snoozed', snoozed_until = now() + make_interval(mins => ${minutes}), shown_at = null, updated_at = now() where space_id = ${spaceId} and id = ${id}`);
export const markShown = (db: Db, spaceId: string, id: string) => db.query(sql`update reminders set shown_at = coalesce(shown_at, now()) where space_id = ${spaceId} and id = ${id}`);

/** What the worker is to look at, of every tenant: ids, and the zone of the owner of the space and what of birthdays that one wants to be told. */
export const selectLooks = (database: Database, at: Date, limit: number) =>
  database.anonymous<{ space_id: string; time_zone: string; birthday_days_before: number[]; birthday_time: string; reminder_ids: string[]; snoozed_ids: string[]; ended_ids: string[]; dates: boolean }>(sql`select * from kith.calendar_looks(${at.toISOString()}, ${limit})`);

export type LookedAt = EventReminder & {
  id: string;
  looked_until: string;
  event_id: string;
  starts_at: string;
  ends_at: string;
  time_zone: string | null;
  rrule: string | null;
  skipped: string[];
};

const SKIPPED = sql`array(select x.occurrence from event_exdates x where x.space_id = e.space_id and x.event_id = e.id
  union all select o.recurrence_id from events o where o.space_id = e.space_id and o.series_id = e.id)`;

/** Reminders of events that nobody else is looking at, with their event. `skipped`: occurrences left out or with a row of their own. */
export const lockLooks = (db: Db, spaceId: string, ids: string[], at: Date) =>
  db.query<LookedAt>(sql`
    select r.id, r.minutes_before, r.days_before, r.at_time, r.looked_until, e.id as event_id, e.starts_at, e.ends_at, e.time_zone, e.rrule,
      ${SKIPPED} as skipped
    from event_reminders r join events e on e.space_id = r.space_id and e.id = r.event_id
    where r.space_id = ${spaceId} and r.id = any (${ids}::uuid[]) and r.look_at <= ${at.toISOString()} for update of r skip locked`);

/** `look_at` null: never again, unless the event changes. */
export const finishLooks = (db: Db, spaceId: string, at: Date, looks: { id: string; look_at: string | null }[]) =>
  db.query(sql`update event_reminders r set looked_until = greatest(r.looked_until, ${at.toISOString()}::timestamptz), look_at = coalesce(l.look_at, 'infinity')
    from jsonb_to_recordset(${JSON.stringify(looks)}::jsonb) as l (id uuid, look_at timestamptz) where r.space_id = ${spaceId} and r.id = l.id`);

/** What repeats, or happens once. `skipped`: occurrences left out or with a row of their own. */
export type EndLook = { event_id: string; starts_at: string; ends_at: string; time_zone: string | null; rrule: string | null; skipped: string[] };

/** Of one space that may be written to: up to `limit` events whose end is to be looked at now, by the clock of the database, and the zone of its owner. */
export const selectEndLooks = async (db: Db, spaceId: string, limit: number) =>
  (await db.query<{ time_zone: string; at: string; ended_ids: string[] }>(sql`select time_zone, at, ended_ids from kith.ends_to_look_at(${spaceId}, ${limit})`))[0];

/** Events whose end is to be looked at, and that nobody else is looking at. */
export const lockEnds = (db: Db, spaceId: string, eventIds: string[], at: Date) =>
  db.query<EndLook>(sql`
    select m.event_id, e.starts_at, e.ends_at, e.time_zone, e.rrule, ${SKIPPED} as skipped
    from event_ends m join events e on e.space_id = m.space_id and e.id = m.event_id
    where m.space_id = ${spaceId} and m.event_id = any (${eventIds}::uuid[]) and m.look_at <= ${at.toISOString()} for update of m skip locked`);

/** `ended_at` null: not yet; `look_at` null: never again, unless the event changes. */
export const finishEnds = (db: Db, spaceId: string, looks: { event_id: string; ended_at: string | null; look_at: string | null }[]) =>
  db.query(sql`update event_ends m set ended_at = l.ended_at, look_at = coalesce(l.look_at, 'infinity')
    from jsonb_to_recordset(${JSON.stringify(looks)}::jsonb) as l (event_id uuid, ended_at timestamptz, look_at timestamptz) where m.space_id = ${spaceId} and m.event_id = l.event_id`);

export type Due = { kind: Reminder['kind']; key: string; event_id: string | null; contact_id: string | null; occurrence: string; label: string | null; days_before: number | null; due_at: string };

/** Writes what came due; what was written before stays as it is. */
export const insertDue = (db: Db, spaceId: string, due: Due[]) =>
  db.query(sql`insert into reminders (space_id, kind, key, event_id, contact_id, occurrence, label, days_before, due_at)
    select ${spaceId}, d.kind, d.key, d.event_id, d.contact_id, d.occurrence, d.label, d.days_before, d.due_at
    from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d (kind text, key text, event_id uuid, contact_id uuid, occurrence text, label text, days_before int, due_at timestamptz)
    on conflict (space_id, key) do nothing`);

export const wakeSnoozed = (db: Db, spaceId: string, ids: string[], at: Date) =>
  db.query(sql`update reminders set state = 'pending', snoozed_until = null, shown_at = null, updated_at = now()
    where space_id = ${spaceId} and id = any (${ids}::uuid[]) and state = 'snoozed' and snoozed_until <= ${at.toISOString()}`);

export const lockDateLook = async (db: Db, spaceId: string, at: Date) =>
  (await db.query<{ looked_until: string }>(sql`select looked_until from date_looks where space_id = ${spaceId} and look_at <= ${at.toISOString()} for update skip locked`))[0];
export const finishDateLook = (db: Db, spaceId: string, at: Date, look_at: Date) =>
  db.query(sql`update date_looks set looked_until = greatest(looked_until, ${at.toISOString()}::timestamptz), look_at = ${look_at.toISOString()} where space_id = ${spaceId}`);

export const sweepReminders = (database: Database) => database.tx({ user_id: null, read_spaces: [], write_spaces: [], channel: 'system', action_id: '' }, (tx) => tx.query(sql`select kith.sweep_reminders()`), { timeout: 'export' });
