import { type ConnectionOptions, PgBoss } from 'pg-boss';
import type { FastifyBaseLogger } from 'fastify';
import sql, { type Sql } from 'sql-template-tag';
import type { Db } from '../database/database.ts';

/** A worker that sends no heartbeat for this long has lost its jobs (the least pg-boss allows). */
const HEARTBEAT_SECONDS = 10;
/** How often lost jobs are looked for. With the heartbeat, a poll and a second's delay: taken over in under 20 s. */
const SUPERVISE_SECONDS = 5;
/** Notifications wake workers; polling finds what was delayed. Workers fetch again without waiting after each job. */
const POLL_SECONDS = 2;
/** Entries are wake-ups, not history. */
const KEEP_SECONDS = 3_600;

export type KindOptions = { concurrency: number; timeout_seconds: number; serial: boolean };
export type Wake = { id: string; signal: AbortSignal };
export type Queue = ReturnType<typeof createQueue>;

/** pg-boss inside one of our transactions. */
const within = (tx: Db): NonNullable<ConnectionOptions['db']> => ({ executeSql: async (text, values = []) => ({ rows: await tx.query({ text, values } as unknown as Sql) }) });

/**
 * The queue library, used for one thing: to wake a worker for a job id, once, again after a delay, or when its worker died.
 * An entry has the id of the job, so a job has at most one. Tables live in the schema pgboss, which the library keeps itself.
 * It has a small pool of its own, so that heartbeats never wait behind requests.
 */
export function createQueue(url: string, log: FastifyBaseLogger) {
  let boss: PgBoss | undefined;
  let troubled = 0;
  let stopping = false;

  const send = (kind: string, id: string, tx: Db, key: string | undefined) => boss!.send(kind, {}, { id, db: within(tx), ...(key === undefined ? {} : { singletonKey: key }) });

  return {
    get running() {
      return boss !== undefined;
    },

    /** @param work false: only puts jobs in */
    async start(work: boolean) {
      const starting = new PgBoss({
        connectionString: url,
        options: '-c TimeZone=UTC -c role=kith_app', // its tables belong to the group, not to the login of today
        application_name: 'kith queue',
        schema: 'pgboss',
        createSchema: false,
        max: work ? 4 : 2,
        useListenNotify: work,
        supervise: work,
        schedule: work,
        superviseIntervalSeconds: SUPERVISE_SECONDS,
        monitorIntervalSeconds: SUPERVISE_SECONDS,
        maintenanceIntervalSeconds: 600,
        persistWarnings: false,
      });
      starting.on('error', (error) => {
        if (stopping || Date.now() - troubled < 10_000) return; // what is under way fails when it is stopped; an outage would fill the log
        troubled = Date.now();
        log.warn({ err: error instanceof Error ? error : Object.assign(new Error(), error) }, 'the job queue met an error'); // pg-boss tells those of its workers as plain objects
      });
      starting.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
      await starting.start();
      boss = starting;
    },

    /** Makes the queue of a kind. */
    async create(kind: string, options: KindOptions) {
      await boss!.createQueue(kind, {
        policy: options.serial ? 'key_strict_fifo' : 'standard',
        notify: true,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        expireInSeconds: options.timeout_seconds + 60, // our own time limit comes first
        retryLimit: 10_000, // Kith counts failures; the queue only brings jobs back
        retryDelay: 1,
        retryBackoff: false,
        deleteAfterSeconds: KEEP_SECONDS,
        retentionSeconds: 365 * 86_400,
      });
    },

    /** Runs `handler` for woken jobs, `concurrency` at a time. */
    async work(kind: string, concurrency: number, handler: (job: Wake) => Promise<void>) {
      for (let i = 0; i < concurrency; i++) {
        const id: string = await boss!.work(kind, { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: POLL_SECONDS }, async ([job]) => {
          await handler(job!).finally(() => boss?.notifyWorker(id)); // look for the next one at once
        });
      }
    },

    /** Wakes a worker for a job when `tx` commits. @param key jobs of one key run one after the other */
    async wake(tx: Db, kind: string, id: string, key?: string) {
      await send(kind, id, tx, key);
    },

    /** As `wake`, for a job whose entry ended or was lost. */
    async wakeAgain(tx: Db, kind: string, id: string, key?: string) {
      await tx.query(sql`delete from pgboss.job where name = ${kind} and id = ${id} and state >= 'completed'`);
      await send(kind, id, tx, key);
    },

    /** The running job comes back after `seconds`, if `tx` commits. */
    async comeBack(tx: Db, kind: string, id: string, seconds: number) {
      const db = within(tx);
      await boss!.fail(kind, id, {}, { db });
      await boss!.update(kind, undefined, { id, startAfter: new Date(Date.now() + seconds * 1000), db });
    },

    /** Runs `fn` by cron, in one process at a time; a run that was missed is caught up once. */
    async every(name: string, cron: string, tz: string, timeout_seconds: number, fn: (signal: AbortSignal) => Promise<void>) {
      await boss!.createQueue(name, { policy: 'exclusive', notify: true, heartbeatSeconds: HEARTBEAT_SECONDS, expireInSeconds: timeout_seconds, retryLimit: 3, retryDelay: 5, retryBackoff: true, retryDelayMax: 60, deleteAfterSeconds: KEEP_SECONDS });
      await boss!.schedule(name, cron, {}, { tz, missed: 'once' });
      await boss!.work(name, { pollingIntervalSeconds: 5, notifyPollingIntervalSeconds: 30 }, ([job]) => fn(job!.signal));
    },

    /** Takes no more work. */
    async stopFetching(kinds: string[]) {
      await Promise.all(kinds.map((kind) => boss?.offWork(kind, { wait: false })));
    },

    /** Ends at once; what still runs is brought back by the queue. */
    async stop() {
      stopping = true;
      const running = boss;
      boss = undefined;
      await running?.stop({ graceful: false });
    },
  };
}
