import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { conflict, notFound } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import type { Group } from './graph.schema.ts';
import * as store from './groups.store.ts';

const nameTaken = () => conflict('group_name_taken', 'A group with this name exists already.', 'name');

/** One page of groups by name, each with how many people are in it. */
export async function listGroups(ctx: Ctx, query: { limit: number; cursor?: string | undefined; q?: string | undefined; contact_id?: string | undefined }): Promise<Page<Group>> {
  const rows = await store.selectGroups(ctx, ctx.space.id, query, decodeCursor(query.cursor, z.tuple([z.string()])));
  const list = toPage(rows, query.limit, (row) => [row.name_key]);
  return { ...list, data: list.data.map(({ name_key: _key, ...group }) => group) };
}

/** @throws 404 */
export async function getGroup(ctx: Ctx, id: string): Promise<Group> {
  const group = await store.selectGroup(ctx, ctx.space.id, id);
  if (!group) throw notFound('group');
  return group;
}

/** @throws 409 when the name is taken (case and accents do not count) */
export async function createGroup(ctx: Ctx, group: { name: string; color: string; description: string | null }): Promise<Group> {
  const created = await ctx.tx((tx) => store.insertGroup(tx, ctx.space.id, group));
  if (!created) throw nameTaken();
  return created;
}

/** The group of that name (case and accents do not count), made when there is none. */
export const ensureGroup = (ctx: Ctx, group: { name: string; color: string; description: string | null }): Promise<{ group: Pick<Group, 'id'>; created: boolean }> =>
  ctx.tx(async (tx) => {
    const created = await store.insertGroup(tx, ctx.space.id, group);
    return { group: created ?? (await store.selectGroupByName(tx, ctx.space.id, group.name))!, created: created !== undefined };
  });

/** @throws 404, 409 */
export async function updateGroup(ctx: Ctx, id: string, patch: Parameters<typeof store.updateGroup>[3]): Promise<Group> {
  try {
    const group = await ctx.tx((tx) => store.updateGroup(tx, ctx.space.id, id, patch));
    if (!group) throw notFound('group');
    return group;
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw nameTaken();
    throw error;
  }
}

/** Deletes the group; its people stay. Undo brings it back with its members. @throws 404 */
export async function deleteGroup(ctx: Ctx, id: string): Promise<void> {
  if (!(await ctx.tx((tx) => store.deleteGroup(tx, ctx.space.id, id)))) throw notFound('group');
}

/** One page of the people in a group, by name. @throws 404 */
export async function listMembers(ctx: Ctx, groupId: string, query: { limit: number; cursor?: string | undefined; q?: string | undefined }): Promise<Page<store.Member>> {
  const rows = await store.selectMembers(ctx, ctx.space.id, groupId, query, decodeCursor(query.cursor, z.tuple([z.string(), z.uuid()])));
  if (rows.length === 0) await getGroup(ctx, groupId);
  const list = toPage(rows, query.limit, (row) => [row.sort_value, row.id]);
  return { ...list, data: list.data.map(({ sort_value: _sorted, ...member }) => member) };
}

/** Puts people into a group, all or none; those in it already stay. @throws 404 for the group or any of the people */
export function addMembers(ctx: Ctx, groupId: string, contactIds: string[]): Promise<Group> {
  const ids = [...new Set(contactIds)];
  return ctx.tx(async (tx) => {
    if (!(await store.selectGroup(tx, ctx.space.id, groupId))) throw notFound('group');
    if ((await store.lockContacts(tx, ctx.space.id, ids)) < ids.length) throw notFound('contact');
    await store.insertMembers(tx, ctx.space.id, groupId, ids);
    return (await store.selectGroup(tx, ctx.space.id, groupId))!;
  });
}

/** Takes people out of a group. Who is not in it is passed over, unless nobody is. @throws 404 */
export async function removeMembers(ctx: Ctx, groupId: string, contactIds: string[]): Promise<void> {
  const removed = await ctx.tx((tx) => store.deleteMembers(tx, ctx.space.id, groupId, contactIds));
  if (removed === 0) throw notFound('member');
}
