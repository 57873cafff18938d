import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import { notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import { changeAccess } from '../access.ts';
import { clientOf } from '../attempts.ts';
import { requireUser } from '../users/users.ts';
import * as store from './support.store.ts';
import type { OpenedAccess, SupportAccess, SupportRead } from './support.schema.ts';

const SECONDS = 30 * 60;
type PageOf = { limit: number; cursor?: string | undefined };
const before = (cursor: string | undefined) => decodeCursor(cursor, z.tuple([z.uuid()]))?.[0];

/**
 * Lets this admin read somebody's personal space for half an hour. The person is told, sees every request, and can end it.
 * @throws 404, 422 for the admin's own space
 */
export async function openAccess(ctx: Ctx, userId: string, reason: string): Promise<OpenedAccess> {
  const person = await requireUser(ctx, userId);
  const { id: admin } = ctx.identity.user;
  if (person.id === admin) throw unacceptable('id', 'Your own data is open to you already.');
  await changeAccess(ctx, async (tx) => {
    if (!(await store.openAccess(tx, { user_id: person.id, reason, seconds: SECONDS, ...clientOf(ctx) }))) throw notFound('user');
  });
  return (await store.selectOpenAccess(ctx, admin, person.id, person.personal_space_id))!;
}

/** Ends an access at once, by the person it is about or the admin who has it. @throws 404 */
export async function endAccess(ctx: Ctx, id: string): Promise<void> {
  if (!(await changeAccess(ctx, (tx) => store.endAccess(tx, id)))) throw notFound('access');
}

/** Who of the admins has looked at the data of the signed-in person, newest first. */
export async function listAccesses(ctx: Ctx, { limit, cursor }: PageOf): Promise<Page<SupportAccess>> {
  return toPage(await store.selectAccesses(ctx, ctx.identity.user.id, limit, before(cursor)), limit, (row) => [row.id]);
}

/** Every request made under an access to the signed-in person's data, newest first. @throws 404 */
export async function listReads(ctx: Ctx, id: string, { limit, cursor }: PageOf): Promise<Page<SupportRead>> {
  const after = before(cursor);
  if (!(await store.hasAccess(ctx, ctx.identity.user.id, id))) throw notFound('access');
  return toPage(await store.selectReads(ctx, ctx.identity.user.id, id, limit, after), limit, (row) => [row.id]);
}
