import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { SourceSpan as Source } from '../../platform/intelligence/categories.ts';

export type DayNote = { id: string; contact_id: string; content: string; created_at: string };

export const insertDayNotes = (db: Db, spaceId: string, userId: string, source: string, notes: DayNote[]) =>
  db.query(sql`
    insert into notes (id, space_id, contact_id, content, source, created_by, created_at, updated_at)
    select r.id, ${spaceId}, r.contact_id, r.content, ${source}, ${userId}, r.created_at, r.created_at
    from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as r (id uuid, contact_id uuid, content text, created_at timestamptz)`);

export const updateDayNotes = (db: Db, spaceId: string, notes: DayNote[]) =>
  db.query(sql`
    update notes n set content = r.content, created_at = greatest(n.created_at, r.created_at), updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as r (id uuid, content text, created_at timestamptz) where n.space_id = ${spaceId} and n.id = r.id`);

export const selectContents = (db: Db, spaceId: string, ids: string[]) =>
  db.query<{ id: string; contact_id: string | null; content: string }>(sql`select n.id, n.contact_id, n.content from notes n where n.space_id = ${spaceId} and n.id = any (${ids}::uuid[]) for update`);

export const selectSources = (db: Db, spaceId: string, noteIds: string[]) =>
  db.query<{ id: string; note_id: string; sources: Source[] }>(sql`select e.id, e.note_id, e.sources from entries e where e.space_id = ${spaceId} and e.note_id = any (${noteIds}::uuid[])`);

export const updateSources = (db: Db, spaceId: string, rows: { id: string; sources: Source[] }[]) =>
  db.query(sql`
    update entries e set sources = r.sources, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, sources jsonb) where e.space_id = ${spaceId} and e.id = r.id`);
