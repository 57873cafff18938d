/**
 * `node bench/vcard.ts [cards]`: what it costs to import 10,000 vCards as a job (one in ten with a photo of 30 KB), to import the same
 * file again, and to export it, against a Kith in its own process, beside the same people by plain SQL as the owner.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import { seed } from './seed.ts';
import { startServer } from './server.ts';

const CARDS = Number(process.argv[2] ?? 10_000);
const PHOTO_BYTES = 30_000;
const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log: { info: () => undefined, warn: console.error, error: console.error }, settings: { max_wal_size: '4GB' } });
const ownerUrl = await ensureOwner(embedded.url);
await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();

const print = (name: string, value: string) => console.log(name.padEnd(44) + value.padStart(12));
async function time<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  print(name, `${((performance.now() - start) / 1000).toFixed(2)} s`);
  return result;
}

const given = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Ken', 'Radia', 'Dennis'];
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(PHOTO_BYTES, 7)]).toString('base64').replace(/(.{74})/g, '$1\r\n ');
const card = (i: number) =>
  ['BEGIN:VCARD', 'VERSION:3.0', `UID:card-${i}`, `FN:${given[i % 10]} Number ${i}`, `N:Number ${i};${given[i % 10]};;;`, `EMAIL;TYPE=INTERNET,HOME:p${i}@example.org`, `EMAIL;TYPE=INTERNET,WORK:p${i}@firm${i % 500}.example`, `TEL;TYPE=CELL:+43 660 ${1_000_000 + i}`,
    `item1.TEL:+43 1 ${2_000_000 + i}`, 'item1.X-ABLabel:Ferienhaus', `ADR;TYPE=HOME:;;Gasse ${i};Wien;;1${String(i % 240).padStart(3, '0')};Austria`, `ORG:Firm ${i % 500};Sales`, 'TITLE:Engineer', `BDAY:19${50 + (i % 50)}-0${1 + (i % 9)}-1${i % 10}`,
    `NOTE:Met at conference ${i % 40}\\, likes sailing and music; ask about project ${i}.`, `CATEGORIES:group ${i % 20}`, 'X-PHONETIC-FIRST-NAME:phonetic', ...(i % 10 ? [] : [`PHOTO;ENCODING=b;TYPE=JPEG:${photo}`]), 'END:VCARD', ''].join('\r\n');
const file = Buffer.from(Array.from({ length: CARDS }, (_, i) => card(i)).join(''));

let kith: Awaited<ReturnType<typeof startServer>> | undefined;
try {
  const [one, two] = await seed(ownerUrl, { users: 2, people: 1, entries: 1, tags: 1 });
  await time('the same people by plain SQL, without photos', () =>
    owner.query(
      `insert into contacts (space_id, full_name, given_name, family_name, emails, phones, addresses, company, title, birthday, description)
       select $1, 'Name ' || i, 'Name', 'Number ' || i, jsonb_build_array(jsonb_build_object('label', 'home', 'value', 'p' || i || '@example.org'), jsonb_build_object('label', 'work', 'value', 'p' || i || '@firm.example')),
         jsonb_build_array(jsonb_build_object('label', 'mobile', 'value', '+43 660 ' || i), jsonb_build_object('label', 'Ferienhaus', 'value', '+43 1 ' || i)),
         jsonb_build_array(jsonb_build_object('label', 'home', 'street', 'Gasse ' || i, 'city', 'Wien', 'region', '', 'postal_code', '1010', 'country', 'Austria')), 'Firm ' || i % 500, 'Engineer', '1980-01-01', 'Met at conference, likes sailing and music; ask about project ' || i
       from generate_series(1, $2::int) i`,
      [two!.space_id, CARDS],
    ),
  );

  kith = await startServer({ KITH_DATA_DIR: join(dataDir, 'server'), DATABASE_URL: ownerUrl });
  const headers = { cookie: `kith_session=${one!.token}`, origin: kith.url };
  const get = async (path: string) => {
    const answer = await fetch(`${kith!.url}/api/v1${path}`, { headers });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer;
  };
  await get('/contacts');
  const idle = kith.memoryMb();
  let [most, seen] = [0, 0];
  const bring = async () => {
    const form = new FormData();
    form.set('file', new Blob([file]), 'people.vcf');
    const answer = await fetch(`${kith!.url}/api/v1/import/vcard`, { method: 'POST', headers, body: form });
    const { job_id, import_id, error } = (await answer.json()) as { job_id: string; import_id: string; error?: string };
    if (!answer.ok) throw new Error(error);
    const steps = new Set<number>();
    for (;;) {
      const { job } = (await (await get(`/jobs/${job_id}`)).json()) as { job: { progress: number; state: string; error: string | null } };
      steps.add(job.progress);
      most = Math.max(most, kith!.memoryMb());
      seen = steps.size;
      if (job.state === 'completed') return JSON.stringify(((await (await get(`/imports/${import_id}`)).json()) as { import: { counts: object } }).import.counts);
      if (job.state === 'failed') throw new Error(job.error ?? '');
      await new Promise((later) => setTimeout(later, 50));
    }
  };
  print('size of the file', `${(file.length / 1e6).toFixed(1)} MB`);
  console.log(await time('import, from the upload to the end of the job', bring));
  print('memory of Kith: idle, most; steps of progress', `${idle.toFixed(0)} MB, ${most.toFixed(0)} MB, ${seen}`);
  console.log(await time('the same file again', bring));
  print('most memory', `${most.toFixed(0)} MB`);
  const text = await time('export with photos', async () => (await get('/export/vcard?photos=true')).text());
  print('size of the export, cards', `${(text.length / 1e6).toFixed(1)} MB, ${text.match(/BEGIN:VCARD/g)!.length}`);
} finally {
  await kith?.stop();
  await owner.end();
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
