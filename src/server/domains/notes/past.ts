import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { claimsOf, contradicted } from '../../platform/intelligence/builtin/contradictions.ts';
import * as store from './entries.store.ts';
import { inThirdPerson, isSpoken } from './spoken.ts';
import type { Entry } from './notes.schema.ts';

/** Somebody, and what is new about them; `said_at` in ISO 8601. */
type Told = { id: string; name: string; fresh: readonly Said[] };
/** `source`: that of the note it is from, where it is from one. */
type Said = { id: string; content: string; said_at: string; source?: string | null };

/**
 * Marks as past what new entries of a person end ("lives in Paris" after "moved to Berlin"). The later statement holds, whichever was
 * stored first: the new ones were said when their note was written, now without one. What a person has confirmed since stays.
 */
export const endOlder = (tx: Db, ctx: Ctx, contact: { id: string; name: string }, fresh: readonly Pick<Entry, 'id' | 'content'>[], note?: { created_at: string; source: string }): Promise<number> =>
  endOlderOf(tx, ctx, [{ ...contact, fresh: fresh.map(({ id, content }) => ({ id, content, said_at: note?.created_at ?? new Date().toISOString(), source: note?.source ?? null })) }]);

/** The same for many people, in two statements. @returns how many entries are past now */
export async function endOlderOf(tx: Db, ctx: Ctx, people: readonly Told[]): Promise<number> {
  const telling = people.map(({ fresh, ...person }) => ({ ...person, fresh: fresh.filter((entry) => tells(wordsOf(entry), person.name)) })).filter(({ fresh }) => fresh.length > 0);
  if (telling.length === 0) return 0;
  const new_ids = people.flatMap(({ fresh }) => fresh.map(({ id }) => id));
  const others = Map.groupBy(await store.selectStanding(tx, ctx.space.id, telling.map(({ id }) => id), new_ids), ({ contact_id }) => contact_id);
  const ended = telling.flatMap((person) => [...endedBy(person, others.get(person.id) ?? [])]);
  if (ended.length > 0) await store.setSuccessors(tx, ctx.space.id, ended.map(([id, by]) => ({ id, by })));
  return ended.length;
}

const wordsOf = ({ content, source }: Pick<Said, 'content' | 'source'>) => (source && isSpoken(source) ? inThirdPerson(content) : content);
const tells = (content: string, name: string) => claimsOf(content, name).some(({ tense }) => tense === 'now' || tense === 'ended');

/** Which entries of a person are over (ids), and because of which others. Pure. */
export function endedBy({ name, fresh }: Told, others: readonly store.Standing[]): Map<string, string> {
  const ended = new Map<string, string>();
  const at = (time: string) => Date.parse(time);
  // Within one note what stands later wins.
  const inOrder = fresh.toSorted((a, b) => at(a.said_at) - at(b.said_at));
  for (const [i, entry] of inOrder.entries()) {
    const earlier = others.filter((one) => at(one.said_at) <= at(entry.said_at) && !(one.confirmed_at && at(one.confirmed_at) >= at(entry.said_at)));
    for (const { index } of contradicted(wordsOf(entry), earlier.map(wordsOf), name)) ended.set(earlier[index]!.id, entry.id);
    const newer =
      inOrder.slice(i + 1).find((one) => contradicted(wordsOf(one), [wordsOf(entry)], name, one.said_at === entry.said_at).length > 0) ??
      others.find((one) => at(one.said_at) > at(entry.said_at) && contradicted(wordsOf(one), [wordsOf(entry)], name).length > 0);
    if (newer) ended.set(entry.id, newer.id);
  }
  return ended;
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
