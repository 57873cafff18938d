import { randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import { Secret, TOTP } from 'otpauth';
import type { Platform } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { insertSecurityEvent } from '../accounts.store.ts';
import type { Client } from '../attempts.ts';

/** The time-based one-time password (RFC 6238: SHA-1, 6 digits, 30 s) of a base32 secret. */
export const totpOf = (secret: string, label = 'Kith') => new TOTP({ issuer: 'Kith', label, secret: Secret.fromBase32(secret) });

/** What binds an encrypted secret to its row. */
export const secretContext = (userId: string) => `users.totp_secret:${userId}`;

const normalise = (code: string) => code.replace(/[\s-]/g, '').toLowerCase();
export const hashRecoveryCode = (userId: string, code: string) => sha256(`${userId}:${normalise(code)}`);

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'; // without i, l, o, u, which are misread
/** Ten codes of 80 random bits: abcd-efgh-jkmn-pqrs. */
export const newRecoveryCodes = () => Array.from({ length: 10 }, () => [...randomBytes(16)].map((byte) => LETTERS[byte % 32]).join('').replace(/(.{4})(?=.)/g, '$1-'));

/** The step a code is valid for (one step of clock skew either way), or null. */
export function totpStep(secret: string, code: string, now = Date.now()): number | null {
  const delta = /^\d{6}$/.test(normalise(code)) ? totpOf(secret).validate({ token: normalise(code), window: 1, timestamp: now }) : null;
  return delta === null ? null : Math.floor(now / 30_000) + delta;
}

/**
 * Uses a code of the authenticator app, or a recovery code, once: a second use fails, also when both arrive at the same moment.
 * @returns false when the code is wrong or was used
 */
export async function useTotp(platform: Platform, userId: string, code: string, client: Client): Promise<boolean> {
  return platform.database.tx({ user_id: userId, read_spaces: [], write_spaces: [], channel: 'system', action_id: uuidv7() }, async (tx) => {
    const [user] = await tx.query<{ totp_secret: Buffer | null }>(sql`select totp_secret from users where id = ${userId} and totp_enabled_at is not null for update`);
    if (!user?.totp_secret) return false;
    const step = totpStep(platform.vault.open(user.totp_secret, secretContext(userId)), code);
    if (step !== null) {
      const used = await tx.query(sql`update users set totp_last_step = ${step} where id = ${userId} and coalesce(totp_last_step, -1) < ${step} returning id`);
      return used.length === 1;
    }
    const recovered = await tx.query(sql`update recovery_codes set used_at = now() where user_id = ${userId} and code_hash = ${hashRecoveryCode(userId, code)} and used_at is null returning id`);
    if (recovered.length) await insertSecurityEvent(tx, { user_id: userId, kind: 'recovery_code_used', ip: client.ip, user_agent: client.user_agent });
    return recovered.length === 1;
  });
}
