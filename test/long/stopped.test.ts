import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbedded } from '../../src/server/platform/embedded.ts';
import { PASSWORD } from '../harness.ts';
import { ask, dataDirectory, killHard, postmasterOf, type RealKith, startReal } from './server.ts';

/** A database server of somebody else (DATABASE_URL), stopped for 30 s and started again, under a real Kith. */
const SECONDS = 30;
const theirs = dataDirectory();
const ours = dataDirectory();
const quiet = { info() {}, warn() {}, error() {} };
let database: EmbeddedDatabase;
let kith: RealKith;
let cookie: string;

beforeAll(async () => {
  database = await startEmbedded({ dataDir: theirs.path, log: quiet });
  kith = await startReal({ DATABASE_URL: database.url, KITH_DATA_DIR: ours.path });
  cookie = (await ask(kith.url, undefined, 'POST', '/auth/register', { username: 'ada', password: PASSWORD })).cookie!;
});
afterAll(async () => {
  if (kith) await killHard(kith.process);
  await database.stop();
  for (const directory of [theirs, ours]) directory.remove();
});

type Sample = { at: number; ms: number; status: number; what: string };
const ASKED: [string, string, object?][] = [['GET', '/contacts'], ['POST', '/contacts', { full_name: 'In Between' }], ['GET', '/auth/session'], ['POST', '/auth/login', { username: 'ada', password: PASSWORD }], ['GET', '/search?q=an'], ['GET', '/health/ready']];

/** Asks everything in turn until `stop`, four at a time, as open pages do. */
function keepAsking(): { samples: Sample[]; stop(): Promise<void> } {
  const samples: Sample[] = [];
  const start = performance.now();
  let going = true;
  const asking = Array.from({ length: 4 }, async (_, i) => {
    for (let n = i; going; n++) {
      const [method, path, body] = ASKED[n % ASKED.length]!;
      const at = performance.now();
      const status = await ask(kith.url, path === '/auth/login' ? undefined : cookie, method, path, body, n % 2 ? { 'idempotency-key': `asked-${n}` } : {}, 10_000).then((answer) => answer.status, () => 0);
      samples.push({ at: at - start, ms: performance.now() - at, status, what: `${method} ${path}` });
      await new Promise((done) => setTimeout(done, 50));
    }
  });
  return { samples, stop: async () => ((going = false), void (await Promise.all(asking))) };
}

async function readyAgain(): Promise<number> {
  const start = performance.now();
  for (;;) {
    const answer = await ask(kith.url, cookie, 'POST', '/contacts', { full_name: 'Afterwards' }, {}, 10_000).catch(() => undefined);
    if (answer?.status === 201) return performance.now() - start;
    if (performance.now() - start > 30_000) throw new Error(`not back: ${answer?.status} ${kith.said()}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** `from`: milliseconds after which requests count. */
function judge(samples: Sample[], what: string, from: number) {
  const during = samples.filter(({ at }) => at > from && at < SECONDS * 1000 - 3_500);
  const slow = during.filter(({ ms }) => ms > 3_000);
  const other = during.filter(({ status }) => status !== 503);
  const longest = Math.round(Math.max(...during.map(({ ms }) => ms)));
  console.log(`${what}: ${during.length} requests while it was away, longest ${longest} ms, ${other.length} not answered 503`);
  expect(slow.slice(0, 5), 'slower than 3 s').toEqual([]);
  expect(other.slice(0, 5), 'something else than 503').toEqual([]);
  expect(during.length).toBeGreaterThan(20);
}

it(`a database that is gone for ${SECONDS} s: 503 within 3 s, and back by itself`, async () => {
  await database.stop();
  const asking = keepAsking();
  await new Promise((done) => setTimeout(done, SECONDS * 1000));
  database = await startEmbedded({ dataDir: theirs.path, log: quiet });
  const back = await readyAgain();
  await asking.stop();
  judge(asking.samples, 'stopped', 500);
  console.log(`writes work again ${Math.round(back)} ms after the database`);
  expect(back).toBeLessThan(5_000);
  expect(kith.process.exitCode).toBeNull();
}, 120_000);

it(`a database that hangs for ${SECONDS} s: 503 within 3 s, what was under way too, and back by itself`, async () => {
  const postmaster = postmasterOf(theirs.path)!;
  const family = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)]).toString().split('\n').map(Number).filter(Boolean);
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => [postmaster, ...family].forEach((pid) => {
    try {
      process.kill(pid, name);
    } catch {
      // a backend that ended by itself
    }
  });
  const asking = keepAsking();
  await new Promise((done) => setTimeout(done, 500)); // some are under way
  const frozen = asking.samples.length;
  signal('SIGSTOP');
  await new Promise((done) => setTimeout(done, SECONDS * 1000));
  signal('SIGCONT');
  const back = await readyAgain();
  await asking.stop();
  expect(frozen).toBeGreaterThan(0);
  // what was answered before it froze, or between the two, may be anything
  judge(asking.samples.slice(frozen).filter(({ status, at }) => status === 503 || at > 1_000), 'hanging', 0);
  expect(kith.process.exitCode).toBeNull();
  console.log(`writes work again ${Math.round(back)} ms after the database`);
  expect(back).toBeLessThan(5_000);
}, 120_000);
