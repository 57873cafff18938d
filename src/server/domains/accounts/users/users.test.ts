import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let root: Client;
beforeAll(async () => {
  kith = await testKith();
  root = await signUp(kith, 'root');
  await root.patch('/auth/profile', { full_name: 'Rosa Root' });
});
afterAll(() => kith.close());

const FRESH = 'violet-harbour-lantern-3';
const userOf = async (id: string) => (await root.get(`/admin/users/${id}`)).body.user;
const create = async (body: object = {}) => (await root.post('/admin/users', { username: `made_${crypto.randomUUID().slice(0, 8)}`, ...body })).body;
const setPassword = (token: string, new_password = FRESH) => kith.client().post(`/auth/password-link/${token}`, { new_password });
const signIn = async (username: string, password: string) => {
  const client = kith.client();
  const { status } = await client.post('/auth/login', { username, password });
  return Object.assign(client, { status });
};
const live = async (client: Client) => (await client.get('/auth/session')).status;
const kinds = async (client: Client) => (await client.get('/auth/security-events')).body.data.map((event: { kind: string }) => event.kind);

describe('GET /admin/users', () => {
  it('counts what is in each personal space, and tells nothing of it', async () => {
    const ada = await signUp(kith, 'ada_counts');
    const { contact } = (await ada.post('/contacts', { full_name: 'Xanthippe Secret' })).body;
    await ada.post('/notes', { contact_id: contact.id, content: 'Likes olives.' });
    await ada.post(`/contacts/${contact.id}/entries`, { category: 'Goals', content: 'Wants a boat' });
    const answer = await root.get('/admin/users?q=ADA_c');
    expect(answer.body.data).toEqual([expect.objectContaining({ username: 'ada_counts', role: 'user', state: 'active', people: 1, notes: 1, entries: 1, shared_spaces: 0, storage_bytes: 0 })]);
    expect(Date.parse(answer.body.data[0].last_active_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(JSON.stringify(answer.body)).not.toMatch(/Xanthippe|olives|boat|password|hash/);
    const client = await signUp(kith, 'big_files');
    await kith.owner.query(`insert into files (space_id, name, content_type, size, sha256) values ($1, 'memo', 'audio/ogg', 5000000000, '')`, [client.space.id]);
    expect(await userOf(client.user.id)).toMatchObject({ storage_bytes: 5_000_000_000 });
  });

  it('finds by name and email, and goes page by page in the order of names', async () => {
    for (const name of ['page_c', 'Page_a', 'page_b']) await signUp(kith, name);
    await root.post('/admin/users', { username: 'zed', email: 'zed@Example.org', full_name: 'Élodie Dupont' });
    expect((await root.get('/admin/users?q=elodie')).body.data.map((user: { username: string }) => user.username)).toEqual(['zed']);
    expect((await root.get('/admin/users?q=ZED@example')).body.data).toHaveLength(1);
    expect((await root.get('/admin/users?q=%25')).body.data).toEqual([]);
    const first = (await root.get('/admin/users?q=page_&limit=2')).body;
    const rest = (await root.get(`/admin/users?q=page_&limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...rest.data].map((user: { username: string }) => user.username)).toEqual(['Page_a', 'page_b', 'page_c']);
  });

  it('403 for whoever is no admin, 401 for an admin who was away for half an hour, 403 for a key', async () => {
    const user = await signUp(kith);
    expect((await user.get('/admin/users')).status).toBe(403);
    const { key: token } = (await root.post('/auth/api-keys', { name: 'key', scopes: ['read', 'write'] })).body;
    expect((await Object.assign(kith.client(), { headers: { authorization: `Bearer ${token}` } }).get('/admin/users')).body.error_code).toBe('scope');
    const away = await signIn('root', PASSWORD);
    await kith.owner.query(`update sessions set last_used_at = now() - interval '31 minutes' where id = (select id from sessions where user_id = $1 order by created_at desc limit 1)`, [root.user.id]);
    await expect.poll(async () => (await away.get('/admin/users')).body.error_code).toBe('reauthenticate');
  });
});

describe('POST /admin/users', () => {
  it('201: an account nobody can sign in to until its owner has set a password with the link, once', async () => {
    const { user, link } = await create({ username: 'newbie', email: 'newbie@example.org', full_name: 'New Bie', role: 'admin' });
    expect(user).toMatchObject({ username: 'newbie', email: 'newbie@example.org', role: 'admin', state: 'waiting', people: 0 });
    const { rows } = await kith.owner.query('select json_agg(l)::text as everything from password_links l');
    expect(rows[0].everything).not.toContain(link.token);
    expect((await kith.client().get(`/auth/password-link/${link.token}`)).body).toEqual({ link: { username: 'newbie', expires_at: expect.any(String) } });
    expect((await setPassword(link.token, 'password1')).body).toMatchObject({ error_code: 'weak_password', field: 'new_password' });
    const answers = await Promise.all([setPassword(link.token), setPassword(link.token), setPassword(link.token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404]);
    expect((await kith.client().get(`/auth/password-link/${link.token}`)).status).toBe(404);
    const client = await signIn('newbie', FRESH);
    expect(client.status).toBe(200);
    expect((await client.get('/contacts')).body.data).toEqual([]);
    expect(await userOf(user.id)).toMatchObject({ state: 'active' });
    expect(await kinds(client)).toEqual(expect.arrayContaining(['password_link', 'password_changed']));
    await root.delete(`/admin/users/${user.id}`, { username: 'newbie' });
  });

  it('the link ends sessions and tokens; API keys go on, and the person is told', async () => {
    const client = await signUp(kith, 'reset');
    const { key } = (await client.post('/auth/api-keys', { name: 'key', scopes: ['read'] })).body;
    const program = (await kith.client().post('/auth/token', { username: 'reset', password: PASSWORD })).body;
    const { link } = (await root.post(`/admin/users/${client.user.id}/reset-link`)).body;
    expect((await client.get('/contacts')).status).toBe(200); // until it is used
    expect((await setPassword(link.token)).status).toBe(204);
    expect([(await client.get('/contacts')).status, (await kith.client().post('/auth/token/refresh', { refresh_token: program.refresh_token })).status]).toEqual([401, 401]);
    expect((await kith.client().get('/contacts', { authorization: `Bearer ${program.access_token}` })).status).toBe(401);
    expect((await kith.client().get('/contacts', { authorization: `Bearer ${key}` })).status).toBe(200);
    const again = await signIn('reset', FRESH);
    expect((await again.get('/auth/security-events')).body.data).toContainEqual(expect.objectContaining({ kind: 'password_changed', detail: 'With a link; 1 API key goes on working' }));
    await root.delete(`/admin/users/${client.user.id}`, { username: 'reset' });
  });

  it('409 for a name or email that is taken, 422 for a zone, 400 for a role', async () => {
    await signUp(kith, 'taken');
    expect((await root.post('/admin/users', { username: 'TAKEN' })).body.error_code).toBe('username_taken');
    await create({ email: 'one@example.org' });
    expect((await root.post('/admin/users', { username: 'other', email: 'ONE@example.org' })).body.error_code).toBe('email_taken');
    expect((await root.post('/admin/users', { username: 'zone', time_zone: 'Mars/Base' })).status).toBe(422);
    expect((await root.post('/admin/users', { username: 'zone', role: 'owner' })).status).toBe(400);
  });
});

describe('reset links', () => {
  it('end every session and token, refuse the last five passwords, and the newest voids the older', async () => {
    const client = await signUp(kith, 'forgetful');
    const program = (await kith.client().post('/auth/token', { username: 'forgetful', password: PASSWORD })).body;
    const [first, second] = [await root.post(`/admin/users/${client.user.id}/reset-link`), await root.post(`/admin/users/${client.user.id}/reset-link`)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(Date.parse(second.body.link.expires_at) - Date.now()).toBeLessThanOrEqual(86_400_000);
    expect((await setPassword(first.body.link.token)).status).toBe(404);
    expect((await setPassword(second.body.link.token, PASSWORD)).body.error_code).toBe('used_password');
    expect(await live(client)).toBe(200);
    expect((await setPassword(second.body.link.token)).status).toBe(204);
    expect([await live(client), (await kith.client().post('/auth/token/refresh', { refresh_token: program.refresh_token })).status]).toEqual([401, 401]);
    expect([(await signIn('forgetful', PASSWORD)).status, (await signIn('forgetful', FRESH)).status]).toEqual([401, 200]);
  });

  it('404 when too old or of a disabled account; 409 to make one for it', async () => {
    const client = await signUp(kith);
    const make = async () => (await root.post(`/admin/users/${client.user.id}/reset-link`)).body;
    const { link } = await make();
    await kith.owner.query(`update password_links set expires_at = now() - interval '1 second' where user_id = $1`, [client.user.id]);
    expect((await setPassword(link.token)).status).toBe(404);
    const second = (await make()).link;
    await root.patch(`/admin/users/${client.user.id}`, { disabled: true });
    expect((await setPassword(second.token)).status).toBe(404);
    expect((await make()).error_code).toBe('disabled');
    expect((await root.post(`/admin/users/${crypto.randomUUID()}/reset-link`)).status).toBe(404);
  });
});

describe('PATCH /admin/users/:id', () => {
  it('disables: sessions, tokens and keys stop at once, and come back only by signing in', async () => {
    const client = await signUp(kith, 'loud');
    const { key: token } = (await client.post('/auth/api-keys', { name: 'key', scopes: ['read'] })).body;
    const key = Object.assign(kith.client(), { headers: { authorization: `Bearer ${token}` } });
    const program = (await kith.client().post('/auth/token', { username: 'loud', password: PASSWORD })).body;
    expect(await live(key)).toBe(200);
    expect((await root.patch(`/admin/users/${client.user.id}`, { disabled: true })).body.user.state).toBe('disabled');
    expect([await live(client), await live(key), (await kith.client().post('/auth/token/refresh', { refresh_token: program.refresh_token })).status, (await signIn('loud', PASSWORD)).status]).toEqual([401, 401, 401, 401]);
    expect((await root.patch(`/admin/users/${client.user.id}`, { disabled: false })).body.user.state).toBe('active');
    expect(await live(client)).toBe(401);
    const back = await signIn('loud', PASSWORD);
    expect(back.status).toBe(200);
    expect(await kinds(back)).toEqual(expect.arrayContaining(['account_disabled', 'account_enabled']));
  });

  it('changes the role; old sessions do not carry the new rights', async () => {
    const client = await signUp(kith, 'riser');
    expect((await root.patch(`/admin/users/${client.user.id}`, { role: 'admin' })).body.user.role).toBe('admin');
    expect(await live(client)).toBe(401);
    const admin = await signIn('riser', PASSWORD);
    expect((await admin.get('/admin/users')).status).toBe(200);
    expect((await root.patch(`/admin/users/${client.user.id}`, { role: 'user' })).status).toBe(200);
    expect((await admin.get('/admin/users')).status).toBe(401);
  });

  it('409 last_admin: neither demoted, disabled nor deleted, also by two at once; who cannot sign in does not count', async () => {
    const alone = await testKith();
    const one = await signUp(alone, 'one');
    await one.post('/admin/users', { username: 'waiting', role: 'admin' });
    for (const patch of [{ role: 'user' }, { disabled: true }]) expect((await one.patch(`/admin/users/${one.user.id}`, patch)).body.error_code).toBe('last_admin');
    expect((await one.delete(`/admin/users/${one.user.id}`, { username: 'one' })).body.error_code).toBe('last_admin');
    const two = await signUp(alone, 'two');
    await one.patch(`/admin/users/${two.user.id}`, { role: 'admin' });
    const second = alone.client();
    await second.post('/auth/login', { username: 'two', password: PASSWORD });
    const answers = await Promise.all([one.patch(`/admin/users/${two.user.id}`, { role: 'user' }), second.patch(`/admin/users/${one.user.id}`, { role: 'user' })]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await alone.owner.query(`select count(*)::int as n from users where role = 'admin' and username <> 'waiting'`)).rows[0].n).toBe(1);
    await alone.close();
  });

  it('404 for nobody, 400 for nothing', async () => {
    expect((await root.patch(`/admin/users/${crypto.randomUUID()}`, { disabled: true })).status).toBe(404);
    expect((await root.patch(`/admin/users/${root.user.id}`, {})).status).toBe(400);
  });
});

describe('DELETE /admin/users/:id', () => {
  it('422 unless the name is typed; then the personal space goes, and nothing of it stays readable in the feed', async () => {
    const client = await signUp(kith, 'Leaver');
    const { contact } = (await client.post('/contacts', { full_name: 'Ottokar Ephemeral' })).body;
    await client.post('/notes/process', { contact_id: contact.id, content: 'Ottokar loves chess and wants to move to Lisbon.' });
    expect((await root.delete(`/admin/users/${client.user.id}`, { username: 'leave' })).body).toMatchObject({ status: 422, error_code: 'wrong_name' });
    expect(await live(client)).toBe(200);
    expect((await root.delete(`/admin/users/${client.user.id}`, { username: 'leaver' })).status).toBe(204);
    expect([await live(client), (await root.get(`/admin/users/${client.user.id}`)).status]).toEqual([401, 404]);
    const { rows } = await kith.owner.query(`select (select count(*)::int from contacts where space_id = $1) as contacts, (select count(*)::int from spaces where id = $1) as spaces,
      (select count(*)::int from changes where space_id = $1) as changes, (select count(*)::int from changes where old::text ~ 'Ottokar' or new::text ~ 'Ottokar') as told`, [client.space.id]);
    expect(rows[0]).toMatchObject({ contacts: 0, spaces: 0, told: 0 });
    expect(rows[0].changes).toBeGreaterThan(2);
    while ((await kith.owner.query('select kith.seal_changes() as n')).rows[0].n !== 0);
    expect((await kith.owner.query('select * from kith.verify_changes()')).rows).toEqual([]);
    expect((await root.get('/auth/security-events')).body.data[0]).toMatchObject({ kind: 'account_deleted', detail: client.user.id });
  });

  it('shared spaces pass on to an owner, else the editor who is in longest; those with nobody left go', async () => {
    const [gone, editor, viewer, owner] = [await signUp(kith), await signUp(kith), await signUp(kith), await signUp(kith)];
    const made = async (name: string) => (await gone.post('/spaces', { name })).body.space.id as string;
    const join = async (space: string, who: Client, role: string) => kith.owner.query('insert into space_members (space_id, user_id, role) values ($1, $2, $3)', [space, who.user.id, role]);
    const [passed, kept, lonely] = [await made('Passed'), await made('Kept'), await made('Lonely')];
    await join(passed, viewer, 'viewer');
    await join(passed, editor, 'editor');
    await join(kept, viewer, 'viewer');
    await join(kept, owner, 'owner');
    await gone.post('/contacts', { full_name: 'Shared Person' }, { 'kith-space': passed });
    expect((await root.delete(`/admin/users/${gone.user.id}`, { username: gone.user.username })).status).toBe(204);
    const members = async (space: string) => (await kith.owner.query('select user_id, role from space_members where space_id = $1', [space])).rows;
    expect(await members(passed)).toEqual(expect.arrayContaining([{ user_id: editor.user.id, role: 'owner' }, { user_id: viewer.user.id, role: 'viewer' }]));
    expect(await members(kept)).toEqual(expect.arrayContaining([{ user_id: owner.user.id, role: 'owner' }, { user_id: viewer.user.id, role: 'viewer' }]));
    expect((await kith.owner.query('select 1 from spaces where id = $1', [lonely])).rows).toEqual([]);
    expect((await editor.get('/contacts', { 'kith-space': passed })).body.data.map((person: { full_name: string }) => person.full_name)).toEqual(['Shared Person']);
  });
});
