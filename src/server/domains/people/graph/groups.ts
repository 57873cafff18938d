import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { getNamed, listNamed } from '../named.ts';
import { selectNamed } from '../named.store.ts';
import type { Named } from '../people.schema.ts';
import * as store from './groups.store.ts';

/** One page of groups by name, each with how many people are in it. */
export const listGroups = (ctx: Ctx, { contact_id, ...query }: { limit: number; cursor?: string | undefined; q?: string | undefined; contact_id?: string | undefined }): Promise<Page<Named>> =>
  listNamed(ctx, 'group', query, contact_id ? [store.hasMember(contact_id)] : []);

/** One page of the people in a group, by name. @throws 404 */
export async function listMembers(ctx: Ctx, groupId: string, query: { limit: number; cursor?: string | undefined; q?: string | undefined }): Promise<Page<store.Member>> {
  const rows = await store.selectMembers(ctx, ctx.space.id, groupId, query, decodeCursor(query.cursor, z.tuple([z.string(), z.uuid()])));
  if (rows.length === 0) await getNamed(ctx, 'group', groupId);
  const list = toPage(rows, query.limit, (row) => [row.sort_value, row.id]);
  return { ...list, data: list.data.map(({ sort_value: _sorted, ...member }) => member) };
}

/** Puts people into a group, all or none; those in it already stay. @throws 404 for the group or any of the people */
export function addMembers(ctx: Ctx, groupId: string, contactIds: string[]): Promise<Named> {
  const ids = [...new Set(contactIds)];
  return ctx.tx(async (tx) => {
    if (!(await selectNamed(tx, 'groups', ctx.space.id, groupId))) throw notFound('group');
    if ((await store.lockContacts(tx, ctx.space.id, ids)) < ids.length) throw notFound('contact');
    await store.insertMembers(tx, ctx.space.id, groupId, ids);
    return (await selectNamed(tx, 'groups', ctx.space.id, groupId))!;
  });
}

/** Takes people out of a group. Who is not in it is passed over, unless nobody is. @throws 404 */
export async function removeMembers(ctx: Ctx, groupId: string, contactIds: string[]): Promise<void> {
  const removed = await ctx.tx((tx) => store.deleteMembers(tx, ctx.space.id, groupId, contactIds));
  if (removed === 0) throw notFound('member');
}
