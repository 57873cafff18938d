import { z } from 'zod';
import { createCtx, type Ctx, type SpaceRole } from '../../../platform/context.ts';
import { conflict, forbidden, notFound } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { changeAccess } from '../access.ts';
import type { Member, SpaceItem } from './spaces.schema.ts';
import * as store from './spaces.store.ts';

type PageOf = { limit: number; cursor?: string | undefined };
const onlyOwners = () => forbidden('Only an owner of this space may do this.', 'owner_only');
export const tooManySpaces = () => conflict('too_many_spaces', 'You are in 100 spaces. Leave one first.');
const isPersonal = () => conflict('personal_space', 'This is a personal space: it has one member and lasts as long as the account.');

/** A space of the user, by id. @throws 404 when the user is not a member, 403 when a role is asked that the user does not have */
export async function requireSpace(ctx: Ctx, id: string, as?: 'owner'): Promise<SpaceItem> {
  const space = await store.selectSpace(ctx, ctx.identity.user.id, id);
  if (!space) throw notFound('space');
  if (as && space.role !== as) throw onlyOwners();
  return space;
}
/** As `requireSpace`, for what only an owner of a shared space can do. @throws 409 personal_space */
export async function requireShared(ctx: Ctx, id: string): Promise<SpaceItem> {
  const space = await requireSpace(ctx, id, 'owner');
  if (space.kind === 'personal') throw isPersonal();
  return space;
}

/** The same request, now reading a space that was joined in the middle of it. */
export const entering = (ctx: Ctx, id: string): Ctx => createCtx({ ...ctx, identity: { ...ctx.identity, spaces: [...ctx.identity.spaces, { id, role: 'viewer' }] } });

/** One page of the spaces of the user. */
export async function listSpaces(ctx: Ctx, { limit, cursor }: PageOf): Promise<Page<SpaceItem>> {
  const after = decodeCursor(cursor, z.tuple([z.enum(['personal', 'shared']), z.uuid()]));
  return toPage(await store.selectSpaces(ctx, ctx.identity.user.id, limit, after), limit, (space) => [space.kind, space.id]);
}

/** Makes a shared space whose owner is the user. @throws 409 too_many_spaces */
export async function createSpace(ctx: Ctx, name: string): Promise<SpaceItem> {
  const id = await changeAccess(ctx, (tx) => store.createSpace(tx, name));
  if (!id) throw tooManySpaces();
  return requireSpace(entering(ctx, id), id);
}

/** @throws 403, 404 */
export async function renameSpace(ctx: Ctx, id: string, name: string): Promise<SpaceItem> {
  await requireSpace(ctx, id, 'owner');
  if (!(await ctx.tx((tx) => store.renameSpace(tx, id, name)))) throw onlyOwners();
  return requireSpace(ctx, id);
}

/** Deletes a shared space with everything in it, for good. @throws 403, 404, 409 personal_space */
export async function deleteSpace(ctx: Ctx, id: string): Promise<void> {
  await requireShared(ctx, id);
  if (!(await changeAccess(ctx, (tx) => store.deleteSpace(tx, id), { timeout: 'export' }))) throw onlyOwners();
}

/** Members in the order they joined. @throws 404 */
export async function listMembers(ctx: Ctx, spaceId: string, { limit, cursor }: PageOf): Promise<Page<Member>> {
  await requireSpace(ctx, spaceId);
  const after = decodeCursor(cursor, z.tuple([z.uuid()]));
  const list = toPage(await store.selectMembers(ctx, spaceId, limit, after?.[0]), limit, (row) => [row.id]);
  return { ...list, data: list.data.map(({ id: _, ...member }) => member) };
}

/**
 * Gives a member another role. A space may have several owners and always keeps one: ownership is handed over by making somebody an
 * owner and stepping down.
 * @throws 403, 404, 409 last_owner
 */
export async function changeRole(ctx: Ctx, spaceId: string, userId: string, role: SpaceRole): Promise<Member> {
  await requireSpace(ctx, spaceId);
  await changeMember(ctx, spaceId, userId, role);
  const { id: _, ...member } = (await store.selectMember(ctx, spaceId, userId))!;
  return member;
}

/** Removes a member (owners), or leaves (everybody). @throws 403, 404, 409 last_owner */
export async function removeMember(ctx: Ctx, spaceId: string, userId: string): Promise<void> {
  await requireSpace(ctx, spaceId);
  await changeMember(ctx, spaceId, userId, null);
}

async function changeMember(ctx: Ctx, spaceId: string, userId: string, role: SpaceRole | null): Promise<void> {
  const outcome = await changeAccess(ctx, (tx) => store.setMemberRole(tx, spaceId, userId, role));
  if (outcome === 'missing') throw notFound('member');
  if (outcome === 'forbidden') throw onlyOwners();
  if (outcome === 'last_owner') throw conflict('last_owner', 'A space needs an owner. Make somebody else an owner first, or delete the space.');
}
