import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';

/** What makes an entry the same entry. */
export type EntryKey = { contact_id: string; category: string; content: string };
/** What of an entry may be set later. */
export type KnownEntry = { id: string; confidence: number | null; done_at: string | null };
export type NewEntry = EntryKey & { id: string; confidence: number | null; engine: string | null; created_at: string | null; done_at: string | null };

/** One statement, however many; `created_at` null means now. */
export const insertManyEntries = (db: Db, spaceId: string, entries: NewEntry[]) =>
  db.query(sql`
    insert into entries (id, space_id, contact_id, category, content, confidence, engine, created_at, updated_at, done_at)
    select r.id, ${spaceId}, r.contact_id, r.category, r.content, r.confidence, r.engine, coalesce(r.created_at, now()), coalesce(r.created_at, now()), r.done_at
    from unnest(${entries.map((e) => e.id)}::uuid[], ${entries.map((e) => e.contact_id)}::uuid[], ${entries.map((e) => e.category)}::text[], ${entries.map((e) => e.content)}::text[],
      ${entries.map((e) => e.confidence)}::smallint[], ${entries.map((e) => e.engine)}::text[], ${entries.map((e) => e.created_at)}::timestamptz[], ${entries.map((e) => e.done_at)}::timestamptz[]) as r (id, contact_id, category, content, confidence, engine, created_at, done_at)`);

/**
 * Entries of the people asked for with a content asked for, oldest first. Three lists and no join: right after an import there are no
 * statistics, and a join was planned as one scan of the space for each row (30 s for 20,000).
 */
export const selectLikeEntries = (db: Db, spaceId: string, keys: EntryKey[]) =>
  db.query<EntryKey & KnownEntry>(sql`
    select e.id, e.contact_id, e.category, e.content, e.confidence, e.done_at from entries e
    where e.space_id = ${spaceId} and e.contact_id = any (${[...new Set(keys.map((k) => k.contact_id))]}::uuid[]) and e.content = any (${[...new Set(keys.map((k) => k.content))]}::text[])
    order by e.created_at, e.id`);

/** Null leaves what is there. */
export const updateManyEntries = (db: Db, spaceId: string, rows: KnownEntry[]) =>
  db.query(sql`
    update entries e set confidence = coalesce(r.confidence, e.confidence), done_at = coalesce(r.done_at, e.done_at), updated_at = now()
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.confidence)}::smallint[], ${rows.map((row) => row.done_at)}::timestamptz[]) as r (id, confidence, done_at) where e.space_id = ${spaceId} and e.id = r.id`);

/** All entries of these people, oldest first. */
export const selectEntriesOf = (db: Db, spaceId: string, contactIds: string[]) =>
  db.query<EntryKey & { confidence: number | null; created_at: string; done_at: string | null }>(sql`
    select e.contact_id, e.category, e.content, e.confidence, e.created_at, e.done_at from entries e
    where e.space_id = ${spaceId} and e.contact_id = any (${contactIds}::uuid[]) order by e.created_at, e.id`);
