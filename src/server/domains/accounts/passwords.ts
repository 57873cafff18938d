import { hash, verify } from '@node-rs/argon2';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import { unacceptable } from '../../platform/errors.ts';

// OWASP's second recommendation for argon2id (19 MiB, 2 passes): about 25 ms off the event loop.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let estimator: ZxcvbnFactory | undefined;
// the dictionaries take 30 MB and 150 ms, so they load with the first password that is judged
const estimate = (password: string, own: string[]) => {
  estimator ??= new ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs, translations: english.translations });
  return estimator.check(password.slice(0, 100), own);
};

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), COST);

/** A hash nobody knows the password of: checking against it takes as long as checking a real one. */
const DECOY = await hashPassword(crypto.randomUUID());

/** True when the password fits. Without a hash (no such account) it takes as long and is false. */
export const verifyPassword = async (passwordHash: string | undefined, password: string) => (await verify(passwordHash ?? DECOY, password.normalize('NFKC'))) && passwordHash !== undefined;

/** Strength 0–4 with advice; `own` are words an attacker would try first (name, email). */
export function passwordStrength(password: string, own: string[] = []) {
  const { score, feedback } = estimate(password, own);
  return { score, warning: feedback.warning || null, suggestions: feedback.suggestions };
}

/** @throws 422 when the password is too easy to guess. */
export function requireStrongPassword(field: string, password: string, own: string[]) {
  const { score, warning, suggestions } = passwordStrength(password, own);
  if (score < 2) throw unacceptable(field, [warning || 'This password is easy to guess.', ...suggestions].join(' '), 'weak_password');
}
