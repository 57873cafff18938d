import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { newToken, sha256 } from '../../../platform/crypto.ts';
import { conflict, notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { changeAccess } from '../access.ts';
import { insertSecurityEvent } from '../accounts.store.ts';
import { clientOf } from '../attempts.ts';
import type { ApiKey } from './keys.schema.ts';
import * as store from './keys.store.ts';

const MOST_KEYS = 100;
/** `kith_k_` and the first five of 43 characters: enough to tell keys apart. */
const PREFIX_LENGTH = 12;

/** The user's keys, newest first; never the keys themselves. */
export async function listKeys(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<ApiKey>> {
  const before = decodeCursor(cursor, z.tuple([z.uuid()]));
  return toPage(await store.selectKeys(ctx, ctx.identity.user.id, limit, before?.[0]), limit, (row) => [row.id]);
}

/** @returns the key, shown only now. @throws 409 too_many_keys, 422 when it would have expired already */
export async function createKey(ctx: Ctx, { name, scopes, expires_at = null }: { name: string; scopes: string[]; expires_at?: string | null | undefined }): Promise<{ api_key: ApiKey; key: string }> {
  if (expires_at && !(Date.parse(expires_at) > Date.now())) throw unacceptable('expires_at', 'Choose a time in the future.');
  const user_id = ctx.identity.user.id;
  const key = newToken('kith_k');
  const api_key = await ctx.tx(async (tx) => {
    if ((await store.countKeys(tx, user_id)) >= MOST_KEYS) throw conflict('too_many_keys', `You have ${MOST_KEYS} keys. Delete one that you do not use any more.`);
    await insertSecurityEvent(tx, { user_id, kind: 'api_key_created', detail: name, ...clientOf(ctx) });
    return store.insertKey(tx, { user_id, name, prefix: key.slice(0, PREFIX_LENGTH), key_hash: sha256(key), scopes, expires_at });
  });
  return { api_key, key };
}

/** The key stops working at once. @throws 404 */
export async function deleteKey(ctx: Ctx, id: string): Promise<void> {
  const user_id = ctx.identity.user.id;
  await changeAccess(ctx, async (tx) => {
    const key = await store.deleteKey(tx, user_id, id);
    if (!key) throw notFound('API key');
    await insertSecurityEvent(tx, { user_id, kind: 'api_key_deleted', detail: key.name, ...clientOf(ctx) });
  });
}
