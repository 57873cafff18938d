/**
 * `node bench/search.ts [entries]`: what search costs in one space of 1,000,000 entries (and 100,000 people) beside 19 small ones,
 * through HTTP in process, and what its triggers cost a bulk insert. The words are made up; their frequency follows the law of
 * Zipf, and two occur in exactly 10 % of the entries.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createKith } from '../src/server/app.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { seed } from './seed.ts';

const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const PEOPLE = ENTRIES / 10;
const ROUNDS = 200; // of each question, but at most 8 s
const CHUNK = 50_000;

const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log: { info: () => undefined, warn: console.error, error: console.error }, settings: { max_wal_size: '4GB' } });
const ownerUrl = await ensureOwner(embedded.url);
const { appUrl } = await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
const seconds = async (work: () => Promise<unknown>) => {
  const start = performance.now();
  await work();
  return ((performance.now() - start) / 1000).toFixed(1);
};

// The same words and texts in every run. A low number is a frequent word, as the law of Zipf has it.
let state = 42;
const random = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
const SYLLABLES = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'se', 'ti', 'vo', 'da', 'fe', 'gi', 'ho', 'ju', 'ka', 'le', 'mi', 'no', 'pu', 'ro'];
const word = (n: number) => [1, 20, 400, 8000].map((power) => SYLLABLES[Math.floor((n * 37) / power) % 20]).join('') + 'nsrltmx'[n % 7];
const VOCABULARY = Array.from({ length: 60_000 }, (_, n) => word(n));
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const person = () => `${capital(VOCABULARY[Math.floor(random() ** 2 * 4000)]!)} ${capital(VOCABULARY[Math.floor(random() ** 2 * 20_000)]!)}`;
/** Days since the entry was written: five years, in no order with its place in the table. */
const age = (n: number) => 1 + ((n * 7919) % 182_500) / 100;
function text(n: number): string {
  const words = Array.from({ length: 11 }, () => VOCABULARY[Math.floor(60_000 ** random()) - 1]!);
  if (n % 10 === 3) words.push('mountain');
  if (n % 30 === 3 || n % 15 === 2) words.push('bicycle');
  if (n % 50_000 === 7) words.push('zeppelin');
  if (n % 8 === 1 && age(n) > 365) words.push('glacier');
  return words.join(' ');
}
const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const addPeople = (spaceId: string, count: number) => {
  const names = times(count, person);
  return seconds(() => owner.query(`insert into contacts (space_id, full_name, company) select $1, name, 'Company ' || n % 97 from unnest($2::text[]) with ordinality p (name, n)`, [spaceId, names]));
};

let server: Awaited<ReturnType<typeof createKith>> | undefined;
try {
  const users = await seed(ownerUrl, { users: 20, people: 200, entries: 5, tags: 20 });
  const { space_id, token } = users[0]!;
  console.log(`${PEOPLE} people: ${await addPeople(space_id, PEOPLE)} s`);
  await owner.query(`create temp table p as select id, row_number() over () - 1 as n from contacts where space_id = '${space_id}'; create index on p (n)`);
  await owner.query(`update entries set created_at = created_at - interval '6 years' where space_id = $1`, [space_id]);
  await owner.query('alter table contacts disable trigger changes_update'); // the counts of people, which loading this many entries would update a million times
  let loading = 0;
  for (let from = 0; from < ENTRIES; from += CHUNK) {
    const texts = times(CHUNK, (n) => text(from + n));
    loading += Number(
      await seconds(() =>
        owner.query(
          `insert into entries (space_id, contact_id, category, content, created_at)
           select $1, p.id, 'Interests', e.content, now() - make_interval(secs => e.age * 86400) from unnest($2::text[], $5::float[]) with ordinality e (content, age, n) join p on p.n = (e.n * 7919 + $3) % $4`,
          [space_id, texts, from, PEOPLE, times(CHUNK, (n) => age(from + n))],
        ),
      ),
    );
  }
  await owner.query('alter table contacts enable trigger changes_update');
  console.log(`${ENTRIES} entries: ${loading.toFixed(1)} s`);
  await owner.query('analyze');
  const size = await owner.query(`select relname, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class where relname in ('entries', 'search_documents', 'search_words', 'search_documents_words', 'changes_default') order by 1`);
  console.log(size.rows.map((row) => `${row.relname} ${row.size}`).join(', '));
  const count = async (word: string) => Number((await owner.query(`select count(*) from entries where space_id = $1 and content ~ ('\\m' || $2)`, [space_id, word])).rows[0].count);
  console.log(`mountain ${await count('mountain')}, bicycle ${await count('bicycle')}, zeppelin ${await count('zeppelin')} of them`);

  server = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: join(dataDir, 'server') }), appUrl, {});
  await server.app.ready();
  const pick = (from: number, to: number) => times(500, () => VOCABULARY[from + Math.floor(random() * (to - from))]!);
  const [rare, usual, frequent] = [pick(20_000, 60_000), pick(200, 4000), pick(1, 20)];
  const names = (await owner.query(`select lower(full_name) as name from contacts where space_id = $1 order by md5(full_name) limit 500`, [space_id])).rows.map((row) => row.name as string);
  const slip = (word: string, n: number) => (n % 2 ? word.slice(0, 2) + word.slice(3) : word.slice(0, 2) + word[3]! + word[2]! + word.slice(4));
  const scenarios: [name: string, path: (n: number) => string][] = [
    ['for scale: one tag', () => '/tags?limit=1'],
    ['rare word', (n) => `/search?q=${rare[n]}`],
    ['usual word', (n) => `/search?q=${usual[n]}`],
    ['word in 10 %', () => '/search?q=mountain'],
    ['frequent words', (n) => `/search?q=${frequent[n]}`],
    ['10 % and 10 %', () => '/search?q=mountain+bicycle'],
    ['10 % and rare', (n) => `/search?q=mountain+${rare[n]}`],
    ['two usual words', (n) => `/search?q=${usual[n]}+${usual[n + 250]}`],
    ['name and word', (n) => `/search?q=${names[n]!.split(' ')[0]}+mountain`],
    ['three letters', (n) => `/search?q=${usual[n]!.slice(0, 3)}`],
    ['10 %, only notes', () => '/search?q=mountain&kind=note'],
    ['10 %, old', () => `/search?q=mountain&to=${new Date(Date.now() - 4 * 365 * 86_400_000).toISOString()}`],
    ['10 %, none lately', () => '/search?q=glacier'],
    ['10 %, page 40', () => ''],
    ['two slips', (n) => `/search?q=${names[n]!.split(' ').map(slip).join('+')}`],
    ['slip in a rare word', (n) => `/search?q=${slip(rare[n]!, n)}`],
    ['type-ahead, 1 letter', (n) => `/search?kind=contact&limit=8&q=${names[n]!.slice(0, 1)}`],
    ['type-ahead, 2', (n) => `/search?kind=contact&limit=8&q=${names[n]!.slice(0, 2)}`],
    ['type-ahead, 4', (n) => `/search?kind=contact&limit=8&q=${names[n]!.slice(0, 4)}`],
    ['people list, 1 letter', (n) => `/contacts?limit=8&q=${names[n]!.slice(0, 1)}`],
    ['people list, 2', (n) => `/contacts?limit=8&q=${names[n]!.slice(0, 2)}`],
    ['people list, 4', (n) => `/contacts?limit=8&q=${names[n]!.slice(0, 4)}`],
  ];
  const get = async (path: string, headers = { cookie: `kith_session=${token}` }) => {
    const answer = await server!.app.inject({ url: `/api/v1${path}`, headers });
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return answer.json() as { data: unknown[]; next_cursor: string | null };
  };
  let cursor: string | null = '';
  for (let i = 0; i < 40; i++) cursor = (await get(`/search?q=mountain${cursor && `&cursor=${cursor}`}`)).next_cursor;
  const cells = (values: (string | number)[]) => console.log(values.map((value, i) => (i ? String(value).padStart(9) : String(value).padEnd(24))).join(''));
  cells(['', 'p50 ms', 'p99 ms', 'max ms', 'results']);
  const measure = async (name: string, path: (n: number) => string, headers?: { cookie: string }) => {
    const took: number[] = [];
    let results = 0;
    const end = performance.now() + 8000;
    for (let n = -5; n < ROUNDS && (n < 5 || performance.now() < end); n++) {
      const start = performance.now();
      const { data } = await get(path(Math.abs(n)), headers);
      if (n >= 0) [results, took[n]] = [results + data.length, performance.now() - start];
    }
    took.sort((a, b) => a - b);
    cells([name, ...[took[took.length >> 1]!, took[Math.floor(took.length * 0.99)]!, took.at(-1)!].map((ms) => ms.toFixed(1)), (results / took.length).toFixed(1)]);
  };
  for (const [name, path] of scenarios) await measure(name, name === '10 %, page 40' ? () => `/search?q=mountain&cursor=${cursor}` : path);
  await measure('10 %, from a small space', () => '/search?q=mountain', { cookie: `kith_session=${users[1]!.token}` });

  console.log(`50,000 people more, everything on: ${await addPeople(users[1]!.space_id, 50_000)} s`);
  await owner.query('alter table contacts disable trigger search_insert');
  console.log(`50,000 people more, without search: ${await addPeople(users[1]!.space_id, 50_000)} s`);
} finally {
  await server?.app.close();
  await owner.end();
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
