import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../harness.ts';

let kith: TestKith;
let ada: Client;
let superuser: pg.Client;
let plans: string[] = [];
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
  await kith.owner.query(`insert into contacts (space_id, full_name) select $1, 'Person ' || translate(n::text, '0123456789', 'abcdefghij') || ' Weber' from generate_series(1, 20000) n`, [ada.space.id]);
  await kith.owner.query(
    `insert into entries (space_id, contact_id, category, content)
     select $1, c.id, 'Interests', 'Likes ' || translate((c.n * 7 + i)::text, '0123456789', 'abcdefghij') || case when (c.n + i) % 10 = 0 then ' and hiking' else '' end
     from (select id, row_number() over () as n from contacts where space_id = $1) c, generate_series(1, 6) i`,
    [ada.space.id],
  );
  await kith.owner.query('analyze');
  superuser = new pg.Client({ connectionString: kith.superuserUrl });
  superuser.on('notice', (notice) => plans.push(notice.message ?? ''));
  await superuser.connect();
  await superuser.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on; set client_min_messages = log`);
  await superuser.query(`select set_config('kith.read_spaces', $1, false)`, [`{${ada.space.id}}`]);
}, 300_000);
afterAll(async () => {
  await superuser?.end();
  await kith?.close();
});

/** The plans of every statement inside a call. */
async function plansOf(call: string): Promise<string> {
  plans = [];
  await superuser.query(`select * from ${call}`, [ada.space.id]);
  return plans.join('\n');
}
const search = (q: string) => `kith.search($1, '${q}', null, null, null, null, null, null, null, 0, 51)`;
const SEQUENTIAL = /Seq Scan on (search_documents|search_words|contacts|notes|entries)/;

it.each([
  ['a rare word', search('bcdef'), 'search_documents_words'],
  ['two words', search('person hiking'), 'search_documents_words'],
  ['a word of 10 %', search('hiking'), 'search_documents_pkey'],
  ['a slip', search('weebr'), 'search_words_by_key'],
  ['one letter', search('p'), 'search_documents_words'],
  ['type-ahead', `kith.find_contacts($1, 'we', 1000)`, 'search_documents_words'],
  ['words of a note', `kith.find_notes($1, 'hiking', 1000)`, 'search_documents_words'],
])('%s stands on an index at 120,000 entries', async (_name, call, index) => {
  // more often than it takes PostgreSQL to choose a generic plan
  for (let i = 0; i < 7; i++) {
    const text = await plansOf(call);
    expect(text).toContain(index);
    expect(text).not.toMatch(SEQUENTIAL);
  }
});

it.each(['hiking', 'hik', 'likes hiking', 'weber'])('walks all results of %s once, though there are thousands', async (q) => {
  const words = q.split(' ');
  const [{ n }] = (
    await kith.owner.query(`select (select count(*) from entries where content ~* all ($1)) + (select count(*) from contacts where full_name ~* all ($1)) as n`, [words])
  ).rows;
  expect(Number(n)).toBeGreaterThan(10_000);
  const seen = new Set<string>();
  let cursor = '';
  let last = 2;
  do {
    const { body } = await ada.get(`/search?q=${encodeURIComponent(q)}&limit=100${cursor && `&cursor=${cursor}`}`);
    for (const { id, score } of body.data) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
      expect(score).toBeLessThanOrEqual(last);
      last = score;
    }
    cursor = body.next_cursor ?? '';
  } while (cursor);
  expect(seen.size).toBe(Number(n));
});

it('answers within the limits, far under them when nothing else runs', async () => {
  const slowest = async (path: string) => {
    const times = [];
    for (let i = 0; i < 20; i++) {
      const start = performance.now();
      expect((await ada.get(path)).status).toBe(200);
      times.push(performance.now() - start);
    }
    return times.toSorted((a, b) => a - b)[10]!;
  };
  expect(await slowest('/search?q=bcdef')).toBeLessThan(100);
  expect(await slowest('/search?q=hiking')).toBeLessThan(250);
  expect(await slowest('/search?q=weebr')).toBeLessThan(100);
  expect(await slowest('/contacts?q=we&limit=8')).toBeLessThan(100);
});
