import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contextOf, signUp, testKith } from '../../../../test/harness.ts';
import { eventually, openPage } from '../../../../test/sockets.ts';
import { useJobs } from './jobs.setup.ts';

const here = useJobs();
const { enqueue, gate, inState, job, runsOf } = here;

describe('a job', () => {
  it('runs, tells its progress over the socket and keeps its result', async () => {
    const page = await openPage(here.url, here.bob);
    const stranger = await openPage(here.url, here.ada);
    const contact_id = randomUUID();
    const id = await enqueue(here.bob, 'count', { contact_id });
    const done = await inState(here.bob, id, 'completed');
    expect(done).toMatchObject({ kind: 'count', progress: 100, error: null, result: { counted: 4 }, attempts: 1, contact_id, note_id: null, estimate_at: null });
    expect(done.started_at && done.finished_at).toBeTruthy();
    await page.until('job', (event) => event.id === id && event.state === 'completed');
    const events = page.all('job').filter((event) => event.id === id);
    expect(events[0]).toEqual({ id, kind: 'count', state: 'queued', progress: 0, message: null, error: null });
    expect(events.filter((event) => event.state === 'running' && event.progress > 0).map((event) => event.message)).toContain('step 1');
    expect(events.map((event) => event.progress)).toEqual(events.map((event) => event.progress).toSorted((a, b) => a - b));
    expect(stranger.all('job')).toEqual([]);
    // what it did belongs to the action that asked for it
    const { rows } = await here.kith.owner.query(`select channel, action_id, actor_id from changes where table_name = 'tags' and new ->> 'name' = $1`, [`made by ${id}`]);
    const { rows: [asked] } = await here.kith.owner.query('select action_id from jobs where id = $1', [id]);
    expect(rows).toEqual([{ channel: 'job', action_id: asked.action_id, actor_id: here.bob.user.id }]);
    page.socket.close();
    stranger.socket.close();
  });

  it('tells when it will be done', async () => {
    const name = randomUUID();
    const id = await enqueue(here.bob, 'count', { gate: name });
    const half = await eventually(async () => {
      const found = await job(here.bob, id);
      return found.progress >= 20 && found.progress < 100 && found;
    });
    expect(Date.parse(half.estimate_at)).toBeGreaterThan(Date.parse(half.started_at));
    gate(name).resolve();
  });

  it('leaves nothing when the transaction that asked for it is rolled back', async () => {
    const ctx = await contextOf(here.kith, here.bob);
    let id = '';
    await expect(
      ctx.tx(async (tx) => {
        ({ id } = await here.kith.platform.jobs.enqueue(tx, ctx, { kind: 'count', input: {} }));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await here.bob.get(`/jobs/${id}`)).status).toBe(404);
    expect((await here.kith.owner.query('select 1 from jobs where id = $1', [id])).rowCount).toBe(0);
    const entries = await here.kith.platform.database.pool.query('select 1 from pgboss.job where id = $1', [id]);
    expect(entries.rowCount).toBe(0);
  });

  it('is made once per unique key while it is unfinished', async () => {
    const name = randomUUID();
    const first = await enqueue(here.bob, 'wait', { gate: name }, 'same');
    expect(await enqueue(here.bob, 'wait', { gate: name }, 'same')).toBe(first);
    expect(await enqueue(here.ada, 'wait', { gate: name }, 'same')).not.toBe(first);
    gate(name).resolve();
    await inState(here.bob, first, 'completed');
    expect(await enqueue(here.bob, 'wait', { gate: name }, 'same')).not.toBe(first);
  });

  it('of a backlog does not wait for the next poll', async () => {
    const ctx = await contextOf(here.kith, here.bob);
    const start = performance.now();
    await ctx.tx(async (tx) => {
      for (let n = 0; n < 30; n++) await here.kith.platform.jobs.enqueue(tx, ctx, { kind: 'drain', input: { n } });
    });
    await eventually(async () => runsOf('drain').length === 30);
    expect(performance.now() - start).toBeLessThan(15_000); // a poll for each would be half a minute
    expect(runsOf('drain').map((run) => run.n)).toEqual([...Array(30).keys()]);
  });
});

describe('order and recovery', () => {
  it('jobs of one key run one after the other, others beside them', async () => {
    const name = randomUUID();
    for (let n = 0; n < 3; n++) await enqueue(here.bob, 'ordered', { key: `user-${here.bob.user.id}`, n, ...(n ? {} : { gate: name }) });
    await enqueue(here.bob, 'ordered', { key: 'somebody-else', n: 9 });
    await eventually(async () => runsOf('ordered end').some((run) => run.n === 9));
    gate(name).resolve();
    await eventually(async () => runsOf('ordered end').length === 4);
    const mine = here.runs.filter((run) => run.kind.startsWith('ordered') && run.n !== 9).map((run) => `${run.kind} ${run.n}`);
    expect(mine).toEqual([0, 1, 2].flatMap((n) => [`ordered ${n}`, `ordered end ${n}`]));
  });

  it('a job whose queue entry is lost is queued again, once', async () => {
    const name = randomUUID();
    const busy = await Promise.all([enqueue(here.bob, 'wait', { gate: name }), enqueue(here.bob, 'wait', { gate: name })]);
    for (const id of busy) await inState(here.bob, id, 'running');
    const id = await enqueue(here.bob, 'wait', { gate: name, n: 88 });
    await here.kith.platform.database.pool.query('delete from pgboss.job where id = $1', [id]);
    await here.kith.owner.query(`update jobs set updated_at = now() - interval '1 minute' where id = any($1)`, [[id, ...busy]]);
    await here.kith.platform.jobs.sweep();
    await here.kith.platform.jobs.sweep();
    gate(name).resolve();
    expect(await inState(here.bob, id, 'completed')).toMatchObject({ attempts: 1 });
    expect(here.runs.filter((run) => run.n === 88)).toHaveLength(1);
    for (const other of busy) expect(await inState(here.bob, other, 'completed')).toMatchObject({ attempts: 1 });
  });

  it('a recurring run that was missed many times is caught up once', async () => {
    const hourly = `${(new Date().getUTCMinutes() + 30) % 60} * * * *`;
    let caughtUp = 0;
    const begin = async () => {
      const other = await testKith({}, here.kith);
      other.platform.jobs.every('tock', hourly, async () => void caughtUp++);
      await other.start();
      return other;
    };
    await (await begin()).close();
    expect(caughtUp).toBe(0);
    await here.kith.platform.database.pool.query(`update pgboss.version set cron_on = now() - interval '5 hours'`);
    await here.kith.platform.database.pool.query(`update pgboss.schedule set created_on = now() - interval '1 day', updated_on = now() - interval '1 day'`);
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
    for (let n = 0; n < 3; n++) ids.unshift(await enqueue(here.bob, 'drain', { n: 100 + n }));
    for (const id of ids) await inState(here.bob, id, 'completed');
    const first = (await here.bob.get('/jobs?limit=2')).body;
    expect([first.data.map((one: { id: string }) => one.id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const second = (await here.bob.get(`/jobs?limit=2&cursor=${first.next_cursor}`)).body;
    expect([second.data.map((one: { id: string }) => one.id), second.has_more]).toEqual([ids.slice(2), false]);
    expect((await here.bob.get('/jobs?state=failed')).body.data).toEqual([]);
    expect((await here.bob.get('/jobs?kind=drain&state=completed')).body.data).toHaveLength(3);
    expect((await here.bob.get('/jobs?state=nonsense')).status).toBe(400);
    expect((await here.ada.get(`/jobs/${ids[0]}`)).status).toBe(404);
    const theirs = (await here.ada.get('/jobs?limit=100')).body.data.map((one: { id: string }) => one.id);
    expect(theirs.filter((id: string) => ids.includes(id))).toEqual([]);
  });

  it('jobs of somebody else cannot be tried again by a member who did not ask for them', async () => {
    const id = await enqueue(here.bob, 'refuse');
    await inState(here.bob, id, 'failed');
    const member = await signUp(here.kith);
    await here.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor')`, [here.bob.space.id, member.user.id]);
    expect((await member.post(`/jobs/${id}/retry`, undefined, { 'kith-space': here.bob.space.id })).status).toBe(403);
    expect((await here.bob.post(`/jobs/${id}/retry`)).status).toBe(200);
  });
});
