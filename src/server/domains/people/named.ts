import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { requireVersion } from '../../platform/http/etag.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import type { Named } from './people.schema.ts';
import * as store from './named.store.ts';

/** Tags and groups are kept in the same way; what people do with them differs. */
const KINDS = { tag: 'tags', group: 'groups' } as const;
type Kind = keyof typeof KINDS;

const nameTaken = (kind: Kind) => conflict(`${kind}_name_taken`, `A ${kind} with this name exists already.`, 'name');

/** One page by name, each with how many people have it. */
export async function listNamed(ctx: Ctx, kind: Kind, query: { limit: number; cursor?: string | undefined; q?: string | undefined }, narrower?: Parameters<typeof store.selectNamedPage>[5]): Promise<Page<Named>> {
  const rows = await store.selectNamedPage(ctx, KINDS[kind], ctx.space.id, query, decodeCursor(query.cursor, z.tuple([z.string()])), narrower);
  const list = toPage(rows, query.limit, (row) => [row.name_key]);
  return { ...list, data: list.data.map(({ name_key: _key, ...named }) => named) };
}

/** @throws 404 */
export async function getNamed(ctx: Ctx, kind: Kind, id: string): Promise<Named> {
  const named = await store.selectNamed(ctx, KINDS[kind], ctx.space.id, id);
  if (!named) throw notFound(kind);
  return named;
}

/** @throws 409 when the name is taken (case and accents do not count) */
export async function createNamed(ctx: Ctx, kind: Kind, fields: store.NamedFields): Promise<Named> {
  const created = await ctx.tx((tx) => store.insertNamed(tx, KINDS[kind], ctx.space.id, fields));
  if (!created) throw nameTaken(kind);
  return created;
}

/** The one of that name (case and accents do not count), made when there is none. */
export const ensureNamed = (ctx: Ctx, kind: Kind, fields: store.NamedFields): Promise<{ named: Named; created: boolean }> =>
  ctx.tx(async (tx) => {
    const created = await store.insertNamed(tx, KINDS[kind], ctx.space.id, fields);
    return { named: created ?? (await store.selectByName(tx, KINDS[kind], ctx.space.id, fields.name))!, created: created !== undefined };
  });

/** @throws 404, 409 when the name is taken or it was changed since one of `versions` */
export async function updateNamed(ctx: Ctx, kind: Kind, id: string, patch: Partial<store.NamedFields>, versions?: string[]): Promise<Named> {
  try {
    return await ctx.tx(async (tx) => {
      const [current] = await store.lockNamed(tx, KINDS[kind], ctx.space.id, [id]);
      if (!current) throw notFound(kind);
      requireVersion(current, versions, kind);
      return (await store.updateNamed(tx, KINDS[kind], ctx.space.id, id, patch))!;
    });
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw nameTaken(kind);
    throw error;
  }
}

/** Deletes it; its people stay. Undo brings it back to everybody who had it. @throws 404, 409 when it was changed since one of `versions` */
export const deleteNamed = (ctx: Ctx, kind: Kind, id: string, versions?: string[]): Promise<void> =>
  ctx.tx(async (tx) => {
    const [current] = await store.lockNamed(tx, KINDS[kind], ctx.space.id, [id]);
    if (!current) throw notFound(kind);
    requireVersion(current, versions, kind);
    await store.deleteNamed(tx, KINDS[kind], ctx.space.id, [id]);
  });
