import sql, { join } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { FieldChange, Row } from './fields.ts';
import type { Merge, MergeOrigin, MergesQuery } from './merge.schema.ts';

/** The rows of some people, locked in one order so that two merges cannot wait for each other. */
export const lockPeople = (db: Db, spaceId: string, ids: string[]) =>
  db.query<{ id: string; fields: Row }>(sql`select c.id, kith.contact_fields(c) as fields from contacts c where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[]) order by c.id for update`);

/** The fields of a person as they are now. */
export const selectFields = async (db: Db, spaceId: string, id: string) =>
  (await db.query<{ fields: Row }>(sql`select kith.contact_fields(c) as fields from contacts c where c.space_id = ${spaceId} and c.id = ${id}`))[0]!.fields;

/** @returns the id of the merge */
export const mergeContacts = async (db: Db, spaceId: string, kept: string, other: string, fields: Row) =>
  (await db.query<{ id: string }>(sql`select kith.merge_contacts(${spaceId}, ${kept}, ${other}, ${JSON.stringify(fields)}::jsonb) as id`))[0]!.id;

export type Unrestored = { table_name: string; row_id: string; reason: 'deleted' | 'moved' | 'taken' | 'missing' };
export const unmergeContacts = (db: Db, spaceId: string, mergeId: string, fields: Row) =>
  db.query<Unrestored>(sql`select u.table_name, u.row_id, u.reason from kith.unmerge_contacts(${spaceId}, ${mergeId}, ${JSON.stringify(fields)}::jsonb) u`);

/** What the merge did to the fields of the kept person. */
export const selectFieldChanges = (db: Db, spaceId: string, mergeId: string) =>
  db.query<FieldChange>(sql`
    select k.field, r.before -> k.field as before, r.after -> k.field as after from merge_rows r, jsonb_object_keys(r.before) k (field)
    where r.space_id = ${spaceId} and r.merge_id = ${mergeId} and r.what = 'field' order by r.id`);

/** The merge that took the kept person of this one away in turn, where it still holds. */
const LATER = sql`exists (
  select 1 from merge_rows r join merges l on l.space_id = r.space_id and l.id = r.merge_id and l.undone_at is null
  where r.space_id = m.space_id and r.row_id = m.id and r.table_name = 'merges' and r.what = 'moved')`;
const COLUMNS = sql`m.id, m.contact_id, c.full_name as contact_name, m.other_id, m.other_name, m.created_at, m.undone_at, m.undone_at is null and not ${LATER} as undoable,
  coalesce((select jsonb_object_agg(g.table_name, g.n) from (
    select r.table_name, count(distinct r.row_id) as n from merge_rows r where r.space_id = m.space_id and r.merge_id = m.id and r.what = 'moved' group by 1) g), '{}') as moved,
  (select count(*)::int from merge_rows r where r.space_id = m.space_id and r.merge_id = m.id and r.what = 'removed') as removed`;
const FROM = sql`from merges m join contacts c on c.space_id = m.space_id and c.id = m.contact_id`;

/** Some merges in the order they were made. */
export const selectMerges = (db: Db, spaceId: string, ids: string[]) =>
  db.query<Merge>(sql`select ${COLUMNS} ${FROM} where m.space_id = ${spaceId} and m.id = any (${ids}::uuid[]) order by m.id`);

/** Up to `limit + 1` merges, newest first, before the cursor `[id]`. */
export const selectMergePage = (db: Db, spaceId: string, query: MergesQuery, before: [string] | undefined) => {
  const where = [sql`m.space_id = ${spaceId}`];
  if (before) where.push(sql`m.id < ${before[0]}::uuid`);
  if (query.contact_id) where.push(sql`m.contact_id = ${query.contact_id}`);
  if (query.undone !== undefined) where.push(query.undone ? sql`m.undone_at is not null` : sql`m.undone_at is null`);
  return db.query<Merge>(sql`select ${COLUMNS} ${FROM} where ${join(where, ' and ')} order by m.id desc limit ${query.limit + 1}`);
};

export type MergeState = { contact_id: string; other_id: string; other_name: string; undone: boolean; merged_on: boolean };
/** Locks a merge, so that it is taken back once. */
export const lockMerge = async (db: Db, spaceId: string, id: string) =>
  (await db.query<MergeState>(sql`select m.contact_id, m.other_id, m.other_name, m.undone_at is not null as undone, ${LATER} as merged_on from merges m where m.space_id = ${spaceId} and m.id = ${id} for update of m`))[0];

/** Into whom somebody was merged, where that still holds. */
export const selectMergedInto = async (db: Db, spaceId: string, id: string) =>
  (await db.query<{ contact_id: string }>(sql`select contact_id from merges where space_id = ${spaceId} and other_id = ${id} and undone_at is null order by id desc limit 1`))[0]?.contact_id;

/** Up to `limit + 1` rows of a person that came with somebody else, after the cursor `[id]`. */
export const selectOrigins = (db: Db, spaceId: string, contactId: string, limit: number, after: [string] | undefined) =>
  db.query<MergeOrigin & { id: string }>(sql`
    select r.id, r.table_name, r.row_id, r.merge_id, m.other_name, m.created_at as merged_at
    from merges m join merge_rows r on r.space_id = m.space_id and r.merge_id = m.id and r.what = 'moved'
    where m.space_id = ${spaceId} and m.contact_id = ${contactId} and m.undone_at is null and r.table_name <> 'merges' and ${after ? sql`r.id > ${after[0]}::uuid` : sql`true`}
    order by r.id limit ${limit + 1}`);

/** Who was merged into whom and is not back: the id and card they had, and who they are now. */
export const selectMergedPeople = (db: Db, spaceId: string) => db.query<{ id: string; contact_id: string; vcard_uid: string | null }>(sql`select m.id, m.contact_id, m.vcard_uid from kith.merged_into(${spaceId}) m`);
