import type { Platform } from '../../platform/context.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { IMPORT_JOB, performJob } from './imports.ts';
import { sweepImports } from './imports.store.ts';

/** Says how large imports are done: one after the other in a space. Every night, what nobody ran is forgotten. */
export function defineImportJobs(jobs: Jobs, { database }: Platform) {
  jobs.define(IMPORT_JOB, {
    concurrency: 2,
    timeout_seconds: 3600,
    retries: 2,
    serial: (input) => input.space_id,
    handler: (ctx, { input }, tools) => performJob(ctx, input.import_id, input.dry_run, tools),
  });
  jobs.every('imports', '47 2 * * *', async () => void (await sweepImports(database)));
}
