import sql, { join } from 'sql-template-tag';
import type { Database, Db } from '../../platform/database/database.ts';
import type { Note } from './notes.schema.ts';

const NOTE = sql`n.id, n.contact_id, (select c.full_name from contacts c where c.space_id = n.space_id and c.id = n.contact_id) as contact_name,
  n.content, n.source, n.metadata, n.analysis, n.engine, n.ai_error, n.analysed_at,
  (select count(*)::int from entries e where e.space_id = n.space_id and e.note_id = n.id) as entry_count,
  coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color) order by t.name_key)
    from note_tags nt join tags t on t.space_id = nt.space_id and t.id = nt.tag_id where nt.space_id = n.space_id and nt.note_id = n.id), '[]') as tags,
  n.created_at, n.updated_at`;

/** Up to `limit + 1` notes, newest first, of one contact or of all. */
export function selectNotes(db: Db, spaceId: string, query: { limit: number; q?: string | undefined; tag?: string | undefined }, contactId: string | undefined, before: [string, string] | undefined) {
  const where = [sql`n.space_id = ${spaceId}`];
  if (contactId) where.push(sql`n.contact_id = ${contactId}`);
  if (before) where.push(sql`(n.created_at, n.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`);
  if (query.q) where.push(sql`n.id = any (array(select kith.find_notes(${spaceId}, ${query.q}, 1000)))`);
  if (query.tag) where.push(sql`exists (select 1 from note_tags nt where nt.space_id = n.space_id and nt.tag_id = ${query.tag} and nt.note_id = n.id)`);
  return db.query<Note>(sql`select ${NOTE} from notes n where ${join(where, ' and ')} order by n.created_at desc, n.id desc limit ${query.limit + 1}`);
}

export const selectNote = async (db: Db, spaceId: string, id: string) => (await db.query<Note>(sql`select ${NOTE} from notes n where n.space_id = ${spaceId} and n.id = ${id}`))[0];

/** `created_at`: when it was written, if not now. */
type NewNote = { contact_id: string | null; content: string; analysis: 'none' | 'pending'; metadata: object; source: string; created_at?: string };
/** @returns the id */
export const insertNote = async (db: Db, spaceId: string, userId: string, note: NewNote) =>
  (
    await db.query<{ id: string }>(sql`insert into notes (space_id, contact_id, content, analysis, metadata, source, created_by, created_at, updated_at)
      values (${spaceId}, ${note.contact_id}, ${note.content}, ${note.analysis}, ${JSON.stringify(note.metadata)}::jsonb, ${note.source}, ${userId},
        coalesce(${note.created_at ?? null}::timestamptz, now()), coalesce(${note.created_at ?? null}::timestamptz, now())) returning id`)
  )[0]!.id;

export const updateNote = async (db: Db, spaceId: string, id: string, patch: { contact_id?: string | null; content?: string; metadata?: object }) => {
  const sets = [sql`updated_at = now()`];
  if (patch.contact_id !== undefined) sets.push(sql`contact_id = ${patch.contact_id}`);
  if (patch.content !== undefined) sets.push(sql`content = ${patch.content}`);
  if (patch.metadata !== undefined) sets.push(sql`metadata = ${JSON.stringify(patch.metadata)}::jsonb`);
  return (await db.query(sql`update notes set ${join(sets)} where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;
};

/** @returns how many existed and are gone now */
export const deleteNotes = async (db: Db, spaceId: string, ids: string[]) => (await db.query(sql`delete from notes where space_id = ${spaceId} and id = any (${ids}::uuid[]) returning id`)).length;

export const deleteNote = async (db: Db, spaceId: string, id: string) => (await db.query(sql`delete from notes where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;

/** Replaces the tags of a note. @returns how many of the ids are tags of the space */
export const setNoteTags = async (db: Db, spaceId: string, noteId: string, tagIds: string[]) => {
  await db.query(sql`delete from note_tags where space_id = ${spaceId} and note_id = ${noteId} and not tag_id = any (${tagIds}::uuid[])`);
  await db.query(sql`insert into note_tags (space_id, note_id, tag_id) select ${spaceId}, ${noteId}, t.id from tags t where t.space_id = ${spaceId} and t.id = any (${tagIds}::uuid[]) on conflict do nothing`);
  return (await db.query<{ n: number }>(sql`select count(*)::int as n from note_tags where space_id = ${spaceId} and note_id = ${noteId}`))[0]!.n;
};

/** When a job was asked for. */
export const startOf = async (db: Db, spaceId: string, jobId: string) => (await db.query<{ created_at: string }>(sql`select created_at from jobs where space_id = ${spaceId} and id = ${jobId}`))[0]!.created_at;

/** Locks a note for the outcome of its analysis. */
export const lockNote = async (db: Db, spaceId: string, id: string) =>
  (await db.query<Pick<Note, 'analysis' | 'contact_id' | 'content' | 'updated_at'>>(sql`select analysis, contact_id, content, updated_at from notes where space_id = ${spaceId} and id = ${id} for update`))[0];

export const finishAnalysis = (db: Db, spaceId: string, id: string, outcome: { analysis: 'done' | 'failed' | 'none'; engine: string | null; ai_error: string | null }) =>
  db.query(sql`update notes set analysis = ${outcome.analysis}, engine = ${outcome.engine}, ai_error = ${outcome.ai_error}, analysed_at = case when ${outcome.analysis} = 'done' then now() end
    where space_id = ${spaceId} and id = ${id}`);

/** Those of the notes that are there and about somebody, in the order in which they were written. */
export const sortByTime = async (db: Db, spaceId: string, ids: string[]) =>
  (await db.query<{ id: string }>(sql`select id from notes where space_id = ${spaceId} and id = any (${ids}::uuid[]) and contact_id is not null order by created_at, id`)).map(({ id }) => id);

/** Whether an action was taken back. */
export const isUndone = async (db: Db, spaceId: string, actionId: string) => (await db.query(sql`select 1 from actions where space_id = ${spaceId} and id = ${actionId} and undone_by is not null`)).length > 0;
/** The same, and keeps undo waiting until the transaction ends. */
export const holdUndone = async (db: Db, spaceId: string, actionId: string) =>
  (await db.query<{ undone: boolean }>(sql`select undone_by is not null as undone from actions where space_id = ${spaceId} and id = ${actionId} for key share`))[0]?.undone === true;

/** Ids of notes about somebody, oldest first, after `after`. */
export const selectNoteIds = async (db: Db, spaceId: string, contactId: string | undefined, after: string | undefined, limit: number) =>
  (
    await db.query<{ id: string }>(sql`select n.id from notes n where n.space_id = ${spaceId} and n.contact_id is not null
      ${contactId ? sql`and n.contact_id = ${contactId}` : sql``} ${after ? sql`and n.id > ${after}` : sql``} order by n.id limit ${limit}`)
  ).map((row) => row.id);

export const countNotesWithContact = async (db: Db, spaceId: string, contactId: string | undefined) =>
  (await db.query<{ n: number }>(sql`select count(*)::int as n from notes n where n.space_id = ${spaceId} and n.contact_id is not null ${contactId ? sql`and n.contact_id = ${contactId}` : sql``}`))[0]!.n;

/** The newest job of a kind for a note. */
export const selectJobOfNote = async (db: Db, spaceId: string, kind: string, noteId: string) =>
  (await db.query<{ id: string }>(sql`select id from jobs where space_id = ${spaceId} and kind = ${kind} and unique_key = ${noteId} order by id desc limit 1`))[0]?.id;

/** Notes of every tenant whose analysis has not come to an end, with the state of their last job and its action. */
export const selectPendingNotes = (database: Database, olderThan: string) =>
  database.anonymous<{ note_id: string; contact_id: string; space_id: string; user_id: string; job_state: 'completed' | 'failed' | 'cancelled' | null; action_id: string | null }>(sql`select * from kith.pending_notes(${olderThan}::interval)`);

/** Whichever note carries one of `from` carries `into` as well: part of merging tags. */
export const copyNoteTags = (db: Db, spaceId: string, into: string, from: string[]) =>
  db.query(sql`insert into note_tags (space_id, note_id, tag_id)
    select distinct ${spaceId}::uuid, note_id, ${into}::uuid from note_tags where space_id = ${spaceId} and tag_id = any (${from}::uuid[]) on conflict do nothing`);
