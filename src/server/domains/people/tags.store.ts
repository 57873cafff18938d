import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import { NAMED } from './named.store.ts';
import type { Named } from './people.schema.ts';

export const selectTagsOfContact = (db: Db, spaceId: string, contactId: string) =>
  db.query<Named>(sql`select ${NAMED} from contact_tags ct join tags n on n.space_id = ct.space_id and n.id = ct.tag_id
    where ct.space_id = ${spaceId} and ct.contact_id = ${contactId} order by n.name_key`);

export const countTagsOfContact = async (db: Db, spaceId: string, contactId: string) =>
  (await db.query<{ n: number }>(sql`select count(*)::int as n from contact_tags where space_id = ${spaceId} and contact_id = ${contactId}`))[0]!.n;

export const insertContactTag = (db: Db, spaceId: string, contactId: string, tagId: string) =>
  db.query(sql`insert into contact_tags (space_id, contact_id, tag_id) values (${spaceId}, ${contactId}, ${tagId}) on conflict do nothing`);

export const deleteContactTag = async (db: Db, spaceId: string, contactId: string, tagId: string) =>
  (await db.query(sql`delete from contact_tags where space_id = ${spaceId} and contact_id = ${contactId} and tag_id = ${tagId} returning id`)).length === 1;

/** Whoever carries one of `from` carries `into` as well. */
export const copyContactTags = (db: Db, spaceId: string, into: string, from: string[]) =>
  db.query(sql`insert into contact_tags (space_id, contact_id, tag_id)
    select distinct ${spaceId}::uuid, contact_id, ${into}::uuid from contact_tags where space_id = ${spaceId} and tag_id = any (${from}::uuid[]) on conflict do nothing`);
