import sql from 'sql-template-tag';
import { createKith } from '../../src/server/app.ts';
import { loadConfig } from '../../src/server/platform/config.ts';

/** A worker process of its own, for tests that kill it. Argument: connection of the unprivileged role. Says 'ready' when it works. */
const kith = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_PROCESS: 'worker', DATABASE_URL: process.argv[2], KITH_DATA_DIR: process.argv[3] }), process.argv[2]!);

// The first process that gets it hangs in the middle; the next one finishes it.
kith.platform.jobs.define('hang_once', {
  handler: async (ctx, job, { progress }) => {
    await ctx.tx((tx) => tx.query(sql`insert into tags (space_id, name) values (${ctx.space.id}, ${`half of ${job.id}`}) on conflict do nothing`));
    progress(50, `attempt ${job.attempt} in ${process.pid}`);
    if (job.attempt === 1) await new Promise((done) => setTimeout(done, 600_000));
    await ctx.tx((tx) => tx.query(sql`insert into tags (space_id, name) values (${ctx.space.id}, ${`done ${job.id}`})`));
    return { pid: process.pid };
  },
});
kith.platform.jobs.define('quick', {
  concurrency: 4,
  handler: async (ctx, job) => {
    await new Promise((done) => setTimeout(done, 20));
    await ctx.tx((tx) => tx.query(sql`insert into tags (space_id, name) values (${ctx.space.id}, ${`quick ${job.id}`}) on conflict do nothing`));
  },
});
await kith.start();
process.on('SIGTERM', () => void kith.app.close().then(() => process.exit(0)));
console.log('ready');
