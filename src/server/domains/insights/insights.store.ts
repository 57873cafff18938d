import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import { CATEGORIES } from '../../platform/intelligence/categories.ts';
import type { Facts } from './health.ts';

/** Insights own no table: they read people, notes, entries and logged contact, and write nothing. */

/** Notes about people and contact that left none, told apart by `logged`. */
const touches = (spaceId: string) => sql`(
  select contact_id, created_at, false as logged from notes where space_id = ${spaceId}
  union all select contact_id, at, true from interactions where space_id = ${spaceId})`;
const perTouch = sql`count(*) filter (where not n.logged)::int as n, count(*) filter (where n.logged)::int as logged, max(n.created_at) as last`;

const perCategory = join(CATEGORIES.map((name) => sql`count(*) filter (where e.category = ${name})::int`));
const localDay = (zone: string) => sql`((created_at at time zone ${zone})::date - date '1970-01-01')`;

/**
 * Facts of every contact (or of one) with the local days of the last year: each table is read once, whatever the number of people,
 * and joined when it is summed up: 250,000 rows are 5,000 by then.
 */
const facts = (spaceId: string, contactId: string | undefined, zone: string) => {
  const about = (table: string) => (contactId ? sql`${raw(table)}.contact_id = ${contactId}` : sql`${raw(table)}.contact_id is not null`);
  const daysOf = (which: Sql) => sql`array_agg(${localDay(zone)}) filter (where ${which} and created_at > now() - interval '365 days')`;
  return sql`
    from contacts c
    left join (
      select e.contact_id, count(*)::int as n, sum(coalesce(e.confidence, 5))::int as confidence_sum, max(e.created_at) as last, array[${perCategory}] as categories, ${daysOf(sql`true`)} as days
      from entries e where e.space_id = ${spaceId} and ${about('e')} group by 1) e on e.contact_id = c.id
    left join (
      select n.contact_id, ${perTouch}, ${daysOf(sql`not n.logged`)} as days, ${daysOf(sql`n.logged`)} as logged_days
      from ${touches(spaceId)} n where ${about('n')} group by 1) n on n.contact_id = c.id
    where c.space_id = ${spaceId} ${contactId ? sql`and c.id = ${contactId}` : empty}`;
};
const SINCE = sql`greatest(0, floor(extract(epoch from now() - greatest(e.last, n.last)) / 86400))::int as days_since_last`;
const FACTS = sql`c.id as contact_id, coalesce(n.n, 0) as notes, coalesce(n.logged, 0) as logged, coalesce(e.n, 0) as entries, coalesce(e.confidence_sum, 0) as confidence_sum,
  coalesce(e.categories, '{0,0,0,0,0,0,0,0}') as categories, ${SINCE}`;
// As JSON, which Node reads ten times as fast as an array of PostgreSQL.
const noted = sql`coalesce(array_to_json(e.days), '[]') as entry_days, coalesce(array_to_json(n.days), '[]') as note_days, coalesce(array_to_json(n.logged_days), '[]') as logged_days`;
const today = (zone: string) => sql`((now() at time zone ${zone})::date - date '1970-01-01') as today`;
const cadence = (zone: string) => sql`c.cadence_weeks, case when not c.archived then (nullif(c.due_at, 'infinity') at time zone ${zone})::date - (now() at time zone ${zone})::date end as due_in`;

/** `days_since_last` comes as 0 where there was no interaction (greatest passes over null). */
const clean = <T extends { days_since_last: number | null; notes: number; logged: number; entries: number }>(row: T): T => ({ ...row, days_since_last: row.notes + row.logged + row.entries === 0 ? null : row.days_since_last });

export type ContactFacts = Facts & { contact_id: string };
const KINDS = sql`bit_or(case e.category ${join(CATEGORIES.map((name, i) => sql`when ${name} then ${2 ** i}::int`), ' ')} end)`;

/** Facts of every contact with any interaction, with 1 for each category that has entries: counting them too would cost half as much again. */
export const selectFacts = async (db: Db, spaceId: string): Promise<ContactFacts[]> =>
  (
    await db.query<Omit<ContactFacts, 'categories'> & { kinds: number }>(sql`
      select c.id as contact_id, coalesce(n.n, 0) as notes, coalesce(n.logged, 0) as logged, coalesce(e.n, 0) as entries, coalesce(e.confidence_sum, 0) as confidence_sum, coalesce(e.kinds, 0) as kinds, ${SINCE}
      from contacts c
      left join (select e.contact_id, count(*)::int as n, sum(coalesce(e.confidence, 5))::int as confidence_sum, max(e.created_at) as last, ${KINDS} as kinds
        from entries e where e.space_id = ${spaceId} group by 1) e on e.contact_id = c.id
      left join (select n.contact_id, ${perTouch} from ${touches(spaceId)} n where n.contact_id is not null group by 1) n on n.contact_id = c.id
      where c.space_id = ${spaceId} and (e.contact_id is not null or n.contact_id is not null)`)
  ).map(({ kinds, ...row }) => clean({ ...row, categories: CATEGORIES.map((_, i) => (kinds >> i) & 1) }));

type Who = { full_name: string; tier: 1 | 2; last_interaction: string | null };
/** `due_in`: days until the wanted cadence is due, where the user lives; null without one, and of archived people, who never are. */
type Cadence = { cadence_weeks: number | null; due_in: number | null };
export type Activity = ContactFacts & Who & { entry_days: number[]; note_days: number[]; logged_days: number[]; today: number };
const WHO = sql`c.full_name, c.tier, greatest(e.last, n.last) as last_interaction`;

/** Everybody who is not archived, with the days of the last year. */
export const selectActivity = async (db: Db, spaceId: string, zone: string): Promise<Activity[]> =>
  (await db.query<Activity>(sql`select ${FACTS}, ${WHO}, ${noted}, ${today(zone)} ${facts(spaceId, undefined, zone)} and not c.archived`)).map(clean);

export type OpenEntry = { id: string; content: string; days: number };
export type Person = Activity & Cadence & { birthday: string | null; important_dates: { label: string; date: string }[]; open_actions: OpenEntry[]; personal_days: number | null };

/** One person with what recommendations look at: the newest Actionable entries of 90 days, and days since the newest personal detail. */
export const selectPerson = async (db: Db, spaceId: string, contactId: string, zone: string): Promise<Person | undefined> =>
  (
    await db.query<Person>(sql`
      select ${FACTS}, ${WHO}, ${noted}, ${today(zone)}, ${cadence(zone)}, c.birthday, c.important_dates,
        coalesce((select json_agg(a order by a.days, a.id desc) from (
          select id, content, greatest(0, floor(extract(epoch from now() - created_at) / 86400))::int as days from entries
          where space_id = ${spaceId} and contact_id = c.id and category = 'Actionable' and created_at > now() - interval '90 days'
          order by created_at desc, id desc limit 3) a), '[]') as open_actions,
        (select greatest(0, floor(extract(epoch from now() - max(created_at)) / 86400))::int from entries
          where space_id = ${spaceId} and contact_id = c.id and category = 'Personal Details' having count(*) > 0) as personal_days
      ${facts(spaceId, contactId, zone)}`)
  ).map(clean)[0];

export type WeekRow = { week: string; week_start: string; count: number; categories: number[]; confidence_avg: number };

/** Weeks (ISO, in `zone`) of the last `days` × 24 hours that have entries, oldest first; undefined without such a contact. */
export const selectWeeks = async (db: Db, spaceId: string, contactId: string, zone: string, days: number): Promise<WeekRow[] | undefined> =>
  (
    await db.query<{ weeks: WeekRow[] }>(sql`
      select coalesce((select json_agg(w order by w.week_start) from (
        select to_char(date_trunc('week', e.local), 'IYYY-"W"IW') as week, date_trunc('week', e.local)::date as week_start, count(*)::int,
          array[${perCategory}] as categories, round(avg(coalesce(e.confidence, 5)), 1)::float8 as confidence_avg
        from (select created_at at time zone ${zone} as local, category, confidence from entries
          where space_id = ${spaceId} and contact_id = c.id and created_at >= now() - make_interval(days => ${days}::int)) e
        group by date_trunc('week', e.local)) w), '[]') as weeks
      from contacts c where c.space_id = ${spaceId} and c.id = ${contactId}`)
  )[0]?.weeks;

/** The zone the user chose. */
export const selectTimeZone = async (db: Db, userId: string): Promise<string | undefined> =>
  (await db.query<{ time_zone: string }>(sql`select time_zone from preferences where user_id = ${userId}`))[0]?.time_zone;
