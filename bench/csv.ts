/**
 * `node bench/csv.ts [people]`: what it costs to import and export 10,000 people with two entries each, to import the same file again
 * and to undo, through HTTP in process, beside the same rows by plain SQL as the owner.
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

const PEOPLE = Number(process.argv[2] ?? 10_000);
const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log: { info: () => undefined, warn: console.error, error: console.error }, settings: { max_wal_size: '4GB' } });
const ownerUrl = await ensureOwner(embedded.url);
const { appUrl } = await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();

const print = (name: string, value: string) => console.log(name.padEnd(44) + value.padStart(12));
async function time<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  print(name, `${((performance.now() - start) / 1000).toFixed(2)} s`);
  return result;
}

const first = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Ken', 'Radia', 'Dennis'];
const names = Array.from({ length: PEOPLE }, (_, i) => `${first[i % 10]} ${first[(i * 7 + 3) % 10]}son ${i}`);
const entries = Array.from({ length: PEOPLE * 2 }, (_, i) => `Wants to sail from harbour ${i % 997} to island ${(i * 31) % 4001} and needs a boat`);
const file = `Contact ID,Contact Name,Tier,Category,Content,AI Confidence,Created At,Telegram ID,Telegram Username\n${entries.map((content, i) => `x${i >> 1},${names[i >> 1]},${1 + (i % 2)},${i % 2 ? 'Goals' : 'Interests'},${content},${1 + (i % 10)},2024-01-01T00:00:${String(i % 60).padStart(2, '0')}Z,,`).join('\n')}\n`;

let kith: Awaited<ReturnType<typeof createKith>> | undefined;
try {
  const [one, two] = await seed(ownerUrl, { users: 2, people: 1, entries: 1, tags: 1 });
  await time('people and entries by plain SQL', async () => {
    await owner.query('begin');
    await owner.query('insert into contacts (space_id, full_name) select $1, n from unnest($2::text[]) n', [two!.space_id, names]);
    await owner.query(
      `insert into entries (space_id, contact_id, category, content, confidence) select $1, c.id, 'Goals', e.content, 5 from unnest($2::text[]) with ordinality e (content, n)
       join unnest($3::text[]) with ordinality p (name, n) on p.n = (e.n + 1) / 2 join contacts c on c.space_id = $1 and c.full_name = p.name`,
      [two!.space_id, entries, names],
    );
    await owner.query('commit');
  });

  kith = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: join(dataDir, 'server') }), appUrl, {});
  await kith.app.ready();
  await kith.start();
  const send = async (method: 'GET' | 'POST', url: string, payload?: Buffer, type?: string) => {
    const answer = await kith!.app.inject({ method, url: `/api/v1${url}`, headers: { cookie: `kith_session=${one!.token}`, ...(type ? { 'content-type': type } : {}) }, ...(payload ? { payload } : {}) });
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`);
    return answer;
  };
  let [heap, seen] = [0, 0];
  const bring = async () => {
    const form = new FormData();
    form.set('backup_file', new Blob([file]), 'people.csv');
    const body = new Response(form);
    const { job_id, import_id } = (await send('POST', '/import/merge-from-csv', Buffer.from(await body.arrayBuffer()), body.headers.get('content-type')!)).json();
    const steps = new Set<number>();
    for (;;) {
      const { job } = (await send('GET', `/jobs/${job_id}`)).json();
      steps.add(job.progress);
      seen = steps.size;
      heap = Math.max(heap, process.memoryUsage().heapUsed);
      if (job.state === 'completed') return import_id as string;
      if (job.state === 'failed') throw new Error(job.error);
      await new Promise((later) => setTimeout(later, 20));
    }
  };
  print('size of the file', `${(file.length / 1e6).toFixed(1)} MB`);
  const id = await time('import, from the upload to the end of the job', bring);
  print('most memory in use, steps of progress seen', `${(heap / 1e6).toFixed(0)} MB, ${seen}`);
  await time('the same file again', bring);
  const exported = await time('export', () => send('GET', '/export/csv'));
  print('size of the export', `${(exported.body.length / 1e6).toFixed(1)} MB`);
  await time('the rows of an export by plain SQL', () => owner.query(`select c.id, c.full_name, c.tier, e.category, e.content, e.confidence, e.created_at, c.telegram_id, c.telegram_username from contacts c left join entries e on e.space_id = c.space_id and e.contact_id = c.id where c.space_id = $1 order by c.name_folded, c.id, e.created_at`, [one!.space_id]));
  await time('undo of the import', () => send('POST', `/import/undo/${id}`));
  print('people left', String((await owner.query('select count(*)::int as n from contacts where space_id = $1', [one!.space_id])).rows[0].n));
} finally {
  await kith?.app.close();
  await owner.end();
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
