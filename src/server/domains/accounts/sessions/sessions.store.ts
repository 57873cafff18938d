import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { SecurityEvent, SessionItem } from './sessions.schema.ts';

/** The family of the access token in use; null for a browser session. */
const familyOf = (credentialId: string) => sql`(select family_id from sessions where id = ${credentialId})`;

export type SessionRow = Omit<SessionItem, 'device'> & { user_agent: string | null };
/** Browser sessions, and programs by their newest refresh token; newest use first, up to `limit + 1` after the cursor `[last_used_at, id]`. */
export const selectSessions = (db: Db, userId: string, currentId: string, limit: number, after: [string, string] | undefined) =>
  db.query<SessionRow>(sql`
    select * from (
      select id, 'browser' as kind, user_agent, host(ip) as ip, created_at, last_used_at, id = ${currentId} as current
      from sessions where user_id = ${userId} and kind = 'browser' and least(expires_at, last_used_at + make_interval(secs => idle_seconds)) > now()
      union all
      select r.family_id, 'program', r.user_agent, host(r.ip),
        (select min(f.created_at) from refresh_tokens f where f.family_id = r.family_id), r.created_at,
        coalesce(r.family_id = ${familyOf(currentId)}, false)
      from refresh_tokens r where r.user_id = ${userId} and r.used_at is null and r.expires_at > now()
    ) s
    ${after ? sql`where (last_used_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by last_used_at desc, id desc limit ${limit + 1}`);

/** Ends one session, or everything one program was given. False when the user has no such session. */
export async function deleteSession(db: Db, userId: string, id: string): Promise<boolean> {
  const sessions = await db.query(sql`delete from sessions where user_id = ${userId} and (family_id = ${id} or (id = ${id} and kind = 'browser')) returning id`);
  const tokens = await db.query(sql`delete from refresh_tokens where user_id = ${userId} and family_id = ${id} returning id`);
  return sessions.length + tokens.length > 0;
}

/** Ends every session but the one in use. */
export async function deleteOtherSessions(db: Db, userId: string, currentId: string): Promise<void> {
  await db.query(sql`delete from refresh_tokens where user_id = ${userId} and family_id is distinct from ${familyOf(currentId)}`);
  await db.query(sql`delete from sessions where user_id = ${userId} and id <> ${currentId}`);
}

/** Ends every refresh token, and every session but the one in use. */
export async function deleteCredentials(db: Db, userId: string, currentId: string): Promise<void> {
  await db.query(sql`delete from refresh_tokens where user_id = ${userId}`);
  await db.query(sql`delete from sessions where user_id = ${userId} and id <> ${currentId}`);
}

export const rotateSession = (db: Db, id: string, tokenHash: Buffer) => db.query(sql`update sessions set token_hash = ${tokenHash} where id = ${id}`);

/** The hashes of the last five passwords, the current one among them. */
export const selectPasswordHashes = async (db: Db, userId: string) =>
  (await db.query<{ password_hash: string }>(sql`select password_hash from password_history where user_id = ${userId} order by created_at desc, id desc limit 5`)).map((row) => row.password_hash);

/** Replaces the password if it is still `oldHash`. False when it was changed in the meantime. */
export async function updatePassword(db: Db, userId: string, oldHash: string, newHash: string): Promise<boolean> {
  const rows = await db.query(sql`update users set password_hash = ${newHash}, updated_at = now() where id = ${userId} and password_hash = ${oldHash} returning id`);
  if (rows.length === 0) return false;
  await db.query(sql`insert into password_history (user_id, password_hash) values (${userId}, ${newHash})`);
  await db.query(sql`
    delete from password_history where user_id = ${userId}
      and id not in (select id from password_history where user_id = ${userId} order by created_at desc, id desc limit 5)`);
  return true;
}

export type SecurityEventRow = Omit<SecurityEvent, 'device'> & { user_agent: string | null };
export const selectSecurityEvents = (db: Db, userId: string, limit: number, before: string | undefined) =>
  db.query<SecurityEventRow>(sql`
    select id, kind, detail, user_agent, host(ip) as ip, created_at from security_events
    where user_id = ${userId} ${before ? sql`and id < ${before}` : sql``} order by id desc limit ${limit + 1}`);

/** How many API keys a new password leaves working, as a sentence; null when there is none. */
export const keysLeft = async (db: Db, userId: string) => (await db.query<{ keys: string | null }>(sql`select kith.keys_left(${userId}) as keys`))[0]!.keys;
