import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { deviceName } from './device.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const signIn = async (username: string, agent = 'curl/8.5.0', password = PASSWORD) => {
  const client = kith.client();
  client.headers['user-agent'] = agent;
  const { status } = await client.post('/auth/login', { username, password });
  return Object.assign(client, { status });
};
const status = async (client: Client) => (await client.get('/auth/session')).status;
const bearer = (token: string) => Object.assign(kith.client(), { headers: { authorization: `Bearer ${token}` } });

describe('sessions', () => {
  it('lists browsers and programs with their device, newest use first, page by page', async () => {
    await signUp(kith, 'lena');
    await signIn('lena', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0');
    const program = (await kith.client().post('/auth/token', { username: 'lena', password: PASSWORD }, { 'user-agent': 'backup/1.0' })).body;
    const client = await signIn('lena');
    const { body } = await client.get('/auth/sessions');
    expect(body.data.map(({ kind, device, ip, current }: Record<string, unknown>) => [kind, device, ip, current])).toEqual([
      ['browser', 'curl', '127.0.0.1', true],
      ['program', 'backup', '127.0.0.1', false],
      ['browser', 'Firefox on Linux', '127.0.0.1', false],
      ['browser', 'lightMyRequest', '127.0.0.1', false],
    ]);
    const walked: string[] = [];
    for (let cursor = ''; ; ) {
      const page = (await client.get(`/auth/sessions?limit=1${cursor}`)).body;
      walked.push(...page.data.map((session: { id: string }) => session.id));
      if (!page.has_more) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(walked).toEqual(body.data.map((session: { id: string }) => session.id));
    const seen = (await bearer(program.access_token).get('/auth/sessions')).body.data;
    expect(seen.find((session: { current: boolean }) => session.current).device).toBe('backup');
  });

  it('ends one: a browser at once, a program with all its tokens', async () => {
    await signUp(kith, 'mia');
    const [client, other] = [await signIn('mia'), await signIn('mia', 'other/1')];
    const program = (await kith.client().post('/auth/token', { username: 'mia', password: PASSWORD }, { 'user-agent': 'program/1' })).body;
    expect([await status(other), await status(bearer(program.access_token))]).toEqual([200, 200]);
    const { data } = (await client.get('/auth/sessions')).body;
    for (const device of ['other', 'program']) expect((await client.delete(`/auth/sessions/${data.find((session: { device: string }) => session.device === device).id}`)).status).toBe(204);
    expect([await status(other), await status(bearer(program.access_token)), await status(client)]).toEqual([401, 401, 200]);
    expect((await kith.client().post('/auth/token/refresh', { refresh_token: program.refresh_token })).status).toBe(401);
    const mine = data.find((session: { current: boolean }) => session.current).id;
    expect(String((await client.delete(`/auth/sessions/${mine}`)).headers['set-cookie'])).toContain('kith_session=;');
    expect(await status(client)).toBe(401);
  });

  it('ends all others', async () => {
    await signUp(kith, 'nora');
    const [client, other] = [await signIn('nora'), await signIn('nora')];
    const program = (await kith.client().post('/auth/token', { username: 'nora', password: PASSWORD })).body;
    expect((await client.delete('/auth/sessions')).status).toBe(204);
    expect([await status(client), await status(other), await status(bearer(program.access_token))]).toEqual([200, 401, 401]);
    expect((await kith.client().post('/auth/token/refresh', { refresh_token: program.refresh_token })).status).toBe(401);
    expect((await client.get('/auth/sessions')).body.data).toHaveLength(1);
  });

  it('ends all others but the program that asks', async () => {
    await signUp(kith, 'olga');
    const [one, two] = [await kith.client().post('/auth/token', { username: 'olga', password: PASSWORD }), await kith.client().post('/auth/token', { username: 'olga', password: PASSWORD })];
    expect((await bearer(one.body.access_token).delete('/auth/sessions')).status).toBe(204);
    expect((await kith.client().post('/auth/token/refresh', { refresh_token: one.body.refresh_token })).status).toBe(200);
    expect((await kith.client().post('/auth/token/refresh', { refresh_token: two.body.refresh_token })).status).toBe(401);
  });

  it("404: another person's session, and nothing happens", async () => {
    const [eve, victim] = [await signUp(kith, 'eve'), await signUp(kith, 'victim')];
    const { data } = (await victim.get('/auth/sessions')).body;
    expect((await eve.delete(`/auth/sessions/${data[0].id}`)).status).toBe(404);
    expect(await status(victim)).toBe(200);
    expect((await eve.delete('/auth/sessions/1')).status).toBe(400);
  });
});

describe('POST /auth/password', () => {
  const change = (client: Client, current_password: string, new_password: string) => client.post('/auth/password', { current_password, new_password });
  const fresh = (n: number) => `violet-harbour-${n}-lantern`;

  it('204: other sessions and tokens end, this one goes on under a new token', async () => {
    await signUp(kith, 'pia');
    const [client, other] = [await signIn('pia'), await signIn('pia')];
    const program = (await kith.client().post('/auth/token', { username: 'pia', password: PASSWORD })).body;
    const before = client.cookie!;
    expect([await status(client), await status(other)]).toEqual([200, 200]);
    expect((await change(client, PASSWORD, fresh(1))).status).toBe(204);
    expect(client.cookie).not.toBe(before);
    expect([await status(client), await status(other), await status(Object.assign(kith.client(), { cookie: before })), await status(bearer(program.access_token))]).toEqual([200, 401, 401, 401]);
    expect((await kith.client().post('/auth/token/refresh', { refresh_token: program.refresh_token })).status).toBe(401);
    expect([(await signIn('pia')).status, (await signIn('pia', 'x', fresh(1))).status]).toEqual([401, 200]);
    expect((await client.get('/auth/security-events')).body.data).toContainEqual(expect.objectContaining({ kind: 'password_changed', detail: null }));
  });

  it('API keys go on, and the notice says how many', async () => {
    const client = await signUp(kith, 'kim');
    const keys = await Promise.all(['one', 'two'].map(async (name) => (await client.post('/auth/api-keys', { name, scopes: ['read'] })).body.key as string));
    await kith.owner.query(`insert into api_keys (user_id, name, prefix, key_hash, scopes, expires_at) select user_id, 'over', prefix, 'gone', scopes, now() - interval '1 day' from api_keys where user_id = $1 limit 1`, [client.user.id]);
    expect((await change(client, PASSWORD, fresh(7))).status).toBe(204);
    for (const key of keys) expect((await bearer(key).get('/contacts')).status).toBe(200);
    expect((await client.get('/auth/security-events')).body.data[0]).toMatchObject({ kind: 'password_changed', detail: '2 API keys go on working' });
  });

  it('422: the last five are refused, the sixth is free again', async () => {
    const client = await signUp(kith, 'quin');
    let current = PASSWORD;
    for (let n = 1; n <= 4; n++) {
      expect((await change(client, current, fresh(n))).status).toBe(204);
      current = fresh(n);
    }
    for (const used of [PASSWORD, fresh(1), fresh(2), fresh(3), fresh(4)]) expect((await change(client, current, used)).body).toMatchObject({ status: 422, error_code: 'used_password', field: 'new_password' });
    expect((await change(client, current, fresh(5))).status).toBe(204);
    expect((await change(client, fresh(5), PASSWORD)).status).toBe(204);
  });

  it('422: the old one is asked, and guessing it with a stolen session is locked', async () => {
    const client = await signUp(kith, 'rosa');
    expect((await change(client, 'wrong', fresh(1))).body).toMatchObject({ status: 422, error_code: 'wrong_password', field: 'current_password' });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => change(client, i === 19 ? PASSWORD : `wrong${i}`, fresh(1))));
    expect(answers.filter((answer) => answer.status === 422)).toHaveLength(4);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(16);
  });

  it('422: an easy one is refused', async () => {
    const client = await signUp(kith, 'sofia');
    expect((await change(client, PASSWORD, 'password1')).body).toMatchObject({ status: 422, error_code: 'weak_password', field: 'new_password' });
  });

  it('two changes at the same moment: one wins', async () => {
    const client = await signUp(kith, 'tara');
    const cookie = client.cookie!;
    const answers = await Promise.all([1, 2, 3].map((n) => change(Object.assign(kith.client(), { cookie }), PASSWORD, fresh(n))));
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
  });

  it('a sign-in that checked the old password in the same moment gives nothing that lasts', async () => {
    for (let round = 0; round < 5; round++) {
      const owner = await signUp(kith);
      const username = owner.user.username;
      const thief = kith.client();
      const [changed, , tokens] = await Promise.all([change(owner, PASSWORD, fresh(round)), thief.post('/auth/login', { username, password: PASSWORD }), kith.client().post('/auth/token', { username, password: PASSWORD })]);
      expect(changed.status).toBe(204);
      expect(await status(thief)).toBe(401);
      if (tokens.status === 200) expect((await kith.client().post('/auth/token/refresh', { refresh_token: tokens.body.refresh_token })).status).toBe(401);
    }
  });
});

it('security events come newest first, page by page, and only one’s own', async () => {
  const client = await signUp(kith, 'uma');
  for (let i = 0; i < 3; i++) await client.post('/auth/login', { username: 'uma', password: PASSWORD });
  const first = (await client.get('/auth/security-events?limit=2')).body;
  expect([first.data.length, first.has_more]).toEqual([2, true]);
  const second = (await client.get(`/auth/security-events?limit=2&cursor=${first.next_cursor}`)).body;
  expect([second.data.length, second.has_more, second.next_cursor]).toEqual([1, false, null]);
  expect((await (await signUp(kith, 'vera')).get('/auth/security-events')).body.data).toEqual([]);
});

it.each([
  [null, 'Unknown device'],
  ['', 'Unknown device'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'Safari on macOS'],
  ['python-requests/2.32', 'python-requests'],
  ['Mozilla/5.0', 'Unknown device'],
])('device of %s: %s', (agent, device) => expect(deviceName(agent)).toBe(device));
