import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import { dayFromNow, dayOf } from '../contact-filter.store.ts';
import { CONTACT_SUMMARY, tagsOfContact } from '../people.store.ts';
import type { ContactSummary } from '../people.schema.ts';
import type { Due, Interaction } from './touch.schema.ts';

const COLUMNS = sql`i.id, i.contact_id, i.kind, i.at, i.text, i.created_at`;

type DueRow = ContactSummary & Pick<Due, 'days_overdue' | 'why'> & { kind: Interaction['kind'] | null; text: string | null; sort_value: string };

/** Up to `limit + 1` people who are due within so many days, the longest overdue first. */
export const selectDue = (db: Db, spaceId: string, query: { limit: number; within_days: number }, after: [string, string] | undefined) =>
  db.query<DueRow>(sql`
    select ${CONTACT_SUMMARY}, ${tagsOfContact}, (now() at time zone (select kith.time_zone()))::date - ${dayOf('c.due_at')} as days_overdue,
      case when c.due_at = c.snoozed_until then 'snooze_over' when c.last_interaction_at is null then 'never_in_touch' else 'interval_passed' end as why,
      last.kind, last.text, c.due_at::text as sort_value
    from contacts c
    left join lateral (select i.kind, i.text from interactions i where i.space_id = c.space_id and i.contact_id = c.id and i.at = c.last_interaction_at order by i.id desc limit 1) last on true
    where c.space_id = ${spaceId} and not c.archived and c.due_at < ${dayFromNow(query.within_days + 1)}
      ${after === undefined ? sql`` : sql`and (c.due_at, c.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by c.due_at, c.id limit ${query.limit + 1}`);

/** Today and the beginning of the day to wait for, where the acting user lives. */
export const resolveDay = async (db: Db, { days, until }: { days?: number | undefined; until?: string | undefined }) =>
  (
    await db.query<{ moment: string; ahead: number }>(sql`
      select d.day::timestamp at time zone d.zone as moment, d.day - d.today as ahead from (
        select z as zone, (now() at time zone z)::date as today, coalesce(${until ?? null}::date, (now() at time zone z)::date + ${days ?? null}::int) as day from kith.time_zone() z) d`)
  )[0]!;

/** Puts off when to be in touch; null: no longer. @returns false when there is no such contact with a cadence */
export const setSnooze = async (db: Db, spaceId: string, contactId: string, until: string | null) =>
  (
    await db.query(sql`update contacts set snoozed_until = ${until}::timestamptz, snoozed_at = case when ${until}::timestamptz is not null then now() end, updated_at = now()
      where space_id = ${spaceId} and id = ${contactId} and cadence_weeks is not null returning id`)
  ).length === 1;

export const insertInteraction = async (db: Db, spaceId: string, userId: string, one: { contact_id: string; kind: string; at: string | null; text: string | null }) =>
  (
    await db.query<Interaction>(sql`insert into interactions as i (space_id, contact_id, kind, at, text, created_by)
      values (${spaceId}, ${one.contact_id}, ${one.kind}, coalesce(${one.at}::timestamptz, now()), ${one.text}, ${userId}) returning ${COLUMNS}`)
  )[0]!;

/** Up to `limit + 1` interactions with a contact, newest first. */
export const selectInteractions = (db: Db, spaceId: string, contactId: string, limit: number, before: [string, string] | undefined) =>
  db.query<Interaction>(sql`select ${COLUMNS} from interactions i where i.space_id = ${spaceId} and i.contact_id = ${contactId}
    ${before === undefined ? sql`` : sql`and (i.at, i.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`} order by i.at desc, i.id desc limit ${limit + 1}`);

export const deleteInteraction = async (db: Db, spaceId: string, id: string) => (await db.query(sql`delete from interactions where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;
