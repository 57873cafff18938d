/**
 * `node bench/screens.ts`: what Today costs for 5,000 people with 100,000 entries, 10,000 notes and 2,000 events; what a page of a timeline costs,
 * of a space with 100,000 items and 5,000 people with birthdays, of one person with 20,000 items, and the birthdays and dates of 100,000 people,
 * through HTTP in process; and what PostgreSQL did for a timeline (planning, execution, pages read), by EXPLAIN.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import sql from 'sql-template-tag';
import { createKith } from '../src/server/app.ts';
import { calendarTimeline } from '../src/server/domains/calendar/index.ts';
import { noteTimeline } from '../src/server/domains/notes/index.ts';
import { peopleTimeline } from '../src/server/domains/people/index.ts';
import { selectItems } from '../src/server/domains/timeline/timeline.store.ts';
import { loadConfig } from '../src/server/platform/config.ts';
import { ensureOwner, migrate } from '../src/server/platform/database/migrate.ts';
import { startEmbedded } from '../src/server/platform/embedded.ts';
import type { TimelineScope } from '../src/server/platform/timeline.ts';
import { type SeededUser, seed } from './seed.ts';

const ITEMS = 100_000;
const OF_ONE = 20_000;
const EVENTS = 2_000;
const ROUNDS = 30;

type Explained = { Plan: Record<'Shared Hit Blocks' | 'Shared Read Blocks', number>; 'Planning Time': number; 'Execution Time': number };

const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
const embedded = await startEmbedded({ dataDir, log: { info: () => undefined, warn: console.error, error: console.error } });
const ownerUrl = await ensureOwner(embedded.url);
const { appUrl } = await migrate(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
/** A birthday for everybody in a space, and a wedding for every fifth; all of them known for six years. */
const giveDates = (spaceId: string) =>
  owner.query(`update contacts set created_at = now() - interval '6 years', birthday = to_char(date '1960-01-01' + (hashtext(id::text) & 16383), 'YYYY-MM-DD'),
    important_dates = case when hashtext(id::text) % 5 = 0 then jsonb_build_array(jsonb_build_object('label', 'Wedding', 'date', to_char(date '2012-01-01' + (hashtext(id::text) & 1023), 'YYYY-MM-DD'))) else '[]' end where space_id = $1`, [spaceId]);

/** Cadences, notes, proposals, and events from a year and a half ago to half a year ahead, one in twenty of them a series. */
async function liveFully({ space_id, contact_ids }: SeededUser) {
  await giveDates(space_id);
  await owner.query(`update contacts set cadence_weeks = 4, cadence_started_at = now() - (hashtext(id::text) & 63) * interval '1 day' where space_id = $1 and hashtext(id::text) % 3 = 0`, [space_id]);
  await owner.query(`insert into notes (space_id, contact_id, content, created_at) select $1, ($2::uuid[])[1 + n % 5000], repeat('Note ' || n || ' ', 40), now() - n * interval '1 hour' from generate_series(1, 10000) n`, [space_id, contact_ids]);
  await owner.query(
    `with i as (select n, ($2::uuid[])[1 + n % 5000] as c, now() + (n * 7919 % 17520 - 13140) * interval '1 hour' as at from generate_series(1, $3::int) n),
     e as (insert into events (space_id, calendar_id, title, starts_at, ends_at, time_zone, rrule, last_on)
       select $1, (select id from calendars where space_id = $1), 'Event ' || n, to_char(at, 'YYYY-MM-DD"T"HH24:00:00'), to_char(at + interval '1 hour', 'YYYY-MM-DD"T"HH24:00:00'), 'Europe/Berlin',
         case when n % 20 = 0 then (array['FREQ=WEEKLY', 'FREQ=MONTHLY', 'FREQ=DAILY', 'FREQ=YEARLY'])[1 + n / 20 % 4] end, case when n % 20 > 0 then to_char(at + interval '1 hour', 'YYYY-MM-DD') end from i returning id, title)
     insert into event_contacts (space_id, event_id, contact_id) select $1, e.id, i.c from e join i on 'Event ' || i.n = e.title`,
    [space_id, contact_ids, EVENTS],
  );
  await owner.query(`insert into proposals (space_id, note_id, contact_id, kind, key, payload) select $1, n.id, n.contact_id, 'person', 'p' || n.id, '{"full_name": "Tom Hall", "tie": null}' from notes n where n.space_id = $1 limit 300`, [space_id]);
}

let server: Awaited<ReturnType<typeof createKith>> | undefined;
try {
  const [user] = await seed(ownerUrl, { users: 1, people: 5_000, entries: 0, tags: 1 });
  const { space_id, token, contact_ids } = user!;
  const one = contact_ids[0]!;
  await giveDates(space_id);
  /** `from` items of each kind: a fifth of them of one person, the rest of everybody, over six years. */
  const load = (statement: string, share: number) => owner.query(`
    with i as (select n, case when n <= $3::int then $2::uuid else ($5::uuid[])[1 + n % 5000] end as c, now() - n * 7919 % 52560 * interval '1 hour' as at from generate_series(1, $4::int) n) ${statement}`,
    [space_id, one, OF_ONE * share, ITEMS * share, contact_ids]);
  await load(`insert into notes (space_id, contact_id, content, created_at) select $1, c, 'Note ' || n, at from i`, 0.35);
  await load(`insert into notes (space_id, contact_id, content, created_at, source) select $1, c, 'Messages ' || n, at, 'whatsapp' from i`, 0.25);
  await load(`insert into entries (space_id, contact_id, category, content, created_at) select $1, c, 'Goals', 'Entry ' || n, at from i`, 0.2);
  await load(`insert into interactions (space_id, contact_id, kind, at, text) select $1, c, 'call', at, 'Call ' || n from i`, 0.1);
  await load(`, e as (insert into events (space_id, calendar_id, title, starts_at, ends_at, time_zone, last_on, contact_id)
      select $1, (select id from calendars where space_id = $1), 'Event ' || n, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS'), to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS'), 'Europe/Berlin', to_char(at, 'YYYY-MM-DD'), c from i returning id, title)
    insert into event_contacts (space_id, event_id, contact_id) select $1, e.id, i.c from e join i on 'Event ' || i.n = e.title`, 0.1);
  await owner.query(`insert into note_mentions (space_id, note_id, contact_id, spans) select $1, id, $2, '[]' from notes where space_id = $1 and contact_id <> $2 order by id limit 5000`, [space_id, one]);
  const [busy] = await seed(ownerUrl, { users: 1, people: 5_000, entries: 20, tags: 30 }, 1);
  await liveFully(busy!);
  const [many] = await seed(ownerUrl, { users: 1, people: 100_000, entries: 0, tags: 1 }, 2);
  await giveDates(many!.space_id);
  while ((await owner.query('select kith.seal_changes(50000) as n')).rows[0].n > 0);
  await owner.query('vacuum analyze');

  server = await createKith(loadConfig({ LOG_LEVEL: 'error', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: join(dataDir, 'server') }), appUrl, {});
  const { app } = server;
  await app.ready();
  const get = async (path: string, as = token) => {
    const answer = await app.inject({ url: `/api/v1${path}`, headers: { cookie: `kith_session=${as}` } });
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body.slice(0, 300)}`);
    return answer.json() as { data?: { at: string }[]; next_cursor: string | null };
  };
  const ctx = (await server.platform.jobs.actingFor(user!.user_id, space_id))!;
  const sources = [...noteTimeline, ...peopleTimeline, ...calendarTimeline];
  /** What PostgreSQL says of the query behind a page: planning and execution at best, and the pages of 8 kB it touched. */
  async function explain(contact_id: string | null, kind: string | undefined, asked: Partial<TimelineScope>) {
    const scope = { space_id, contact_id, from: null, to: null, before: null, limit: 50, ...asked };
    const plans: Explained[] = [];
    for (let n = 0; n < 10; n++) {
      const [row] = (await selectItems({ query: (query) => ctx.query(sql`explain (analyze, buffers, timing off, format json) ${query}`) }, sources.filter((source) => (contact_id || !source.personal) && (!kind || source.kind === kind)), scope)) as unknown as { 'QUERY PLAN': Explained[] }[];
      plans.push(row!['QUERY PLAN'][0]!);
    }
    const best = (of: (plan: Explained) => number) => Math.min(...plans.map(of));
    return [best((plan) => plan['Planning Time']).toFixed(1), best((plan) => plan['Execution Time']).toFixed(1), String(plans[0]!.Plan['Shared Hit Blocks'] + plans[0]!.Plan['Shared Read Blocks'])];
  }
  const cells = (values: string[]) => console.log(values.map((value, i) => (i ? value.padStart(10) : value.padEnd(36))).join(''));
  cells(['', 'best ms', 'p50 ms', 'items', 'planning', 'execution', 'pages']);
  const measure = async (name: string, path: string, explained: string[] = [], as?: string) => {
    const took: number[] = [];
    let items = 0;
    for (let n = -5; n < ROUNDS; n++) {
      const start = performance.now();
      items = (await get(path, as)).data?.length ?? 0;
      if (n >= 0) took.push(performance.now() - start);
    }
    took.sort((a, b) => a - b);
    cells([name, took[0]!.toFixed(1), took[took.length >> 1]!.toFixed(1), String(items), ...explained]);
  };
  await measure('for scale: one tag', '/tags?limit=1');
  await measure('today', '/today', [], busy!.token);
  await measure('100,000 people, only dates', '/timeline?limit=50&kinds=date', [], many!.token);
  const then = '2023-03-01T00:00:00Z';
  for (const [name, base, id] of [['everybody', '/timeline', null], ['one person', `/contacts/${one}/timeline`, one]] as const) {
    const deep = (await get(`${base}?to=2023-03-01&limit=100`)).next_cursor!;
    const asks: [what: string, query: string, kind?: string, scope?: Partial<TimelineScope>][] = [
      ['first page', ''],
      ['three years on', `cursor=${deep}`, undefined, { before: [then, one] }],
      ['jump to a day', 'to=2023-02-28', undefined, { to: then }],
      ['one day', 'from=2023-03-01&to=2023-03-01', undefined, { from: then, to: '2023-03-02T00:00:00Z' }],
      ['the last page', 'to=2020-12-20', undefined, { to: '2020-12-21T00:00:00Z' }],
      ...['note', 'event', 'date'].map((kind): [string, string, string] => [`only ${kind}s`, `kinds=${kind}`, kind]),
    ];
    for (const [what, query, kind, scope] of asks) await measure(`${name}, ${what}`, `${base}?limit=50&${query}`, await explain(id, kind, scope ?? {}));
    await measure(`${name}, by month`, `${base}/months`);
  }
} finally {
  await server?.app.close();
  await owner.end();
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
