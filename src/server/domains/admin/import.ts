import { createReadStream } from 'node:fs';
import { createCtx, type Ctx, within } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { forbidden } from '../../platform/errors.ts';
import type { Upload } from '../../platform/http/upload.ts';
import type { Jobs, JobTools } from '../../platform/jobs/jobs.ts';
import { deleteFiles, storeFile } from '../../platform/storage/storage.ts';
import { findUser, tellOf } from '../accounts/index.ts';
import { AT_ONCE_BYTES, importForUsers, inJob, type OfUsers } from '../imports/index.ts';
import { actingFor } from './acting.ts';

const IMPORT_JOB = 'admin_import';
type File = Omit<Upload, 'fields'>;
/** What a job is given: `user_id` of the one it is for, null for all. */
type Input = { file_id: string; user_id: string | null; options: object; dry_run: boolean };
type Source = Parameters<typeof importForUsers>[2];

/**
 * Imports Kith's CSV for one user, or (`userId` null) for all whom its column User names; each is told and can undo their part. All of it
 * or nothing: at once when the file is small, else by a job of the admin.
 * @throws 404 for a user there is not, 422 for a file that is no CSV of Kith
 */
export async function importCsv(ctx: Ctx, userId: string | null, file: File, options: object, dry_run: boolean): Promise<OfUsers | { job_id: string; space_id: string }> {
  if (userId) await actingFor(ctx, userId);
  if (file.size <= AT_ONCE_BYTES) {
    const source = { name: file.name, size: file.size, sha256: file.sha256, open: () => createReadStream(file.path) };
    return ctx.tx((tx) => run(tx, ctx, source, { user_id: userId, options, dry_run }), { timeout: 'export' });
  }
  const own = inOwnSpace(ctx);
  return ctx.tx(
    async (tx) => {
      const { id: file_id } = await storeFile(tx, own, { ...file, content: createReadStream(file.path) });
      const input: Input = { file_id, user_id: userId, options, dry_run };
      return { job_id: (await ctx.platform.jobs.enqueue(tx, own, { kind: IMPORT_JOB, input })).id, space_id: own.space.id };
    },
    { timeout: 'export' },
  );
}

/** Others may share the space an admin works in; what all users know is not for them. */
const inOwnSpace = (ctx: Ctx): Ctx => createCtx({ ...ctx, space: { id: ctx.identity.personal_space_id, role: 'owner' } });

async function run(tx: Db, ctx: Ctx, source: Source, { user_id, ...how }: Omit<Input, 'file_id'> & Partial<JobTools>): Promise<OfUsers> {
  const place = async (id: string) => {
    const { acting, user } = await actingFor(within(ctx, tx), id);
    return { user_id: id, username: user.username, ctx: acting };
  };
  const named = async (name: string) => {
    const id = await findUser(within(ctx, tx), name);
    return id ? place(id) : undefined;
  };
  const answer = await importForUsers(tx, ctx, source, user_id ? await place(user_id) : named, how);
  for (const user of answer.users) await tellOf(tx, ctx, user.user_id, 'admin_import', how.dry_run ? `looked what ${source.name} would change` : source.name);
  return answer;
}

/** Says how large files of an admin are imported: one after the other. */
export function defineAdminJobs(jobs: Jobs) {
  jobs.define(IMPORT_JOB, { concurrency: 1, timeout_seconds: 3600, retries: 2, serial: () => 'all', handler: (ctx, { input }, tools) => performJob(ctx, input, tools) });
}

async function performJob(ctx: Ctx, { file_id, ...how }: Input, tools: JobTools): Promise<OfUsers> {
  if (ctx.identity.user.role !== 'admin') throw forbidden('Only an admin may do this.');
  return inJob(ctx, file_id, { dry_run: how.dry_run, ...tools }, (tx, file) => run(tx, ctx, file, { ...how, ...tools }), (tx) => deleteFiles(tx, ctx, [file_id]));
}
