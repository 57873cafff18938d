import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Named } from './people.schema.ts';

export type NamedFields = Pick<Named, 'name' | 'color' | 'description'>;
export type SortedNamed = Named & { name_key: string };
/** Both have a name nothing else of the kind has in the space, a colour, a description, and how many people have it. */
type Table = 'tags' | 'groups';

const from = (table: Table) => sql`${raw(table)} n`;
export const NAMED = sql`n.id, n.name, n.color, n.description, n.contact_count, n.created_at, n.updated_at`;

/** Up to `limit + 1` by name after the cursor `[name_key]`; `where` narrows further. */
export const selectNamedPage = (db: Db, table: Table, spaceId: string, query: { limit: number; q?: string | undefined }, after: [string] | undefined, narrower: Sql[] = []): Promise<SortedNamed[]> => {
  const where = [sql`n.space_id = ${spaceId}`, ...narrower];
  if (after) where.push(sql`n.name_key > ${after[0]}`);
  if (query.q) where.push(sql`n.name_key >= kith.fold(${query.q}) and n.name_key < kith.fold(${query.q}) || chr(1114111)`);
  return db.query(sql`select ${NAMED}, n.name_key from ${from(table)} where ${join(where, ' and ')} order by n.name_key limit ${query.limit + 1}`);
};

export const selectNamed = async (db: Db, table: Table, spaceId: string, id: string) => (await db.query<Named>(sql`select ${NAMED} from ${from(table)} where n.space_id = ${spaceId} and n.id = ${id}`))[0];

/** Case and accents do not count. */
export const selectByName = async (db: Db, table: Table, spaceId: string, name: string) =>
  (await db.query<Named>(sql`select ${NAMED} from ${from(table)} where n.space_id = ${spaceId} and n.name_key = kith.fold(${name})`))[0];

/** @returns undefined when the name is taken */
export const insertNamed = async (db: Db, table: Table, spaceId: string, { name, color, description }: NamedFields) =>
  (
    await db.query<Named>(sql`insert into ${raw(table)} as n (space_id, name, color, description) values (${spaceId}, ${name}, ${color}, ${description})
      on conflict (space_id, name_key) do nothing returning ${NAMED}`)
  )[0];

/** Locks those that there are. */
export const lockNamed = (db: Db, table: Table, spaceId: string, ids: string[]) =>
  db.query<{ updated_at: string }>(sql`select n.updated_at from ${from(table)} where n.space_id = ${spaceId} and n.id = any (${ids}::uuid[]) order by n.id for update`);

export const updateNamed = async (db: Db, table: Table, spaceId: string, id: string, patch: Partial<NamedFields>) => {
  const sets = [sql`updated_at = now()`];
  if (patch.name !== undefined) sets.push(sql`name = ${patch.name}`);
  if (patch.color !== undefined) sets.push(sql`color = ${patch.color}`);
  if (patch.description !== undefined) sets.push(sql`description = ${patch.description}`);
  return (await db.query<Named>(sql`update ${from(table)} set ${join(sets)} where n.space_id = ${spaceId} and n.id = ${id} returning ${NAMED}`))[0];
};

/** @returns how many there were */
export const deleteNamed = async (db: Db, table: Table, spaceId: string, ids: string[]) =>
  (await db.query(sql`delete from ${from(table)} where n.space_id = ${spaceId} and n.id = any (${ids}::uuid[]) returning n.id`)).length;
