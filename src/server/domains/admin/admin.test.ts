import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let root: Client;
let ada: Client;
let ben: Client;
beforeAll(async () => {
  kith = await testKith({ LOG_LEVEL: 'silent' }); // faults are made on purpose
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
const CSV = 'Contact Name,Category,Content\nNew Person,Goals,Learn the cello\n';
const importCsv = (userId: string, content = CSV, fields: Record<string, string> = {}, client = root) => client.upload('POST', `/admin/users/${userId}/import/csv`, 'file', { name: 'theirs.csv', content, type: 'text/csv' }, fields);
const namesOf = async (client: Client) => (await client.get('/contacts')).body.data.map((person: { full_name: string }) => person.full_name).toSorted();

describe('CSV of one user', () => {
  it('is what they would export themselves; they are told', async () => {
    const theirs = (await ada.get('/export/csv')).body;
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

  it('a large one is imported at once too, since no job of the admin may enter the space', async () => {
    const rows = Array.from({ length: 4_000 }, (_, i) => `Person ${i},Goals,"${'x'.repeat(300)} ${i}"`).join('\n');
    const person = await signUp(kith);
    const answer = await importCsv(person.user.id, `Contact Name,Category,Content\n${rows}\n`);
    expect(answer.body).toMatchObject({ success: true, counts: { people_created: 4_000 } });
    expect((await person.get('/contacts/count')).body.count).toBe(4_000);
    await root.delete(`/admin/users/${person.user.id}`, { username: person.user.username });
  }, 60_000);

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

it('the overview counts accounts and storage, and tells nothing else', async () => {
  await root.post('/admin/users', { username: 'later' });
  const { overview } = (await root.get('/admin/overview')).body;
  expect(overview).toMatchObject({ users: 4, admins: 1, disabled: 0, waiting: 1, people: 2, entries: 1, notes: 0 });
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
