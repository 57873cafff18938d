import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../../test/harness.ts';
import { eventually, openPage } from '../../../../test/sockets.ts';
import { storeFile } from '../storage/storage.ts';
import { useJobs } from './jobs.setup.ts';

const here = useJobs();
const { enqueue, gate, inState, job, runsOf } = here;

describe('cancelling', () => {
  it('stops a queued job before it starts', async () => {
    const name = randomUUID();
    const busy = await Promise.all([enqueue(here.bob, 'wait', { gate: name }), enqueue(here.bob, 'wait', { gate: name })]);
    for (const id of busy) await inState(here.bob, id, 'running');
    const id = await enqueue(here.bob, 'wait', { gate: name, n: 77 });
    const { status, body } = await here.bob.post(`/jobs/${id}/cancel`);
    expect([status, body.job.state]).toEqual([200, 'cancelled']);
    gate(name).resolve();
    for (const other of busy) await inState(here.bob, other, 'completed');
    await inState(here.bob, await enqueue(here.bob, 'wait', { gate: name }), 'completed'); // its turn would have been before
    expect(here.runs.some((run) => run.n === 77)).toBe(false);
    expect((await job(here.bob, id)).state).toBe('cancelled');
  });

  it('stops a running job; what it tries to write afterwards is refused', async () => {
    const page = await openPage(here.url, here.bob);
    const id = await enqueue(here.bob, 'wait', { gate: randomUUID(), n: 4711 });
    await eventually(async () => runsOf('wait').some((run) => run.n === 4711)); // it is `running` a moment before its work begins
    expect((await here.bob.post(`/jobs/${id}/cancel`)).body.job).toMatchObject({ state: 'cancelled' });
    await eventually(async () => here.stopped.includes(id));
    await page.until('job', (event) => event.id === id && event.state === 'cancelled');
    await eventually(async () => here.refused.includes(id));
    expect((await job(here.bob, id)).state).toBe('cancelled');
    expect((await here.kith.owner.query('select 1 from tags where name = $1', [`late ${id}`])).rowCount).toBe(0);
    page.socket.close();
  });

  it('does not wait for the end of a long transaction', async () => {
    const holder = await here.kith.owner.connect();
    await holder.query('select pg_advisory_lock(77)');
    const id = await enqueue(here.bob, 'long_transaction');
    await eventually(async () => (await here.kith.owner.query(`select 1 from pg_locks where locktype = 'advisory' and objid = 77 and not granted`)).rowCount);
    const { status, body } = await here.bob.post(`/jobs/${id}/cancel`, undefined, { 'idempotency-key': id });
    expect([status, body.job.state]).toEqual([200, 'running']);
    expect((await here.bob.post(`/jobs/${id}/cancel`, undefined, { 'idempotency-key': id })).body).toEqual(body);
    await holder.query('select pg_advisory_unlock(77)');
    holder.release();
    await inState(here.bob, id, 'cancelled');
    expect(here.stopped).toContain(id);
  });

  it('comes before the work of a job that completes with it, or too late', async () => {
    const made = async (id: string) => (await here.kith.owner.query('select 1 from tags where name = $1', [`whole ${id}`])).rowCount;
    const early = randomUUID();
    const first = await enqueue(here.bob, 'whole', { gate: early });
    await inState(here.bob, first, 'running');
    expect((await here.bob.post(`/jobs/${first}/cancel`)).status).toBe(200);
    gate(`${early} before`).resolve();
    expect(await inState(here.bob, first, 'cancelled')).toMatchObject({ result: null });
    expect(await made(first)).toBe(0);

    const late = randomUUID();
    const second = await enqueue(here.bob, 'whole', { gate: late });
    gate(`${late} before`).resolve();
    await gate(`${late} completed`).promise;
    const cancelled = here.bob.post(`/jobs/${second}/cancel`); // waits: which of the two was first is not known before the end
    expect(await Promise.race([cancelled, new Promise((later) => setTimeout(later, 300, 'waits'))])).toBe('waits');
    gate(`${late} after`).resolve();
    expect(await cancelled).toMatchObject({ status: 409, body: { error: 'This job is completed already.' } });
    expect(await job(here.bob, second)).toMatchObject({ state: 'completed', progress: 100, result: 'whole' });
    expect(await made(second)).toBe(1);
  });

  it('takes the file away that only the job knew; one that failed may be tried again with it', async () => {
    const withFile = async (kind: string, input: object) => {
      const ctx = await contextOf(here.kith, here.bob);
      const file = await ctx.tx((tx) => storeFile(tx, ctx, { name: 'a.csv', content_type: 'text/csv', content: Readable.from([Buffer.from('a')]) }));
      return { file_id: file.id, id: await enqueue(here.bob, kind, { file_id: file.id, ...input }) };
    };
    const there = async (file_id: string) => (await here.kith.owner.query('select 1 from files where id = $1', [file_id])).rowCount;
    const name = randomUUID();
    const stopped = await withFile('wait', { gate: randomUUID() });
    await here.bob.post(`/jobs/${stopped.id}/cancel`);
    await inState(here.bob, stopped.id, 'cancelled');
    expect(await there(stopped.file_id)).toBe(0);
    const waiting = await withFile('wait', { gate: name });
    await inState(here.bob, waiting.id, 'running');
    expect(await there(waiting.file_id)).toBe(1);
    gate(name).resolve();
    await inState(here.bob, waiting.id, 'completed');
    expect(await there(waiting.file_id)).toBe(0);
    const failed = await withFile('refuse', {});
    await inState(here.bob, failed.id, 'failed');
    expect(await there(failed.file_id)).toBe(1);
  });

  it('409 when it has finished, 404 for another person', async () => {
    const name = randomUUID();
    const id = await enqueue(here.bob, 'wait', { gate: name });
    expect((await here.ada.post(`/jobs/${id}/cancel`)).status).toBe(404);
    gate(name).resolve();
    await inState(here.bob, id, 'completed');
    expect((await here.bob.post(`/jobs/${id}/cancel`)).status).toBe(409);
  });
});
