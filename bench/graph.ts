/**
 * `node bench/graph.ts`: what the graph costs at 500 people with 1,500 relationships, 2,000 with 6,000 and 5,000 with 20,000, through HTTP in
 * process, beside the same SQL alone (a connection of the serving role as the same tenant, without Kith). Groups, tags, notes and
 * a saved layout are part of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createKith } from '../src/server/app.ts';
import { selectGraphText } from '../src/server/domains/people/graph/graph.store.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import type { Db } from '../src/server/platform/database/database.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { connect } from './connect.ts';
import { seed } from './seed.ts';

const SIZES = [[500, 1_500], [2_000, 6_000], [5_000, 20_000]] as const;
const ROUNDS = 30;

const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log: { info: () => undefined, warn: console.error, error: console.error } });
const ownerUrl = await ensureOwner(embedded.url);
const { appUrl } = await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
const raw = new pg.Client({ connectionString: appUrl, options: '-c TimeZone=UTC -c jit=off' });
await raw.connect();

const ms = (value: number) => value.toFixed(1).padStart(9);
const cells = (name: string, values: string[]) => console.log(name.padEnd(34) + values.join(''));
async function measure(name: string, rounds: number, work: (n: number) => Promise<string>) {
  const took: number[] = [];
  let size = 0;
  for (let n = -3; n < rounds; n++) {
    const start = performance.now();
    size = (await work(n)).length;
    if (n >= 0) took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  cells(name, [ms(took[took.length >> 1]!), ms(took.at(-1)!), `${Math.ceil(size / 1024)} kB`.padStart(10)]);
}

let server: Awaited<ReturnType<typeof createKith>> | undefined;
try {
  server = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: join(dataDir, 'server') }), appUrl, {});
  const { app } = server;
  await app.ready();
  for (const [i, [people, edges]] of SIZES.entries()) {
    const [user] = await seed(ownerUrl, { users: 1, people, entries: 2, tags: 30 }, i);
    const { space_id, user_id, token, contact_ids } = user!;
    await connect(owner, space_id, contact_ids, edges);
    await owner.query('insert into graph_layouts (space_id, user_id, positions) select $1, $2, json_object_agg(c, json_build_array(n % 100, n / 100)) from unnest($3::uuid[]) with ordinality t (c, n)', [space_id, user_id, contact_ids]);
    while ((await owner.query('select kith.seal_changes(50000) as n')).rows[0].n > 0);
    await owner.query('vacuum analyze');

    const get = async (path: string, headers: Record<string, string> = {}) => app.inject({ url: `/api/v1${path}`, headers: { cookie: `kith_session=${token}`, ...headers } });
    const ok = async (path: string, headers?: Record<string, string>, status = 200) => {
      const answer = await get(path, headers);
      if (answer.statusCode !== status) throw new Error(`${path}: ${answer.statusCode} ${answer.body.slice(0, 300)}`);
      return answer;
    };
    await raw.query(`select set_config('kith.read_spaces', $1, false), set_config('kith.user_id', $2, false)`, [`{${space_id}}`, user_id]);
    const bare = { query: async (query: pg.QueryConfig) => (await raw.query({ name: 'graph', text: query.text!, values: query.values! })).rows } as unknown as Db;
    const { etag } = (await ok('/graph-data')).headers;

    const pair = (n: number) => `from=${contact_ids[(Math.abs(n) * 7919) % people]}&to=${contact_ids[(Math.abs(n) * 104_729 + 1) % people]}`;
    cells(`\n${people} people, ${edges} relationships`, ['    p50 ms', '   max ms', '    size']);
    await measure('graph-data: the SQL alone', ROUNDS, () => selectGraphText(bare, space_id, user_id, { archived: false, health: new Map() }));
    await measure('graph-data', ROUNDS, async () => (await ok('/graph-data')).body);
    await measure('graph-data, gzip', ROUNDS, async () => (await ok('/graph-data', { 'accept-encoding': 'gzip' })).rawPayload.toString('latin1'));
    await measure('graph-data, br', ROUNDS, async () => (await ok('/graph-data', { 'accept-encoding': 'br' })).rawPayload.toString('latin1'));
    await measure('graph-data, zstd', ROUNDS, async () => (await ok('/graph-data', { 'accept-encoding': 'gzip, deflate, br, zstd' })).rawPayload.toString('latin1'));
    await measure('graph-data, unchanged (304)', ROUNDS, async () => (await ok('/graph-data', { 'if-none-match': String(etag) }, 304)).body);
    await measure('path between two people', ROUNDS, async (n) => (await ok(`/graph/path?${pair(n)}`)).body);
    await measure('path from the inner circle', ROUNDS, async (n) => (await ok(`/graph/path?to=${contact_ids[(Math.abs(n) * 7919) % people]}`)).body);
    const start = performance.now();
    const { length } = (await ok('/graph/communities')).body;
    cells('communities, the first time', [ms(performance.now() - start), '', `${Math.ceil(length / 1024)} kB`.padStart(19)]);
    await measure('communities, known', ROUNDS, async () => (await ok('/graph/communities')).body);
  }
} finally {
  await server?.app.close();
  await Promise.all([owner.end(), raw.end()]);
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
