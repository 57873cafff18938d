import type { Ctx, Identity, Platform } from '../../platform/context.ts';
import { sha256 } from '../../platform/crypto.ts';
import type { Db } from '../../platform/database/database.ts';
import * as store from './accounts.store.ts';

/** Sent by triggers whenever something that an identity stands on has changed (migration 0020). */
const CHANNEL = 'kith_auth';
const CACHE_SIZE = 10_000;
const CACHE_MS = 30_000;

/** Who a token belongs to and for how many seconds that holds, straight from the database; or null. Notes that it was used. */
async function look(platform: Platform, tokenHash: Buffer): Promise<{ identity: Identity; seconds_left: number } | null> {
  const found = await store.authenticate(platform.database, tokenHash);
  if (found?.stale) await store.touchCredential(platform.database, found.identity.credential.id);
  return found;
}

/** Who a token belongs to, or null. Asks the database each time. */
export const authenticate = async (platform: Platform, token: string): Promise<Identity | null> => (await look(platform, sha256(token)))?.identity ?? null;

/**
 * Like `authenticate`, with a memory of 30 s: every request would pay a round trip otherwise. The memory is emptied when anything
 * changes anywhere, ends with the session to the second, and is not used while changes elsewhere could go unheard.
 */
export function createAuthenticator(platform: Platform): (token: string) => Promise<Identity | null> {
  const { listener } = platform;
  const cache = new Map<string, { identity: Identity; until: number }>();
  let generation = 0;
  const clear = () => {
    generation++;
    cache.clear();
  };
  listener.on(CHANNEL, clear);
  listener.onConnect(clear);

  return async (token) => {
    const hash = sha256(token);
    const key = hash.toString('latin1');
    if (listener.connected) {
      const known = cache.get(key);
      if (known) cache.delete(key); // put back at the end below: the map is in order of use
      if (known && known.until > performance.now()) {
        cache.set(key, known);
        return known.identity;
      }
    }
    const before = generation;
    const asked = performance.now();
    const found = await look(platform, hash);
    // what changed while the database was being asked may be missing from its answer
    if (found && listener.connected && generation === before) {
      if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
      cache.set(key, { identity: found.identity, until: asked + Math.min(CACHE_MS, found.seconds_left * 1000) });
    }
    return found?.identity ?? null;
  };
}

/** Runs a transaction that changes who may do what; this process knows at once, the others a moment later. */
export async function changeAccess<T>(ctx: Ctx, fn: (tx: Db) => Promise<T>, options?: Parameters<Ctx['tx']>[1]): Promise<T> {
  try {
    return await ctx.tx(fn, options);
  } finally {
    accessChanged(ctx.platform);
  }
}
/** Tells this process at once that somebody may do more or less than before. */
export const accessChanged = (platform: Platform) => platform.listener.announce(CHANNEL);
