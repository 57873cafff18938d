import { Readable } from 'node:stream';
import type { Ctx } from '../../platform/context.ts';
import { Rejection } from '../../platform/errors.ts';
import { type AdminUser, listUsers, tellOf } from '../accounts/index.ts';
import { exportCsv, exportHead } from '../imports/index.ts';
import { actingFor } from './acting.ts';

/** Everybody of a person, archived or not. */
const EVERYBODY = {};

/** What is known of one user's people, as Kith's CSV. The user is told before anything is read. @throws 404 */
export async function exportOf(ctx: Ctx, userId: string, bom: boolean): Promise<{ content: Readable; username: string }> {
  const { acting, user } = await actingFor(ctx, userId);
  await ctx.tx((tx) => tellOf(tx, ctx, user.id, 'admin_export', 'people as CSV'));
  return { content: await exportCsv(acting, EVERYBODY, { bom, done: true }), username: user.username };
}

/** The people of every user as one CSV, the user's name in the first column; read user by user as it is written. Each user is told. */
export function exportOfAll(ctx: Ctx, bom: boolean): Readable {
  async function* rows() {
    yield exportHead({ bom, done: true, user: '' });
    for (let cursor: string | undefined; ; ) {
      const page: { data: AdminUser[]; next_cursor: string | null } = await listUsers(ctx, { limit: 100, cursor });
      for (const { id, username } of page.data) {
        const acting = await actingFor(ctx, id).then((found) => found.acting, gone);
        if (!acting) continue;
        await ctx.tx((tx) => tellOf(tx, ctx, id, 'admin_export', 'people of all users as CSV'));
        yield* await exportCsv(acting, EVERYBODY, { bom: false, done: true, user: username, headless: true });
      }
      if (!page.next_cursor) return;
      cursor = page.next_cursor;
    }
  }
  return Readable.from(rows());
}

/** Of an account that was deleted while others were written. */
function gone(error: unknown): undefined {
  if (!(error instanceof Rejection && error.status === 404)) throw error;
}
