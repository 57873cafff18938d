import sql, { join } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import { CONTACT_SUMMARY } from '../people.store.ts';
import type { ContactSummary } from '../people.schema.ts';
import type { Group } from './graph.schema.ts';

const COLUMNS = sql`g.id, g.name, g.color, g.description, g.contact_count, g.created_at, g.updated_at`;
export type SortedGroup = Group & { name_key: string };

/** Up to `limit + 1` groups by name after the cursor `[name_key]`. */
export const selectGroups = (db: Db, spaceId: string, query: { limit: number; q?: string | undefined; contact_id?: string | undefined }, after: [string] | undefined): Promise<SortedGroup[]> => {
  const where = [sql`g.space_id = ${spaceId}`];
  if (after) where.push(sql`g.name_key > ${after[0]}`);
  if (query.q) where.push(sql`g.name_key >= kith.fold(${query.q}) and g.name_key < kith.fold(${query.q}) || chr(1114111)`);
  if (query.contact_id) where.push(sql`exists (select 1 from group_members m where m.space_id = g.space_id and m.contact_id = ${query.contact_id} and m.group_id = g.id)`);
  return db.query(sql`select ${COLUMNS}, g.name_key from groups g where ${join(where, ' and ')} order by g.name_key limit ${query.limit + 1}`);
};

export const selectGroup = async (db: Db, spaceId: string, id: string) => (await db.query<Group>(sql`select ${COLUMNS} from groups g where g.space_id = ${spaceId} and g.id = ${id}`))[0];

/** @returns undefined when the name is taken */
export const selectGroupByName = async (db: Db, spaceId: string, name: string) =>
  (await db.query<{ id: string }>(sql`select id from groups where space_id = ${spaceId} and name_key = kith.fold(${name})`))[0];

export const insertGroup = async (db: Db, spaceId: string, group: { name: string; color: string; description: string | null }) =>
  (
    await db.query<Group>(sql`insert into groups as g (space_id, name, color, description) values (${spaceId}, ${group.name}, ${group.color}, ${group.description})
      on conflict (space_id, name_key) do nothing returning ${COLUMNS}`)
  )[0];

export const updateGroup = async (db: Db, spaceId: string, id: string, patch: Partial<Pick<Group, 'name' | 'color' | 'description'>>) => {
  const sets = [sql`updated_at = now()`];
  if (patch.name !== undefined) sets.push(sql`name = ${patch.name}`);
  if (patch.color !== undefined) sets.push(sql`color = ${patch.color}`);
  if (patch.description !== undefined) sets.push(sql`description = ${patch.description}`);
  return (await db.query<Group>(sql`update groups g set ${join(sets)} where g.space_id = ${spaceId} and g.id = ${id} returning ${COLUMNS}`))[0];
};

export const deleteGroup = async (db: Db, spaceId: string, id: string) => (await db.query(sql`delete from groups where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;

export type Member = Omit<ContactSummary, 'tags'>;

/** Up to `limit + 1` people of a group by name, archived ones too, after the cursor `[name_folded, id]`. */
export const selectMembers = (db: Db, spaceId: string, groupId: string, query: { limit: number; q?: string | undefined }, after: [string, string] | undefined): Promise<(Member & { sort_value: string })[]> => {
  const where = [sql`m.space_id = ${spaceId}`, sql`m.group_id = ${groupId}`];
  if (after) where.push(sql`(c.name_folded, c.id) > (${after[0]}, ${after[1]}::uuid)`);
  if (query.q) where.push(sql`c.id = any (array(select kith.find_contacts(${spaceId}, ${query.q}, 1000)))`);
  return db.query(sql`
    select ${CONTACT_SUMMARY}, c.name_folded as sort_value from group_members m join contacts c on c.space_id = m.space_id and c.id = m.contact_id
    where ${join(where, ' and ')} order by c.name_folded, c.id limit ${query.limit + 1}`);
};

/** How many of these people there are. They stay until the transaction ends. */
export const lockContacts = async (db: Db, spaceId: string, ids: string[]) =>
  (await db.query(sql`select 1 from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[]) order by id for key share`)).length;

/** Puts people into a group; those in it already stay. */
export const insertMembers = (db: Db, spaceId: string, groupId: string, ids: string[]) =>
  db.query(sql`insert into group_members (space_id, group_id, contact_id) select ${spaceId}, ${groupId}, id from unnest(${ids}::uuid[]) id on conflict do nothing`);

/** @returns how many were in it */
export const deleteMembers = async (db: Db, spaceId: string, groupId: string, ids: string[]) =>
  (await db.query(sql`delete from group_members where space_id = ${spaceId} and group_id = ${groupId} and contact_id = any (${ids}::uuid[]) returning id`)).length;
