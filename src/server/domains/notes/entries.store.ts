import sql, { join } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Entry, EntryBody, EntryVersion } from './notes.schema.ts';

const ENTRY = sql`e.id, e.contact_id, e.note_id, e.category, e.content, e.confidence, e.sources, e.engine, e.done_at, (select x.successor_id from entry_successors x where x.space_id = e.space_id and x.entry_id = e.id) as superseded_by,
  (select coalesce(sn.created_at, s.created_at) from entry_successors x join entries s on s.space_id = x.space_id and s.id = x.successor_id
    left join notes sn on sn.space_id = s.space_id and sn.id = s.note_id where x.space_id = e.space_id and x.entry_id = e.id) as valid_until,
  coalesce((select json_agg(json_build_object('contact_id', m.contact_id, 'full_name', mc.full_name, 'text', m.text) order by m.id)
    from entry_mentions m join contacts mc on mc.space_id = m.space_id and mc.id = m.contact_id where m.space_id = e.space_id and m.entry_id = e.id), '[]') as mentions,
  e.created_at, e.updated_at`;

/** Up to `limit + 1` entries of a contact, newest first. */
export function selectEntries(db: Db, spaceId: string, contactId: string, query: { limit: number; category?: string | undefined }, before: [string, string] | undefined) {
  const where = [sql`e.space_id = ${spaceId}`, sql`e.contact_id = ${contactId}`];
  if (query.category) where.push(sql`e.category = ${query.category}`);
  if (before) where.push(sql`(e.created_at, e.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`);
  return db.query<Entry>(sql`select ${ENTRY} from entries e where ${join(where, ' and ')} order by e.created_at desc, e.id desc limit ${query.limit + 1}`);
}

export const selectEntry = async (db: Db, spaceId: string, id: string) => (await db.query<Entry>(sql`select ${ENTRY} from entries e where e.space_id = ${spaceId} and e.id = ${id}`))[0];
/** Entries drawn from a note; with `contactId` only those of that person. */
export const selectEntriesOfNote = (db: Db, spaceId: string, noteId: string, contactId?: string | null) => db.query<Entry>(sql`select ${ENTRY} from entries e where e.space_id = ${spaceId} and e.note_id = ${noteId} ${contactId ? sql`and e.contact_id = ${contactId}` : sql``} order by e.id`);
export const lockEntries = (db: Db, spaceId: string, ids: string[]) => db.query<Entry>(sql`select ${ENTRY} from entries e where e.space_id = ${spaceId} and e.id = any (${ids}::uuid[]) order by e.id for update`);

/** An entry that may become an event. `written_at`: when the note it is from was written, else when it was. */
export type ActionableEntry = Pick<Entry, 'id' | 'content' | 'category'> & { written_at: string };

/** Actionable entries of a contact that are not done, oldest first, at most 500; with `ids` those entries, whatever they are. */
export const listActionable = (db: Db, { space }: { space: { id: string } }, contactId: string, ids?: string[]) =>
  db.query<ActionableEntry>(sql`
    select e.id, e.content, e.category, coalesce(n.created_at, e.created_at) as written_at
    from entries e left join notes n on n.space_id = e.space_id and n.id = e.note_id
    where e.space_id = ${space.id} and e.contact_id = ${contactId} and ${ids ? sql`e.id = any (${ids}::uuid[])` : sql`e.category = 'Actionable' and e.done_at is null`}
    order by e.created_at, e.id limit 500`);

/** One statement for all entries of a note. @returns them in the order given */
export const insertEntries = async (db: Db, spaceId: string, about: { contact_id: string; note_id: string | null; engine: string | null; created_at?: string }, entries: EntryBody[]): Promise<Entry[]> => {
  if (entries.length === 0) return [];
  const rows = JSON.stringify(entries.map((entry) => ({ ...entry, confidence: entry.confidence ?? null })));
  return db.query<Entry>(sql`
    insert into entries as e (space_id, contact_id, note_id, engine, category, content, confidence, sources, created_at, updated_at)
    select ${spaceId}, ${about.contact_id}, ${about.note_id}, ${about.engine}, r.category, r.content, r.confidence, r.sources,
      coalesce(${about.created_at ?? null}::timestamptz, now()), coalesce(${about.created_at ?? null}::timestamptz, now())
    from rows from (jsonb_to_recordset(${rows}::jsonb) as (category text, content text, confidence smallint, sources jsonb)) with ordinality as r (category, content, confidence, sources, n)
    order by r.n returning ${ENTRY}`);
};

export const updateEntry = async (db: Db, spaceId: string, id: string, patch: { category?: string; content?: string; confidence?: number | null; sources?: Entry['sources']; done?: boolean }) => {
  const sets = [sql`updated_at = now()`];
  if (patch.category !== undefined) sets.push(sql`category = ${patch.category}`);
  if (patch.content !== undefined) sets.push(sql`content = ${patch.content}`);
  if (patch.confidence !== undefined) sets.push(sql`confidence = ${patch.confidence}`);
  if (patch.sources !== undefined) sets.push(sql`sources = ${JSON.stringify(patch.sources)}::jsonb`);
  if (patch.done !== undefined) sets.push(patch.done ? sql`done_at = coalesce(e.done_at, now())` : sql`done_at = null`);
  return (await db.query<Entry>(sql`update entries e set ${join(sets)} where e.space_id = ${spaceId} and e.id = ${id} returning ${ENTRY}`))[0];
};

export const deleteEntries = async (db: Db, spaceId: string, ids: string[]) => (await db.query(sql`delete from entries where space_id = ${spaceId} and id = any (${ids}::uuid[]) returning id`)).length;

/** Removes what a machine drew from a note and nobody touched since. */
export const deleteUntouched = (db: Db, spaceId: string, noteId: string) =>
  db.query(sql`delete from entries where space_id = ${spaceId} and note_id = ${noteId} and engine is not null and updated_at = created_at`);

/** Gives the entries of a note to another person. What ended them, or they ended, at the old person's is no longer past. @returns their ids */
export const moveEntries = async (db: Db, spaceId: string, noteId: string, from: string, contactId: string) => {
  const ids = (await db.query<{ id: string }>(sql`update entries set contact_id = ${contactId}, updated_at = now() where space_id = ${spaceId} and note_id = ${noteId} and contact_id = ${from} returning id`)).map((row) => row.id);
  await settleMoved(db, spaceId, ids, contactId);
  return ids;
};

/** Gives one entry to another person, with what is proposed of it. */
export const moveEntry = async (db: Db, spaceId: string, id: string, contactId: string) => {
  await db.query(sql`update entries set contact_id = ${contactId}, updated_at = now() where space_id = ${spaceId} and id = ${id}`);
  await db.query(sql`update proposals set contact_id = ${contactId}, updated_at = now() where space_id = ${spaceId} and state = 'open' and payload ->> 'entry_id' = ${id}
    and note_id = (select e.note_id from entries e where e.space_id = ${spaceId} and e.id = ${id})`);
  await settleMoved(db, spaceId, [id], contactId);
};

/** What no longer fits entries that are another person's now: who ended whom, and that they mention that person. */
const settleMoved = async (db: Db, spaceId: string, ids: string[], contactId: string) => {
  await db.query(sql`delete from entry_successors x using entries o, entries s
    where x.space_id = ${spaceId} and (x.entry_id = any (${ids}::uuid[]) or x.successor_id = any (${ids}::uuid[]))
      and o.space_id = x.space_id and o.id = x.entry_id and s.space_id = x.space_id and s.id = x.successor_id and o.contact_id <> s.contact_id`);
  await db.query(sql`delete from entry_mentions where space_id = ${spaceId} and entry_id = any (${ids}::uuid[]) and contact_id = ${contactId}`);
};

export const selectVersions = (db: Db, spaceId: string, entryId: string, limit: number, before: [string] | undefined) =>
  db.query<EntryVersion>(sql`select v.id, v.category, v.content, v.confidence, v.valid_until, kith.name_of(v.changed_by) as changed_by from entry_versions v
    where v.space_id = ${spaceId} and v.entry_id = ${entryId} ${before ? sql`and v.id < ${before[0]}` : sql``} order by v.id desc limit ${limit + 1}`);

export type Standing = { id: string; contact_id: string; content: string; said_at: string; source: string | null; confirmed_at: string | null };
/** Entries of people that still hold, newest first, with when they were said: at most 1,000 of each. */
export const selectStanding = (db: Db, spaceId: string, contactIds: string[], except: string[]) =>
  db.query<Standing>(sql`
    select e.id, e.contact_id, e.content, e.said_at, e.source, e.confirmed_at from unnest(${contactIds}::uuid[]) p (id) cross join lateral (
    select e.id, e.contact_id, e.content, coalesce(n.created_at, e.created_at) as said_at, n.source, e.confirmed_at
    from entries e left join notes n on n.space_id = e.space_id and n.id = e.note_id
    where e.space_id = ${spaceId} and e.contact_id = p.id and not exists (select 1 from entry_successors x where x.space_id = e.space_id and x.entry_id = e.id) and not e.id = any (${except}::uuid[])
    order by e.created_at desc limit 1000) e`);

/** Says which entry ended which; null: it holds again. */
export const setSuccessors = async (db: Db, spaceId: string, pairs: { id: string; by: string | null }[]) => {
  const free = pairs.filter((pair) => pair.by === null).map((pair) => pair.id);
  const ended = pairs.filter((pair) => pair.by !== null);
  if (free.length > 0) await db.query(sql`delete from entry_successors where space_id = ${spaceId} and entry_id = any (${free}::uuid[])`);
  if (ended.length > 0)
    await db.query(sql`
      insert into entry_successors (space_id, entry_id, successor_id) select ${spaceId}, r.id, r.by from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as r (id uuid, by uuid)
      on conflict (space_id, entry_id) do update set successor_id = excluded.successor_id where entry_successors.successor_id <> excluded.successor_id`);
};

/** What any of `others` ended, `id` has ended now. */
export const inheritEnded = (db: Db, spaceId: string, id: string, others: string[]) =>
  db.query(sql`update entry_successors set successor_id = ${id} where space_id = ${spaceId} and successor_id = any (${others}::uuid[]) and entry_id <> ${id} and not entry_id = any (${others}::uuid[])`);

export const confirm = async (db: Db, spaceId: string, id: string) => {
  await setSuccessors(db, spaceId, [{ id, by: null }]);
  return (await db.query(sql`update entries set confirmed_at = now() where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;
};
