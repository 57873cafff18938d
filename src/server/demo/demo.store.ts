import sql from 'sql-template-tag';
import type { Db } from '../platform/database/database.ts';

/** What a demo made. */
export type Rows = { contact_ids: string[]; tag_ids: string[]; note_ids: string[]; event_ids: string[]; group_ids: string[] };
export type Demo = Rows & { id: string; created_at: string };
export type Named = { id: string; full_name: string };

export const selectDemo = async (db: Db, spaceId: string) => (await db.query<Demo>(sql`select id, contact_ids, tag_ids, note_ids, event_ids, group_ids, created_at from demos where space_id = ${spaceId}`))[0];
export const lockDemo = async (db: Db, spaceId: string) => (await db.query<Demo>(sql`select id, contact_ids, tag_ids, note_ids, event_ids, group_ids, created_at from demos where space_id = ${spaceId} for update`))[0];

/** Takes the space for a demo. @returns undefined when it has one; waits for whoever is just making it */
export const insertDemo = async (db: Db, spaceId: string) => (await db.query<{ id: string }>(sql`insert into demos (space_id) values (${spaceId}) on conflict do nothing returning id`))[0]?.id;

export const nameRows = (db: Db, spaceId: string, id: string, rows: Rows) =>
  db.query(sql`update demos set contact_ids = ${rows.contact_ids}::uuid[], tag_ids = ${rows.tag_ids}::uuid[], note_ids = ${rows.note_ids}::uuid[],
    event_ids = ${rows.event_ids}::uuid[], group_ids = ${rows.group_ids}::uuid[] where space_id = ${spaceId} and id = ${id}`);

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
export const selectOwnContacts = (db: Db, spaceId: string, demo: Demo, ownNotes: string[], goingEvents: string[]) =>
  db.query<Named>(sql`
    select c.id, c.full_name from contacts c
    where c.space_id = ${spaceId} and c.id = any (${demo.contact_ids}::uuid[]) and (
      c.updated_at > ${demo.created_at}::timestamptz
      or exists (select 1 from notes n where n.space_id = c.space_id and n.contact_id = c.id and (n.id = any (${ownNotes}::uuid[]) or not n.id = any (${demo.note_ids}::uuid[])))
      or exists (select 1 from entries e where e.space_id = c.space_id and e.contact_id = c.id and e.note_id is null)
      or exists (select 1 from contact_tags t where t.space_id = c.space_id and t.contact_id = c.id and t.created_at > ${demo.created_at}::timestamptz)
      or c.id in (select kith.contacts_with_more(${spaceId}, ${demo.contact_ids}::uuid[], ${demo.created_at}::timestamptz, ${goingEvents}::uuid[])))
    order by c.name_folded, c.id`);

/** Tags of the demo that nobody changed and nothing carries any more. */
export const selectIdleTags = (db: Db, spaceId: string, demo: Demo) =>
  db.query<{ id: string }>(sql`
    select t.id from tags t where t.space_id = ${spaceId} and t.id = any (${demo.tag_ids}::uuid[]) and t.updated_at <= ${demo.created_at}::timestamptz
      and not exists (select 1 from contact_tags ct where ct.space_id = t.space_id and ct.tag_id = t.id)
      and not exists (select 1 from note_tags nt where nt.space_id = t.space_id and nt.tag_id = t.id)`);

/** Events of the demo that nobody changed, nor one of their occurrences. */
export const selectGoingEvents = (db: Db, spaceId: string, demo: Demo) =>
  db.query<{ id: string }>(sql`
    select e.id from events e where e.space_id = ${spaceId} and e.id = any (${demo.event_ids}::uuid[]) and e.updated_at <= ${demo.created_at}::timestamptz
      and not exists (select 1 from events o where o.space_id = e.space_id and o.series_id = e.id)`);

/** Groups of the demo that nobody changed and nobody else is in. */
export const selectIdleGroups = (db: Db, spaceId: string, demo: Demo) =>
  db.query<{ id: string }>(sql`
    select g.id from groups g where g.space_id = ${spaceId} and g.id = any (${demo.group_ids}::uuid[]) and g.updated_at <= ${demo.created_at}::timestamptz
      and not exists (select 1 from group_members m where m.space_id = g.space_id and m.group_id = g.id and m.created_at > ${demo.created_at}::timestamptz)`);
