import { z } from 'zod';
import { type Channel, createCtx, type Ctx, type Platform } from '../context.ts';
import type { Db } from '../database/database.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import { decodeCursor, type Page, toPage } from '../http/shapes.ts';
import { uuidv7 } from '../ids.ts';
import type { FailedJob, Job, JobState } from './jobs.schema.ts';
import * as store from './jobs.store.ts';
import { createQueue } from './queue.ts';
import { createRunner, type JobHandler, type JobKind, type Runner } from './runner.ts';

export type { JobHandler, JobTools } from './runner.ts';
export type Jobs = ReturnType<typeof createJobs>;

type Definition = Partial<Pick<JobKind, 'concurrency' | 'timeout_seconds' | 'retries' | 'serial'>> & { handler: JobHandler };
type Recurring = { name: string; cron: string; fn: (signal: AbortSignal) => Promise<void>; tz: string; timeout_seconds: number };

/** Finishing what runs may take this long when the process stops (F-63). */
const DRAIN_MS = 10_000;
const SWEEP_MS = 30_000;
const LONG_WAIT_SECONDS = 900;
const CANCEL_TRIES = 10;
const Cursor = z.tuple([z.uuid()]);

/**
 * Background work. Domains define their kinds before `start`; verbs enqueue in the transaction of the rows the work is about.
 * @param url connection of the unprivileged role
 */
export function createJobs(platform: Platform, url: string) {
  const { database, log } = platform;
  const queue = createQueue(url, log);
  const kinds = new Map<string, JobKind>();
  const recurring: Recurring[] = [];
  let runner: Runner | undefined;
  let sweeper: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;

  const keyOf = (kind: string, input: unknown) => kinds.get(kind)?.serial?.(input);

  platform.listener.on('kith_jobs', (payload) => {
    const { id, cancel_requested } = JSON.parse(payload) as { id: string; cancel_requested: boolean };
    if (cancel_requested) runner?.cancel(id);
  });

  /** Brings back open jobs whose queue entry is gone: idempotent, because an entry has the id of its job. */
  async function sweep() {
    try {
      for (const { id, kind } of await store.selectLostJobs(database)) {
        const found = kinds.has(kind) ? await store.findJob(database, id) : undefined;
        if (!found) continue;
        await database.tx(store.keeperOf(found), async (tx) => {
          const job = await store.selectInput(tx, id);
          if (job) await queue.wakeAgain(tx, kind, id, keyOf(kind, job.input));
        });
        log.info({ job: id, kind }, 'a job without a queue entry was queued again');
      }
    } catch (error) {
      log.warn({ err: error }, 'looking for lost jobs failed; the next round tries again');
    }
  }

  return {
    sweep,

    /**
     * Says how jobs of a kind are done.
     * @param definition defaults: two at once, 300 s, three retries, no order
     */
    define(kind: string, { concurrency = 2, timeout_seconds = 300, retries = 3, serial, handler }: Definition) {
      kinds.set(kind, { kind, concurrency, timeout_seconds, retries, serial, handler });
    },

    /** Runs `fn` by cron in one process at a time; a run missed while everything was down is caught up once. It must bear repetition. */
    every(name: string, cron: string, fn: Recurring['fn'], options: { tz?: string; timeout_seconds?: number } = {}) {
      recurring.push({ name: `every.${name}`, cron, fn, tz: options.tz ?? 'UTC', timeout_seconds: options.timeout_seconds ?? 300 });
    },

    /**
     * Queues a job of the working space in the caller's transaction: rolled back, it never was.
     * @param job.unique_key while a job of this kind with this key is unfinished, no second one is made
     * @returns the id of the new job, or of the unfinished one with the same key
     */
    async enqueue(tx: Db, ctx: Ctx, job: { kind: string; input: object; unique_key?: string }): Promise<{ id: string; created: boolean }> {
      const { kind, input, unique_key = null } = job;
      for (;;) {
        const inserted = await store.insertJob(tx, { space_id: ctx.space.id, user_id: ctx.identity.user.id, kind, input, unique_key, action_id: ctx.request_id });
        if (inserted) {
          // Without a queue (a process that is starting) the row waits for the sweeper of a worker.
          if (queue.running) await queue.wake(tx, kind, inserted.id, keyOf(kind, input));
          return { id: inserted.id, created: true };
        }
        const open = await store.selectOpenJob(tx, ctx.space.id, kind, unique_key);
        if (open) return { id: open.id, created: false }; // else it finished just now
      }
    },

    /**
     * A context of a user outside any request: for work that Kith itself finds undone. Undefined when the user is gone or may not
     * write to the space any more.
     * @param request_id the action it belongs to; one of its own when left out
     */
    async actingFor(userId: string, spaceId: string, channel: Channel = 'system', request_id = uuidv7()): Promise<Ctx | undefined> {
      const identity = await store.identityOf(database, userId, request_id);
      const space = identity?.spaces.find((candidate) => candidate.id === spaceId);
      if (!identity || !space || space.role === 'viewer') return undefined;
      return createCtx({ platform, identity, space, request_id, channel, ip: null, user_agent: null, log });
    },

    /** Connects to the queue, and works unless this process only serves the web. */
    async start() {
      const work = platform.config.process !== 'web';
      await queue.start(work);
      for (const kind of kinds.values()) await queue.create(kind.kind, { ...kind, serial: kind.serial !== undefined });
      if (!work) return;
      const mine = (runner = createRunner(platform, queue));
      for (const kind of kinds.values()) await queue.work(kind.kind, kind.concurrency, (wake) => mine.run(kind, wake));
      for (const { name, cron, tz, timeout_seconds, fn } of recurring) await queue.every(name, cron, tz, timeout_seconds, fn);
      await sweep();
      sweeper = setInterval(() => (sweeping ??= sweep().finally(() => (sweeping = undefined))), SWEEP_MS);
      sweeper.unref();
    },

    /** Takes no more work, waits for what runs, hands back what does not finish in time. */
    stop(): Promise<void> {
      return (stopping ??= (async () => {
        clearInterval(sweeper);
        await sweeping;
        const fetching = queue.stopFetching([...kinds.keys(), ...recurring.map((one) => one.name)]);
        await runner?.drain(DRAIN_MS);
        await fetching;
        await queue.stop();
      })());
    },

    /** What waits and runs, of every tenant together. Work that waits for a quarter of an hour is a sign of too few workers. */
    async health() {
      const open = await store.selectOpenCounts(database);
      const sum = (state: string) => open.filter((row) => row.state === state).reduce((total, row) => total + row.jobs, 0);
      const oldest_queued_seconds = Math.max(0, ...open.filter((row) => row.state === 'queued').map((row) => row.oldest_seconds));
      return {
        status: queue.running && oldest_queued_seconds < LONG_WAIT_SECONDS ? ('ok' as const) : ('degraded' as const),
        running_here: runner?.running ?? 0,
        queued: sum('queued'),
        running: sum('running'),
        oldest_queued_seconds,
        kinds: open,
      };
    },

    /** One page of the working space's jobs, newest first. */
    async list(ctx: Ctx, query: { limit: number; cursor?: string | undefined; state?: JobState | undefined; kind?: string | undefined }): Promise<Page<Job>> {
      return toPage(await store.selectJobs(ctx, ctx.space.id, query, decodeCursor(query.cursor, Cursor)), query.limit, (job) => [job.id]);
    },

    /** One page of everybody's failed jobs, for an admin. */
    async listFailed(ctx: Ctx, query: { limit: number; cursor?: string | undefined }): Promise<Page<FailedJob>> {
      return toPage(await store.selectFailedJobs(ctx, query.limit, decodeCursor(query.cursor, Cursor)?.[0] ?? null), query.limit, (job) => [job.id]);
    },

    /** @throws 404 */
    async get(ctx: Ctx, id: string): Promise<Job> {
      return present(await store.selectJob(ctx, ctx.space.id, id));
    },

    /**
     * Stops a job for good, running or not; what it has committed stays. In the middle of a long transaction it is still `running`
     * in the answer, and cancelled when that ends.
     * @throws 404, 409 when it has finished
     */
    async cancel(ctx: Ctx, id: string): Promise<Job> {
      const open = await ctx.tx((tx) => store.requestCancel(tx, ctx.space.id, id));
      if (!open) throw conflict('finished', `This job is ${(await this.get(ctx, id)).state} already.`);
      for (let tries = 0; tries < CANCEL_TRIES; tries++) {
        const idle = await ctx.tx(async (tx) => {
          if (!(await store.lockIdle(tx, id))) return false;
          await store.cancelJob(tx, ctx.space.id, id);
          return true;
        });
        if (idle) break;
        await new Promise((later) => setTimeout(later, 100));
      }
      return this.get(ctx, id);
    },

    /** Queues a failed job again, for its owner or an admin. @throws 403, 404, 409 when it is not failed */
    async retry(ctx: Ctx, id: string): Promise<Job> {
      const found = await store.findJob(database, id);
      const admin = ctx.identity.user.role === 'admin';
      if (!found || (found.space_id !== ctx.space.id && !admin)) throw notFound('job');
      if (found.user_id !== ctx.identity.user.id && !admin) throw forbidden('Only the one who asked for this job, or an admin, may try it again.');
      return database.tx(store.keeperOf(found), async (tx) => {
        const revived = await store.reviveJob(tx, id);
        const job = present(await store.selectJob(tx, found.space_id, id));
        if (!revived) throw conflict('not_failed', `Only a failed job can be tried again; this one is ${job.state}.`);
        if (queue.running) await queue.wakeAgain(tx, found.kind, id, keyOf(found.kind, revived.input));
        return found.user_id === ctx.identity.user.id || found.space_id === ctx.space.id ? job : { ...job, result: null, message: null, contact_id: null, note_id: null };
      });
    },
  };
}

function present(job: (Job & { user_id: string | null }) | undefined): Job {
  if (!job) throw notFound('job');
  const { user_id: _, ...shown } = job;
  return shown;
}
