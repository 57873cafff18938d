import type { Ctx, Platform } from '../../../platform/context.ts';
import { newToken, sha256 } from '../../../platform/crypto.ts';
import { conflict, unauthenticated } from '../../../platform/errors.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { accessChanged, changeAccess } from '../access.ts';
import { asUser, type Proof, wrongLogin } from '../accounts.ts';
import { holdUser, insertSecurityEvent, insertSession } from '../accounts.store.ts';
import type { Client } from '../attempts.ts';
import type { TokenAnswer } from './tokens.schema.ts';
import * as store from './tokens.store.ts';

const ACCESS_SECONDS = 15 * 60;
const REFRESH_SECONDS = 30 * 86_400;
const newPair = () => ({ access: newToken('kith_a'), refresh: newToken('kith_r') });
const answer = (pair: ReturnType<typeof newPair>): TokenAnswer => ({ access_token: pair.access, refresh_token: pair.refresh, expires_in: ACCESS_SECONDS, token_type: 'Bearer' });

/** Gives a program its first tokens, after `checkLogin`. @throws 401 when the password was changed in the meantime */
export async function issueTokens(platform: Platform, proof: Proof, client: Client): Promise<TokenAnswer> {
  const pair = newPair();
  const { user_id } = proof;
  const family_id = uuidv7();
  await asUser(platform, user_id, async (tx) => {
    if (!(await holdUser(tx, user_id, proof.password_hash))) throw wrongLogin();
    await store.insertRefreshToken(tx, { user_id, family_id, token_hash: sha256(pair.refresh), lifetime_seconds: REFRESH_SECONDS, ...client });
    await insertSession(tx, { user_id, kind: 'access', family_id, token_hash: sha256(pair.access), idle_seconds: ACCESS_SECONDS, lifetime_seconds: ACCESS_SECONDS, ...client });
    await insertSecurityEvent(tx, { user_id, kind: 'token_issued', ...client });
  });
  return answer(pair);
}

/**
 * Swaps a refresh token, which works once, for new tokens. When one is shown a second time somebody has a copy: every token that
 * came from the same sign-in ends.
 * @throws 401 invalid_token
 */
export async function refreshTokens(platform: Platform, refreshToken: string, client: Client): Promise<TokenAnswer> {
  const pair = newPair();
  const outcome = await store.rotate(platform.database, { used: sha256(refreshToken), refresh: sha256(pair.refresh), access: sha256(pair.access), access_seconds: ACCESS_SECONDS, refresh_seconds: REFRESH_SECONDS, ...client });
  if (outcome !== 'invalid') accessChanged(platform);
  if (outcome !== 'ok') throw unauthenticated('This refresh token is not valid. Sign in again.', 'invalid_token');
  return answer(pair);
}

/** Ends the tokens of the program that asks. @throws 409 when it did not sign in with POST /auth/token */
export async function revokeTokens(ctx: Ctx): Promise<void> {
  if (!(await changeAccess(ctx, (tx) => store.deleteFamily(tx, ctx.identity.credential.id)))) throw conflict('not_a_token', 'This request was not made with an access token. Use POST /auth/logout.');
}
