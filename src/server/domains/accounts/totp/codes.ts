import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { sha256 } from '../../../platform/crypto.ts';

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
