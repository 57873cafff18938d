import sql from 'sql-template-tag';
import type { Db } from '../platform/database/database.ts';
import type { Ended, RecentNote, RecentPerson } from './today.schema.ts';

/** Screens own no table: they read what the domains keep, and write nothing. */

const EXCERPT = 300;

/** The people touched last. */
export const selectRecentPeople = (db: Db, spaceId: string, limit: number) =>
  db.query<RecentPerson>(sql`
    select c.id, c.full_name, c.photo_id, c.title, c.company, c.updated_at from contacts c
    where c.space_id = ${spaceId} and not c.archived order by c.updated_at desc, c.id desc limit ${limit}`);

/** How the latest notes begin. */
export const selectRecentNotes = (db: Db, spaceId: string, limit: number) =>
  db.query<RecentNote>(sql`
    select n.id, n.contact_id, c.full_name as contact_name, left(n.content, ${EXCERPT}) as content,
      (select count(*)::int from entries e where e.space_id = n.space_id and e.note_id = n.id) as entry_count, n.created_at
    from (select * from notes where space_id = ${spaceId} order by created_at desc, id desc limit ${limit}) n
    left join contacts c on c.space_id = n.space_id and c.id = n.contact_id order by n.created_at desc, n.id desc`);

/** Entries that newer ones ended in the last days, latest first. */
export const selectEnded = (db: Db, spaceId: string, days: number, limit: number) =>
  db.query<Ended>(sql`
    select json_build_object('id', e.id, 'content', e.content) as entry, json_build_object('id', s.id, 'content', s.content) as by,
      json_build_object('id', c.id, 'full_name', c.full_name) as contact, x.created_at as at
    from entry_successors x join entries e on e.space_id = x.space_id and e.id = x.entry_id join entries s on s.space_id = x.space_id and s.id = x.successor_id
    join contacts c on c.space_id = e.space_id and c.id = e.contact_id
    where x.space_id = ${spaceId} and x.created_at > now() - make_interval(days => ${days}) and not c.archived order by x.id desc limit ${limit}`);

/** How many proposals wait, counted up to `most`. */
export const countProposals = async (db: Db, spaceId: string, most: number) =>
  (await db.query<{ n: number }>(sql`select count(*)::int as n from (select 1 from proposals where space_id = ${spaceId} and state = 'open' limit ${most}) p`))[0]!.n;
