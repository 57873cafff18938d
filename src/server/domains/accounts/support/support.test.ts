import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fill, kindOf, makeThings, send, type Things } from '../../../../../test/generated/feed.ts';
import { type Document, documentOf, idPlaces, type Route, routesOf } from '../../../../../test/generated/routes.ts';
import { snapshot } from '../../../../../test/generated/snapshot.ts';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { openPage } from '../../../../../test/sockets.ts';

let kith: TestKith;
let url: string;
let root: Client;
let ada: Client;
let contact: { id: string };
let document: Document;
let routes: Route[];
beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
  root = await signUp(kith, 'root');
  await root.patch('/auth/profile', { full_name: 'Rosa Root' });
  ada = await signUp(kith, 'ada');
  contact = (await ada.post('/contacts', { full_name: 'Quetzal Person' })).body.contact;
  document = documentOf(kith);
  routes = routesOf(document);
});
afterAll(() => kith.close());
beforeEach(async () => {
  await kith.owner.query('update support_access set ended_at = now() where ended_at is null');
});

const REASON = 'Ada says that a person is missing';
const open = async (admin = root, person = ada) => (await admin.post(`/admin/users/${person.user.id}/access`, { reason: REASON })).body.access as { id: string; space_id: string };
const into = (client: Client, space = ada.space.id): Client => Object.assign(kith.client(), { cookie: client.cookie, user: client.user, headers: { ...client.headers, 'kith-space': space } });
const sees = async (client: Client) => (await client.get(`/contacts/${contact.id}`)).status;
const another = async (name: string) => {
  const client = await signUp(kith, name);
  await kith.owner.query(`update users set role = 'admin' where id = $1`, [client.user.id]);
  await client.post('/auth/login', { username: name, password: PASSWORD });
  return client;
};

describe('what an admin may read', () => {
  it('nothing before an access is opened; then people, notes, graph and analytics of that space, for half an hour', async () => {
    const looking = into(root);
    expect((await looking.get('/contacts')).status).toBe(404);
    const answer = await root.post(`/admin/users/${ada.user.id}/access`, { reason: `  ${REASON} ` });
    expect(answer.body.access).toMatchObject({ space_id: ada.space.id, reason: REASON });
    expect(Date.parse(answer.body.access.expires_at) - Date.now()).toBeLessThanOrEqual(30 * 60_000);
    expect((await root.get(`/admin/users/${ada.user.id}`)).body.access).toEqual(answer.body.access);
    expect((await looking.get('/contacts')).body.data.map((person: { full_name: string }) => person.full_name)).toEqual(['Quetzal Person']);
    for (const path of ['/graph-data', '/analytics/network', '/notes', `/contacts/${contact.id}/entries`]) expect((await looking.get(path)).status, path).toBe(200);
    expect((await looking.get('/auth/session')).body).toMatchObject({ user: { username: 'root' }, space: { id: ada.space.id, role: 'viewer' }, support: { id: answer.body.access.id, person: 'ada' } });
    expect((await root.get('/auth/session')).body.support).toBeNull();
    expect((await root.get('/contacts')).body.data).toEqual([]);
    expect((await root.get('/spaces')).body.data).toHaveLength(1);
  });

  it('every route: only reads of what is open pass; every write and all the rest answers 403 and changes nothing', async () => {
    const things = await makeThings(kith, ada, 'Walked');
    await open();
    const own = await makeThings(kith, root, 'Own', ['contact']);
    // the worker that looks each minute changes these by itself
    for (const table of ['event_ends', 'date_looks', 'event_reminders']) await kith.owner.query(`update ${table} set look_at = 'infinity'`);
    const spaces = [ada.space.id];
    const data = () => snapshot(kith.owner, { spaces, users: [] });
    const before = await data();
    const thing = (route: Route, things: Things, kind: string) => things[kind] ?? expect.fail(`${route.name}: no ${kind}`);
    const passed: string[] = [];
    const wrong: string[] = [];
    for (const route of routes.filter((candidate) => !candidate.public)) {
      const looking = into(root);
      const answer = await send(looking, fill(document, route, idPlaces(document, route), (place) => thing(route, things, kindOf(route, place)), { ...own, ...things }));
      if (answer.status < 300 && route.reads) passed.push(route.name);
      else if (answer.status !== 403) wrong.push(`${route.name} answers ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
      expect(await data(), route.name).toEqual(before);
    }
    expect(wrong).toEqual([]);
    expect(passed.length).toBeGreaterThan(25);
    expect(passed.filter((name) => /export|vcard|import|messages|audio|recording|calendar|changes|\/actions|audit|telegram|jobs|search|timeline|briefing|spaces|api-keys|sessions|admin/.test(name))).toEqual([]);
  }, 60_000);

  it('the database refuses a write even if the server asked for one', async () => {
    await open();
    const tenant = { user_id: root.user.id, read_spaces: [ada.space.id], write_spaces: [], channel: 'admin', action_id: crypto.randomUUID() };
    expect(await kith.platform.database.read(tenant, sql`select id from contacts where id = ${contact.id}`)).toHaveLength(1);
    expect(await kith.platform.database.tx(tenant, (tx) => tx.query(sql`update contacts set full_name = 'Taken' where id = ${contact.id} returning id`))).toEqual([]);
    await expect(kith.platform.database.tx(tenant, (tx) => tx.query(sql`insert into contacts (space_id, full_name) values (${ada.space.id}, 'Planted')`))).rejects.toThrow(/row-level security/);
    for (const table of ['support_access', 'support_reads']) await expect(kith.platform.database.tx(tenant, (tx) => tx.query(sql`delete from ${raw(table)}`)), table).rejects.toThrow(/permission denied/);
  });
});

describe('who may use it', () => {
  it('no other admin, no key, no token, no session that was left alone, no user', async () => {
    const { key } = (await root.post('/auth/api-keys', { name: 'key', scopes: ['read', 'write'] })).body;
    const token = (await kith.client().post('/auth/token', { username: 'root', password: PASSWORD })).body.access_token;
    const other = await another('other_admin');
    const bearer = (value: string) => Object.assign(kith.client(), { headers: { authorization: `Bearer ${value}` }, user: root.user });
    await open();
    expect(await sees(into(root))).toBe(200);
    for (const [who, client] of Object.entries({ other, key: bearer(key), token: bearer(token), user: await signUp(kith) })) expect(await sees(into(client)), who).toBe(404);
    const idle = Object.assign(kith.client(), { user: root.user });
    await idle.post('/auth/login', { username: 'root', password: PASSWORD });
    expect(await sees(into(idle))).toBe(200);
    await kith.owner.query(`update sessions set last_used_at = now() - interval '31 minutes' where id = (select id from sessions where user_id = $1 order by id desc limit 1)`, [root.user.id]);
    await expect.poll(() => sees(into(idle))).toBe(404);
  });

  it('not beyond its end: neither expired, nor ended by the person, nor by the admin, nor after the admin is no admin any more', async () => {
    const looking = into(root);
    await open();
    expect(await sees(looking)).toBe(200);
    // the clock alone, without any change that would be announced
    await kith.owner.query(`alter table support_access disable trigger access_changed; update support_access set expires_at = now() + interval '3 seconds' where ended_at is null; alter table support_access enable trigger access_changed`);
    expect(await sees(looking)).toBe(200);
    await expect.poll(() => sees(looking)).toBe(404);

    for (const ending of [ada, root]) {
      const { id } = await open();
      expect(await sees(looking)).toBe(200);
      expect((await ending.delete(`/auth/support-access/${id}`)).status).toBe(204);
      expect(await sees(looking)).toBe(404);
      expect((await ending.delete(`/auth/support-access/${id}`)).status).toBe(404);
    }

    const short = await another('short_admin');
    await open(short);
    expect(await sees(into(short))).toBe(200);
    await root.patch(`/admin/users/${short.user.id}`, { role: 'user' });
    await short.post('/auth/login', { username: 'short_admin', password: PASSWORD });
    expect(await sees(into(short))).toBe(404);
    await root.patch(`/admin/users/${short.user.id}`, { role: 'admin' });
    await short.post('/auth/login', { username: 'short_admin', password: PASSWORD });
    expect(await sees(into(short))).toBe(200);
    await root.patch(`/admin/users/${short.user.id}`, { disabled: true });
    expect(await sees(into(short))).toBe(401);
  });

  it('opened again it replaces the former one; 422 to oneself, 404 to nobody, 400 without a reason, 403 for a user', async () => {
    const first = await open();
    const second = await open();
    expect(second.id).not.toBe(first.id);
    expect((await ada.get('/auth/support-access')).body.data.filter((access: { active: boolean }) => access.active)).toHaveLength(1);
    expect((await root.post(`/admin/users/${root.user.id}/access`, { reason: REASON })).status).toBe(422);
    expect((await root.post(`/admin/users/${crypto.randomUUID()}/access`, { reason: REASON })).status).toBe(404);
    for (const reason of [undefined, '', '   a  ']) expect((await root.post(`/admin/users/${ada.user.id}/access`, { reason })).status).toBe(400);
    expect((await ada.post(`/admin/users/${root.user.id}/access`, { reason: REASON })).status).toBe(403);
  });

  it('nobody else ends or reads it', async () => {
    const { id } = await open();
    const eve = await signUp(kith, 'eve');
    expect((await eve.delete(`/auth/support-access/${id}`)).status).toBe(404);
    expect((await eve.get(`/auth/support-access/${id}/reads`)).status).toBe(404);
    expect((await eve.get('/auth/support-access')).body.data).toEqual([]);
    expect((await root.get(`/auth/support-access/${id}/reads`)).status).toBe(404);
    expect(await sees(into(root))).toBe(200);
  });
});

describe('what the person sees', () => {
  it('who, why, until when, and every request; also what was refused is not hidden', async () => {
    const person = await signUp(kith, 'watchful');
    const { body } = await person.post('/contacts', { full_name: 'Somebody' });
    const { id } = await open(root, person);
    const looking = into(root, person.space.id);
    await looking.get('/contacts?q=some');
    await looking.get(`/contacts/${body.contact.id}`);
    await looking.post('/contacts', { full_name: 'Planted' });
    const [access] = (await person.get('/auth/support-access')).body.data;
    expect(access).toMatchObject({ id, admin_name: 'Rosa Root', reason: REASON, active: true, reads: 2, ended_at: null });
    const first = (await person.get(`/auth/support-access/${id}/reads?limit=1`)).body;
    const rest = (await person.get(`/auth/support-access/${id}/reads?limit=1&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...rest.data].map((read: { route: string }) => read.route)).toEqual([`GET /contacts/${body.contact.id}`, 'GET /contacts']);
    expect((await person.get('/auth/security-events')).body.data[0]).toMatchObject({ kind: 'support_access', detail: `Rosa Root: ${REASON}` });
    // it stays when the admin is gone
    const temp = await another('temp_admin');
    await open(temp, person);
    await root.delete(`/admin/users/${temp.user.id}`, { username: 'temp_admin' });
    expect((await person.get('/auth/support-access')).body.data[0]).toMatchObject({ admin_name: 'temp_admin', active: true });
    expect((await person.get('/contacts')).body.data).toHaveLength(1);
  });
});

describe('sockets', () => {
  it('hear what changes, nothing of jobs, and are closed at the moment the access ends', async () => {
    const { id } = await open();
    const page = await openPage(url, root, { space_id: ada.space.id });
    const { contact: made } = (await ada.post('/contacts', { full_name: 'Fresh' })).body;
    await page.until('changes', (event) => event.changes.some((change: { row_id: string }) => change.row_id === made.id));
    await kith.owner.query(`insert into jobs (space_id, user_id, kind, state, message) values ($1, $2, 'test', 'running', 'private')`, [ada.space.id, ada.user.id]);
    await ada.post('/contacts', { full_name: 'After the job' });
    await page.until('changes', (event) => event.changes.every((change: { row_id: string }) => change.row_id !== made.id));
    expect(page.all('job')).toEqual([]);
    const before = performance.now();
    await ada.delete(`/auth/support-access/${id}`);
    expect(await page.until('closing')).toEqual({ reason: 'membership' });
    expect(performance.now() - before).toBeLessThan(10_000);
    await expect(openPage(url, root, { space_id: ada.space.id })).rejects.toThrow('This space does not exist.');
  });

  it('are closed when it expires, and not opened for another admin or a user', async () => {
    await open();
    const other = await another('socket_admin');
    for (const client of [other, await signUp(kith)]) await expect(openPage(url, client, { space_id: ada.space.id })).rejects.toThrow('This space does not exist.');
    const page = await openPage(url, root, { space_id: ada.space.id });
    await kith.owner.query(`update support_access set expires_at = now() + interval '300 milliseconds' where ended_at is null`);
    await page.until('closing');
  });
});
