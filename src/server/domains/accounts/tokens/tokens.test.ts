import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
  await signUp(kith, 'ada');
});
afterAll(() => kith.close());

const bearer = (token: string) => Object.assign(kith.client(), { headers: { authorization: `Bearer ${token}` } });
const status = async (token: string) => (await bearer(token).get('/auth/session')).status;
const issue = async (username = 'ada') => (await kith.client().post('/auth/token', { username, password: PASSWORD })).body;
const refresh = (refresh_token: string) => kith.client().post('/auth/token/refresh', { refresh_token });

describe('POST /auth/token', () => {
  it('200: an access token for 15 minutes, a refresh token for 30 days, no cookie', async () => {
    const { status: code, body, headers } = await kith.client().post('/auth/token', { username: 'ada', password: PASSWORD });
    expect([code, body.expires_in, body.token_type, headers['set-cookie']]).toEqual([200, 900, 'Bearer', undefined]);
    expect(await status(body.access_token)).toBe(200);
    const { rows } = await kith.owner.query(`
      select extract(epoch from (select max(expires_at) from sessions where kind = 'access') - now())::int as access,
        extract(epoch from (select max(expires_at) from refresh_tokens) - now())::int as refresh`);
    expect(rows[0].access).toBeGreaterThan(890);
    expect(rows[0].access).toBeLessThanOrEqual(900);
    expect(rows[0].refresh).toBeGreaterThan(30 * 86_400 - 10);
    expect(rows[0].refresh).toBeLessThanOrEqual(30 * 86_400);
  });

  it('401 for a wrong password; neither token is stored, nor good for the other purpose', async () => {
    expect((await kith.client().post('/auth/token', { username: 'ada', password: 'wrong' })).body.error_code).toBe('invalid_credentials');
    const tokens = await issue();
    expect(await status(tokens.refresh_token)).toBe(401);
    expect((await refresh(tokens.access_token)).status).toBe(401);
    const { rows } = await kith.owner.query('select (select json_agg(s)::text from sessions s) || (select json_agg(r)::text from refresh_tokens r) as everything');
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      expect(rows[0].everything).not.toContain(token);
      expect(rows[0].everything).not.toContain(Buffer.from(token).toString('hex'));
    }
  });

  it('the access token ends after 15 minutes', async () => {
    const tokens = await issue();
    expect(await status(tokens.access_token)).toBe(200);
    await kith.owner.query(`update sessions set expires_at = now() - interval '1 second' where kind = 'access'`);
    await expect.poll(() => status(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });
});

describe('POST /auth/token/refresh', () => {
  it('200: new tokens; the old access token ends', async () => {
    const first = await issue();
    expect(await status(first.access_token)).toBe(200);
    const { body: second } = await refresh(first.refresh_token);
    expect([await status(first.access_token), await status(second.access_token)]).toEqual([401, 200]);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('shown a second time: everything that came from the same sign-in ends, and the owner is told', async () => {
    const client = await signUp(kith, 'bea');
    const [first, other] = [await issue('bea'), await issue('bea')];
    const second = (await refresh(first.refresh_token)).body;
    expect((await refresh(first.refresh_token)).body).toMatchObject({ status: 401, error_code: 'invalid_token' });
    expect(await status(second.access_token)).toBe(401);
    expect((await refresh(second.refresh_token)).status).toBe(401);
    expect((await refresh(other.refresh_token)).status).toBe(200);
    expect((await client.get('/auth/security-events')).body.data.map((event: { kind: string }) => event.kind)).toContain('token_reused');
  });

  it('two at the same moment: at most one answer, and it is worth nothing', async () => {
    for (let round = 0; round < 10; round++) {
      const { refresh_token } = await issue();
      const answers = await Promise.all([refresh(refresh_token), refresh(refresh_token)]);
      expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 401]);
      const { body } = answers.find((answer) => answer.status === 200)!;
      expect(await status(body.access_token)).toBe(401);
      expect((await refresh(body.refresh_token)).status).toBe(401);
    }
  });

  it('401 after 30 days, for a disabled account, and for nonsense', async () => {
    await signUp(kith, 'carl');
    const [old, disabled] = [await issue('carl'), await issue('carl')];
    await kith.owner.query(`update refresh_tokens set expires_at = now() - interval '1 second' where created_at = (select max(created_at) from refresh_tokens)`);
    expect((await refresh(disabled.refresh_token)).status).toBe(401);
    await kith.owner.query(`update users set disabled_at = now() where username = 'carl'`);
    expect((await refresh(old.refresh_token)).status).toBe(401);
    for (const nonsense of ['x', 'x\u0000', 'é'.repeat(200)]) expect((await refresh(nonsense)).status).toBe(401);
    expect((await refresh('x'.repeat(201))).status).toBe(400);
  });
});

describe('DELETE /auth/token', () => {
  it('204: both tokens end', async () => {
    const tokens = await issue();
    expect((await bearer(tokens.access_token).delete('/auth/token')).status).toBe(204);
    expect(await status(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(401);
  });

  it('signing out ends them as well', async () => {
    const tokens = await issue();
    expect((await bearer(tokens.access_token).post('/auth/logout')).status).toBe(204);
    expect(await status(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(401);
  });

  it('409 for a browser session, 401 for nobody', async () => {
    expect((await (await signUp(kith)).delete('/auth/token')).body.error_code).toBe('not_a_token');
    expect((await kith.client().delete('/auth/token')).status).toBe(401);
  });
});
