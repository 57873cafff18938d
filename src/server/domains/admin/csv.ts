import { Readable } from 'node:stream';
import { createCtx, type Ctx } from '../../platform/context.ts';
import { Rejection } from '../../platform/errors.ts';
import type { Upload } from '../../platform/http/upload.ts';
import { type AdminUser, listUsers, requireUser, tellOf } from '../accounts/index.ts';
import { exportCsv, exportHead, importFile, kithCsv } from '../imports/index.ts';

/** Everybody of a person, archived or not. */
const EVERYBODY = {};

/**
 * The context of an admin who acts for somebody: in that person's personal space, in the channel `admin`. What it changes stands in the
 * person's activity under the admin's name.
 * @throws 404
 */
async function actingFor(ctx: Ctx, userId: string): Promise<{ acting: Ctx; user: { id: string; username: string } }> {
  const user = await requireUser(ctx, userId);
  const space = { id: user.personal_space_id, role: 'editor' as const };
  const own = ctx.identity.spaces.filter(({ id }) => id !== space.id).map(({ id }) => ({ id, role: 'viewer' as const }));
  return { acting: createCtx({ ...ctx, identity: { ...ctx.identity, spaces: [space, ...own] }, space, channel: 'admin' }), user };
}

/** What is known of one user's people, as Kith's CSV. The user is told before anything is read. @throws 404 */
export async function exportOf(ctx: Ctx, userId: string, bom: boolean): Promise<{ content: Readable; username: string }> {
  const { acting, user } = await actingFor(ctx, userId);
  await ctx.tx((tx) => tellOf(tx, ctx, user.id, 'admin_export', 'people as CSV'));
  return { content: await exportCsv(acting, EVERYBODY, { bom }), username: user.username };
}

/** The people of every user as one CSV, the user's name in the first column; read user by user as it is written. Each user is told. */
export function exportOfAll(ctx: Ctx, bom: boolean): Readable {
  async function* rows() {
    yield exportHead({ bom, user: '' });
    for (let cursor: string | undefined; ; ) {
      const page: { data: AdminUser[]; next_cursor: string | null } = await listUsers(ctx, { limit: 100, cursor });
      for (const { id, username } of page.data) {
        const acting = await actingFor(ctx, id).then((found) => found.acting, gone);
        if (!acting) continue;
        await ctx.tx((tx) => tellOf(tx, ctx, id, 'admin_export', 'people of all users as CSV'));
        yield* await exportCsv(acting, EVERYBODY, { bom: false, user: username, headless: true });
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

/** Imports Kith's CSV into the personal space of a user, who is told and can undo it. @throws 404, 422 for a file that is none */
export async function importFor(ctx: Ctx, userId: string, file: Omit<Upload, 'fields'>, options: object, dry_run: boolean) {
  const { acting, user } = await actingFor(ctx, userId);
  const answer = await importFile(acting, kithCsv, file, options, dry_run, true);
  await ctx.tx((tx) => tellOf(tx, ctx, user.id, 'admin_import', dry_run ? `looked what ${file.name} would change` : file.name));
  return answer;
}
