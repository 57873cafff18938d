import { hash } from 'node:crypto';
import type { Ctx } from '../../../platform/context.ts';
import type { Positions } from './graph.schema.ts';
import * as store from './graph.store.ts';

/** The health (0 to 100) of the people of the working space, by id. Supplied from above: the domain that knows it ranks higher. */
export type HealthOf = (ctx: Ctx) => Promise<ReadonlyMap<string, number>>;

/** Part of every ETag: a new one when the answer is built otherwise. */
const FORM = 1;

export const etagOf = (parts: unknown[]) => `"${hash('sha1', JSON.stringify([FORM, ...parts]), 'base64url')}"`;

/**
 * The graph of the working space as JSON text.
 * @param seen the ETag the client has
 * @returns without a text when that is still the graph. The ETag is read before the graph, so it is never newer than what it names.
 */
export async function getGraph(ctx: Ctx, options: { archived: boolean; seen?: string | undefined; healthOf?: HealthOf | undefined }): Promise<{ etag: string; text: string | undefined }> {
  const { archived, seen, healthOf } = options;
  const version = await store.selectVersion(ctx, ctx.space.id, ctx.identity.user.id);
  // health falls with the days, so a day is part of what it is true for
  const etag = etagOf([ctx.space.id, version, archived, healthOf ? new Date().toISOString().slice(0, 10) : '']);
  if (seen === etag) return { etag, text: undefined };
  const health = (await healthOf?.(ctx)) ?? new Map<string, number>();
  return { etag, text: await store.selectGraphText(ctx, ctx.space.id, ctx.identity.user.id, { archived, health }) };
}

/** Keeps where somebody has put people on the page, instead of what was kept before. To a tenth of a unit. */
export const saveLayout = async (ctx: Ctx, positions: Positions): Promise<void> => {
  const rounded = Object.fromEntries(Object.entries(positions).map(([id, [x, y]]) => [id, [round(x), round(y)] as [number, number]]));
  await ctx.tx((tx) => store.upsertLayout(tx, ctx.space.id, ctx.identity.user.id, rounded));
};
const round = (value: number) => Math.round(value * 10) / 10;
