import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { conflict, Rejection } from '../../platform/errors.ts';
import type { JobTools } from '../../platform/jobs/jobs.ts';
import { getFile, readFile, type StoredFile } from '../../platform/storage/storage.ts';
import { refreshStatistics } from './imports.store.ts';
import type { Source } from './run.ts';

/**
 * Does the work of a job with a stored file in one transaction, which also completes the job: cancelled, it leaves nothing.
 * @param work what comes to the result of the job
 * @param giveUp what is to be done once it is clear that trying again does not help
 * @throws 409 when the file is not there any more
 */
export async function inJob<T>(ctx: Ctx, file_id: string, { dry_run, ...tools }: JobTools & { dry_run: boolean }, work: (tx: Db, file: Source & StoredFile) => Promise<T>, giveUp: (tx: Db, why: string) => Promise<unknown>): Promise<T> {
  try {
    const file = await storedFile(ctx, ctx, file_id);
    const result = await ctx.tx(
      async (tx) => {
        const result = await work(tx, { ...file, open: () => readFile(ctx, file) });
        await tools.complete(tx, result);
        return result;
      },
      { timeout: 'export' },
    );
    if (!dry_run) await refreshStatistics(ctx.platform.database).catch((error: unknown) => ctx.log.warn({ err: error }, 'statistics were not refreshed after an import'));
    return result;
  } catch (error) {
    if (error instanceof Rejection && error.status < 500 && !tools.signal.aborted) await ctx.tx((tx) => giveUp(tx, error.message));
    throw error;
  }
}

/** @throws 409 when it is not there any more */
export async function storedFile(db: Db, ctx: Ctx, fileId: string): Promise<StoredFile> {
  const file = await getFile(db, ctx.space.id, fileId);
  if (!file) throw conflict('not_ready', 'The file of this import is not there any more. Choose it again.');
  return file;
}
