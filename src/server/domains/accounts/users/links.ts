import type { Platform } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import { notFound, unacceptable } from '../../../platform/errors.ts';
import { accessChanged } from '../access.ts';
import type { Client } from '../attempts.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from '../passwords.ts';
import * as store from './users.store.ts';

/** Whose password a link sets. @throws 404 when it is unknown, used, too old, or the account is disabled */
export async function showLink({ database }: Platform, token: string): Promise<{ username: string; expires_at: string }> {
  const link = await store.findLink(database, sha256(token));
  if (!link) throw notFound('link');
  return { username: link.username, expires_at: link.expires_at };
}

/**
 * Sets the password of whoever the link is for and uses it up. Everything that was signed in ends; nobody is signed in by it, so
 * two-factor still holds.
 * @throws 404, 422 weak_password or used_password
 */
export async function setPassword(platform: Platform, token: string, password: string, client: Client): Promise<void> {
  const hash = sha256(token);
  const link = await store.findLink(platform.database, hash);
  if (!link) throw notFound('link');
  await requireStrongPassword('new_password', password, [link.username, link.full_name]);
  const used = await Promise.all((await store.linkHistory(platform.database, hash)).map((before) => verifyPassword(before, password)));
  if (used.includes(true)) throw unacceptable('new_password', 'This is one of your last five passwords. Choose another.', 'used_password');
  if (!(await store.useLink(platform.database, hash, await hashPassword(password), client))) throw notFound('link');
  accessChanged(platform);
}
