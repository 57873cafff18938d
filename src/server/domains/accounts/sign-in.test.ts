import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { caughtUp } from '../../../../test/sockets.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith({ KITH_TRUST_PROXY: '1' });
  await signUp(kith, 'admin');
});
afterAll(() => kith.close());

let last = 0;
const elsewhere = (address = `203.0.113.${++last % 250}`) => {
  const client = kith.client();
  client.headers['x-forwarded-for'] = address;
  return client;
};
const login = (client: Client, username: string, password = PASSWORD) => client.post('/auth/login', { username, password });
const cookieOf = (client: Client) => client.cookie!;
const withCookie = (cookie: string) => Object.assign(elsewhere(), { cookie });
const expireLocks = () => kith.owner.query(`update login_failures set locked_until = now() - interval '1 second' where locked_until is not null`);

describe('POST /auth/login', () => {
  it('200 by username or email, whatever the case and accents', async () => {
    await elsewhere().post('/auth/register', { username: 'Zoë', email: 'zoe@example.org', password: PASSWORD });
    for (const name of ['Zoë', 'zoe', 'ZOE@example.org']) expect((await login(elsewhere(), name)).body.user?.username).toBe('Zoë');
  });

  it('sets a cookie that scripts and other sites do not get', async () => {
    const { headers } = await login(elsewhere(), 'zoe');
    expect(String(headers['set-cookie'])).toMatch(/^kith_session=kith_s_[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const secure = await testKith({ PUBLIC_URL: 'https://kith.example.org' });
    const answer = await secure.client().post('/auth/register', { username: 'ada', password: PASSWORD });
    expect(String(answer.headers['set-cookie'])).toContain('; Secure');
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
    await secure.close();
  });

  it('a planted token is worth nothing: each sign-in makes a new one and ends the one before', async () => {
    const planted = withCookie('kith_session=kith_s_planted-by-somebody-else');
    await login(planted, 'zoe');
    const first = cookieOf(planted);
    expect(first).not.toContain('planted');
    await login(planted, 'zoe');
    expect(cookieOf(planted)).not.toBe(first);
    expect((await withCookie(first).get('/auth/session')).status).toBe(401);
    expect((await planted.get('/auth/session')).status).toBe(200);
  });

  it('401 with one answer for a wrong password, an unknown name and a disabled account', async () => {
    await elsewhere().post('/auth/register', { username: 'gone', password: PASSWORD });
    await kith.owner.query(`update users set disabled_at = now() where username = 'gone'`);
    const answers = [await login(elsewhere(), 'zoe', 'wrong'), await login(elsewhere(), 'nobody', 'wrong'), await login(elsewhere(), 'gone')];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect({ ...body, request_id: '' }).toEqual({ ...answers[0]!.body, request_id: '' });
      expect(headers['set-cookie']).toBeUndefined();
    }
    await kith.owner.query('delete from login_failures');
  });

  it('takes as much work for a name that does not exist', async () => {
    const spent: Record<string, number[]> = { zoe: [], nobody: [] };
    for (let i = 0; i < 20; i++)
      for (const name of i % 2 ? ['zoe', 'nobody'] : ['nobody', 'zoe']) {
        const started = performance.now();
        await login(elsewhere(), name, 'wrong');
        spent[name]!.push(performance.now() - started);
        await kith.owner.query('delete from login_failures');
      }
    // the quickest of many hardly depends on what else the machine does; without the hash it is a fifth
    const quickest = (name: string) => Math.min(...spent[name]!);
    expect(quickest('nobody') / quickest('zoe')).toBeGreaterThan(0.6);
    expect(quickest('nobody') / quickest('zoe')).toBeLessThan(1.6);
  });
});

describe('lock-out', () => {
  it.each(['zoe', 'nobody-at-all'])('%s: from the 5th failure 1, 2, 4 … 60 minutes, from any address', async (name) => {
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push((await login(elsewhere(), name, 'wrong')).status);
    expect(answers).toEqual([401, 401, 401, 401, 401]);
    const waits = [];
    for (let i = 0; i < 8; i++) {
      const locked = await login(elsewhere(), name);
      expect([locked.status, locked.body.error_code]).toEqual([429, 'locked']);
      waits.push(Math.ceil(Number(locked.headers['retry-after']) / 60));
      await expireLocks();
      expect((await login(elsewhere(), name, 'wrong')).status).toBe(401);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await expireLocks();
  });

  it('tells the owner, and the right password ends it', async () => {
    const client = elsewhere();
    expect((await login(client, 'zoe')).status).toBe(200);
    const { body } = await client.get('/auth/security-events');
    expect(body.data.map((event: { kind: string }) => event.kind)).toContain('locked_out');
    expect((await kith.owner.query(`select 1 from login_failures where key = 'account:zoe'`)).rowCount).toBe(0);
    for (let i = 0; i < 4; i++) await login(elsewhere(), 'zoe', 'wrong');
    expect((await login(elsewhere(), 'zoe')).status).toBe(200);
  });

  it('by address: tries on many accounts lock the address, whole IPv6 networks at once, and nobody else', async () => {
    for (const [one, neighbour, stranger] of [['192.0.2.9', '192.0.2.9', '192.0.2.10'], ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1']] as const) {
      for (let i = 0; i < 5; i++) expect((await login(elsewhere(one), `victim${one}${i}`, 'wrong')).status).toBe(401);
      expect((await login(elsewhere(neighbour), 'zoe')).status).toBe(429);
      expect((await login(elsewhere(stranger), 'zoe')).status).toBe(200);
    }
  });

  it('by address: an account of one’s own does not wash off tries on others', async () => {
    const address = '192.0.2.50';
    for (let i = 0; i < 4; i++) await login(elsewhere(address), `target${i}`, 'wrong');
    expect((await login(elsewhere(address), 'zoe')).status).toBe(200);
    expect((await login(elsewhere(address), 'target9', 'wrong')).status).toBe(401);
    expect((await login(elsewhere(address), 'zoe')).status).toBe(429);
  });

  it('holds under 30 parallel tries: five are checked, the right one among the rest is not', async () => {
    await elsewhere().post('/auth/register', { username: 'mallet', password: PASSWORD });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => login(elsewhere(), 'mallet', i === 29 ? PASSWORD : `wrong${i}`)));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(25);
  });

  it('holds across processes too: an attempt counts from its start', async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => kith.owner.query(`select wait from kith.begin_attempt(array['account:shared'])`)));
    expect(attempts.filter(({ rows }) => rows[0].wait === 0)).toHaveLength(5);
  });

  it('honest sign-ins at the same moment do not lock each other out', async () => {
    await kith.owner.query('delete from login_failures');
    const answers = await Promise.all(Array.from({ length: 12 }, () => login(elsewhere('192.0.2.99'), 'zoe')));
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(200));
  });
});

describe('the end of a session', () => {
  const signIn = async () => {
    const client = elsewhere();
    await login(client, 'zoe');
    return client;
  };
  const status = async (client: Client) => (await client.get('/auth/session')).status;
  /** Moves the clock of a session, and waits until the process has heard of it. */
  const move = async (client: Client, set: string) => {
    const { body } = await client.get('/auth/sessions');
    const current = body.data.find((session: { current: boolean }) => session.current);
    await kith.owner.query(`update sessions set ${set} where id = $1`, [current.id]);
    await caughtUp(kith, kith.owner);
  };

  it('204: signing out, for good', async () => {
    const client = await signIn();
    const cookie = cookieOf(client);
    const { status: code, headers } = await client.post('/auth/logout');
    expect([code, String(headers['set-cookie'])]).toEqual([204, expect.stringMatching(/^kith_session=; .*Expires=Thu, 01 Jan 1970/)]);
    expect(await status(withCookie(cookie))).toBe(401);
  });

  it('after 7 days without use, to the second', async () => {
    const client = await signIn();
    await move(client, `last_used_at = now() - interval '7 days' + interval '30 seconds'`);
    expect(await status(client)).toBe(200); // and that was a use
    await move(client, `last_used_at = now() - interval '7 days' - interval '1 second'`);
    expect(await status(client)).toBe(401);
  });

  it('after 30 days in any case, also while it is remembered', async () => {
    const client = await signIn();
    await move(client, `expires_at = now() + interval '4 seconds'`);
    expect(await status(client)).toBe(200);
    await expect.poll(() => status(client)).toBe(401);
  });

  it('when the account is disabled, and it does not come back with it', async () => {
    const client = await signIn();
    await kith.owner.query(`update users set disabled_at = now() where username = 'Zoë'`);
    await expect.poll(() => status(client)).toBe(401);
    await kith.owner.query(`update users set disabled_at = null where username = 'Zoë'`);
    expect(await status(client)).toBe(401);
  });

  it('when the role changes: a token from before does not carry the new rights', async () => {
    const client = await signIn();
    await kith.owner.query(`update users set role = 'admin' where username = 'Zoë'`);
    await expect.poll(() => status(client)).toBe(401);
    await kith.owner.query(`update users set role = 'user' where username = 'Zoë'`);
  });

  it('for admin routes after 30 minutes without use, although the rest goes on', async () => {
    const admin = elsewhere();
    await login(admin, 'admin');
    expect((await admin.get('/invitations')).status).toBe(200);
    await move(admin, `last_used_at = now() - interval '31 minutes'`);
    expect((await admin.get('/contacts')).status).toBe(200);
    for (let i = 0; i < 2; i++) expect((await admin.get('/invitations')).body).toMatchObject({ status: 401, error_code: 'reauthenticate' });
    await login(admin, 'admin');
    expect((await admin.get('/invitations')).status).toBe(200);
  });

  it('403: admin routes are for admins', async () => {
    expect((await (await signIn()).get('/invitations')).status).toBe(403);
  });
});

describe('requests from other sites', () => {
  const body = { full_name: 'Planted' };
  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://kith.local:3000' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://kith.local:3000' }, 201],
    [{ origin: 'http://kith.local:3000' }, 201],
    [{ 'sec-fetch-site': 'none' }, 201],
    [{}, 201],
  ])('%j: %i', async (headers, expected) => {
    const client = elsewhere();
    await login(client, 'zoe');
    const { status, body: answer } = await client.post('/contacts', body, { host: 'kith.local:3000', ...headers });
    expect(status).toBe(expected);
    if (expected === 403) expect(answer.error_code).toBe('cross_site');
  });

  it('may not sign anybody in or out either', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect((await elsewhere().post('/auth/login', { username: 'zoe', password: PASSWORD }, foreign)).status).toBe(403);
    const client = elsewhere();
    await login(client, 'zoe');
    expect((await client.post('/auth/logout', undefined, foreign)).status).toBe(403);
    expect((await client.get('/auth/session')).status).toBe(200);
  });
});
