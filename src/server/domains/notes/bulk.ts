import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import * as store from './bulk.store.ts';

/** Many entries at once, in the caller's transaction: for imports, which have checked what they write. */
export type { EntryKey } from './bulk.store.ts';

/** Adds entries without a note. One statement; up to some thousand at a time. */
export const addEntries = async (tx: Db, ctx: Ctx, entries: store.NewEntry[]): Promise<void> => void (entries.length && (await store.insertManyEntries(tx, ctx.space.id, entries)));

/** Those of the entries asked for that are there: the same person, category and content is the same entry. */
export const findEntries = async (tx: Db, ctx: Ctx, keys: store.EntryKey[]) => (keys.length ? store.selectSameEntries(tx, ctx.space.id, keys) : []);

/** Sets how sure entries are. */
export const setConfidences = async (tx: Db, ctx: Ctx, rows: { id: string; confidence: number }[]): Promise<void> => void (rows.length && (await store.updateConfidences(tx, ctx.space.id, rows)));
