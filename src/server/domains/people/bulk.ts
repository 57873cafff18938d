import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound } from '../../platform/errors.ts';
import * as store from './bulk.store.ts';
import type { Contact, PeopleFilter } from './people.schema.ts';

/** Many people at once, in the caller's transaction: for imports, which have checked what they write. */

/** Adds people. One statement; up to some thousand at a time. */
export const addPeople = async (tx: Db, ctx: Ctx, people: store.NewPerson[]): Promise<void> => void (people.length && (await store.insertPeople(tx, ctx.space.id, ctx.identity.user.id, people)));

/** Changes the given fields of each person. One statement. */
export const changePeople = async (tx: Db, ctx: Ctx, changes: { id: string; patch: store.BulkPatch }[]): Promise<void> => void (changes.length && (await store.updatePeople(tx, ctx.space.id, changes)));

/** Everybody with one of these ids, Telegram ids or names (case and accents aside): a row for each way somebody was found. */
export const findPeople = (tx: Db, ctx: Ctx, keys: { ids?: string[]; telegram_ids?: number[]; names?: string[] }): Promise<store.FoundPerson[]> => store.selectPeople(tx, ctx.space.id, { ids: [], telegram_ids: [], names: [], ...keys });

/** How names are compared: case and accents folded away. @returns folded names by name */
export const foldNames = async (tx: Db, names: string[]): Promise<Map<string, string>> => new Map((await store.foldNames(tx, names)).map(({ name, folded }) => [name, folded]));

const EXPORT_BATCH = 1000;

/** Everybody a filter names, in batches by name: for exports. The first batch may be empty. @throws 404 for an id there is not */
export async function* peopleInBatches(ctx: Ctx, filter: PeopleFilter): AsyncGenerator<Contact[]> {
  if (filter.ids && (await store.countPeople(ctx, ctx.space.id, filter.ids)) !== new Set(filter.ids).size) throw notFound('contact');
  for (let after: [string, string] | undefined; ; ) {
    const rows = await store.selectWhole(ctx, ctx.space.id, filter, after, EXPORT_BATCH);
    yield rows.map(({ sort_value: _sorted, ...contact }) => contact);
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_BATCH) return;
    after = [last.sort_value, last.id];
  }
}
