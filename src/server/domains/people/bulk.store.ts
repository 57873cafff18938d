import sql, { join, raw } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import { CONTACT_COLUMNS, type ContactPatch } from './people.schema.ts';

/** Columns of contacts that are not text, and what a new contact has there when nothing is said. */
const TYPES: Record<string, string> = {
  tier: 'smallint', cadence_weeks: 'smallint', telegram_id: 'bigint', telegram_verified: 'boolean', telegram_premium: 'boolean', starred: 'boolean', archived: 'boolean',
  emails: 'jsonb', phones: 'jsonb', addresses: 'jsonb', important_dates: 'jsonb', social_handles: 'jsonb', custom_fields: 'jsonb',
};
const DEFAULTS: Record<string, string> = { smallint: '2', boolean: 'false', jsonb: `'[]'` };
const typeOf = (column: string) => TYPES[column] ?? 'text';
const defaultOf = (column: string) => (column === 'telegram_id' || column === 'cadence_weeks' ? undefined : DEFAULTS[typeOf(column)]);
const RECORD = raw(CONTACT_COLUMNS.map((column) => `${column} ${typeOf(column)}`).join(', '));
const COLUMNS = join(CONTACT_COLUMNS.map((column) => raw(column)));
const VALUES = raw(CONTACT_COLUMNS.map((column) => (defaultOf(column) ? `coalesce(r.${column}, ${defaultOf(column)})` : `r.${column}`)).join(', '));
const CHANGED = raw(CONTACT_COLUMNS.map((column) => `${column} = case when r.patch ? '${column}' then ${typeOf(column) === 'jsonb' ? `r.patch -> '${column}'` : `(r.patch ->> '${column}')::${typeOf(column)}`} else c.${column} end`).join(', '));

/** A contact to be, with an id of its own (platform/ids.ts) and, when it is known, the time it was made. */
export type NewPerson = ContactPatch & { id: string; full_name: string; created_at?: string | null };

/** One statement, however many. */
export const insertPeople = (db: Db, spaceId: string, userId: string, people: NewPerson[]) =>
  db.query(sql`
    insert into contacts (id, space_id, created_by, created_at, updated_at, ${COLUMNS})
    select r.id, ${spaceId}, ${userId}, coalesce(r.created_at, now()), coalesce(r.created_at, now()), ${VALUES}
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as r (id uuid, created_at timestamptz, ${RECORD})`);

/** Changes the given fields of each. One statement. */
export const updatePeople = (db: Db, spaceId: string, changes: { id: string; patch: ContactPatch }[]) =>
  db.query(sql`
    update contacts c set ${CHANGED}, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r (id uuid, patch jsonb) where c.space_id = ${spaceId} and c.id = r.id`);

/** Somebody who was found, by what, and (for a name) what was asked. */
export type FoundPerson = { by: 'id' | 'telegram_id' | 'name'; asked: string | null; id: string; full_name: string; tier: 1 | 2; telegram_id: number | null; telegram_username: string | null };

const FOUND = sql`c.id, c.full_name, c.tier, c.telegram_id, c.telegram_username`;
/** Everybody with one of these ids, Telegram ids or names (case and accents aside), archived or not. One statement. */
export const selectPeople = (db: Db, spaceId: string, { ids, telegram_ids, names }: { ids: string[]; telegram_ids: number[]; names: string[] }) =>
  db.query<FoundPerson>(sql`
    select 'id' as by, null as asked, ${FOUND} from contacts c where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[])
    union all select 'telegram_id', null, ${FOUND} from contacts c where c.space_id = ${spaceId} and c.telegram_id = any (${telegram_ids}::bigint[])
    union all select 'name', asked.name, ${FOUND} from unnest(${names}::text[]) asked (name)
      join contacts c on c.space_id = ${spaceId} and c.archived in (true, false) and c.name_folded = kith.fold(asked.name)`);

/** Names with case and accents folded away, as they are compared. */
export const foldNames = (db: Db, names: string[]) => db.query<{ name: string; folded: string }>(sql`select n as name, kith.fold(n) as folded from unnest(${names}::text[]) n`);
