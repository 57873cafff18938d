import sql, { raw } from 'sql-template-tag';
import type { Db } from '../database/database.ts';

export type StoredFile = { id: string; name: string; content_type: string; size: number; sha256: Buffer; created_at: string };

const FILE = raw('id, name, content_type, size, sha256, created_at');

/** @returns the id */
export const insertFile = async (tx: Db, spaceId: string, userId: string, file: { name: string; content_type: string }) =>
  (await tx.query<{ id: string }>(sql`insert into files (space_id, name, content_type, size, sha256, created_by) values (${spaceId}, ${file.name}, ${file.content_type}, 0, '', ${userId}) returning id`))[0]!.id;

export const insertChunk = (tx: Db, spaceId: string, fileId: string, n: number, content: Buffer) => tx.query(sql`insert into file_chunks (space_id, file_id, n, content) values (${spaceId}, ${fileId}, ${n}, ${content})`);

export const finishFile = async (tx: Db, spaceId: string, id: string, size: number, hash: Buffer) =>
  (await tx.query<StoredFile>(sql`update files set size = ${size}, sha256 = ${hash} where space_id = ${spaceId} and id = ${id} returning ${FILE}`))[0]!;

export const selectChunk = async (db: Db, spaceId: string, fileId: string, n: number) => (await db.query<{ content: Buffer }>(sql`select content from file_chunks where space_id = ${spaceId} and file_id = ${fileId} and n = ${n}`))[0]?.content;

export const selectFile = async (db: Db, spaceId: string, id: string) => (await db.query<StoredFile>(sql`select ${FILE} from files where space_id = ${spaceId} and id = ${id}`))[0];

export const deleteFiles = (db: Db, spaceId: string, ids: string[]) => db.query(sql`delete from files where space_id = ${spaceId} and id = any (${ids}::uuid[])`);
