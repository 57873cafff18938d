import sql, { join, raw, Sql } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { ContactFilter } from './people.schema.ts';

/** A filter as it is stored or came with an address; what is undefined does not matter. */
export type ListFilter = { [K in keyof ContactFilter]?: ContactFilter[K] | undefined };

/** The day a moment (a column, or an expression over one) falls on where the acting user lives. The zone is looked up once a query. */
export const dayOf = (moment: string) => sql`(${raw(moment)} at time zone (select kith.time_zone()))::date`;
/** The moment that begins the day so many days from today where the acting user lives. */
export const dayFromNow = (days: number) => sql`(select ((now() at time zone z)::date + ${days}::int)::timestamp at time zone z from kith.time_zone() z)`;

/** So many of a name are looked up by their ids; more are met soon enough in the order of the list. */
const FEW = 2000;

/**
 * Conditions on `contacts c`. They compare stored values: what is computed of them (lower(), a regular expression) is not leakproof,
 * so under a policy no index would be used. A name costs one query before.
 */
export async function where(db: Db, spaceId: string, filter: ListFilter): Promise<Sql> {
  const more = [
    filter.tier !== undefined && sql`c.tier = ${filter.tier}`,
    filter.tag !== undefined && tagged(filter.tag, filter.tag_match === 'all'),
    filter.group !== undefined && sql`exists (select 1 from group_members m where m.space_id = c.space_id and m.group_id = ${filter.group} and m.contact_id = c.id)`,
    filter.company !== undefined && sql`c.company_key = kith.fold(${filter.company})`,
    filter.city !== undefined && sql`c.city_key = kith.fold(${filter.city})`,
    filter.starred !== undefined && (filter.starred ? sql`c.starred` : sql`not c.starred`),
    filter.birthday_within_days !== undefined && birthdayWithin(filter.birthday_within_days),
    filter.no_contact_for_days !== undefined && sql`c.silent_since < now() - make_interval(days => ${filter.no_contact_for_days})`,
    filter.cadence_due !== undefined && sql`c.due_at ${raw(filter.cadence_due ? '<' : '>=')} ${dayFromNow(1)}`,
    filter.has_email !== undefined && sql`c.emails ${raw(filter.has_email ? '<>' : '=')} '[]'`,
    filter.has_phone !== undefined && sql`c.phones ${raw(filter.has_phone ? '<>' : '=')} '[]'`,
  ].filter((part) => part instanceof Sql);
  const named = filter.q ? await hasName(db, spaceId, filter.q) : [];
  return join([sql`c.space_id = ${spaceId}`, sql`c.archived = ${filter.archived ?? false}`, ...named, ...more], ' and ');
}

/** Words are found by a definer function: text operators under a policy would scan the whole space. */
async function hasName(db: Db, spaceId: string, q: string): Promise<Sql[]> {
  const [found] = await db.query<{ words: string[]; ids: string[] | null }>(sql`select f.words, f.ids from kith.few_contacts(${spaceId}, ${q}, ${FEW}) f`);
  return found!.ids ? [sql`c.id = any (${found!.ids}::uuid[])`] : found!.words.map((word) => sql`strpos(c.name_words, ${` ${word}`}) > 0`);
}

const withTag = (condition: Sql) => sql`exists (select 1 from contact_tags ct where ct.space_id = c.space_id and ct.contact_id = c.id and ${condition})`;
const tagged = (tags: string[], all: boolean) => (all ? join(tags.map((tag) => withTag(sql`ct.tag_id = ${tag}`)), ' and ') : withTag(sql`ct.tag_id = any (${tags}::uuid[])`));

/** Month-day from today to today + days, around the turn of the year. */
const birthdayWithin = (days: number) => sql`c.birthday is not null and c.birthday_month_day = any (array(
  select distinct to_char(d, 'MM-DD') from (select (now() at time zone kith.time_zone())::date as today) t, generate_series(t.today, t.today + ${days}::int, interval '1 day') d))`;
