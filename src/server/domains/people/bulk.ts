import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import * as store from './bulk.store.ts';
import type { ContactPatch } from './people.schema.ts';

/** Many people at once, in the caller's transaction: for imports, which have checked what they write. */

/** Adds people. One statement; up to some thousand at a time. */
export const addPeople = async (tx: Db, ctx: Ctx, people: store.NewPerson[]): Promise<void> => void (people.length && (await store.insertPeople(tx, ctx.space.id, ctx.identity.user.id, people)));

/** Changes the given fields of each person. One statement. */
export const changePeople = async (tx: Db, ctx: Ctx, changes: { id: string; patch: ContactPatch }[]): Promise<void> => void (changes.length && (await store.updatePeople(tx, ctx.space.id, changes)));

/** Everybody with one of these ids, Telegram ids or names (case and accents aside): a row for each way somebody was found. */
export const findPeople = (tx: Db, ctx: Ctx, keys: { ids?: string[]; telegram_ids?: number[]; names?: string[] }): Promise<store.FoundPerson[]> => store.selectPeople(tx, ctx.space.id, { ids: [], telegram_ids: [], names: [], ...keys });

/** How names are compared: case and accents folded away. @returns folded names by name */
export const foldNames = async (tx: Db, names: string[]): Promise<Map<string, string>> => new Map((await store.foldNames(tx, names)).map(({ name, folded }) => [name, folded]));
