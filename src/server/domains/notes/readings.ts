import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ctx } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import * as store from './readings.store.ts';

/** A holder that has not been heard of for this long is gone. */
const LEASE_SECONDS = 15;
const PROLONG_MS = 4_000;
const LOOK_MS = 250;

/**
 * Does `work` while nobody else, in any process, reads this note: a model is asked, and paid, once. Who comes while it is being read waits,
 * and works with the note as it is afterwards (`fresh`). The built-in engine costs nothing, so nobody waits for it.
 * @throws 404 when the note is gone; the reason of the signal
 */
export async function reading<N extends { id: string }>(ctx: Ctx, note: N, fresh: () => Promise<N>, signal: AbortSignal | undefined, work: (note: N) => Promise<void>): Promise<void> {
  if (ctx.platform.config.intelligence.analyse === 'builtin') return work(note);
  const holder = randomUUID();
  const hold = async () => {
    try {
      return await ctx.tx((tx) => store.holdReading(tx, ctx.space.id, note.id, holder, LEASE_SECONDS));
    } catch (error) {
      throw (error as { code?: string }).code === '23503' ? notFound('note') : error; // deleted meanwhile
    }
  };
  while (!(await hold())) await pause(LOOK_MS, undefined, signal ? { signal } : {});
  let held: Promise<unknown> = Promise.resolve();
  const prolonging = setInterval(() => (held = hold().catch((error: unknown) => ctx.log.warn({ err: error, note: note.id }, 'the reading of a note could not be prolonged'))), PROLONG_MS);
  try {
    await work(await fresh());
  } finally {
    clearInterval(prolonging);
    await held;
    // it lapses by itself; what became of the work matters more
    await ctx.tx((tx) => store.endReading(tx, ctx.space.id, note.id, holder)).catch(() => undefined);
  }
}
