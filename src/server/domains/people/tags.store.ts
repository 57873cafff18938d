import sql, { join } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Tag } from './people.schema.ts';

const COLUMNS = sql`t.id, t.name, t.color, t.description, t.contact_count, t.created_at, t.updated_at`;
export type SortedTag = Tag & { name_key: string };

/** Up to `limit + 1` tags by name after the cursor `[name_key]`. */
export const selectTags = (db: Db, spaceId: string, query: { limit: number; q?: string | undefined }, after: [string] | undefined): Promise<SortedTag[]> => {
  const where = [sql`t.space_id = ${spaceId}`];
  if (after) where.push(sql`t.name_key > ${after[0]}`);
  if (query.q) where.push(sql`t.name_key >= kith.fold(${query.q}) and t.name_key < kith.fold(${query.q}) || chr(1114111)`);
  return db.query(sql`select ${COLUMNS}, t.name_key from tags t where ${join(where, ' and ')} order by t.name_key limit ${query.limit + 1}`);
};

export const selectTag = async (db: Db, spaceId: string, id: string) => (await db.query<Tag>(sql`select ${COLUMNS} from tags t where t.space_id = ${spaceId} and t.id = ${id}`))[0];

/** @returns undefined when the name is taken */
export const insertTag = async (db: Db, spaceId: string, tag: { name: string; color: string; description: string | null }) =>
  (
    await db.query<Tag>(sql`insert into tags as t (space_id, name, color, description) values (${spaceId}, ${tag.name}, ${tag.color}, ${tag.description})
      on conflict (space_id, name_key) do nothing returning ${COLUMNS}`)
  )[0];

export const selectTagByName = async (db: Db, spaceId: string, name: string) => (await db.query<Tag>(sql`select ${COLUMNS} from tags t where t.space_id = ${spaceId} and t.name_key = kith.fold(${name})`))[0];

export const updateTag = async (db: Db, spaceId: string, id: string, patch: Partial<Pick<Tag, 'name' | 'color' | 'description'>>) => {
  const sets = [sql`updated_at = now()`];
  if (patch.name !== undefined) sets.push(sql`name = ${patch.name}`);
  if (patch.color !== undefined) sets.push(sql`color = ${patch.color}`);
  if (patch.description !== undefined) sets.push(sql`description = ${patch.description}`);
  return (await db.query<Tag>(sql`update tags t set ${join(sets)} where t.space_id = ${spaceId} and t.id = ${id} returning ${COLUMNS}`))[0];
};

export const deleteTag = async (db: Db, spaceId: string, id: string) => (await db.query(sql`delete from tags where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;

export const selectTagsOfContact = (db: Db, spaceId: string, contactId: string) =>
  db.query<Tag>(sql`select ${COLUMNS} from contact_tags ct join tags t on t.space_id = ct.space_id and t.id = ct.tag_id
    where ct.space_id = ${spaceId} and ct.contact_id = ${contactId} order by t.name_key`);

export const countTagsOfContact = async (db: Db, spaceId: string, contactId: string) =>
  (await db.query<{ n: number }>(sql`select count(*)::int as n from contact_tags where space_id = ${spaceId} and contact_id = ${contactId}`))[0]!.n;

export const insertContactTag = (db: Db, spaceId: string, contactId: string, tagId: string) =>
  db.query(sql`insert into contact_tags (space_id, contact_id, tag_id) values (${spaceId}, ${contactId}, ${tagId}) on conflict do nothing`);

export const deleteContactTag = async (db: Db, spaceId: string, contactId: string, tagId: string) =>
  (await db.query(sql`delete from contact_tags where space_id = ${spaceId} and contact_id = ${contactId} and tag_id = ${tagId} returning id`)).length === 1;

/** Locks those of the tags that there are. */
export const lockTags = (db: Db, spaceId: string, ids: string[]) => db.query<{ updated_at: string }>(sql`select updated_at from tags where space_id = ${spaceId} and id = any (${ids}::uuid[]) order by id for update`);

/** Whoever carries one of `from` carries `into` as well. */
export const copyContactTags = (db: Db, spaceId: string, into: string, from: string[]) =>
  db.query(sql`insert into contact_tags (space_id, contact_id, tag_id)
    select distinct ${spaceId}::uuid, contact_id, ${into}::uuid from contact_tags where space_id = ${spaceId} and tag_id = any (${from}::uuid[]) on conflict do nothing`);

export const deleteTags = (db: Db, spaceId: string, ids: string[]) => db.query(sql`delete from tags where space_id = ${spaceId} and id = any (${ids}::uuid[])`);
