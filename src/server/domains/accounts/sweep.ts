import type { Platform } from '../../platform/context.ts';
import * as store from './accounts.store.ts';

const HOUR_MS = 3_600_000;

/** Removes ended sessions, tokens, invitations and old counts, once an hour. Several processes doing so do no harm. @returns stops it */
export function keepSwept(platform: Platform): () => void {
  const timer = setInterval(() => {
    store.sweep(platform.database).catch((error: unknown) => platform.log.warn({ err: error }, 'ended sessions could not be removed; the next try is in an hour'));
  }, HOUR_MS).unref();
  return () => clearInterval(timer);
}
