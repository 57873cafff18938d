import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';

/** The names of a person and of up to `most` others with a word of `said` in their names, who was spoken with last first. The person comes first, if there is one. */
export const selectCircle = (db: Db, spaceId: string, contactId: string, said: string, most: number) =>
  db.query<{ id: string; full_name: string; nickname: string | null; pronouns: string | null }>(sql`
    (select c.id, c.full_name, c.nickname, c.pronouns from contacts c where c.space_id = ${spaceId} and c.id = ${contactId})
    union all
    (select c.id, c.full_name, c.nickname, null from contacts c where c.space_id = ${spaceId} and c.id <> ${contactId} and c.id in (select kith.people_named(${spaceId}, ${said}))
      order by c.contacted_at desc, c.id limit ${most})`);

/** Up to `most` people with a word of `said` in their names, who was spoken with last first. */
export const selectNamedIn = (db: Db, spaceId: string, said: string, most: number) =>
  db.query<{ id: string; full_name: string; nickname: string | null }>(sql`
    select c.id, c.full_name, c.nickname from contacts c where c.space_id = ${spaceId} and c.id in (select kith.people_named(${spaceId}, ${said}))
    order by c.contacted_at desc, c.id limit ${most}`);

/** The names of people, by id. */
export const namesOf = async (db: Db, spaceId: string, ids: string[]) =>
  new Map((await db.query<{ id: string; full_name: string }>(sql`select id, full_name from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[])`)).map(({ id, full_name }) => [id, full_name]));

/** Pairs of these people who are something to each other already, of any type. */
export const tiedAmong = (db: Db, spaceId: string, ids: string[]) =>
  db.query<{ source_contact_id: string; target_contact_id: string }>(sql`
    select source_contact_id, target_contact_id from relationships where space_id = ${spaceId} and source_contact_id = any (${ids}::uuid[]) and target_contact_id = any (${ids}::uuid[])`);
