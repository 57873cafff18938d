import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';

/** A note that was written elsewhere. `created_at`: ISO 8601. */
export type DatedNote = { contact_id: string; content: string; created_at: string; source: string };

/** Adds the notes that are not there yet: the same person, time and text is the same note. @returns those that are new */
export const insertDatedNotes = async (db: Db, spaceId: string, userId: string, notes: DatedNote[]) =>
  (
    await db.query<{ id: string }>(sql`
      insert into notes (space_id, contact_id, content, analysis, source, created_by, created_at, updated_at)
      select distinct ${spaceId}::uuid, r.contact_id, r.content, 'none', r.source, ${userId}::uuid, r.created_at, r.created_at
      from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as r (contact_id uuid, content text, created_at timestamptz, source text)
      where not exists (select 1 from notes n where n.space_id = ${spaceId} and n.contact_id = r.contact_id and n.created_at = r.created_at and n.content = r.content)
      returning id`)
  ).map(({ id }) => id);
