import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { Recording } from './recordings.schema.ts';

const RECORDING = sql`r.id, r.contact_id, (select c.full_name from contacts c where c.space_id = r.space_id and c.id = r.contact_id) as contact_name,
  f.name, f.content_type, f.size, r.text, r.engine, r.problem, r.created_at, r.updated_at`;
const FROM = sql`from recordings r join files f on f.space_id = r.space_id and f.id = r.file_id`;

/** @returns the id */
export const insertRecording = async (db: Db, spaceId: string, userId: string, recording: { contact_id: string | null; file_id: string }) =>
  (await db.query<{ id: string }>(sql`insert into recordings (space_id, contact_id, file_id, created_by) values (${spaceId}, ${recording.contact_id}, ${recording.file_id}, ${userId}) returning id`))[0]!.id;

export const selectRecording = async (db: Db, spaceId: string, id: string) =>
  (await db.query<Recording & { file_id: string }>(sql`select ${RECORDING}, r.file_id ${FROM} where r.space_id = ${spaceId} and r.id = ${id}`))[0];

/** Up to `limit + 1` recordings, newest first. */
export const selectRecordings = (db: Db, spaceId: string, query: { limit: number; contact_id?: string | undefined }, before: string | undefined) =>
  db.query<Recording>(sql`select ${RECORDING} ${FROM} where r.space_id = ${spaceId} ${query.contact_id ? sql`and r.contact_id = ${query.contact_id}` : sql``}
    ${before ? sql`and r.id < ${before}` : sql``} order by r.id desc limit ${query.limit + 1}`);

export const updateText = (db: Db, spaceId: string, id: string, outcome: { text: string | null; engine: string | null; problem: string | null }) =>
  db.query(sql`update recordings set text = coalesce(${outcome.text}, text), engine = coalesce(${outcome.engine}, engine), problem = ${outcome.problem}, updated_at = now() where space_id = ${spaceId} and id = ${id}`);

export const deleteRecording = async (db: Db, spaceId: string, id: string) => (await db.query(sql`delete from recordings where space_id = ${spaceId} and id = ${id} returning id`)).length === 1;
