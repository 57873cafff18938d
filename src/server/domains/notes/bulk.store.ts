import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';

/** What makes an entry the same entry. */
export type EntryKey = { contact_id: string; category: string; content: string };
export type NewEntry = EntryKey & { id: string; confidence: number | null; engine: string | null; created_at: string | null };

/** One statement, however many; `created_at` null means now. */
export const insertManyEntries = (db: Db, spaceId: string, entries: NewEntry[]) =>
  db.query(sql`
    insert into entries (id, space_id, contact_id, category, content, confidence, engine, created_at, updated_at)
    select r.id, ${spaceId}, r.contact_id, r.category, r.content, r.confidence, r.engine, coalesce(r.created_at, now()), coalesce(r.created_at, now())
    from unnest(${entries.map((e) => e.id)}::uuid[], ${entries.map((e) => e.contact_id)}::uuid[], ${entries.map((e) => e.category)}::text[], ${entries.map((e) => e.content)}::text[],
      ${entries.map((e) => e.confidence)}::smallint[], ${entries.map((e) => e.engine)}::text[], ${entries.map((e) => e.created_at)}::timestamptz[]) as r (id, contact_id, category, content, confidence, engine, created_at)`);

/** Those of the entries asked for that are there. */
export const selectSameEntries = (db: Db, spaceId: string, keys: EntryKey[]) =>
  db.query<EntryKey & { id: string; confidence: number | null }>(sql`
    select distinct on (e.contact_id, e.category, e.content) e.id, e.contact_id, e.category, e.content, e.confidence
    from unnest(${keys.map((k) => k.contact_id)}::uuid[], ${keys.map((k) => k.category)}::text[], ${keys.map((k) => k.content)}::text[]) as k (contact_id, category, content)
    join entries e on e.space_id = ${spaceId} and e.contact_id = k.contact_id and e.category = k.category and e.content = k.content
    order by e.contact_id, e.category, e.content, e.id`);

export const updateConfidences = (db: Db, spaceId: string, rows: { id: string; confidence: number }[]) =>
  db.query(sql`
    update entries e set confidence = r.confidence, updated_at = now()
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.confidence)}::smallint[]) as r (id, confidence) where e.space_id = ${spaceId} and e.id = r.id`);
