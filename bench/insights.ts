/**
 * `node bench/insights.ts [people] [entries]`: what insights cost in one space of 5,000 people × 40 entries and 10 notes each, through
 * HTTP in process, beside the least that SQL must do for it (the health facts of everybody, one query, as the owner).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createKith } from '../src/server/app.ts';
import { authenticate, ctxOf } from '../src/server/domains/accounts/index.ts';
import { healthOf } from '../src/server/domains/insights/index.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { seed } from './seed.ts';

const PEOPLE = Number(process.argv[2] ?? 5000);
const ENTRIES = Number(process.argv[3] ?? 40);
const ROUNDS = 20;

const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log: { info: () => undefined, warn: console.error, error: console.error } });
const ownerUrl = await ensureOwner(embedded.url);
const { appUrl } = await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
const superuser = new pg.Client({ connectionString: embedded.url });
await Promise.all([owner.connect(), superuser.connect()]);

let server: Awaited<ReturnType<typeof createKith>> | undefined;
try {
  const [user] = await seed(ownerUrl, { users: 3, people: PEOPLE, entries: 0, tags: 5 });
  const { space_id, token, contact_ids } = user!;
  // Without triggers: the feed and the search of this many rows are not what is measured here.
  await superuser.query(`set session_replication_role = replica`);
  const when = `now() - make_interval(secs => 86400 * ((i % 200) + random() * (100 + i % 400)))`;
  const people = `unnest($2::uuid[]) with ordinality t (c, i)`;
  await superuser.query(
    `insert into entries (space_id, contact_id, category, content, confidence, engine, created_at)
     select $1, c, (array['Personal Details','Interests','Goals','Challenges','Actionable','Professional','Relationships','Communication'])[1 + (n + i) % (1 + i % 8)],
       'Likes number ' || n, case when n % 5 = 0 then null else 1 + n % 10 end, 'builtin', ${when} from generate_series(1, $3::int) n, ${people}`,
    [space_id, contact_ids, ENTRIES],
  );
  await superuser.query(`insert into notes (space_id, contact_id, content, created_at) select $1, c, 'Note ' || n, ${when} from generate_series(1, 10) n, ${people}`, [space_id, contact_ids]);
  await superuser.query('vacuum analyze');

  server = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: join(dataDir, 'server') }), appUrl, {});
  await server.app.ready();
  const get = async (path: string) => {
    const answer = await server!.app.inject({ url: `/api/v1${path}`, headers: { cookie: `kith_session=${token}` } });
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return answer.body.length;
  };
  const identity = (await authenticate(server.platform, token))!;
  const ctx = ctxOf(server.platform, identity, { ip: null, user_agent: null });
  const someone = (n: number) => contact_ids[(n * 7919) % contact_ids.length];
  const scenarios: [name: string, run: (n: number) => Promise<unknown>][] = [
    ['raw SQL: facts of everybody', () => owner.query({ name: 'raw', text: `select contact_id, count(*), sum(coalesce(confidence, 5)), max(created_at), count(distinct category) from entries where space_id = $1 group by 1`, values: [space_id] })],
    ['health of everybody (door)', () => healthOf(ctx)],
    ['GET network', () => get('/analytics/network')],
    ['GET health', (n) => get(`/analytics/contact/${someone(n)}/health`)],
    ['GET trends, a year', (n) => get(`/analytics/contact/${someone(n)}/trends?days=365`)],
    ['GET recommendations', (n) => get(`/analytics/contact/${someone(n)}/recommendations`)],
    ['for scale: GET contact', (n) => get(`/contacts/${someone(n)}`)],
  ];
  const cells = (values: (string | number)[]) => console.log(values.map((value, i) => (i ? String(value).padStart(10) : String(value).padEnd(30))).join(''));
  cells([`${PEOPLE} people × ${ENTRIES} entries`, 'p50 ms', 'max ms', 'CPU ms']);
  for (const [name, run] of scenarios) {
    const took: number[] = [];
    let cpu = process.cpuUsage();
    for (let n = -3; n < ROUNDS; n++) {
      if (n === 0) cpu = process.cpuUsage();
      const start = performance.now();
      await run(Math.abs(n));
      if (n >= 0) took.push(performance.now() - start);
    }
    const used = process.cpuUsage(cpu);
    took.sort((a, b) => a - b);
    cells([name, took[took.length >> 1]!.toFixed(1), took.at(-1)!.toFixed(1), ((used.user + used.system) / 1000 / ROUNDS).toFixed(1)]);
  }
} finally {
  await server?.app.close();
  await Promise.all([owner.end(), superuser.end()]);
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
