import { timingSafeEqual } from 'node:crypto';
import { createCtx, type Ctx, type Identity, type Platform } from '../../platform/context.ts';
import { newToken, sha256 } from '../../platform/crypto.ts';
import type { Db } from '../../platform/database/database.ts';
import { isTimeZone } from '../../platform/dates/index.ts';
import { conflict, forbidden, Rejection, unacceptable, unauthenticated } from '../../platform/errors.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { accessChanged, authenticate, changeAccess } from './access.ts';
import type { SessionAnswer } from './accounts.schema.ts';
import * as store from './accounts.store.ts';
import { addressKey, attempt, type Client, clientOf } from './attempts.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords.ts';
import { useCode } from './totp/use-code.ts';

const DAY = 86_400;
/** A browser session ends after 7 days without use, and after 30 days in any case. */
const BROWSER = { idle_seconds: 7 * DAY, lifetime_seconds: 30 * DAY };

export type Registration = {
  username: string;
  password: string;
  email?: string | undefined;
  full_name?: string | undefined;
  time_zone?: string | undefined;
  /** Only the command line names a role; the first account becomes the admin by itself. */
  role?: 'user' | 'admin';
};

/** Who may make an account right now. */
export async function registrationState(platform: Platform) {
  const first_account = !(await store.hasUsers(platform.database));
  return { first_account, setup_code_required: first_account && !platform.config.loopback, registration: platform.config.registration };
}

const notOpen = ({ config }: Platform) => forbidden(`This installation takes no new accounts.${config.registration === 'invite' ? ' Ask its admin for an invitation.' : ''}`, 'registration_closed');

/** What stands in the way of a request that was done already. */
const DONE_BEFORE = new Set(['registration_closed', 'invalid_invitation', 'username_taken', 'email_taken']);

/**
 * Makes an account, or finds the one that the same request made a moment ago, if its password fits: whoever hears no answer may repeat it.
 * To anybody else it is refused as ever, and wrong passwords are counted as at sign-in.
 * @returns who it is; `proof` when the account was there
 * @throws as `signUpOnce`
 */
export async function signUp(platform: Platform, registration: Registration, shown: Shown, setupCode: string, client: Client): Promise<{ user_id: string; proof: Proof | null }> {
  try {
    return { user_id: (await signUpOnce(platform, registration, shown, setupCode, client)).user_id, proof: null };
  } catch (error) {
    if (!(error instanceof Rejection && DONE_BEFORE.has(error.code))) throw error;
    const { username, password, email = null, full_name = '', time_zone = 'UTC' } = registration;
    const invitation = shown.invite_token === undefined ? null : sha256(shown.invite_token);
    if (!(await store.justSignedUp(platform.database, { username, email, full_name, time_zone, invitation }))) throw error;
    const proof = await checkLogin(platform, { username, password }, client).catch(() => Promise.reject(error));
    return { user_id: proof.user_id, proof };
  }
}

type Shown = { setup_code?: string | undefined; invite_token?: string | undefined };

/**
 * Registration as the outside sees it: the first account shows the set-up code (off loopback), later ones need an open door or an
 * invitation, which is accepted in the same transaction.
 * @throws 403 without the right to register, 429 after wrong set-up codes, and as `register`
 */
async function signUpOnce(platform: Platform, registration: Registration, shown: Shown, setupCode: string, client: Client) {
  const state = await registrationState(platform);
  if (state.setup_code_required)
    await attempt(platform, { key: `setup:${addressKey(client.ip ?? '')}`, user_id: null, client, by_address: false }, async () =>
      timingSafeEqual(sha256(shown.setup_code ?? ''), sha256(setupCode))
        ? { counts: 'passed' }
        : { counts: shown.setup_code ? 'failed' : 'nothing', rejection: forbidden('Enter the set-up code that Kith printed when it started.', 'setup_code') },
    );
  const invited = state.registration !== 'closed' && shown.invite_token !== undefined;
  const uninvited = state.registration !== 'open' && !invited;
  if (uninvited && !state.first_account) throw notOpen(platform);
  return register(platform, registration, { invitation: invited ? sha256(shown.invite_token!) : null, first_only: uninvited });
}

/**
 * Makes an account with its personal space.
 * @param door an invitation to accept with it; `first_only` refuses when there is an account already
 * @throws 403 registration_closed, 409 when the name or email is taken, 422 when the password is weak, or zone or invitation unknown
 */
export async function register(platform: Platform, registration: Registration, door: { invitation: Buffer | null; first_only: boolean } = { invitation: null, first_only: false }) {
  const { username, email, full_name = '', password, time_zone = 'UTC', role } = registration;
  requireTimeZone(time_zone);
  await requireStrongPassword('password', password, [username, full_name, email ?? '']);
  try {
    return await store.registerUser(platform.database, { username, email: email ?? null, full_name, password_hash: await hashPassword(password), time_zone, role: role ?? null, ...door });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'KT403') throw notOpen(platform);
    if (code === 'KT404') throw unacceptable('invite_token', 'This invitation is not valid any more. Ask for a new one.', 'invalid_invitation');
    throw nameTaken(error);
  }
}

/** Tells which name a unique violation of users is about; other errors stay as they are. */
export function nameTaken(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code !== '23505') return error;
  return constraint?.includes('email') ? conflict('email_taken', 'An account with this email exists already.', 'email') : conflict('username_taken', 'This username is taken.', 'username');
}

/** @throws 422 when `zone` is not an IANA time zone. */
export function requireTimeZone(zone: string, field = 'time_zone') {
  // an offset is none: it knows no summer time
  if (!/^[A-Za-z]/.test(zone) || !isTimeZone(zone)) throw unacceptable(field, 'Use an IANA time zone such as Europe/Berlin.');
}

export const wrongLogin = () => unauthenticated('The user name or password is wrong.', 'invalid_credentials');
/** The password was right, of this user, while its hash was this one. */
export type Proof = { user_id: string; password_hash: string };

/**
 * Checks username (or email), password and second factor. The answer and its time are the same whether or not the account exists.
 * @throws 401 invalid_credentials, totp_required, invalid_totp; 429 while locked
 */
export async function checkLogin(platform: Platform, login: { username: string; password: string; totp?: string | undefined }, client: Client): Promise<Proof> {
  const user = await store.findLogin(platform.database, login.username);
  const known = user.user_id === null ? undefined : user;
  await attempt(platform, { key: user.key, account_keys: known?.keys, user_id: user.user_id, client, by_address: true }, async () => {
    const fits = await verifyPassword(known?.password_hash, login.password);
    if (!known || !fits || known.disabled) return { counts: 'failed', rejection: wrongLogin() };
    if (!known.totp_enabled) return { counts: 'passed' };
    if (!login.totp) return { counts: 'nothing', rejection: unauthenticated('Enter the code of your authenticator app.', 'totp_required') };
    if (await useCode(platform, known.user_id, login.totp, client)) return { counts: 'passed' };
    return { counts: 'failed', rejection: unauthenticated('This code is wrong or was used already.', 'invalid_totp') };
  });
  return { user_id: known!.user_id, password_hash: known!.password_hash };
}

/**
 * The signed-in person shows the password again, before something that matters. Wrong ones are counted.
 * @throws 422 wrong_password, 429 while locked
 */
export async function confirmPassword(ctx: Ctx, field: string, password: string, further?: () => Promise<boolean>): Promise<Proof> {
  const { user } = ctx.identity;
  const password_hash = await store.selectPassword(ctx, user.id);
  await attempt(ctx.platform, { key: `confirm:${user.id}`, user_id: user.id, client: clientOf(ctx), by_address: false }, async () => {
    if (!(await verifyPassword(password_hash, password))) return { counts: 'failed', rejection: unacceptable(field, 'This is not your current password.', 'wrong_password') };
    if (further && !(await further())) return { counts: 'failed', rejection: unacceptable('code', 'This code is wrong or was used already.', 'invalid_totp') };
    return { counts: 'passed' };
  });
  return { user_id: user.id, password_hash };
}

/**
 * Starts a browser session. Every sign-in gets a new token, so a token planted before it is worth nothing; the session that the
 * browser had until now ends.
 * @param proof what was checked; null right after registration
 * @throws 401 when the password was changed in the meantime
 */
export async function startBrowserSession(platform: Platform, userId: string, client: Client, proof: Proof | null, previous: Identity | null): Promise<{ token: string; answer: SessionAnswer }> {
  const token = newToken('kith_s');
  await asUser(platform, userId, async (tx) => {
    if (proof && !(await store.holdUser(tx, userId, proof.password_hash))) throw wrongLogin();
    await store.insertSession(tx, { user_id: userId, kind: 'browser', family_id: null, token_hash: sha256(token), ip: client.ip, user_agent: client.user_agent, ...BROWSER });
    if (proof) await store.insertSecurityEvent(tx, { user_id: userId, kind: 'signed_in', ip: client.ip, user_agent: client.user_agent });
  });
  if (previous?.credential.kind === 'browser') {
    await asUser(platform, previous.user.id, (tx) => store.deleteSession(tx, previous.credential.id));
    accessChanged(platform);
  }
  const identity = (await authenticate(platform, token))!;
  return { token, answer: await describeSession(ctxOf(platform, identity, client)) };
}

/** Ends the session that asks; of a program, also what its refresh token would get. */
export const signOut = (ctx: Ctx) => changeAccess(ctx, (tx) => store.endCredential(tx, ctx.identity.credential.id));

/** The user, the working space and the preferences. */
export async function describeSession(ctx: Ctx): Promise<SessionAnswer> {
  const { space, ...session } = await store.selectSession(ctx, ctx.identity.user.id, ctx.space.id, ctx.support?.id);
  return { ...session, space: { ...space, role: ctx.space.role } };
}

/** Runs account queries as a user who is not signed in by a token yet. */
export const asUser = <T>(platform: Platform, userId: string, fn: (tx: Db) => Promise<T>) =>
  platform.database.tx({ user_id: userId, read_spaces: [], write_spaces: [], channel: 'system', action_id: uuidv7() }, fn);

/** A context outside any request (sign-in, jobs, command line). */
export const ctxOf = (platform: Platform, identity: Identity, client: Client): Ctx =>
  createCtx({
    platform,
    identity,
    space: identity.spaces.find((space) => space.id === identity.personal_space_id)!,
    request_id: uuidv7(),
    channel: 'system',
    ip: client.ip,
    user_agent: client.user_agent,
    log: platform.log,
  });
