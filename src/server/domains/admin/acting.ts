import { createCtx, type Ctx } from '../../platform/context.ts';
import { requireUser } from '../accounts/index.ts';

/**
 * The context of an admin who acts for somebody: in that person's personal space, in the channel `admin`. What it changes stands in the
 * person's activity under the admin's name.
 * @throws 404
 */
export async function actingFor(ctx: Ctx, userId: string): Promise<{ acting: Ctx; user: { id: string; username: string } }> {
  const user = await requireUser(ctx, userId);
  const space = { id: user.personal_space_id, role: 'editor' as const };
  const own = ctx.identity.spaces.filter(({ id }) => id !== space.id).map(({ id }) => ({ id, role: 'viewer' as const }));
  return { acting: createCtx({ ...ctx, identity: { ...ctx.identity, spaces: [space, ...own] }, space, channel: 'admin' }), user };
}
