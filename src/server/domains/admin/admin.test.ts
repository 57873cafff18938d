import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';

let kith: TestKith;
let root: Client;
let ada: Client;
let ben: Client;
beforeAll(async () => {
  kith = await testKith({ LOG_LEVEL: 'silent' }); // faults are made on purpose
  await kith.start();
  root = await signUp(kith, 'root');
  await root.patch('/auth/profile', { full_name: 'Rosa Root' });
  ada = await signUp(kith, 'ada');
  ben = await signUp(kith, 'ben');
  const { contact } = (await ada.post('/contacts', { full_name: 'Ida Sample' })).body;
  await ada.post(`/contacts/${contact.id}/entries`, { category: 'Goals', content: 'Wants, "a boat"' });
  await ben.post('/contacts', { full_name: 'Otto' });
});
afterAll(() => kith.close());

const events = async (client: Client) => (await client.get('/auth/security-events?limit=100')).body.data as { kind: string; detail: string }[];
const done = (jobId: string) =>
  eventually(async () => {
    const { job } = (await root.get(`/jobs/${jobId}`)).body;
    if (job.state === 'failed') throw new Error(job.error);
    return job.state === 'completed' && job.result;
  }, 60_000);
const CSV = 'Contact Name,Category,Content\nNew Person,Goals,Learn the cello\n';
const importCsv = (userId: string, content = CSV, fields: Record<string, string> = {}, client = root) => client.upload('POST', `/admin/users/${userId}/import/csv`, 'file', { name: 'theirs.csv', content, type: 'text/csv' }, fields);
const namesOf = async (client: Client) => (await client.get('/contacts')).body.data.map((person: { full_name: string }) => person.full_name).toSorted();

describe('CSV of one user', () => {
  it('is what they would export themselves; they are told', async () => {
    const theirs = (await ada.get('/export/csv?done=true')).body;
    const answer = await root.get(`/admin/users/${ada.user.id}/export/csv`);
    expect(answer.body).toBe(theirs);
    expect(answer.headers['content-disposition']).toMatch(/_ada\.csv"$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await events(ada))[0]).toMatchObject({ kind: 'admin_export', detail: 'Rosa Root: people as CSV' });
    expect((await root.get(`/admin/users/${ada.user.id}/export/csv?bom=true`)).body.startsWith('\uFEFF')).toBe(true);
  });

  it('comes in under the admin’s name and channel; the person sees it in their activity and takes it back', async () => {
    const dry = await importCsv(ben.user.id, CSV, { dry_run: 'true' });
    expect(dry.body).toMatchObject({ dry_run: true, counts: { people_created: 1 } });
    expect(await namesOf(ben)).toEqual(['Otto']);
    const answer = await importCsv(ben.user.id);
    expect(answer.body).toMatchObject({ success: true, counts: { people_created: 1, entries: 1 } });
    expect(await namesOf(ben)).toEqual(['New Person', 'Otto']);
    expect(await namesOf(root)).toEqual([]);
    const [action] = (await ben.get('/actions')).body.data;
    expect(action).toMatchObject({ id: answer.body.action_id, channel: 'admin', actor_id: root.user.id, actor_name: 'Rosa Root', undoable: true });
    expect((await events(ben))[0]).toMatchObject({ kind: 'admin_import', detail: 'Rosa Root: theirs.csv' });
    expect((await ben.post(`/import/undo/${answer.body.import_id}`)).status).toBe(200);
    expect(await namesOf(ben)).toEqual(['Otto']);
  });

  it('a large one is a job of the admin, who sees how far it is; the person sees what came', async () => {
    const rows = Array.from({ length: 4_000 }, (_, i) => `Person ${i},Goals,"${'x'.repeat(300)} ${i}"`).join('\n');
    const person = await signUp(kith);
    const queued = await importCsv(person.user.id, `Contact Name,Category,Content\n${rows}\n`);
    expect(queued).toMatchObject({ status: 202, body: { job_id: expect.any(String) } });
    const result = await done(queued.body.job_id);
    expect(result).toMatchObject({ success: true, counts: { people_created: 4_000 }, users: [{ username: person.user.username, counts: { people_created: 4_000 } }] });
    expect((await person.get('/contacts/count')).body.count).toBe(4_000);
    expect((await person.get(`/jobs/${queued.body.job_id}`)).status).toBe(404);
    expect((await person.get('/actions')).body.data[0]).toMatchObject({ channel: 'admin', actor_name: 'Rosa Root' });
    expect((await events(person))[0]).toMatchObject({ kind: 'admin_import', detail: 'Rosa Root: theirs.csv' });
    expect((await kith.owner.query('select 1 from files where space_id = $1', [root.space.id])).rowCount).toBe(0);
    expect((await person.post(`/import/undo/${result.users[0].import_id}`)).status).toBe(200);
    expect((await person.get('/contacts/count')).body.count).toBe(0);
    await root.delete(`/admin/users/${person.user.id}`, { username: person.user.username });
  }, 90_000);

  it('404 for nobody, 403 for a user, 422 for a file that is no CSV of Kith, and nobody is told of what did not happen', async () => {
    expect((await root.get(`/admin/users/${crypto.randomUUID()}/export/csv`)).status).toBe(404);
    expect((await importCsv(crypto.randomUUID())).status).toBe(404);
    expect((await ada.get(`/admin/users/${ben.user.id}/export/csv`)).status).toBe(403);
    expect((await importCsv(ben.user.id, CSV, {}, ada)).status).toBe(403);
    const before = (await events(ben)).length;
    expect((await importCsv(ben.user.id, 'nothing,of,ours\n1,2,3\n')).status).toBe(422);
    expect(await events(ben)).toHaveLength(before);
  });
});

it('CSV of all: the user first, everybody in it, everybody told', async () => {
  const answer = await root.get('/admin/export/csv');
  const lines = answer.body.trimEnd().split('\r\n') as string[];
  expect(lines[0]).toMatch(/^User,Contact ID,Contact Name,/);
  expect(lines.slice(1).map((line) => line.split(',')).map(([user, , name]) => [user, name])).toEqual([['ada', 'Ida Sample'], ['ben', 'Otto']]);
  expect(answer.body).toContain('"Wants, ""a boat"""');
  for (const client of [ada, ben]) expect((await events(client))[0]).toMatchObject({ kind: 'admin_export', detail: 'Rosa Root: people of all users as CSV' });
  expect((await ada.get('/admin/export/csv')).status).toBe(403);
});

describe('CSV of all, imported', () => {
  const importAll = (content: string, fields: Record<string, string> = {}, client = root) => client.upload('POST', '/admin/import/csv', 'file', { name: 'all.csv', content, type: 'text/csv' }, fields);
  const exported = async () => (await root.get('/admin/export/csv')).body as string;

  it('export, import, export is the same; and into another Kith the same but for the ids', async () => {
    await ben.post('/contacts', { full_name: 'Åsa "Ace" Öberg', tier: 1 });
    const file = await exported();
    expect((await importAll(file)).body).toMatchObject({ success: true, error_count: 0, counts: { people_created: 0, entries: 0, people_updated: 0 } });
    expect(await exported()).toBe(file);

    const other = await testKith();
    try {
      const admin = await signUp(other, 'root');
      for (const name of ['ada', 'ben']) await signUp(other, name);
      const answer = await admin.upload('POST', '/admin/import/csv', 'file', { name: 'all.csv', content: file });
      expect(answer.body).toMatchObject({ error_count: 0, users: [{ username: 'ada', counts: { people_created: 1, entries: 1 } }, { username: 'ben', counts: { people_created: 2 } }] });
      const withoutIds = (text: string) => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
      expect(withoutIds((await admin.get('/admin/export/csv')).body)).toBe(withoutIds(file));
    } finally {
      await other.close();
    }
  });

  it('is looked at first, leaves out rows of nobody by line, and each undoes their own part', async () => {
    const file = 'User,Contact Name,Category,Content\r\nada,From Above,Goals,Sail\r\nnobody,Stray,Goals,Sail\r\n,Nameless,Goals,Sail\r\nBEN,Also Above,,\r\nada,From Above,Goals,Sing\r\nada,Bad Tier,Nonsense,x\r\n';
    const expected = { error_count: 3, counts: { people_created: 2, entries: 2 }, errors: [{ line: 3, column: 'User' }, { line: 4, column: 'User' }, { line: 7, column: 'Category' }], users: [{ username: 'ada' }, { username: 'ben' }] };
    const before = await exported();
    expect((await importAll(file, { dry_run: 'true' })).body).toMatchObject({ ...expected, dry_run: true, action_id: null });
    expect(await exported()).toBe(before);
    expect((await events(ada))[1]).toMatchObject({ kind: 'admin_import', detail: 'Rosa Root: looked what all.csv would change' });

    const { body } = await importAll(file);
    expect(body).toMatchObject(expected);
    expect(await namesOf(ada)).toEqual(['From Above', 'Ida Sample']);
    expect(await namesOf(ben)).toContain('Also Above');
    expect(await namesOf(root)).toEqual([]);
    for (const [client, n] of [[ada, 0], [ben, 1]] as const) {
      expect((await client.get('/actions')).body.data[0]).toMatchObject({ id: body.action_id, channel: 'admin', actor_name: 'Rosa Root', undoable: true });
      expect((await events(client))[0]).toMatchObject({ kind: 'admin_import', detail: 'Rosa Root: all.csv' });
      const { import: record } = (await client.get(`/imports/${body.users[n].import_id}`)).body;
      expect(JSON.stringify(record)).not.toContain(client === ada ? 'Also' : 'From');
    }
    expect((await ada.get(`/imports/${body.users[1].import_id}`)).status).toBe(404);
    expect((await ada.post(`/import/undo/${body.users[0].import_id}`)).status).toBe(200);
    expect(await namesOf(ada)).toEqual(['Ida Sample']);
    expect(await namesOf(ben)).toContain('Also Above');
    expect((await ben.post('/undo', { action_id: body.action_id })).status).toBe(200);
    expect(await exported()).toBe(before);
  });

  it('is all or nothing, and only for an admin', async () => {
    const before = await exported();
    const seen = (await events(ada)).length;
    expect(await importAll('User,Contact Name\nada,Good\nben,"Open\n')).toMatchObject({ status: 422, body: { error_code: 'unreadable' } });
    expect(await importAll('Contact Name,Tier\nGood,1\n')).toMatchObject({ status: 422, body: { error: expect.stringContaining('User') } });
    expect(await exported()).toBe(before);
    expect((await events(ada)).length - seen).toBe(1); // of the export
    expect((await importAll('User,Contact Name\nada,Good\n', {}, ada)).status).toBe(403);
  });

  it('a large one that is cancelled leaves nothing, and nobody is told', async () => {
    const before = await exported();
    const seen = (await events(ada)).length;
    const content = `User,Contact Name,Category,Content\n${['ada', 'ben'].flatMap((user) => Array.from({ length: 2_000 }, (_, i) => `${user},Much ${i},Goals,"${'x'.repeat(300)}"`)).join('\n')}\n`;
    for (const dry_run of ['true', 'false']) {
      const other = await kith.owner.connect(); // an import of Ben's own that takes its time
      await other.query(`select pg_advisory_lock(hashtextextended('import ' || $1, 0))`, [ben.space.id]);
      const { job_id, space_id } = (await importAll(content, { dry_run })).body;
      expect(space_id).toBe(root.space.id);
      const progress = await eventually(async () => {
        const { job } = (await root.get(`/jobs/${job_id}`)).body;
        expect(['queued', 'running']).toContain(job.state);
        return job.progress;
      }, 60_000);
      expect(progress).toBeGreaterThan(0);
      expect((await ada.post(`/jobs/${job_id}/cancel`)).status).toBe(404);
      expect((await root.post(`/jobs/${job_id}/cancel`)).status).toBe(200);
      other.release(true);
      await eventually(async () => (await root.get(`/jobs/${job_id}`)).body.job.state === 'cancelled', 60_000);
      expect((await root.get(`/jobs/${job_id}`)).body.job.result).toBeNull();
    }
    expect((await kith.owner.query(`select 1 from contacts where full_name like 'Much %'`)).rowCount).toBe(0);
    expect((await kith.owner.query('select 1 from files where space_id = $1', [root.space.id])).rowCount).toBe(0);
    for (const client of [ada, ben]) expect((await client.get('/imports')).body.data.filter((one: { file_name: string; counts: { rows: number } }) => one.file_name === 'all.csv' && one.counts.rows > 1_000)).toEqual([]);
    expect((await events(ada)).length).toBe(seen);
    expect(await exported()).toBe(before);
  }, 120_000);

  it('a large one is a job; two at once, with the users the other way round, both come in', async () => {
    const rows = (users: string[], of: string) => users.flatMap((user) => Array.from({ length: 2_000 }, (_, i) => `${user},${of} ${i},Goals,"${'x'.repeat(300)}"`));
    const files = [rows(['ada', 'ben'], 'First'), rows(['ben', 'ada'], 'Second')].map((some) => `User,Contact Name,Category,Content\n${some.join('\n')}\n`);
    const queued = await Promise.all(files.map((file) => importAll(file)));
    expect(queued.map(({ status }) => status)).toEqual([202, 202]);
    for (const { body } of queued) expect(await done(body.job_id)).toMatchObject({ error_count: 0, counts: { people_created: 4_000 } });
    for (const client of [ada, ben]) for (const action of (await client.get('/actions')).body.data.slice(0, 2)) expect((await client.post('/undo', { action_id: action.id })).status).toBe(200);
    expect(await namesOf(ada)).toEqual(['Ida Sample']);
  }, 120_000);
});

it('the overview counts accounts and storage, and tells nothing else', async () => {
  await root.post('/admin/users', { username: 'later' });
  const { overview } = (await root.get('/admin/overview')).body;
  expect(overview).toMatchObject({ users: 4, admins: 1, disabled: 0, waiting: 1, people: 3, entries: 1, notes: 0 });
  expect(overview.active_week).toBeGreaterThanOrEqual(3);
  expect(overview.database_bytes).toBeGreaterThan(1_000_000);
  expect(overview.tables).toHaveLength(12);
  expect(overview.tables.map((table: { bytes: number }) => table.bytes)).toEqual(overview.tables.map((table: { bytes: number }) => table.bytes).toSorted((a: number, b: number) => b - a));
  expect(JSON.stringify(overview)).not.toContain('Ida');
});

describe('faults', () => {
  it('are counted by route and kind, without a word of what they were about; the newest 500 are kept', async () => {
    await kith.owner.query('alter table tags rename column color to colour');
    for (let i = 0; i < 3; i++) expect((await ada.post('/tags', { name: `Private ${i}` })).status).toBe(500);
    await kith.owner.query('alter table tags rename column colour to color');
    await expect.poll(async () => (await root.get('/admin/errors')).body.data[0]).toMatchObject({ route: 'POST /api/v1/tags', code: '42703', count: 3 });
    expect(JSON.stringify((await root.get('/admin/errors')).body)).not.toContain('Private');
    await kith.owner.query(`insert into error_log (route, code, count, last_seen_at) select 'GET /old/' || i, 'Error', 1, now() - interval '1 hour' from generate_series(1, 600) i`);
    await kith.owner.query(`select kith.note_faults(array['GET /new'], array['TypeError'], array[2])`);
    expect((await kith.owner.query('select count(*)::int as n from error_log')).rows[0].n).toBe(500);
    const first = (await root.get('/admin/errors?limit=1')).body;
    const next = (await root.get(`/admin/errors?limit=1&cursor=${first.next_cursor}`)).body;
    expect([first.data[0].route, next.data[0].route]).toEqual(['GET /new', 'POST /api/v1/tags']);
    expect((await ada.get('/admin/errors')).status).toBe(403);
  });
});
