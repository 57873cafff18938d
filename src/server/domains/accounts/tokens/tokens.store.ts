import sql from 'sql-template-tag';
import type { Database, Db } from '../../../platform/database/database.ts';

type Client = { ip: string | null; user_agent: string | null };

export const insertRefreshToken = (db: Db, token: Client & { user_id: string; family_id: string; token_hash: Buffer; lifetime_seconds: number }) =>
  db.query(sql`
    insert into refresh_tokens (user_id, family_id, token_hash, expires_at, ip, user_agent)
    values (${token.user_id}, ${token.family_id}, ${token.token_hash}, now() + make_interval(secs => ${token.lifetime_seconds}), ${token.ip}::inet, ${token.user_agent})`);

type Rotation = Client & { used: Buffer; refresh: Buffer; access: Buffer; access_seconds: number; refresh_seconds: number };
export const rotate = async (db: Database, r: Rotation) =>
  (
    await db.anonymous<{ outcome: 'ok' | 'invalid' | 'reused' }>(sql`
      select kith.rotate_refresh_token(${r.used}, ${r.refresh}, ${r.access}, ${r.access_seconds}, ${r.refresh_seconds}, ${r.ip}::inet, ${r.user_agent}) as outcome`)
  )[0]!.outcome;

/** Ends the tokens of the program that shows the access token `id`. False when it is not one. */
export async function deleteFamily(db: Db, id: string): Promise<boolean> {
  const [session] = await db.query<{ family_id: string | null }>(sql`select family_id from sessions where id = ${id}`);
  if (!session?.family_id) return false;
  await db.query(sql`delete from refresh_tokens where family_id = ${session.family_id}`);
  await db.query(sql`delete from sessions where family_id = ${session.family_id}`);
  return true;
}
