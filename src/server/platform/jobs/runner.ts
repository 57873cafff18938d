import { createCtx, type Ctx, type Platform } from '../context.ts';
import type { Db } from '../database/database.ts';
import { Rejection } from '../errors.ts';
import { toRejection } from '../http/errors.ts';
import * as store from './jobs.store.ts';
import { createProgress } from './progress.ts';
import type { Queue, Wake } from './queue.ts';

/**
 * Does the work of one job. It may run again after a crash or a fault, so what it does outside its own transactions must bear
 * repetition. `ctx` acts as the job's user in the job's space, and belongs to the action that asked for the job.
 * @returns what the person gets as `result`
 * @throws a Rejection of the 4xx kind fails the job at once; anything else is tried again
 */
export type JobHandler = (ctx: Ctx, job: { id: string; input: any; attempt: number }, tools: JobTools) => Promise<unknown>;
export type JobTools = {
  /** Tells how far the work is (0–100) and what it is doing. Never waits, never throws. */
  progress(percent: number, message?: string | null): void;
  /** Aborted when the job was cancelled, ran out of time, or this process stops. */
  signal: AbortSignal;
  /**
   * Ends the job in the transaction of its work, as the last thing there: either all of it is done and the job says so, or it was
   * cancelled before and nothing is. Not called, the job ends when the handler does.
   * @throws when it was cancelled; the transaction must roll back
   */
  complete(tx: Db, result: unknown): Promise<void>;
};

export type JobKind = {
  kind: string;
  /** How many run at once in one process. */
  concurrency: number;
  /** How long one attempt may take. */
  timeout_seconds: number;
  /** How often a fault is tried again, after 1, 2, 4 … seconds. */
  retries: number;
  /** Jobs with the same key run one after the other, in the order they were queued. */
  serial?: ((input: any) => string) | undefined;
  handler: JobHandler;
};

type End = 'cancelled' | 'lost' | 'timeout' | 'shutdown';
class Ended extends Error {
  readonly end: End;
  constructor(end: End) {
    super(`The job was ended: ${end}.`);
    this.end = end;
  }
}

/** A job that took this many processes down with it is not tried again. */
const MOST_CRASHES = 25;
const LONGEST_DELAY_SECONDS = 300;
/** How long an aborted handler may take to stop before it is left behind. */
const GRACE_MS = 2_000;
/** A result that cannot be written while the database is away is kept for about this long. */
const SETTLE_TRIES = 40;

export type Runner = ReturnType<typeof createRunner>;

/** Runs woken jobs in this process: claim, handler, settle. The number of the attempt fences off a worker that lost its claim. */
export function createRunner(platform: Platform, queue: Queue) {
  const { database, log } = platform;
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  let draining = false;

  async function run(def: JobKind, wake: Wake): Promise<void> {
    if (draining) throw new Ended('shutdown'); // the queue brings it back elsewhere
    const abort = new AbortController();
    const done = attempt(def, wake, abort);
    const entry = { abort, done: done.catch(() => {}) };
    running.set(wake.id, entry);
    await done.finally(() => running.get(wake.id) === entry && running.delete(wake.id));
  }

  async function attempt(def: JobKind, wake: Wake, abort: AbortController): Promise<void> {
    const found = await store.findJob(database, wake.id);
    if (!found || (found.state !== 'queued' && found.state !== 'running')) return;
    const keeper = store.keeperOf(found);
    const claimed = await database.tx(keeper, (tx) => store.claimJob(tx, found.space_id, wake.id));
    if (!claimed) return;
    const { attempts } = claimed;
    const settle = (write: (tx: Db) => Promise<unknown>) => persistently(() => database.tx(keeper, write), abort.signal);
    const fail = (error: string) => settle((tx) => store.finishJob(tx, wake.id, attempts, { state: 'failed', error }));
    if (claimed.crashes > MOST_CRASHES) return void (await fail('This work stopped Kith again and again and was given up.'));

    const ctx = await contextOf(found, attempts).catch((error: unknown) => (error instanceof Rejection && error.status < 500 ? error : Promise.reject(error)));
    if (ctx instanceof Rejection) return void (await fail(ctx.message));

    const progress = createProgress(
      (percent, message) => database.tx(keeper, (tx) => store.saveProgress(tx, wake.id, attempts, percent, message)),
      () => abort.abort(new Ended('lost')),
    );
    const onLost = () => abort.abort(new Ended('lost'));
    wake.signal.addEventListener('abort', onLost);
    const complete = async (tx: Db, result: unknown) => {
      await progress.end(); // it would wait for this transaction
      if (await store.completeJob(tx, wake.id, attempts, result)) return;
      abort.abort(new Ended('cancelled'));
      throw new Ended('cancelled');
    };
    const timer = setTimeout(() => abort.abort(new Ended('timeout')), def.timeout_seconds * 1000);
    try {
      const result = await untilAborted(async () => def.handler(ctx, { id: wake.id, input: claimed.input, attempt: attempts }, { progress: progress.report, signal: abort.signal, complete }), abort.signal);
      await progress.end();
      await settle((tx) => store.finishJob(tx, wake.id, attempts, { state: 'completed', result }));
    } catch (error) {
      await progress.end();
      await settleFault(error);
    } finally {
      clearTimeout(timer);
      wake.signal.removeEventListener('abort', onLost);
    }

    async function settleFault(error: unknown) {
      const end = abort.signal.aborted ? (abort.signal.reason as Ended).end : undefined;
      if (end === 'lost') return;
      if (end === 'cancelled') return void (await settle((tx) => store.cancelJob(tx, found!.space_id, wake.id)));
      const back = (seconds: number, message: string | null) =>
        settle(async (tx) => (await store.requeueJob(tx, wake.id, attempts, message)) && queue.comeBack(tx, def.kind, wake.id, seconds));
      if (end === 'shutdown') return void (await back(0, null));
      const rejection = end === 'timeout' ? new Rejection(503, 'timeout', `This took longer than ${def.timeout_seconds} s.`) : toRejection(error);
      const final = (rejection.status < 500 && rejection.status !== 429) || claimed!.failures >= def.retries;
      if (final && rejection.status >= 500) platform.telemetry.fault({ error, place: `job ${def.kind}`, request_id: found!.action_id ?? wake.id, tags: { job_kind: def.kind } });
      log[final && rejection.status >= 500 ? 'error' : 'warn']({ err: error, job: wake.id, kind: def.kind, attempt: attempts, final }, 'a job failed');
      if (final) await fail(rejection.message);
      else await back(backOff(claimed!.failures), rejection.message);
    }
  }

  /** The context of a job. Each of its transactions first makes sure that this attempt still counts. */
  async function contextOf(found: store.Found, attempt: number): Promise<Ctx> {
    const identity = found.user_id ? await store.identityOf(database, found.user_id, found.id) : undefined;
    if (!identity) throw new Rejection(403, 'forbidden', 'The user this was done for has no account any more.');
    const space = identity.spaces.find((candidate) => candidate.id === found.space_id);
    if (!space || space.role === 'viewer') throw new Rejection(403, 'forbidden', 'You may not change this space any more.');
    const parts = { platform, identity, space, request_id: found.action_id ?? found.id, channel: 'job' as const, ip: null, user_agent: null, log: log.child({ job: found.id }) };
    const ctx = createCtx(parts);
    const hold = async (tx: Db) => {
      if (await store.holdClaim(tx, found.id, attempt)) return;
      running.get(found.id)?.abort.abort(new Ended('lost'));
      throw new Ended('lost');
    };
    return {
      ...ctx,
      tx: (fn, options) => ctx.tx(async (tx) => (await hold(tx), fn(tx)), options),
      begin: async () => {
        const work = await ctx.begin();
        try {
          await hold(work);
        } catch (error) {
          await work.rollback();
          throw error;
        }
        return work;
      },
    };
  }

  return {
    run,
    /** Stops a job of this process that was cancelled anywhere. */
    cancel: (id: string) => running.get(id)?.abort.abort(new Ended('cancelled')),
    get running() {
      return running.size;
    },
    /** Waits for what runs; after `ms` it is aborted and handed back to the queue. */
    async drain(ms: number) {
      draining = true;
      const all = () => Promise.all([...running.values()].map((entry) => entry.done));
      await Promise.race([all(), pause(ms)]);
      for (const entry of running.values()) entry.abort.abort(new Ended('shutdown'));
      await Promise.race([all(), pause(GRACE_MS + 1_000)]);
    },
  };
}

/** Seconds until the next try: 1, 2, 4 … with up to as much again by chance, so that jobs that failed together come back apart. */
const backOff = (failures: number) => Math.min(LONGEST_DELAY_SECONDS, 2 ** failures * (1 + Math.random()));

/** What `work` comes to; when aborted it gets a moment to stop, then its fate no longer matters. */
async function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  let grace: NodeJS.Timeout | undefined;
  const onAbort = () => (grace = setTimeout(() => aborted.reject(signal.reason), GRACE_MS));
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    clearTimeout(grace);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Repeats a write that the database could not take, unless the job is no longer ours. */
async function persistently<T>(write: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      const lost = signal.aborted && (signal.reason as Ended).end === 'lost';
      if (lost || tries >= SETTLE_TRIES || toRejection(error).status !== 503) throw error;
      await pause(500);
    }
  }
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms).unref());
