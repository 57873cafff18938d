import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { conflict, notFound } from '../../../platform/errors.ts';
import { requireVersion } from '../../../platform/http/etag.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { countTags } from '../batch/batch.store.ts';
import { selectNamed } from '../named.store.ts';
import type { SavedFilter, SavedFilterBody, SavedFilterPatch } from './filters.schema.ts';
import * as store from './filters.store.ts';

/** More than anybody finds their way in. */
const MOST = 200;
const Cursor = z.tuple([z.int().min(0).max(1_000_000), z.uuid()]);
const nameTaken = () => conflict('filter_name_taken', 'There is a filter with this name already.', 'name');

/** A filter is saved about tags and a group that are there; one that is deleted later is no harm: it finds nobody. @throws 404 */
async function requireNamed(tx: Db, ctx: Ctx, { tag = [], group }: SavedFilter['query'] = {}): Promise<void> {
  const distinct = [...new Set(tag)];
  if (distinct.length > 0 && (await countTags(tx, ctx.space.id, distinct)) < distinct.length) throw notFound('tag');
  if (group && !(await selectNamed(tx, 'groups', ctx.space.id, group))) throw notFound('group');
}

/** One page of the filters somebody of the space has named, in their order. */
export async function listFilters(ctx: Ctx, query: { page: string; limit: number; cursor?: string | undefined }): Promise<Page<SavedFilter>> {
  return toPage(await store.selectFilters(ctx, ctx.space.id, query.page, query.limit, decodeCursor(query.cursor, Cursor)), query.limit, (row) => [row.position, row.id]);
}

/** @throws 404 */
export async function getFilter(ctx: Ctx, id: string): Promise<SavedFilter> {
  const filter = await store.selectFilter(ctx, ctx.space.id, id);
  if (!filter) throw notFound('filter');
  return filter;
}

/** Names a filter; it becomes the last one. @throws 404 for a tag, 409 when the name is taken (case and accents do not count) or there are too many */
export const createFilter = (ctx: Ctx, body: SavedFilterBody): Promise<SavedFilter> =>
  ctx.tx(async (tx) => {
    await requireNamed(tx, ctx, body.query);
    if ((await store.countFilters(tx, ctx.space.id, body.page)) >= MOST) throw conflict('too_many_filters', `A space can have ${MOST} filters. Delete one first.`);
    const filter = await store.insertFilter(tx, ctx.space.id, ctx.identity.user.id, body);
    if (!filter) throw nameTaken();
    return filter;
  });

/** Renames a filter, changes what it shows, or moves it. @throws 404, 409 when the name is taken or it was changed since one of `versions` */
export async function updateFilter(ctx: Ctx, id: string, patch: SavedFilterPatch, versions?: string[]): Promise<SavedFilter> {
  try {
    return await ctx.tx(async (tx) => {
      const filter = await store.lockFilter(tx, ctx.space.id, id);
      if (!filter) throw notFound('filter');
      requireVersion(filter, versions, 'filter');
      await requireNamed(tx, ctx, patch.query);
      if (patch.name !== undefined || patch.query !== undefined) await store.updateFilter(tx, ctx.space.id, id, patch);
      if (patch.position !== undefined) await store.moveFilter(tx, ctx.space.id, filter, patch.position);
      return (await store.selectFilter(tx, ctx.space.id, id))!;
    });
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw nameTaken();
    throw error;
  }
}

/** @throws 404, 409 when it was changed since one of `versions` */
export const deleteFilter = (ctx: Ctx, id: string, versions?: string[]): Promise<void> =>
  ctx.tx(async (tx) => {
    const filter = await store.lockFilter(tx, ctx.space.id, id);
    if (!filter) throw notFound('filter');
    requireVersion(filter, versions, 'filter');
    await store.deleteFilter(tx, ctx.space.id, id);
  });
