import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Client, contextOf, signUp, testKith, type TestKith } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';
import { conflict } from '../errors.ts';
import type { Jobs } from './jobs.ts';

type Run = { kind: string; n: number; at: number; attempt: number };

/** What the kinds of jobs below tell of themselves, and the gates that hold them up. */
function notebook() {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  return {
    /** Attempts that began, and of `ordered` also those that ended. */
    runs: [] as Run[],
    /** Ids of the jobs that heard that they are to stop. */
    stopped: [] as string[],
    /** Ids of the jobs that were not let write afterwards. */
    refused: [] as string[],
    gate: (name: string) => gates.get(name) ?? gates.set(name, Promise.withResolvers()).get(name)!,
  };
}

function defineKinds(jobs: Jobs, { runs, stopped, refused, gate }: ReturnType<typeof notebook>): void {
  const ran = (kind: string, job: { input: { n?: number }; attempt: number }) => runs.push({ kind, n: job.input.n ?? 0, at: performance.now(), attempt: job.attempt });
  jobs.define('count', {
    handler: async (ctx, job, { progress }) => {
      ran('count', job);
      for (let i = 1; i <= 4; i++) {
        progress(i * 20, `step ${i}`);
        await new Promise((done) => setTimeout(done, 150));
      }
      if (job.input.gate) await gate(job.input.gate).promise;
      await ctx.tx((tx) => tx.query(sql`insert into tags (space_id, name) values (${ctx.space.id}, ${`made by ${job.id}`})`));
      return { counted: 4 };
    },
  });
  jobs.define('wait', {
    handler: async (ctx, job, { signal }) => {
      ran('wait', job);
      await Promise.race([gate(job.input.gate).promise, new Promise<void>((done) => signal.addEventListener('abort', () => (stopped.push(job.id), done())))]);
      await ctx.tx((tx) => tx.query(sql`insert into tags (space_id, name) values (${ctx.space.id}, ${`late ${job.id}`})`)).catch((error) => {
        refused.push(job.id);
        throw error;
      });
    },
  });
  jobs.define('long_transaction', {
    handler: async (ctx, job, { signal }) => {
      await ctx.tx((tx) => tx.query(sql`select pg_advisory_xact_lock(77)`), { timeout: 'complex' });
      if (signal.aborted) stopped.push(job.id);
    },
  });
  jobs.define('whole', {
    handler: (ctx, job, { complete, progress }) =>
      ctx.tx(async (tx) => {
        await tx.query(sql`insert into tags (space_id, name) values (${ctx.space.id}, ${`whole ${job.id}`})`);
        progress(50);
        await gate(`${job.input.gate} before`).promise;
        await complete(tx, 'whole');
        gate(`${job.input.gate} completed`).resolve();
        await gate(`${job.input.gate} after`).promise;
      }),
  });
  jobs.define('flaky', {
    retries: 2,
    handler: async (_ctx, job) => {
      ran('flaky', job);
      if (job.attempt < job.input.works_at) throw new Error('the provider hung up at /secret/path');
      return 'at last';
    },
  });
  jobs.define('hopeless', {
    retries: 0,
    handler: async (_ctx, job) => {
      if (job.attempt < 2) throw new Error('the provider hung up at /secret/path');
    },
  });
  jobs.define('refuse', {
    retries: 5,
    handler: async (_ctx, job) => {
      ran('refuse', job);
      throw conflict('taken', 'This is taken already.');
    },
  });
  jobs.define('slow', { timeout_seconds: 1, retries: 0, handler: async (_ctx, _job, { signal }) => new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason))) });
  jobs.define('ordered', {
    concurrency: 4,
    serial: (input) => input.key,
    handler: async (_ctx, job) => {
      ran('ordered', job);
      if (job.input.gate) await gate(job.input.gate).promise;
      runs.push({ kind: 'ordered end', n: job.input.n, at: performance.now(), attempt: job.attempt });
    },
  });
  jobs.define('drain', { concurrency: 1, handler: async (_ctx, job) => void ran('drain', job) });
}

/** A live Kith with kinds of jobs that wait, fail and write as told, for the tests of one file; ada is its admin, bob somebody new in each test. */
export function useJobs() {
  const notes = notebook();
  let kith: TestKith;
  let url: string;
  let ada: Client;
  let bob: Client;
  beforeAll(async () => {
    kith = await testKith();
    defineKinds(kith.platform.jobs, notes);
    url = await kith.live();
    ada = await signUp(kith, 'ada');
  });
  beforeEach(async () => {
    bob = await signUp(kith);
  });
  afterAll(() => kith.close());

  const job = async (client: Client, id: string) => (await client.get(`/jobs/${id}`)).body.job;
  return {
    get kith() {
      return kith;
    },
    get url() {
      return url;
    },
    get ada() {
      return ada;
    },
    get bob() {
      return bob;
    },
    ...notes,
    runsOf: (kind: string) => notes.runs.filter((run) => run.kind === kind),
    /** Asks for a job as `client` does. Returns its id. */
    async enqueue(client: Client, kind: string, input: object = {}, unique_key?: string): Promise<string> {
      const ctx = await contextOf(kith, client);
      return (await ctx.tx((tx) => kith.platform.jobs.enqueue(tx, ctx, { kind, input, ...(unique_key ? { unique_key } : {}) }))).id;
    },
    job,
    /** The job, once it is in this state. */
    inState: (client: Client, id: string, state: string) =>
      eventually(async () => {
        const found = await job(client, id);
        return found.state === state && found;
      }),
  };
}
