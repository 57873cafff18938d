import { z } from 'zod';
import type { Ctx, Platform } from '../../../platform/context.ts';
import { newToken, sha256 } from '../../../platform/crypto.ts';
import { conflict, forbidden, notFound } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { changeAccess } from '../access.ts';
import type { Invitation, InvitationShown, SpaceItem } from './spaces.schema.ts';
import * as store from './invitations.store.ts';
import { entering, requireShared, requireSpace, tooManySpaces } from './spaces.ts';

const DAYS = 14;
type PageOf = { limit: number; cursor?: string | undefined };

/** Open invitations to a space, or (null) to the installation. @throws 403, 404 */
export async function listInvitations(ctx: Ctx, spaceId: string | null, { limit, cursor }: PageOf): Promise<Page<Invitation>> {
  if (spaceId) await requireSpace(ctx, spaceId, 'owner');
  const before = decodeCursor(cursor, z.tuple([z.uuid()]));
  return toPage(await store.selectInvitations(ctx, spaceId, limit, before?.[0]), limit, (row) => [row.id]);
}

/** An invitation for one person, good for 14 days, and its token, shown only now. @throws 403 (registration_closed: nobody could use it), 404, 409 personal_space */
export async function invite(ctx: Ctx, spaceId: string | null, { role = null, email = null }: { role?: 'editor' | 'viewer' | null; email?: string | null | undefined }): Promise<{ invitation: Invitation; token: string }> {
  if (spaceId) await requireShared(ctx, spaceId);
  else if (ctx.platform.config.registration === 'closed') throw forbidden('This installation takes no new accounts (KITH_REGISTRATION=closed), so an invitation to it could not be used. Set KITH_REGISTRATION=invite, or make the account yourself under Users.', 'registration_closed');
  const token = newToken('kith_i');
  const invitation = await ctx.tx((tx) => store.insertInvitation(tx, { space_id: spaceId, role, email, token_hash: sha256(token), created_by: ctx.identity.user.id, days: DAYS }));
  return { invitation, token };
}

/** The link stops working. @throws 403, 404 */
export async function withdrawInvitation(ctx: Ctx, spaceId: string | null, id: string): Promise<void> {
  if (spaceId) await requireSpace(ctx, spaceId, 'owner');
  if (!(await ctx.tx((tx) => store.deleteInvitation(tx, spaceId, id)))) throw notFound('invitation');
}

/** What the holder of a link is invited to. @throws 404 when it is unknown, used, expired, or its sender may not invite any more */
export async function showInvitation(platform: Platform, token: string): Promise<InvitationShown> {
  const invitation = await store.findInvitation(platform.database, sha256(token));
  if (!invitation) throw notFound('invitation');
  return invitation;
}

/** Joins the space. @throws 404, 409 already_member (the invitation stays open for somebody else) or too_many_spaces */
export async function acceptInvitation(ctx: Ctx, token: string): Promise<SpaceItem> {
  const { outcome, in_space } = await changeAccess(ctx, (tx) => store.acceptInvitation(tx, sha256(token)));
  if (outcome === 'missing') throw notFound('invitation');
  if (outcome === 'full') throw tooManySpaces();
  if (outcome === 'member' || !in_space) throw conflict('already_member', in_space ? 'You are a member of this space already.' : 'You have an account here already.');
  return requireSpace(entering(ctx, in_space), in_space);
}
