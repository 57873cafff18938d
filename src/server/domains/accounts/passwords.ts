import { hash, verify } from '@node-rs/argon2';
import { unacceptable } from '../../platform/errors.ts';
import { passwordStrength } from './strength.ts';

// OWASP's second recommendation for argon2id (19 MiB, 2 passes): about 25 ms off the event loop.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), COST);

/** A hash nobody knows the password of: checking against it takes as long as checking a real one. */
const DECOY = await hashPassword(crypto.randomUUID());

/** True when the password fits. Without a hash (no such account) it takes as long and is false. */
export const verifyPassword = async (passwordHash: string | undefined, password: string) => (await verify(passwordHash ?? DECOY, password.normalize('NFKC'))) && passwordHash !== undefined;

/** @param own words an attacker would try first (name, email) @throws 422 when the password is too easy to guess */
export async function requireStrongPassword(field: string, password: string, own: string[]): Promise<void> {
  const { score, warning, suggestions } = await passwordStrength(password, own);
  if (score < 2) throw unacceptable(field, [warning ?? 'This password is easy to guess.', ...suggestions].join(' '), 'weak_password');
}
