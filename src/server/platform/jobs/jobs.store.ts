import sql, { join } from 'sql-template-tag';
import type { Identity, SpaceRole } from '../context.ts';
import type { Database, Db, Tenant } from '../database/database.ts';
import type { FailedJob, Job, JobState } from './jobs.schema.ts';

/** What a worker needs to know of a job it was woken for. */
export type Found = { id: string; space_id: string; user_id: string | null; kind: string; state: JobState; action_id: string | null };
export type Claimed = { input: unknown; attempts: number; failures: number; crashes: number };

const JOB = sql`j.id, j.kind, j.state, j.progress, j.message, j.error, j.result, j.attempts, j.input ->> 'contact_id' as contact_id,
  coalesce(j.input ->> 'note_id', j.input ->> 'raw_note_id') as note_id, j.created_at, j.started_at, j.finished_at,
  case when j.state = 'running' and j.progress between 1 and 99
    then j.updated_at + (j.updated_at - j.started_at) * ((100 - j.progress) / j.progress::float8) end as estimate_at`;

export const selectJobs = (db: Db, spaceId: string, query: { limit: number; state?: JobState | undefined; kind?: string | undefined }, after: [string] | undefined): Promise<Job[]> => {
  const where = [sql`j.space_id = ${spaceId}`];
  if (query.state) where.push(sql`j.state = ${query.state}`);
  if (query.kind) where.push(sql`j.kind = ${query.kind}`);
  if (after) where.push(sql`j.id < ${after[0]}`);
  return db.query(sql`select ${JOB} from jobs j where ${join(where, ' and ')} order by j.id desc limit ${query.limit + 1}`);
};

export const selectJob = async (db: Db, spaceId: string, id: string) => (await db.query<Job & { user_id: string | null }>(sql`select ${JOB}, j.user_id from jobs j where j.space_id = ${spaceId} and j.id = ${id}`))[0];

export const selectFailedJobs = (db: Db, limit: number, before: string | null) => db.query<FailedJob>(sql`select * from kith.failed_jobs(${before}, ${limit + 1})`);

type NewJob = { space_id: string; user_id: string; kind: string; input: unknown; unique_key: string | null; action_id: string };
/** @returns undefined when an unfinished job of this kind has the same unique key */
export const insertJob = async (db: Db, job: NewJob) =>
  (
    await db.query<{ id: string }>(sql`insert into jobs (space_id, user_id, kind, input, unique_key, action_id)
      values (${job.space_id}, ${job.user_id}, ${job.kind}, ${JSON.stringify(job.input)}, ${job.unique_key}, ${job.action_id})
      on conflict (space_id, kind, unique_key) where state in ('queued', 'running') do nothing returning id`)
  )[0];

export const selectOpenJob = async (db: Db, spaceId: string, kind: string, uniqueKey: string | null) =>
  (await db.query<{ id: string }>(sql`select id from jobs where space_id = ${spaceId} and kind = ${kind} and unique_key = ${uniqueKey} and state in ('queued', 'running')`))[0];

// Whoever changes the state or the attempt takes the row FOR UPDATE first. A job's own transactions hold it FOR KEY SHARE (see
// holdClaim), so such a change waits for them and they for it; progress, an ordinary update, disturbs neither.
const lock = (db: Db, id: string) => db.query<{ cancel_requested: boolean }>(sql`select cancel_requested from jobs where id = ${id} for update`);

/** Takes a queued job, or one whose worker is gone, unless it is to be cancelled. The number of the attempt is the claim. */
export async function claimJob(db: Db, spaceId: string, id: string): Promise<Claimed | undefined> {
  const [job] = await lock(db, id);
  if (job?.cancel_requested) return void (await cancelJob(db, spaceId, id));
  const [claimed] = await db.query<Claimed>(sql`update jobs set state = 'running', attempts = attempts + 1, crashes = crashes + (state = 'running')::int,
    progress = 0, message = null, started_at = now(), updated_at = now()
    where id = ${id} and state in ('queued', 'running') returning input, attempts, failures, crashes`);
  return claimed;
}

/** True while this attempt is the one that counts; it then stays so until the transaction ends. */
export const holdClaim = async (db: Db, id: string, attempt: number) => (await db.query(sql`select 1 from jobs where id = ${id} and attempts = ${attempt} and state = 'running' and not cancel_requested for key share`)).length === 1;

/** @returns false when the claim is gone */
export const saveProgress = async (db: Db, id: string, attempt: number, progress: number, message: string | null) =>
  (await db.query(sql`update jobs set progress = ${progress}, message = ${message}, updated_at = now() where id = ${id} and attempts = ${attempt} and state = 'running' returning id`)).length === 1;

/** A job that was to be cancelled ends as cancelled, however it ended. @returns false when the claim is gone */
export async function finishJob(db: Db, id: string, attempt: number, end: { state: 'completed'; result: unknown } | { state: 'failed'; error: string }) {
  await lock(db, id);
  const outcome = end.state === 'completed' ? sql`progress = 100, error = null, result = ${JSON.stringify(end.result ?? null)}` : sql`error = ${end.error}, failures = failures + 1`;
  const rows = await db.query(sql`update jobs set state = case when cancel_requested then 'cancelled' else ${end.state} end, ${outcome}, finished_at = now(), updated_at = now() where id = ${id} and attempts = ${attempt} and state = 'running' returning id`);
  return rows.length === 1;
}

/** Completes a job whose transaction this is. @returns false when it is to be cancelled, or the claim is gone */
export async function completeJob(db: Db, id: string, attempt: number, result: unknown) {
  const [job] = await lock(db, id);
  return !!job && !job.cancel_requested && finishJob(db, id, attempt, { state: 'completed', result });
}

/** Back to the queue: after a fault (`error`), or because this process stops. */
export async function requeueJob(db: Db, id: string, attempt: number, error: string | null) {
  await lock(db, id);
  const rows = await db.query(sql`update jobs set state = case when cancel_requested then 'cancelled' else 'queued' end, progress = 0, message = null,
    error = coalesce(${error}, error), failures = failures + ${error === null ? 0 : 1}, finished_at = case when cancel_requested then now() end, updated_at = now()
    where id = ${id} and attempts = ${attempt} and state = 'running' returning id`);
  return rows.length === 1;
}

/** Tells the worker to stop; waits for nobody. @returns false when it has finished already */
export const requestCancel = async (db: Db, spaceId: string, id: string) =>
  (await db.query(sql`update jobs set cancel_requested = true where space_id = ${spaceId} and id = ${id} and state in ('queued', 'running') returning id`)).length === 1;

/** Whether the job is in no transaction of its own right now; if so it enters none until ours ends. */
export const lockIdle = async (db: Db, id: string) => (await db.query(sql`select 1 from jobs where id = ${id} for update skip locked`)).length === 1;

/** Waits for the transaction the job is in. @returns false when it has finished already */
export async function cancelJob(db: Db, spaceId: string, id: string) {
  await lock(db, id);
  return (
    (await db.query(sql`update jobs set state = 'cancelled', cancel_requested = true, finished_at = now(), updated_at = now()
      where space_id = ${spaceId} and id = ${id} and state in ('queued', 'running') returning id`)).length === 1
  );
}

/** @returns the input, or undefined when the job is not failed */
export async function reviveJob(db: Db, id: string) {
  await lock(db, id);
  return (
    await db.query<{ input: unknown }>(sql`update jobs set state = 'queued', progress = 0, message = null, error = null, failures = 0, crashes = 0, cancel_requested = false, finished_at = null, updated_at = now()
      where id = ${id} and state = 'failed' returning input`)
  )[0];
}

export const selectInput = async (db: Db, id: string) => (await db.query<{ input: unknown }>(sql`select input from jobs where id = ${id} and state in ('queued', 'running') for update`))[0];

export const findJob = async (database: Database, id: string) => (await database.anonymous<Found>(sql`select * from kith.find_job(${id})`))[0];

/** Unfinished jobs without a live queue entry. */
export const selectLostJobs = (database: Database) =>
  database.anonymous<{ id: string; kind: string }>(sql`
    select i.id, i.kind from kith.idle_jobs('30 seconds') i
    where not exists (select 1 from pgboss.job q where q.name = i.kind and q.id = i.id and q.state < 'completed')`);

export const selectOpenCounts = (database: Database) => database.anonymous<{ kind: string; state: 'queued' | 'running'; jobs: number; oldest_seconds: number }>(sql`select * from kith.open_jobs()`);

type IdentityRow = { user_id: string; username: string; full_name: string; role: 'user' | 'admin'; space_ids: string[]; space_roles: SpaceRole[]; personal_space_id: string };
/** The user a job works for, with the rights of right now; undefined when gone or disabled. */
export async function identityOf(database: Database, userId: string, jobId: string): Promise<Identity | undefined> {
  const [row] = await database.anonymous<IdentityRow>(sql`select * from kith.identity_of(${userId})`);
  if (!row) return undefined;
  return {
    user: { id: row.user_id, username: row.username, full_name: row.full_name, role: row.role },
    credential: { id: jobId, kind: 'key', scopes: ['read', 'write'] },
    spaces: row.space_ids.map((id, i) => ({ id, role: row.space_roles[i]! })),
    personal_space_id: row.personal_space_id,
  };
}

/** Kith's own book-keeping about a job: in its space, whatever its user may do by now. */
export const keeperOf = (job: Pick<Found, 'id' | 'space_id' | 'user_id' | 'action_id'>): Tenant => ({
  user_id: job.user_id,
  read_spaces: [job.space_id],
  write_spaces: [job.space_id],
  channel: 'job',
  action_id: job.action_id ?? job.id,
});
