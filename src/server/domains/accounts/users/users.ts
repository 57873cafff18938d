import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { newToken, sha256 } from '../../../platform/crypto.ts';
import type { Db } from '../../../platform/database/database.ts';
import { conflict, notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { changeAccess } from '../access.ts';
import { nameTaken, requireTimeZone } from '../accounts.ts';
import { clientOf } from '../attempts.ts';
import { hashPassword } from '../passwords.ts';
import { selectOpenAccess } from '../support/support.store.ts';
import type { OpenedAccess } from '../support/support.schema.ts';
import type { AdminUser, AdminUserQuery, NewUserBody, PasswordLink, UserPatch } from './users.schema.ts';
import * as store from './users.store.ts';

const DAY = 86_400;
/** Somebody who is new has a week to set a password; who has lost one is waiting for the link. */
const FIRST_SECONDS = 7 * DAY;
const RESET_SECONDS = DAY;

const shown = ({ username_key: _, personal_space_id: __, ...user }: store.UserRow): AdminUser => user;
const lastAdmin = () => conflict('last_admin', 'This is the last admin who can sign in. Make somebody else an admin first.');
const nameOf = ({ identity: { user } }: Ctx) => user.full_name || user.username;

export type { AdminUser } from './users.schema.ts';

/** An account, by id, with its personal space. @throws 404 */
export async function requireUser(ctx: Ctx, id: string): Promise<store.UserRow> {
  const user = await store.selectUser(ctx, id);
  if (!user) throw notFound('user');
  return user;
}

/** One page of the accounts, by name, with how much is in their personal spaces. */
export async function listUsers(ctx: Ctx, { q, limit, cursor }: AdminUserQuery): Promise<Page<AdminUser>> {
  const after = decodeCursor(cursor, z.tuple([z.string().max(500)]));
  const { data, ...rest } = toPage(await store.selectUsers(ctx, q, after?.[0], limit), limit, (row) => [row.username_key]);
  return { ...rest, data: data.map(shown) };
}

/** The id of the account of a name, in whatever case; undefined when there is none. */
export async function findUser(ctx: Ctx, name: string): Promise<string | undefined> {
  const key = name.toLowerCase();
  if (key.length > 254) return undefined;
  for (let after: string | undefined; ; ) {
    const { data, has_more } = toPage(await store.selectUsers(ctx, name, after, 100), 100, () => []);
    const found = data.find((user) => user.username.toLowerCase() === key);
    if (found || !has_more) return found?.id;
    after = data.at(-1)!.username_key;
  }
}

/** An account, and the support access this admin has to it. @throws 404 */
export async function getUser(ctx: Ctx, id: string): Promise<{ user: AdminUser; access: OpenedAccess | null }> {
  const user = await requireUser(ctx, id);
  return { user: shown(user), access: (await selectOpenAccess(ctx, ctx.identity.user.id, id, user.personal_space_id)) ?? null };
}

/** Makes an account without a password, and the link with which its owner sets one. @throws 409 for a name that is taken, 422 for a zone */
export async function createUser(ctx: Ctx, { email = null, ...body }: Omit<NewUserBody, 'email'> & { email?: string | null | undefined }): Promise<{ user: AdminUser; link: PasswordLink }> {
  requireTimeZone(body.time_zone);
  const password_hash = await hashPassword(randomUUID());
  const token = newToken('kith_p');
  try {
    const id = await ctx.tx(async (tx) => {
      const made = await store.insertUser(tx, { ...body, email, password_hash });
      if (!made) throw notFound('user');
      await insertLink(tx, ctx, made, token, FIRST_SECONDS);
      return made;
    });
    return { user: shown(await requireUser(ctx, id)), link: { token, expires_at: inSeconds(FIRST_SECONDS) } };
  } catch (error) {
    throw nameTaken(error);
  }
}

/** Changes role, or disables and enables; either ends what is signed in. @throws 404, 409 last_admin */
export async function changeUser(ctx: Ctx, id: string, patch: UserPatch): Promise<AdminUser> {
  const before = await requireUser(ctx, id);
  const outcome = await changeAccess(ctx, (tx) => store.changeUser(tx, id, patch, `by ${nameOf(ctx)}`, clientOf(ctx)));
  if (outcome === 'missing') throw notFound('user');
  if (outcome === 'last_admin') throw lastAdmin();
  // an admin who steps down may not look any more
  return shown((await store.selectUser(ctx, id)) ?? { ...before, ...(patch.role ? { role: patch.role } : {}), ...(patch.disabled ? { state: 'disabled' as const } : {}) });
}

/**
 * Deletes an account and its personal space for good; shared spaces pass on to who is left in them.
 * @param name the account's name, typed to confirm
 * @throws 404, 409 last_admin, 422 when the name is another
 */
export async function deleteUser(ctx: Ctx, id: string, name: string): Promise<void> {
  const outcome = await changeAccess(ctx, (tx) => store.deleteUser(tx, id, name), { timeout: 'export' });
  if (outcome === 'missing') throw notFound('user');
  if (outcome === 'last_admin') throw lastAdmin();
  if (outcome === 'name') throw unacceptable('username', 'This is not the name of the account.', 'wrong_name');
}

/** A link with which somebody sets a new password: works once, for a day, and voids the links before it. @throws 404, 409 when the account is disabled */
export async function makeLink(ctx: Ctx, id: string): Promise<PasswordLink> {
  const user = await requireUser(ctx, id);
  if (user.state === 'disabled') throw conflict('disabled', 'This account is disabled. Enable it first.');
  const seconds = user.state === 'waiting' ? FIRST_SECONDS : RESET_SECONDS;
  const token = newToken('kith_p');
  await ctx.tx((tx) => insertLink(tx, ctx, id, token, seconds));
  return { token, expires_at: inSeconds(seconds) };
}

async function insertLink(tx: Db, ctx: Ctx, id: string, token: string, seconds: number) {
  if (!(await store.insertLink(tx, id, sha256(token), seconds, `by ${nameOf(ctx)}`, clientOf(ctx)))) throw notFound('user');
}
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** Tells somebody what this admin did with their data, where they look for such things. */
export const tellOf = (db: Db, ctx: Ctx, userId: string, kind: string, detail: string) => store.notice(db, userId, kind, `${nameOf(ctx)}: ${detail}`.slice(0, 500), clientOf(ctx));
