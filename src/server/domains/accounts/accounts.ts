import { createCtx, type Ctx, type Identity, type Platform } from '../../platform/context.ts';
import { newToken, sha256 } from '../../platform/crypto.ts';
import { conflict, forbidden, tooMany, unacceptable, unauthenticated } from '../../platform/errors.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { SessionAnswer } from './accounts.schema.ts';
import * as store from './accounts.store.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords.ts';
import { useTotp } from './totp.ts';

/** Where a sign-in comes from. */
export type Client = { ip: string | null; user_agent: string | null };

const DAY = 86_400;
/** A browser session ends after 7 days without use, and after 30 days in any case (A-10). */
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

/**
 * Makes an account with its personal space.
 * @throws 409 when the name or email is taken, 422 when the password is weak or the zone unknown
 */
export async function register(platform: Platform, registration: Registration) {
  const { username, email, full_name = '', password, time_zone = 'UTC', role } = registration;
  requireTimeZone(time_zone);
  requireStrongPassword('password', password, [username, full_name, email ?? '']);
  try {
    return await store.registerUser(platform.database, { username, email: email ?? null, full_name, password_hash: await hashPassword(password), time_zone, role: role ?? null });
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === '23505' && constraint?.includes('email')) throw conflict('email_taken', 'An account with this email exists already.', 'email');
    if (code === '23505') throw conflict('username_taken', 'This username is taken.', 'username');
    throw error;
  }
}

/** @throws 422 when `zone` is not an IANA time zone. */
export function requireTimeZone(zone: string) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw unacceptable('time_zone', 'Use an IANA time zone such as Europe/Berlin.');
  }
}

/** Who may make an account right now. */
export async function registrationState(platform: Platform) {
  const first_account = !(await store.hasUsers(platform.database));
  return { first_account, setup_code_required: first_account && !platform.config.loopback, registration: platform.config.registration };
}

const WRONG = () => unauthenticated('The username or password is wrong.', 'invalid_credentials');

/**
 * Checks username (or email), password and second factor. Wrong ones are counted per account and per address; from the fifth
 * on both wait. The answer and its time are the same whether or not the account exists.
 * @returns the id of the user
 * @throws 401 invalid_credentials, totp_required, invalid_totp; 429 while locked
 */
export async function checkLogin(platform: Platform, login: { username: string; password: string; totp?: string | undefined }, client: Client): Promise<string> {
  const { database } = platform;
  const user = await store.findLogin(database, login.username);
  // one count for an account, whichever of its names is tried
  const keys = [`account:${user?.user_id ?? login.username.normalize('NFKC').toLowerCase()}`, ...(client.ip ? [`address:${client.ip}`] : [])];
  const wait = await store.loginWait(database, keys);
  if (wait > 0) throw tooMany(wait, `Too many failed sign-ins. Try again in ${wait < 90 ? `${wait} s` : `${Math.ceil(wait / 60)} minutes`}.`, 'locked');

  const fail = async () => {
    const locked = await store.loginFailed(database, keys);
    if (user && locked.includes(keys[0]!)) await store.securityNotice(database, { user_id: user.user_id, kind: 'locked_out', ...client });
  };
  const passwordFits = await verifyPassword(user?.password_hash, login.password);
  if (!user || !passwordFits || user.disabled) {
    await fail();
    throw WRONG();
  }
  if (user.totp_enabled) {
    if (!login.totp) throw unauthenticated('Enter the code of your authenticator app.', 'totp_required');
    if (!(await useTotp(platform, user.user_id, login.totp))) {
      await fail();
      throw unauthenticated('This code is wrong or was used already.', 'invalid_totp');
    }
  }
  await store.loginSucceeded(database, keys);
  return user.user_id;
}

/** Starts a browser session. Every sign-in gets a new token, so a token planted before it is worth nothing. */
export async function startBrowserSession(platform: Platform, userId: string, client: Client): Promise<{ token: string; identity: Identity; answer: SessionAnswer }> {
  const token = newToken('kith_s');
  await asUser(platform, userId, (tx) => store.insertSession(tx, { user_id: userId, kind: 'browser', family_id: null, token_hash: sha256(token), ...client, ...BROWSER }));
  const identity = (await authenticate(platform, token))!;
  return { token, identity, answer: await describeSession(ctxOf(platform, identity, client)) };
}

/** Who a token belongs to, or null. */
export async function authenticate(platform: Platform, token: string): Promise<Identity | null> {
  const found = await store.authenticate(platform.database, sha256(token));
  if (!found) return null;
  if (found.stale) await store.touchCredential(platform.database, found.identity.credential.id);
  return found.identity;
}

export const signOut = (ctx: Ctx) => ctx.tx((tx) => store.deleteSession(tx, ctx.identity.credential.id));

/** The user, the working space and the preferences. */
export async function describeSession(ctx: Ctx): Promise<SessionAnswer> {
  const { user, space, preferences } = await store.selectSession(ctx, ctx.identity.user.id, ctx.space.id);
  return { user, space: { ...space, role: ctx.space.role }, preferences };
}

/** Runs account queries as a user who is not signed in by a token yet. */
export const asUser = <T>(platform: Platform, userId: string, fn: Parameters<Platform['database']['tx']>[1]) =>
  platform.database.tx({ user_id: userId, read_spaces: [], write_spaces: [], channel: 'system', action_id: uuidv7() }, fn) as Promise<T>;

/** A context outside any request (sign-in, jobs, command line). */
export const ctxOf = (platform: Platform, identity: Identity, client: Client): Ctx =>
  createCtx({
    platform,
    identity,
    space: identity.spaces.find((space) => space.id === identity.personal_space_id)!,
    request_id: uuidv7(),
    channel: 'system',
    ...client,
    log: platform.log,
  });

export const notOpen = () => forbidden('This installation takes no new accounts. Ask its admin for an invitation.', 'registration_closed');
