import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate, ctxOf } from '../../src/server/domains/accounts/index.ts';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../harness.ts';
import { eventually } from '../sockets.ts';

let kith: TestKith;
let ada: Client;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  kith = await testKith({ KITH_PROCESS: 'web', DATABASE_URL: 'postgres://unused' });
  await kith.start();
  ada = await signUp(kith, 'ada');
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await kith.close();
});

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), kith.appUrl, mkdtempSync(join(tmpdir(), 'kith-test-'))], { stdio: ['ignore', 'pipe', 'inherit'] });
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
  await once(worker.stdout!, 'data');
  return worker;
}
async function enqueue(kind: string, times = 1): Promise<string[]> {
  const ctx = ctxOf(kith.platform, (await authenticate(kith.platform, ada.cookie!.split('=')[1]!))!, { ip: null, user_agent: null });
  return ctx.tx(async (tx) => {
    const ids: string[] = [];
    for (let i = 0; i < times; i++) ids.push((await kith.platform.jobs.enqueue(tx, ctx, { kind, input: {} })).id);
    return ids;
  });
}
const job = async (client: Client, id: string) => (await client.get(`/jobs/${id}`)).body.job;
const inState = (id: string, state: string, ms: number) =>
  eventually(async () => {
    const found = await job(ada, id);
    return found.state === state && found;
  }, ms);
const tags = async (name: string) => (await kith.owner.query('select 1 from tags where name like $1', [name])).rowCount;

describe('a worker killed with -9', () => {
  it('is replaced within 30 s by another, and nothing is done twice', async () => {
    const first = await startWorker();
    const [id] = await enqueue('hang_once');
    await eventually(async () => (await job(ada, id!)).progress === 50);
    const second = await startWorker();
    const start = performance.now();
    first.kill('SIGKILL');
    const done = await inState(id!, 'completed', 30_000);
    console.log(`taken over and finished ${Math.round(performance.now() - start)} ms after kill -9`);
    expect(done).toMatchObject({ attempts: 2, progress: 100, result: { pid: second.pid } });
    expect([await tags(`half of ${id}`), await tags(`done ${id}`)]).toEqual([1, 1]);
    expect((await kith.owner.query('select crashes, failures from jobs where id = $1', [id])).rows).toEqual([{ crashes: 1, failures: 0 }]);
    second.kill('SIGKILL');
  }, 60_000);

  it('again and again loses no job of a backlog', async () => {
    const ids = await enqueue('quick', 400);
    for (let round = 0; round < 5; round++) {
      const worker = await startWorker();
      await new Promise((done) => setTimeout(done, 200 + Math.random() * 500));
      worker.kill('SIGKILL');
    }
    const last = await startWorker();
    await eventually(async () => (await kith.owner.query(`select 1 from jobs where id = any($1) and state <> 'completed'`, [ids])).rowCount === 0, 45_000);
    expect(await tags('quick %')).toBe(400);
    last.kill('SIGTERM');
    const [code] = await once(last, 'exit');
    expect(code).toBe(0);
  }, 120_000);
});

describe('stopping', () => {
  it('hands back what does not finish, and waits for what does', async () => {
    const other = await testKith({ KITH_DATABASE_CONNECTIONS: '5' }, kith);
    const seen: string[] = [];
    for (const kind of ['short', 'long'])
      other.platform.jobs.define(kind, {
        handler: async (_ctx, one, { signal }) => {
          seen.push(`${kind} ${one.attempt}`);
          await new Promise((done) => (setTimeout(done, kind === 'short' ? 1_000 : 60_000), signal.addEventListener('abort', done)));
          signal.throwIfAborted();
        },
      });
    await other.start();
    const client = other.client();
    await client.post('/auth/login', { username: 'ada', password: PASSWORD });
    const ctx = ctxOf(other.platform, (await authenticate(other.platform, client.cookie!.split('=')[1]!))!, { ip: null, user_agent: null });
    const [short, long] = await ctx.tx(async (tx) => [await other.platform.jobs.enqueue(tx, ctx, { kind: 'short', input: {} }), await other.platform.jobs.enqueue(tx, ctx, { kind: 'long', input: {} })]);
    await eventually(async () => seen.length === 2);
    const start = performance.now();
    await other.close();
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(await job(ada, short!.id)).toMatchObject({ state: 'completed', attempts: 1 });
    expect(await job(ada, long!.id)).toMatchObject({ state: 'queued', attempts: 1, error: null });
  }, 30_000);
});
