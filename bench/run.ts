/**
 * `npm run bench`: starts a throwaway Kith, loads 20 users × 2,000 people × 5 entries, and prints what requests cost beside the
 * same SQL in a bare Node loop and beside a bare "hello" route, all in this one run. See README.md here.
 * BENCH_SECONDS (default 5) is how long each figure is measured.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import pg from 'pg';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { seed, type SeededUser } from './seed.ts';
import { type Server, startServer } from './server.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const CONNECTIONS = 32;
const NOTE = readFileSync(join(import.meta.dirname, 'note.txt'), 'utf8');
const log = { info: () => undefined, warn: console.error, error: console.error };

type Call = { method: 'GET' | 'POST'; path: string; body?: object };
type Scenario = { name: string; call: (user: SeededUser, n: number) => Call; loop: boolean };

const WORDS = ['hik', 'chess', 'coffee', 'sail', 'ope', 'cycling', 'pottery', 'football', 'smith', 'okafor', 'weber', 'tan'];
const SCENARIOS: Scenario[] = [
  { name: 'contacts page', loop: true, call: () => ({ method: 'GET', path: '/api/v1/contacts?limit=50' }) },
  { name: 'contact detail', loop: true, call: (user, n) => ({ method: 'GET', path: `/api/v1/contacts/${user.contact_ids[n % user.contact_ids.length]}` }) },
  { name: 'tags with counts', loop: true, call: () => ({ method: 'GET', path: '/api/v1/tags?limit=100' }) },
  { name: 'search', loop: false, call: (_user, n) => ({ method: 'GET', path: `/api/v1/search?q=${WORDS[n % WORDS.length]}` }) },
  { name: 'create contact', loop: true, call: (_user, n) => ({ method: 'POST', path: '/api/v1/contacts', body: { full_name: `New Person ${n}` } }) },
  { name: 'process note', loop: false, call: (user, n) => ({ method: 'POST', path: '/api/v1/notes/process', body: { contact_id: user.contact_ids[n % user.contact_ids.length], content: NOTE } }) },
];

/** Load with 32 connections; `rate` (requests/s) makes it open. Latencies are corrected for requests that had to wait to be sent. */
async function load(url: string, call: (n: number) => Call & { token?: string }, rate?: number, seconds = SECONDS) {
  let n = 0;
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    ...(rate ? { overallRate: Math.round(rate) } : {}),
    requests: [
      {
        setupRequest(request) {
          const { method, path, body, token } = call(n++);
          return { ...request, method, path, headers: { ...(token ? { cookie: `kith_session=${token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) };
        },
      },
    ],
  });
  if (result.non2xx || result.errors) throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} errors`);
  return { perSecond: result.requests.total / result.duration, total: result.requests.total, p50: result.latency.p50, p99: result.latency.p99 };
}

async function measure(server: Server, call: (n: number) => Call & { token?: string }) {
  await load(server.url, call, undefined, 2); // plans, caches and the optimiser settle
  const cpu = server.cpuSeconds();
  const full = await load(server.url, call);
  const cpuMs = ((server.cpuSeconds() - cpu) * 1000) / full.total;
  const open = await load(server.url, call, full.perSecond * 0.8);
  return { ...full, cpuMs, openP99: open.p99 };
}

const bareLoop = async (appUrl: string, users: SeededUser[], scenario: string): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'loop.ts'), JSON.stringify({ appUrl, scenario, seconds: SECONDS, concurrency: CONNECTIONS, users: users.map((user) => ({ ...user, contact_ids: user.contact_ids.slice(0, 50), tag_ids: [] })) })]);
  return JSON.parse(stdout).perSecond as number;
};

const row = (cells: (string | number)[]) => console.log(cells.map((cell, i) => (i ? String(cell).padStart(11) : String(cell).padEnd(18))).join(''));
const round = (value: number, digits = 0) => value.toFixed(digits);

const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log });
const ownerUrl = await ensureOwner(embedded.url);
const { appUrl } = await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
let server: Server | undefined;
let hello: Server | undefined;
try {
  const users = await seed(ownerUrl, { users: 20, people: 2000, entries: 5, tags: 200 });
  server = await startServer({ DATABASE_URL: ownerUrl, KITH_DATA_DIR: join(dataDir, 'server') });
  await new Promise((done) => setTimeout(done, 3000));
  const idleMb = server.memoryMb();
  hello = await startServer({}, join(import.meta.dirname, 'hello.ts'));

  row(['', 'req/s', 'p50 ms', 'p99 ms', 'CPU ms/req', 'open p99', 'Node loop', 'of loop', 'with load', 'of that']);
  const bare = await measure(hello, () => ({ method: 'GET', path: '/hello' }));
  row(['hello', round(bare.perSecond), bare.p50, bare.p99, round(bare.cpuMs, 2), bare.openP99, '', '', '', '']);
  for (const { name, call, loop } of SCENARIOS.filter((scenario) => !process.argv[2] || scenario.name.includes(process.argv[2]))) {
    const figures = await measure(server, (n) => ({ ...call(users[n % users.length]!, n), token: users[n % users.length]!.token }));
    const limit = loop ? await bareLoop(appUrl, users, name) : undefined;
    // The load generator takes a share of the same cores: here the loop goes without that share too.
    const besides = loop ? (await Promise.all([bareLoop(appUrl, users, name), load(hello.url, () => ({ method: 'GET', path: '/hello' }), figures.perSecond, SECONDS + 2)]))[0] : undefined;
    row([name, round(figures.perSecond), figures.p50, figures.p99, round(figures.cpuMs, 2), figures.openP99, ...[limit, besides].flatMap((most) => (most ? [round(most), `${round((100 * figures.perSecond) / most)} %`] : ['', '']))]);
  }

  const bulk = performance.now();
  await owner.query(`insert into contacts (space_id, full_name) select $1, 'Bulk Person ' || n from generate_series(1, 50000) n`, [users[0]!.space_id]);
  const inserted = performance.now() - bulk;
  while ((await owner.query('select kith.seal_changes(50000) as n')).rows[0].n > 0);
  console.log(`\n50,000 people inserted with the feed: ${round(inserted / 1000, 1)} s, sealed after ${round((performance.now() - bulk) / 1000, 1)} s`);
  console.log(`idle memory of the Node process: ${round(idleMb)} MB`);
} finally {
  await server?.stop();
  await hello?.stop();
  await owner.end();
  await embedded.stop();
}

// A start on a data directory that was used before, by the path npm start takes after its bootstrap.
const times: number[] = [];
for (let i = 0; i < 5; i++) {
  const again = await startServer({ KITH_DATA_DIR: dataDir, DATABASE_URL: '' });
  times.push(again.ms);
  await again.stop();
}
console.log(`start on an existing data directory, median of 5: ${round(times.toSorted((a, b) => a - b)[2]! / 1000, 2)} s`);
rmSync(dataDir, { recursive: true, force: true });
