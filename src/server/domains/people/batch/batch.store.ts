import sql, { join, type Sql } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import { type ListFilter, where } from '../contact-filter.store.ts';
import type { BulkSet } from './batch.schema.ts';

type Whom = { ids?: string[] | undefined; filter?: ListFilter | undefined };

const matching = async (db: Db, spaceId: string, { ids, filter }: Whom): Promise<Sql> =>
  join([filter ? await where(db, spaceId, filter) : sql`c.space_id = ${spaceId}`, ...(ids ? [sql`c.id = any (${ids}::uuid[])`] : [])], ' and ');

export const countMatching = async (db: Db, spaceId: string, whom: Whom) =>
  (await db.query<{ count: number }>(sql`select count(*)::int as count from contacts c where ${await matching(db, spaceId, whom)}`))[0]!.count;

/** Locks everybody a change is about, always in the same order, so that two changes at once wait for each other. */
export const lockMatching = async (db: Db, spaceId: string, whom: Whom) =>
  (await db.query<{ id: string }>(sql`select c.id from contacts c where ${await matching(db, spaceId, whom)} order by c.id for update`)).map((row) => row.id);

/** How many of the ids are tags of the space. */
export const countTags = async (db: Db, spaceId: string, ids: string[]) =>
  (await db.query<{ count: number }>(sql`select count(*)::int as count from tags where space_id = ${spaceId} and id = any (${ids}::uuid[])`))[0]!.count;

const VALUES: { [K in keyof BulkSet]-?: (value: BulkSet[K]) => { is: Sql; becomes: Sql } } = {
  tier: (value) => ({ is: sql`c.tier is not distinct from ${value}::smallint`, becomes: sql`tier = ${value}` }),
  starred: (value) => ({ is: sql`c.starred = ${value}`, becomes: sql`starred = ${value}` }),
  archived: (value) => ({ is: sql`c.archived = ${value}`, becomes: sql`archived = ${value}` }),
  cadence_weeks: (value) => ({ is: sql`c.cadence_weeks is not distinct from ${value}::smallint`, becomes: sql`cadence_weeks = ${value}` }),
  company: (value) => ({ is: sql`c.company is not distinct from ${value}::text`, becomes: sql`company = ${value}` }),
  title: (value) => ({ is: sql`c.title is not distinct from ${value}::text`, becomes: sql`title = ${value}` }),
  city: (value) => ({
    is: sql`nullif(c.city, '') is not distinct from ${value}::text`,
    becomes: sql`addresses = case when c.addresses = '[]'
      then jsonb_build_array(jsonb_build_object('label', '', 'street', '', 'city', ${value ?? ''}::text, 'region', '', 'postal_code', '', 'country', ''))
      else jsonb_set(c.addresses, '{0,city}', to_jsonb(${value ?? ''}::text)) end`,
  }),
};

/** Sets the given columns of the people. @returns the ids of those who were different before */
export async function updateContacts(db: Db, spaceId: string, ids: string[], set: BulkSet): Promise<string[]> {
  const parts = (Object.keys(set) as (keyof BulkSet)[]).filter((key) => set[key] !== undefined).map((key) => (VALUES[key] as (value: unknown) => { is: Sql; becomes: Sql })(set[key]));
  if (parts.length === 0) return [];
  const rows = await db.query<{ id: string }>(sql`update contacts c set ${join(parts.map((part) => part.becomes))}, updated_at = now()
    where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[]) and not (${join(parts.map((part) => part.is), ' and ')}) returning c.id`);
  return rows.map((row) => row.id);
}

/** @returns the person of each tag that was put on */
export const insertTags = async (db: Db, spaceId: string, ids: string[], tagIds: string[]) =>
  (
    await db.query<{ contact_id: string }>(sql`insert into contact_tags (space_id, contact_id, tag_id)
      select ${spaceId}, c, t from unnest(${ids}::uuid[]) c, unnest(${tagIds}::uuid[]) t on conflict do nothing returning contact_id`)
  ).map((row) => row.contact_id);

/** @returns the person of each tag that was taken off */
export const deleteTags = async (db: Db, spaceId: string, ids: string[], tagIds: string[]) =>
  (
    await db.query<{ contact_id: string }>(sql`delete from contact_tags where space_id = ${spaceId} and contact_id = any (${ids}::uuid[]) and tag_id = any (${tagIds}::uuid[]) returning contact_id`)
  ).map((row) => row.contact_id);

/** Somebody among the people who carries more than `most` tags, if there is anybody. */
export const selectOverloaded = async (db: Db, spaceId: string, ids: string[], most: number) =>
  (
    await db.query<{ full_name: string }>(sql`select c.full_name from contacts c where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[])
      and (select count(*) from contact_tags ct where ct.space_id = c.space_id and ct.contact_id = c.id) > ${most} order by c.name_folded limit 1`)
  )[0];
