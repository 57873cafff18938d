import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';

type State = { enabled: boolean; secret: Buffer | null; recovery_codes_left: number };
export const selectTotp = async (db: Db, userId: string) =>
  (
    await db.query<State>(sql`
      select totp_enabled_at is not null as enabled, totp_secret as secret,
        (select count(*)::int from recovery_codes r where r.user_id = u.id and r.used_at is null) as recovery_codes_left
      from users u where id = ${userId}`)
  )[0]!;

/** False when it is enabled already: a secret in use is never replaced. */
export const startTotp = async (db: Db, userId: string, secret: Buffer) =>
  (await db.query(sql`update users set totp_secret = ${secret}, totp_last_step = null where id = ${userId} and totp_enabled_at is null returning id`)).length === 1;

/** The secret that waits for its first code; the row is held until the end of the transaction. */
export const lockPendingSecret = async (db: Db, userId: string) =>
  (await db.query<{ secret: Buffer | null }>(sql`select totp_secret as secret from users where id = ${userId} and totp_enabled_at is null for update`))[0]?.secret ?? null;

export const enableTotp = (db: Db, userId: string, step: number) => db.query(sql`update users set totp_enabled_at = now(), totp_last_step = ${step} where id = ${userId}`);

/** False when it was not enabled. */
export async function disableTotp(db: Db, userId: string) {
  const rows = await db.query(sql`update users set totp_enabled_at = null, totp_secret = null, totp_last_step = null where id = ${userId} and totp_enabled_at is not null returning id`);
  await db.query(sql`delete from recovery_codes where user_id = ${userId}`);
  return rows.length === 1;
}

/** Old codes stop working. False when two-factor is off. */
export async function replaceRecoveryCodes(db: Db, userId: string, hashes: Buffer[]) {
  const [user] = await db.query(sql`select 1 from users where id = ${userId} and totp_enabled_at is not null for update`);
  if (!user) return false;
  await db.query(sql`delete from recovery_codes where user_id = ${userId}`);
  await db.query(sql`insert into recovery_codes (user_id, code_hash) select ${userId}, h from unnest(${hashes}::bytea[]) h`);
  return true;
}

/** The secret in use; the row is held until the end of the transaction, so that codes are used one after the other. */
export const lockSecret = async (db: Db, userId: string) =>
  (await db.query<{ secret: Buffer }>(sql`select totp_secret as secret from users where id = ${userId} and totp_enabled_at is not null for update`))[0]?.secret ?? null;

/** False when a code of this step or a later one was used before. */
export const useStep = async (db: Db, userId: string, step: number) =>
  (await db.query(sql`update users set totp_last_step = ${step} where id = ${userId} and coalesce(totp_last_step, -1) < ${step} returning id`)).length === 1;

/** False when there is no such code, or it was used before. */
export const useRecoveryCode = async (db: Db, userId: string, hash: Buffer) =>
  (await db.query(sql`update recovery_codes set used_at = now() where user_id = ${userId} and code_hash = ${hash} and used_at is null returning id`)).length === 1;
