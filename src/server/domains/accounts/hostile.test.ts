import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
});
afterAll(() => kith.close());

const NASTY = ["' or '1'='1", "'; drop table users; --", 'a\u0000b', '\ud800', '${7*7}', '../../etc/passwd', '{{constructor}}', 'x'.repeat(100_000), '٠١٢٣٤٥', '\u202e', '', ' ', -1, 1e308, true, null, [], {}, { $gt: '' }, ['a']];

describe('strange values are refused, never a fault', () => {
  const routes: [string, string, (value: unknown) => object][] = [
    ['POST', '/auth/register', (v) => ({ username: v, password: PASSWORD })],
    ['POST', '/auth/register', (v) => ({ username: `u${Math.random()}`.slice(0, 20), password: v })],
    ['POST', '/auth/register', (v) => ({ username: `u${Math.random()}`.slice(0, 20), password: PASSWORD, email: v, full_name: v, time_zone: v, setup_code: v, invite_token: v })],
    ['POST', '/auth/login', (v) => ({ username: v, password: v, totp: v })],
    ['POST', '/auth/login', (v) => ({ username: 'ada', password: v })],
    ['POST', '/auth/token', (v) => ({ username: v, password: v })],
    ['POST', '/auth/token/refresh', (v) => ({ refresh_token: v })],
    ['POST', '/auth/password', (v) => ({ current_password: v, new_password: v })],
    ['POST', '/auth/password-strength', (v) => ({ password: v })],
    ['POST', '/auth/totp', (v) => ({ password: v })],
    ['POST', '/auth/totp/confirm', (v) => ({ code: v })],
    ['POST', '/auth/api-keys', (v) => ({ name: v, scopes: ['read'] })],
    ['POST', '/auth/api-keys', (v) => ({ name: 'k', scopes: v, expires_at: v })],
    ['PATCH', '/auth/profile', (v) => ({ full_name: v })],
    ['PATCH', '/auth/preferences', (v) => ({ time_zone: v })],
    ['PATCH', '/auth/preferences', (v) => ({ locale: v, language: v })],
    ['PATCH', '/auth/preferences', (v) => ({ currency: v })],
    ['POST', '/spaces', (v) => ({ name: v })],
    ['POST', '/invitations', (v) => ({ email: v })],
  ];
  it.each(routes)('%s %s', async (method, path, body) => {
    const client = () => (/register|login|token/.test(path) ? kith.client() : ada);
    for (const value of NASTY) {
      const { status } = await client().request(method, path, body(value));
      expect([JSON.stringify(value)?.slice(0, 40), status]).toSatisfy(([, code]) => code < 500);
      await kith.owner.query('delete from login_failures');
    }
    for (const text of ['null', '[]', '"x"', '{', '1']) expect((await client().request(method, path, text)).status).toBeLessThan(500);
  });

  it('in cookies, headers, ids and cursors', async () => {
    for (const value of ["' or 1=1 --", '%00', '%ud800', 'x'.repeat(5000), '../..']) {
      const encoded = encodeURIComponent(value);
      for (const answer of [
        await kith.client().get('/auth/session', { cookie: `kith_session=${encoded}` }),
        await kith.client().get('/auth/session', { cookie: `kith_session=${value}` }),
        await kith.client().get('/auth/session', { authorization: `Bearer ${encoded}` }),
        await ada.get('/auth/session', { 'kith-space': encoded }),
        await ada.get('/auth/session', { 'user-agent': value }),
        await ada.get(`/auth/sessions?cursor=${encoded}`),
        await ada.get(`/auth/security-events?limit=${encoded}`),
        await ada.get(`/spaces?cursor=${encoded}`),
        await ada.get(`/spaces/${encoded}`),
        await ada.delete(`/auth/api-keys/${encoded}`),
        await ada.get(`/invitations/${encoded}`),
      ])
        expect(answer.status).toBeLessThan(500);
    }
    const forged = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
    for (const values of [['x', 'y'], [null], {}, ['2020-01-01T00:00:00Z', 'x'], ['9999999-01-01T00:00:00Z', ada.user.id]])
      for (const list of ['/auth/sessions', '/auth/security-events', '/auth/api-keys', '/spaces', '/invitations']) expect((await ada.get(`${list}?cursor=${forged(values)}`)).status).toBe(400);
  });

  it('nothing of it did any harm', async () => {
    expect((await kith.client().post('/auth/login', { username: 'ada', password: PASSWORD })).status).toBe(200);
  });
});

describe('POST /auth/password-strength', () => {
  it('tells weak from strong, with advice', async () => {
    const meter = async (password: string) => (await kith.client().post('/auth/password-strength', { password })).body;
    expect(await meter('password')).toMatchObject({ score: 0, suggestions: expect.arrayContaining([expect.any(String)]) });
    expect((await meter(PASSWORD)).score).toBe(4);
  });

  it('does not hold up others, however long the password', async () => {
    const busy = Promise.all(Array.from({ length: 5 }, (_, i) => kith.client().post('/auth/password-strength', { password: '4@8({[</369&#!1/|0$5+7%2/'.repeat(10).slice(i) })));
    let finished = false;
    void busy.then(() => (finished = true));
    await ada.get('/auth/profile');
    expect(finished).toBe(false);
    expect((await busy).map((answer) => answer.status)).toEqual(Array(5).fill(200));
  });
});

describe('security headers', () => {
  it('are on every answer', async () => {
    for (const answer of [await ada.get('/auth/session'), await kith.client().get('/auth/session'), await ada.get('/nowhere'), await ada.get('/health')]) {
      const { headers } = answer;
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['permissions-policy']).toContain('camera=()');
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['x-request-id']).toBeTruthy();
    }
  });
});

describe('limits', () => {
  it('429 with the time to wait, by address and route', async () => {
    const limited = await testKith({ KITH_RATE_LIMITS: 'on', KITH_TRUST_PROXY: '1' });
    const from = (address: string) => Object.assign(limited.client(), { headers: { 'x-forwarded-for': address } });
    for (const [path, body, max] of [
      ['/auth/login', { username: 'ada', password: '' }, 30],
      ['/auth/token', { username: 'ada', password: '' }, 30],
      ['/auth/register', { username: 'ada', password: 'password1' }, 30],
      ['/auth/token/refresh', { refresh_token: 'x' }, 30],
    ] as const) {
      const statuses = [];
      let answer = await from('192.0.2.1').post(path, body);
      for (let i = 1; i <= max; i++) {
        statuses.push(answer.status);
        answer = await from('192.0.2.1').post(path, body);
      }
      expect([path, statuses.includes(429) && answer.body.error_code !== 'locked']).toEqual([path, false]);
      expect([path, answer.status, answer.body.error_code, answer.body.status_code]).toEqual([path, 429, 'too_many_requests', 429]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
      expect(answer.headers['ratelimit-limit']).toBe(String(max));
      expect(answer.headers['ratelimit-remaining']).toBe('0');
      expect(Number(answer.headers['ratelimit-reset'])).toBeLessThanOrEqual(60);
      expect((await from('192.0.2.2').post(path, body)).status).not.toBe(429);
    }
    await limited.close();
  });

  it('being signed in does not give another allowance at the door', async () => {
    const limited = await testKith({ KITH_RATE_LIMITS: 'on' });
    const client = await signUp(limited, 'ada');
    const tries = [];
    for (let i = 0; i < 31; i++) tries.push((await (i % 2 ? client : limited.client()).post('/auth/token/refresh', { refresh_token: 'x' })).status);
    expect(tries.indexOf(429)).toBe(30);
    await limited.close();
  });

  it('every answer tells what is left', async () => {
    const limited = await testKith({ KITH_RATE_LIMITS: 'on' });
    const client = await signUp(limited, 'ada');
    const { headers } = await client.get('/contacts');
    expect([headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual(['1200', '1199']);
    await limited.close();
  });
});
