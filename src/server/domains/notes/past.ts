import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { claimsOf, contradicted } from '../../platform/intelligence/builtin/contradictions.ts';
import * as store from './entries.store.ts';
import type { Entry } from './notes.schema.ts';

/**
 * Marks as past what new entries of a person end ("lives in Paris" after "moved to Berlin"). The later statement holds, whichever was
 * stored first: `said_at` is when the new ones were said (ISO 8601, now when left out). What a person has confirmed since stays.
 */
export async function endOlder(tx: Db, ctx: Ctx, contact: { id: string; name: string }, fresh: readonly Pick<Entry, 'id' | 'content'>[], said_at?: string): Promise<void> {
  const telling = fresh.filter((entry) => claimsOf(entry.content, contact.name).some((claim) => claim.tense === 'now' || claim.tense === 'ended'));
  if (telling.length === 0) return;
  const at = said_at ? Date.parse(said_at) : Date.now();
  const others = await store.selectStanding(tx, ctx.space.id, contact.id, fresh.map((entry) => entry.id));
  const earlier = others.filter((one) => Date.parse(one.said_at) <= at && !(one.confirmed_at && Date.parse(one.confirmed_at) >= at));
  const later = others.filter((one) => Date.parse(one.said_at) > at);
  const ended = new Map<string, string>();
  for (const entry of telling) {
    for (const { index } of contradicted(entry.content, earlier.map((one) => one.content), contact.name)) ended.set(earlier[index]!.id, entry.id);
    const newer = later.find((one) => contradicted(one.content, [entry.content], contact.name).length > 0);
    if (newer) ended.set(entry.id, newer.id);
  }
  // Within one note what stands later wins.
  for (const [i, entry] of telling.entries()) {
    const [winner] = telling.slice(i + 1).filter((one) => contradicted(one.content, [entry.content], contact.name).length > 0);
    if (winner) ended.set(entry.id, winner.id);
  }
  if (ended.size > 0) await store.setSuccessors(tx, ctx.space.id, [...ended].map(([id, by]) => ({ id, by })));
}

/** Says that an entry is past because of another one of the same person; the other way round when that was past because of this. @throws 404, 422 */
export const endEntry = (ctx: Ctx, id: string, byId: string): Promise<Entry> =>
  ctx.tx(async (tx) => {
    const both = await store.lockEntries(tx, ctx.space.id, [id, byId]);
    const [older, newer] = [both.find((one) => one.id === id), both.find((one) => one.id === byId)];
    if (!older || !newer) throw notFound('entry');
    if (id === byId) throw unacceptable('entry_id', 'An entry cannot end itself.');
    if (older.contact_id !== newer.contact_id) throw unacceptable('entry_id', 'An entry of somebody else cannot end this one.');
    await store.setSuccessors(tx, ctx.space.id, [{ id: byId, by: null }]);
    await store.setSuccessors(tx, ctx.space.id, [{ id, by: byId }]);
    return (await store.selectEntry(tx, ctx.space.id, id))!;
  });

/** Says that an entry still holds: what was said until now does not end it again. @throws 404 */
export const confirmEntry = (ctx: Ctx, id: string): Promise<Entry> =>
  ctx.tx(async (tx) => {
    if (!(await store.confirm(tx, ctx.space.id, id))) throw notFound('entry');
    return (await store.selectEntry(tx, ctx.space.id, id))!;
  });
