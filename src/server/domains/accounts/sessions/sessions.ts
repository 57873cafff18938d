import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { newToken, sha256 } from '../../../platform/crypto.ts';
import { notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { changeAccess } from '../access.ts';
import { confirmPassword } from '../accounts.ts';
import { insertSecurityEvent } from '../accounts.store.ts';
import { clientOf } from '../attempts.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from '../passwords.ts';
import { deviceName } from './device.ts';
import type { SecurityEvent, SessionItem } from './sessions.schema.ts';
import * as store from './sessions.store.ts';

type PageOf = { limit: number; cursor?: string | undefined };
const withDevice = <T extends { user_agent: string | null }>({ user_agent, ...row }: T) => ({ ...row, device: deviceName(user_agent) });

/** Where the user is signed in: browsers, and programs that hold tokens. */
export async function listSessions(ctx: Ctx, { limit, cursor }: PageOf): Promise<Page<SessionItem>> {
  const after = decodeCursor(cursor, z.tuple([z.iso.datetime({ offset: true }), z.uuid()]));
  const list = toPage(await store.selectSessions(ctx, ctx.identity.user.id, ctx.identity.credential.id, limit, after), limit, (row) => [row.last_used_at, row.id]);
  return { ...list, data: list.data.map(withDevice) };
}

/** @throws 404 */
export async function endSession(ctx: Ctx, id: string): Promise<void> {
  if (!(await changeAccess(ctx, (tx) => store.deleteSession(tx, ctx.identity.user.id, id)))) throw notFound('session');
}

/** Signs out everywhere else. */
export const endOtherSessions = (ctx: Ctx) => changeAccess(ctx, (tx) => store.deleteOtherSessions(tx, ctx.identity.user.id, ctx.identity.credential.id));

/**
 * Changes the password. Every other session and every refresh token ends; the browser session in use goes on under a new token. API keys
 * go on, which the notice says.
 * @returns the new token of the browser session, or null when a program asked
 * @throws 422 wrong_password, weak_password or used_password, 429 while locked
 */
export async function changePassword(ctx: Ctx, currentPassword: string, newPassword: string): Promise<string | null> {
  const { user, credential } = ctx.identity;
  const proof = await confirmPassword(ctx, 'current_password', currentPassword);
  await requireStrongPassword('new_password', newPassword, [user.username, user.full_name]);
  const used = await Promise.all((await store.selectPasswordHashes(ctx, user.id)).map((hash) => verifyPassword(hash, newPassword)));
  if (used.includes(true)) throw unacceptable('new_password', 'This is one of your last five passwords. Choose another.', 'used_password');
  const newHash = await hashPassword(newPassword);
  const token = credential.kind === 'browser' ? newToken('kith_s') : null;
  await changeAccess(ctx, async (tx) => {
    if (!(await store.updatePassword(tx, user.id, proof.password_hash, newHash))) throw unacceptable('current_password', 'The password was changed a moment ago.', 'wrong_password');
    await store.deleteCredentials(tx, user.id, credential.id);
    if (token) await store.rotateSession(tx, credential.id, sha256(token));
    const keys = await store.keysLeft(tx, user.id);
    await insertSecurityEvent(tx, { user_id: user.id, kind: 'password_changed', ...(keys ? { detail: keys } : {}), ...clientOf(ctx) });
  });
  return token;
}

/** What happened to the account's safety, newest first. */
export async function listSecurityEvents(ctx: Ctx, { limit, cursor }: PageOf): Promise<Page<SecurityEvent>> {
  const before = decodeCursor(cursor, z.tuple([z.uuid()]));
  const list = toPage(await store.selectSecurityEvents(ctx, ctx.identity.user.id, limit, before?.[0]), limit, (row) => [row.id]);
  return { ...list, data: list.data.map(withDevice) };
}
