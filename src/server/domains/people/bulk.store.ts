import sql, { join, raw } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import { where } from './contact-filter.store.ts';
import { CONTACT_COLUMNS, type Contact, type ContactPatch, type PeopleFilter } from './people.schema.ts';
import { CONTACT_DETAIL, CONTACT_SUMMARY, tagsOfContact } from './people.store.ts';

/** Besides what a person may write: what address books need. */
const BULK_COLUMNS = [...CONTACT_COLUMNS, 'vcard_uid', 'vcard_extra', 'photo_id'];
const COLUMNS = join(BULK_COLUMNS.map((column) => raw(column)));
const VALUES = raw(BULK_COLUMNS.map((column) => `r.${column}`).join(', '));
const CHANGED = raw(BULK_COLUMNS.map((column) => `${column} = case when x.patch ? '${column}' then r.${column} else c.${column} end`).join(', '));
/** What a contact has where nothing is said; everything else is then null. */
const NOTHING_SAID = { tier: 2, emails: [], phones: [], addresses: [], important_dates: [], social_handles: [], custom_fields: [], vcard_extra: [], telegram_verified: false, telegram_premium: false, starred: false, archived: false };

/** A contact to be, with an id of its own (platform/ids.ts) and, when it is known, the time it was made. */
export type NewPerson = BulkPatch & { id: string; full_name: string; created_at?: string | null };
export type BulkPatch = ContactPatch & { vcard_uid?: string | null; vcard_extra?: unknown[]; photo_id?: string | null };

/** One statement, however many. */
export const insertPeople = (db: Db, spaceId: string, userId: string, people: NewPerson[]) =>
  db.query(sql`
    insert into contacts (id, space_id, created_by, created_at, updated_at, ${COLUMNS})
    select r.id, ${spaceId}, ${userId}, coalesce(r.created_at, now()), coalesce(r.created_at, now()), ${VALUES}
    from jsonb_populate_recordset(null::contacts, ${JSON.stringify(people.map((person) => ({ ...NOTHING_SAID, ...person })))}::jsonb) r`);

/** Changes the given fields of each. One statement. */
export const updatePeople = (db: Db, spaceId: string, changes: { id: string; patch: BulkPatch }[]) =>
  db.query(sql`
    update contacts c set ${CHANGED}, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as x (id uuid, patch jsonb), jsonb_populate_record(null::contacts, x.patch) r
    where c.space_id = ${spaceId} and c.id = any (${changes.map((change) => change.id)}::uuid[]) and c.id = x.id`);

/** Somebody who was found, and by what. */
export type FoundPerson = { by: 'id' | 'telegram_id' | 'name'; id: string; full_name: string; name_folded: string; tier: 1 | 2; telegram_id: number | null; telegram_username: string | null };

const FOUND = sql`c.id, c.full_name, c.name_folded, c.tier, c.telegram_id, c.telegram_username`;
/** Everybody with one of these ids, Telegram ids or names (case and accents aside), archived or not. One statement. */
export const selectPeople = (db: Db, spaceId: string, { ids, telegram_ids, names }: { ids: string[]; telegram_ids: number[]; names: string[] }) =>
  db.query<FoundPerson>(sql`
    select 'id' as by, ${FOUND} from contacts c where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[])
    union all select 'telegram_id', ${FOUND} from contacts c where c.space_id = ${spaceId} and c.telegram_id = any (${telegram_ids}::bigint[])
    union all select 'name', ${FOUND} from contacts c where c.space_id = ${spaceId} and c.archived in (true, false) and c.name_folded = any (array(select kith.fold(n) from unnest(${names}::text[]) n))`);

/** Names with case and accents folded away, as they are compared. */
export const foldNames = (db: Db, names: string[]) => db.query<{ name: string; folded: string }>(sql`select n as name, kith.fold(n) as folded from unnest(${names}::text[]) n`);

/**
 * Up to `limit` whole contacts in the order of their names, archived ones among them unless the filter says otherwise, after
 * `[folded name, id]`. Each half of an index is read in order; together they are merged.
 */
export async function selectWhole(db: Db, spaceId: string, { ids, ...filter }: PeopleFilter, after: [string, string] | undefined, limit: number): Promise<(Contact & { sort_value: string })[]> {
  const beyond = after ? sql`and (c.name_folded, c.id) > (${after[0]}, ${after[1]}::uuid)` : sql``;
  const named = ids ? sql`and c.id = any (${ids}::uuid[])` : sql``;
  const half = async (archived: boolean) => sql`(select c.id, c.name_folded from contacts c where ${await where(db, spaceId, { ...filter, archived })} ${named} ${beyond} order by c.name_folded, c.id limit ${limit})`;
  const halves = filter.archived === undefined ? [await half(false), await half(true)] : [await half(filter.archived)];
  return db.query(sql`
    select ${CONTACT_SUMMARY}, ${CONTACT_DETAIL}, ${tagsOfContact}, c.name_folded as sort_value
    from (select * from (${join(halves, ' union all ')}) both_halves order by name_folded, id limit ${limit}) wanted join contacts c on c.space_id = ${spaceId} and c.id = wanted.id
    order by c.name_folded, c.id`);
}

/** @returns how many of the ids there are */
export const countPeople = async (db: Db, spaceId: string, ids: string[]) => (await db.query<{ n: number }>(sql`select count(*)::int as n from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[])`))[0]!.n;
