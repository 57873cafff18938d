import sql from 'sql-template-tag';
import type { Db } from '../platform/database/database.ts';

export type Demo = { id: string; contact_ids: string[]; tag_ids: string[]; note_ids: string[]; created_at: string };
export type Named = { id: string; full_name: string };

export const selectDemo = async (db: Db, spaceId: string) => (await db.query<Demo>(sql`select id, contact_ids, tag_ids, note_ids, created_at from demos where space_id = ${spaceId}`))[0];
export const lockDemo = async (db: Db, spaceId: string) => (await db.query<Demo>(sql`select id, contact_ids, tag_ids, note_ids, created_at from demos where space_id = ${spaceId} for update`))[0];

/** Takes the space for a demo. @returns undefined when it has one; waits for whoever is just making it */
export const insertDemo = async (db: Db, spaceId: string) => (await db.query<{ id: string }>(sql`insert into demos (space_id) values (${spaceId}) on conflict do nothing returning id`))[0]?.id;

export const nameRows = (db: Db, spaceId: string, id: string, rows: Pick<Demo, 'contact_ids' | 'tag_ids' | 'note_ids'>) =>
  db.query(sql`update demos set contact_ids = ${rows.contact_ids}::uuid[], tag_ids = ${rows.tag_ids}::uuid[], note_ids = ${rows.note_ids}::uuid[] where space_id = ${spaceId} and id = ${id}`);

export const deleteDemo = (db: Db, spaceId: string, id: string) => db.query(sql`delete from demos where space_id = ${spaceId} and id = ${id}`);

export const countContacts = async (db: Db, spaceId: string, ids: string[]) => (await db.query<{ n: number }>(sql`select count(*)::int as n from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[])`))[0]!.n;

/** Holds people so that nothing new can be hung on them until the transaction ends. */
export const holdContacts = (db: Db, spaceId: string, ids: string[]) => db.query(sql`select 1 from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[]) order by id for update`);

/** Notes of the demo that somebody changed, or one of whose entries somebody changed or wrote. Analysing them again is no change. */
export const selectOwnNotes = (db: Db, spaceId: string, demo: Demo) =>
  db.query<{ id: string }>(sql`
    select n.id from notes n where n.space_id = ${spaceId} and n.id = any (${demo.note_ids}::uuid[]) and (
      n.updated_at > ${demo.created_at}::timestamptz
      or exists (select 1 from entries e where e.space_id = n.space_id and e.note_id = n.id and (e.engine is null or e.updated_at <> e.created_at)))`);

/** People of the demo that somebody changed, or on whom something hangs that is not going with the demo. */
export const selectOwnContacts = (db: Db, spaceId: string, demo: Demo, ownNotes: string[]) =>
  db.query<Named>(sql`
    select c.id, c.full_name from contacts c
    where c.space_id = ${spaceId} and c.id = any (${demo.contact_ids}::uuid[]) and (
      c.updated_at > ${demo.created_at}::timestamptz
      or exists (select 1 from notes n where n.space_id = c.space_id and n.contact_id = c.id and (n.id = any (${ownNotes}::uuid[]) or not n.id = any (${demo.note_ids}::uuid[])))
      or exists (select 1 from entries e where e.space_id = c.space_id and e.contact_id = c.id and e.note_id is null)
      or exists (select 1 from contact_tags t where t.space_id = c.space_id and t.contact_id = c.id and t.created_at > ${demo.created_at}::timestamptz)
      or c.id in (select kith.contacts_with_more(${spaceId}, ${demo.contact_ids}::uuid[], ${demo.created_at}::timestamptz)))
    order by c.name_folded, c.id`);

/** Tags of the demo that nobody changed and nothing carries any more. */
export const selectIdleTags = (db: Db, spaceId: string, demo: Demo) =>
  db.query<{ id: string }>(sql`
    select t.id from tags t where t.space_id = ${spaceId} and t.id = any (${demo.tag_ids}::uuid[]) and t.updated_at <= ${demo.created_at}::timestamptz
      and not exists (select 1 from contact_tags ct where ct.space_id = t.space_id and ct.tag_id = t.id)
      and not exists (select 1 from note_tags nt where nt.space_id = t.space_id and nt.tag_id = t.id)`);
