import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { ApiKey } from './keys.schema.ts';

const COLUMNS = sql`id, name, prefix, scopes, created_at, expires_at, last_used_at`;

export const selectKeys = (db: Db, userId: string, limit: number, before: string | undefined) =>
  db.query<ApiKey>(sql`select ${COLUMNS} from api_keys where user_id = ${userId} ${before ? sql`and id < ${before}` : sql``} order by id desc limit ${limit + 1}`);

export const countKeys = async (db: Db, userId: string) => (await db.query<{ n: number }>(sql`select count(*)::int as n from api_keys where user_id = ${userId}`))[0]!.n;

type NewKey = { user_id: string; name: string; prefix: string; key_hash: Buffer; scopes: string[]; expires_at: string | null };
export const insertKey = async (db: Db, key: NewKey) =>
  (
    await db.query<ApiKey>(sql`
      insert into api_keys (user_id, name, prefix, key_hash, scopes, expires_at)
      values (${key.user_id}, ${key.name}, ${key.prefix}, ${key.key_hash}, ${key.scopes}, ${key.expires_at}) returning ${COLUMNS}`)
  )[0]!;

export const deleteKey = async (db: Db, userId: string, id: string) => (await db.query<{ name: string }>(sql`delete from api_keys where user_id = ${userId} and id = ${id} returning name`))[0];
