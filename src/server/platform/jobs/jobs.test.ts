import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { eventually, openPage } from '../../../../test/sockets.ts';
import { authenticate, ctxOf } from '../../domains/accounts/index.ts';
import { conflict } from '../errors.ts';
import type { Ctx } from '../context.ts';
import { storeFile } from '../storage/storage.ts';

let kith: TestKith;
let url: string;
let ada: Client;
let bob: Client;
const runs: { kind: string; n: number; at: number; attempt: number }[] = [];
const gates = new Map<string, PromiseWithResolvers<void>>();
const gate = (name: string) => gates.get(name) ?? gates.set(name, Promise.withResolvers()).get(name)!;
const stopped: string[] = [];
const refused: string[] = [];

beforeAll(async () => {
  kith = await testKith();
  const { jobs } = kith.platform;
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
        await tx.query({ text: 'insert into tags (space_id, name) values ($1, $2)', values: [ctx.space.id, `whole ${job.id}`] } as never);
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
  url = await kith.live();
  ada = await signUp(kith, 'ada');
});
beforeEach(async () => {
  bob = await signUp(kith);
});
afterAll(() => kith.close());

const ctxFor = async (client: Client): Promise<Ctx> => ctxOf(kith.platform, (await authenticate(kith.platform, client.cookie!.split('=')[1]!))!, { ip: null, user_agent: null });
async function enqueue(client: Client, kind: string, input: object = {}, unique_key?: string) {
  const ctx = await ctxFor(client);
  return (await ctx.tx((tx) => kith.platform.jobs.enqueue(tx, ctx, { kind, input, ...(unique_key ? { unique_key } : {}) }))).id;
}
const job = async (client: Client, id: string) => (await client.get(`/jobs/${id}`)).body.job;
const inState = (client: Client, id: string, state: string) =>
  eventually(async () => {
    const found = await job(client, id);
    return found.state === state && found;
  });
const runsOf = (kind: string) => runs.filter((run) => run.kind === kind);

describe('a job', () => {
  it('runs, tells its progress over the socket and keeps its result', async () => {
    const page = await openPage(url, bob);
    const stranger = await openPage(url, ada);
    const contact_id = randomUUID();
    const id = await enqueue(bob, 'count', { contact_id });
    const done = await inState(bob, id, 'completed');
    expect(done).toMatchObject({ kind: 'count', progress: 100, error: null, result: { counted: 4 }, attempts: 1, contact_id, note_id: null, estimate_at: null });
    expect(done.started_at && done.finished_at).toBeTruthy();
    await page.until('job', (event) => event.id === id && event.state === 'completed');
    const events = page.all('job').filter((event) => event.id === id);
    expect(events[0]).toEqual({ id, kind: 'count', state: 'queued', progress: 0, message: null, error: null });
    expect(events.filter((event) => event.state === 'running' && event.progress > 0).map((event) => event.message)).toContain('step 1');
    expect(events.map((event) => event.progress)).toEqual(events.map((event) => event.progress).toSorted((a, b) => a - b));
    expect(stranger.all('job')).toEqual([]);
    // what it did belongs to the action that asked for it
    const { rows } = await kith.owner.query(`select channel, action_id, actor_id from changes where table_name = 'tags' and new ->> 'name' = $1`, [`made by ${id}`]);
    const { rows: [asked] } = await kith.owner.query('select action_id from jobs where id = $1', [id]);
    expect(rows).toEqual([{ channel: 'job', action_id: asked.action_id, actor_id: bob.user.id }]);
    page.socket.close();
    stranger.socket.close();
  });

  it('tells when it will be done', async () => {
    const name = randomUUID();
    const id = await enqueue(bob, 'count', { gate: name });
    const half = await eventually(async () => {
      const found = await job(bob, id);
      return found.progress >= 20 && found.progress < 100 && found;
    });
    expect(Date.parse(half.estimate_at)).toBeGreaterThan(Date.parse(half.started_at));
    gate(name).resolve();
  });

  it('leaves nothing when the transaction that asked for it is rolled back', async () => {
    const ctx = await ctxFor(bob);
    let id = '';
    await expect(
      ctx.tx(async (tx) => {
        ({ id } = await kith.platform.jobs.enqueue(tx, ctx, { kind: 'count', input: {} }));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await bob.get(`/jobs/${id}`)).status).toBe(404);
    expect((await kith.owner.query('select 1 from jobs where id = $1', [id])).rowCount).toBe(0);
    const entries = await kith.platform.database.pool.query('select 1 from pgboss.job where id = $1', [id]);
    expect(entries.rowCount).toBe(0);
  });

  it('is made once per unique key while it is unfinished', async () => {
    const name = randomUUID();
    const first = await enqueue(bob, 'wait', { gate: name }, 'same');
    expect(await enqueue(bob, 'wait', { gate: name }, 'same')).toBe(first);
    expect(await enqueue(ada, 'wait', { gate: name }, 'same')).not.toBe(first);
    gate(name).resolve();
    await inState(bob, first, 'completed');
    expect(await enqueue(bob, 'wait', { gate: name }, 'same')).not.toBe(first);
  });

  it('of a backlog does not wait for the next poll', async () => {
    const ctx = await ctxFor(bob);
    const start = performance.now();
    await ctx.tx(async (tx) => {
      for (let n = 0; n < 30; n++) await kith.platform.jobs.enqueue(tx, ctx, { kind: 'drain', input: { n } });
    });
    await eventually(async () => runsOf('drain').length === 30);
    expect(performance.now() - start).toBeLessThan(15_000); // a poll for each would be half a minute
    expect(runsOf('drain').map((run) => run.n)).toEqual([...Array(30).keys()]);
  });
});

describe('cancelling', () => {
  it('stops a queued job before it starts', async () => {
    const name = randomUUID();
    const busy = await Promise.all([enqueue(bob, 'wait', { gate: name }), enqueue(bob, 'wait', { gate: name })]);
    for (const id of busy) await inState(bob, id, 'running');
    const id = await enqueue(bob, 'wait', { gate: name, n: 77 });
    const { status, body } = await bob.post(`/jobs/${id}/cancel`);
    expect([status, body.job.state]).toEqual([200, 'cancelled']);
    gate(name).resolve();
    for (const other of busy) await inState(bob, other, 'completed');
    await inState(bob, await enqueue(bob, 'wait', { gate: name }), 'completed'); // its turn would have been before
    expect(runs.some((run) => run.n === 77)).toBe(false);
    expect((await job(bob, id)).state).toBe('cancelled');
  });

  it('stops a running job; what it tries to write afterwards is refused', async () => {
    const page = await openPage(url, bob);
    const id = await enqueue(bob, 'wait', { gate: randomUUID(), n: 4711 });
    await eventually(async () => runsOf('wait').some((run) => run.n === 4711)); // it is `running` a moment before its work begins
    expect((await bob.post(`/jobs/${id}/cancel`)).body.job).toMatchObject({ state: 'cancelled' });
    await eventually(async () => stopped.includes(id));
    await page.until('job', (event) => event.id === id && event.state === 'cancelled');
    await eventually(async () => refused.includes(id));
    expect((await job(bob, id)).state).toBe('cancelled');
    expect((await kith.owner.query('select 1 from tags where name = $1', [`late ${id}`])).rowCount).toBe(0);
    page.socket.close();
  });

  it('does not wait for the end of a long transaction', async () => {
    const holder = await kith.owner.connect();
    await holder.query('select pg_advisory_lock(77)');
    const id = await enqueue(bob, 'long_transaction');
    await eventually(async () => (await kith.owner.query(`select 1 from pg_locks where locktype = 'advisory' and objid = 77 and not granted`)).rowCount);
    const { status, body } = await bob.post(`/jobs/${id}/cancel`, undefined, { 'idempotency-key': id });
    expect([status, body.job.state]).toEqual([200, 'running']);
    expect((await bob.post(`/jobs/${id}/cancel`, undefined, { 'idempotency-key': id })).body).toEqual(body);
    await holder.query('select pg_advisory_unlock(77)');
    holder.release();
    await inState(bob, id, 'cancelled');
    expect(stopped).toContain(id);
  });

  it('comes before the work of a job that completes with it, or too late', async () => {
    const made = async (id: string) => (await kith.owner.query('select 1 from tags where name = $1', [`whole ${id}`])).rowCount;
    const early = randomUUID();
    const first = await enqueue(bob, 'whole', { gate: early });
    await inState(bob, first, 'running');
    expect((await bob.post(`/jobs/${first}/cancel`)).status).toBe(200);
    gate(`${early} before`).resolve();
    expect(await inState(bob, first, 'cancelled')).toMatchObject({ result: null });
    expect(await made(first)).toBe(0);

    const late = randomUUID();
    const second = await enqueue(bob, 'whole', { gate: late });
    gate(`${late} before`).resolve();
    await gate(`${late} completed`).promise;
    const cancelled = bob.post(`/jobs/${second}/cancel`); // waits: which of the two was first is not known before the end
    expect(await Promise.race([cancelled, new Promise((later) => setTimeout(later, 300, 'waits'))])).toBe('waits');
    gate(`${late} after`).resolve();
    expect(await cancelled).toMatchObject({ status: 409, body: { error: 'This job is completed already.' } });
    expect(await job(bob, second)).toMatchObject({ state: 'completed', progress: 100, result: 'whole' });
    expect(await made(second)).toBe(1);
  });

  it('takes the file away that only the job knew; one that failed may be tried again with it', async () => {
    const withFile = async (kind: string, input: object) => {
      const ctx = await ctxFor(bob);
      const file = await ctx.tx((tx) => storeFile(tx, ctx, { name: 'a.csv', content_type: 'text/csv', content: Readable.from([Buffer.from('a')]) }));
      return { file_id: file.id, id: await enqueue(bob, kind, { file_id: file.id, ...input }) };
    };
    const there = async (file_id: string) => (await kith.owner.query('select 1 from files where id = $1', [file_id])).rowCount;
    const name = randomUUID();
    const stopped = await withFile('wait', { gate: randomUUID() });
    await bob.post(`/jobs/${stopped.id}/cancel`);
    await inState(bob, stopped.id, 'cancelled');
    expect(await there(stopped.file_id)).toBe(0);
    const waiting = await withFile('wait', { gate: name });
    await inState(bob, waiting.id, 'running');
    expect(await there(waiting.file_id)).toBe(1);
    gate(name).resolve();
    await inState(bob, waiting.id, 'completed');
    expect(await there(waiting.file_id)).toBe(0);
    const failed = await withFile('refuse', {});
    await inState(bob, failed.id, 'failed');
    expect(await there(failed.file_id)).toBe(1);
  });

  it('409 when it has finished, 404 for another person', async () => {
    const name = randomUUID();
    const id = await enqueue(bob, 'wait', { gate: name });
    expect((await ada.post(`/jobs/${id}/cancel`)).status).toBe(404);
    gate(name).resolve();
    await inState(bob, id, 'completed');
    expect((await bob.post(`/jobs/${id}/cancel`)).status).toBe(409);
  });
});

describe('faults', () => {
  it('are tried again after longer and longer waits', async () => {
    const id = await enqueue(bob, 'flaky', { works_at: 3 });
    const waiting = await eventually(async () => {
      const found = await job(bob, id);
      return found.error && found;
    });
    expect(waiting.error).not.toContain('secret');
    expect(await inState(bob, id, 'completed')).toMatchObject({ attempts: 3, result: 'at last', error: null });
    const [first, second, third] = runsOf('flaky').map((run) => run.at);
    expect(second! - first!).toBeGreaterThan(950);
    expect(third! - second!).toBeGreaterThan(1_950);
  });

  it('end the job when the tries are used up; owner and admin may try again', async () => {
    const id = await enqueue(bob, 'hopeless');
    const failed = await inState(bob, id, 'failed');
    expect(failed).toMatchObject({ attempts: 1, result: null });
    expect(failed.error).not.toContain('secret');
    const stranger = await signUp(kith);
    expect((await stranger.post(`/jobs/${id}/retry`)).status).toBe(404);
    expect((await stranger.get('/admin/jobs/failed')).status).toBe(403);
    const listed = (await ada.get('/admin/jobs/failed')).body.data.find((one: { id: string }) => one.id === id); // ada came first: admin
    expect(listed).toMatchObject({ kind: 'hopeless', user_id: bob.user.id, attempts: 1 });
    expect((await ada.post(`/jobs/${id}/retry`)).body.job).toMatchObject({ id, state: 'queued' });
    expect(await inState(bob, id, 'completed')).toMatchObject({ attempts: 2 });
    expect((await bob.post(`/jobs/${id}/retry`)).status).toBe(409);
  });

  it('of the kind that repeating does not help end it at once, in words for people', async () => {
    const id = await enqueue(bob, 'refuse');
    expect(await inState(bob, id, 'failed')).toMatchObject({ attempts: 1, error: 'This is taken already.' });
  });

  it('of time: an attempt that takes too long is stopped', async () => {
    const id = await enqueue(bob, 'slow');
    expect(await inState(bob, id, 'failed')).toMatchObject({ error: 'This took longer than 1 s.' });
  });

  it('of rights: work for somebody who may no longer write fails plainly', async () => {
    const { rows: [space] } = await kith.owner.query(`insert into spaces (name, kind, created_by) values ('Shared', 'shared', $1) returning id`, [ada.user.id]);
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, bob.user.id]);
    const { rows: [row] } = await kith.owner.query(`insert into jobs (space_id, user_id, kind, action_id) values ($1, $2, 'count', uuidv7()) returning id`, [space.id, bob.user.id]);
    await kith.owner.query(`update jobs set updated_at = now() - interval '1 minute' where id = $1`, [row.id]);
    await kith.platform.jobs.sweep();
    const state = () => kith.owner.query('select state, error from jobs where id = $1', [row.id]).then(({ rows }) => rows[0]);
    await eventually(async () => (await state()).state === 'failed');
    expect((await state()).error).toBe('You may not change this space any more.');
  });
});

describe('order and recovery', () => {
  it('jobs of one key run one after the other, others beside them', async () => {
    const name = randomUUID();
    for (let n = 0; n < 3; n++) await enqueue(bob, 'ordered', { key: `user-${bob.user.id}`, n, ...(n ? {} : { gate: name }) });
    await enqueue(bob, 'ordered', { key: 'somebody-else', n: 9 });
    await eventually(async () => runsOf('ordered end').some((run) => run.n === 9));
    gate(name).resolve();
    await eventually(async () => runsOf('ordered end').length === 4);
    const mine = runs.filter((run) => run.kind.startsWith('ordered') && run.n !== 9).map((run) => `${run.kind} ${run.n}`);
    expect(mine).toEqual([0, 1, 2].flatMap((n) => [`ordered ${n}`, `ordered end ${n}`]));
  });

  it('a job whose queue entry is lost is queued again, once', async () => {
    const name = randomUUID();
    const busy = await Promise.all([enqueue(bob, 'wait', { gate: name }), enqueue(bob, 'wait', { gate: name })]);
    for (const id of busy) await inState(bob, id, 'running');
    const id = await enqueue(bob, 'wait', { gate: name, n: 88 });
    await kith.platform.database.pool.query('delete from pgboss.job where id = $1', [id]);
    await kith.owner.query(`update jobs set updated_at = now() - interval '1 minute' where id = any($1)`, [[id, ...busy]]);
    await kith.platform.jobs.sweep();
    await kith.platform.jobs.sweep();
    gate(name).resolve();
    expect(await inState(bob, id, 'completed')).toMatchObject({ attempts: 1 });
    expect(runs.filter((run) => run.n === 88)).toHaveLength(1);
    for (const other of busy) expect(await inState(bob, other, 'completed')).toMatchObject({ attempts: 1 });
  });

  it('a recurring run that was missed many times is caught up once', async () => {
    const hourly = `${(new Date().getUTCMinutes() + 30) % 60} * * * *`;
    let caughtUp = 0;
    const begin = async () => {
      const other = await testKith({}, kith);
      other.platform.jobs.every('tock', hourly, async () => void caughtUp++);
      await other.start();
      return other;
    };
    await (await begin()).close();
    expect(caughtUp).toBe(0);
    await kith.platform.database.pool.query(`update pgboss.version set cron_on = now() - interval '5 hours'`);
    await kith.platform.database.pool.query(`update pgboss.schedule set created_on = now() - interval '1 day', updated_on = now() - interval '1 day'`);
    const again = await begin();
    await eventually(async () => caughtUp > 0);
    await new Promise((done) => setTimeout(done, 1_000));
    expect(caughtUp).toBe(1);
    await again.close();
  }, 40_000);
});

describe('GET /jobs', () => {
  it('lists by page, state and kind, and only one’s own', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.unshift(await enqueue(bob, 'drain', { n: 100 + n }));
    for (const id of ids) await inState(bob, id, 'completed');
    const first = (await bob.get('/jobs?limit=2')).body;
    expect([first.data.map((one: { id: string }) => one.id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const second = (await bob.get(`/jobs?limit=2&cursor=${first.next_cursor}`)).body;
    expect([second.data.map((one: { id: string }) => one.id), second.has_more]).toEqual([ids.slice(2), false]);
    expect((await bob.get('/jobs?state=failed')).body.data).toEqual([]);
    expect((await bob.get('/jobs?kind=drain&state=completed')).body.data).toHaveLength(3);
    expect((await bob.get('/jobs?state=nonsense')).status).toBe(400);
    expect((await ada.get(`/jobs/${ids[0]}`)).status).toBe(404);
    const theirs = (await ada.get('/jobs?limit=100')).body.data.map((one: { id: string }) => one.id);
    expect(theirs.filter((id: string) => ids.includes(id))).toEqual([]);
  });

  it('jobs of somebody else cannot be tried again by a member who did not ask for them', async () => {
    const id = await enqueue(bob, 'refuse');
    await inState(bob, id, 'failed');
    const member = await signUp(kith);
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor')`, [bob.space.id, member.user.id]);
    expect((await member.post(`/jobs/${id}/retry`, undefined, { 'kith-space': bob.space.id })).status).toBe(403);
    expect((await bob.post(`/jobs/${id}/retry`)).status).toBe(200);
  });
});
