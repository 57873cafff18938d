import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import * as store from './bulk.store.ts';

/** Many entries at once, in the caller's transaction: for imports, which have checked what they write. */
export type { EntryKey } from './bulk.store.ts';

/** Adds entries without a note. One statement; up to some thousand at a time. */
export const addEntries = async (tx: Db, ctx: Ctx, entries: store.NewEntry[]): Promise<void> => void (entries.length && (await store.insertManyEntries(tx, ctx.space.id, entries)));

const keyOf = ({ contact_id, category, content }: store.EntryKey) => `${contact_id} ${category} ${content}`;

/**
 * Finds entries that are there already: the same person, category and content is the same entry.
 * @returns a look-up among them
 */
export async function findEntries(tx: Db, ctx: Ctx, keys: store.EntryKey[]) {
  const there = new Map<string, store.KnownEntry>();
  if (keys.length) for (const entry of await store.selectLikeEntries(tx, ctx.space.id, keys)) if (!there.has(keyOf(entry))) there.set(keyOf(entry), entry);
  return (key: store.EntryKey) => there.get(keyOf(key));
}

/** Sets how sure entries are, and when somebody was done with them; null leaves what is there. */
export const changeEntries = async (tx: Db, ctx: Ctx, rows: store.KnownEntry[]): Promise<void> => void (rows.length && (await store.updateManyEntries(tx, ctx.space.id, rows)));

/** All entries of some people, oldest first, by person: for exports. */
export async function entriesOf(ctx: Ctx, contactIds: string[]) {
  return Map.groupBy(contactIds.length ? await store.selectEntriesOf(ctx, ctx.space.id, contactIds) : [], (entry) => entry.contact_id);
}
