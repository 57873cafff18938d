import sql, { join } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { FollowUp, FollowUpQuery } from './calendar.schema.ts';

export const selectEntriesWithEvent = async (db: Db, spaceId: string, entryIds: string[]) =>
  (await db.query<{ entry_id: string }>(sql`select entry_id from events where space_id = ${spaceId} and entry_id = any (${entryIds}::uuid[])`)).map((row) => row.entry_id);

/**
 * What of Actionable entries `e` (of contacts `c`) is asked for. Nearly all are open, so what makes one not open is looked up entry by
 * entry from the newest on; `offset 0` keeps the planner from joining and sorting them all for a page.
 */
const STATES = {
  open: sql`e.done_at is null and not exists (select 1 from events o where o.space_id = e.space_id and o.entry_id = e.id offset 0)
    and not exists (select 1 from entry_successors x where x.space_id = e.space_id and x.entry_id = e.id offset 0)`,
  planned: sql`e.done_at is null and ev.id is not null`,
  done: sql`e.done_at is not null`,
  all: sql`true`,
} satisfies Record<FollowUpQuery['state'], unknown>;
const JOINED = sql`entries e join contacts c on c.space_id = e.space_id and c.id = e.contact_id left join events ev on ev.space_id = e.space_id and ev.entry_id = e.id`;
const conditions = (spaceId: string, { state, contact_id }: Pick<FollowUpQuery, 'state' | 'contact_id'>) => [
  sql`e.space_id = ${spaceId}`,
  sql`e.category = 'Actionable'`,
  STATES[state],
  contact_id ? sql`e.contact_id = ${contact_id}` : sql`not c.archived`,
];

/** A row of the list with when the entry was stored, for the cursor. */
export type FollowUpRow = Omit<FollowUp, 'suggestion'> & { created_at: string };

/** Up to `limit + 1` follow-ups, newest first. */
export const selectFollowUps = (db: Db, spaceId: string, query: FollowUpQuery, before: [string, string] | undefined) => {
  const where = conditions(spaceId, query);
  if (before) where.push(sql`(e.created_at, e.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`);
  return db.query<FollowUpRow>(sql`
    select e.id as entry_id, e.content, json_build_object('id', c.id, 'full_name', c.full_name, 'photo_id', c.photo_id) as contact, e.note_id,
      coalesce((select n.created_at from notes n where n.space_id = e.space_id and n.id = e.note_id), e.created_at) as written_at, e.done_at,
      case when ev.id is not null then json_build_object('id', ev.id, 'starts_at', ev.starts_at) end as event, e.created_at
    from ${JOINED} where ${join(where, ' and ')} order by e.created_at desc, e.id desc limit ${query.limit + 1}`);
};

/** How many follow-ups are open, counted up to `most`. */
export const countOpenFollowUps = async (db: Db, spaceId: string, most: number) =>
  (await db.query<{ n: number }>(sql`select count(*)::int as n from (select 1 from ${JOINED} where ${join(conditions(spaceId, { state: 'open' }), ' and ')} limit ${most}) f`))[0]!.n;

/** The event of an entry that became part of another is that one's, unless it has its own. */
export const carryFollowUp = (db: Db, spaceId: string, into: string, from: string[]) =>
  db.query(sql`
    update events set entry_id = ${into} where space_id = ${spaceId} and id = (select id from events where space_id = ${spaceId} and entry_id = any (${from}::uuid[]) order by id limit 1)
      and not exists (select 1 from events x where x.space_id = ${spaceId} and x.entry_id = ${into})`);
