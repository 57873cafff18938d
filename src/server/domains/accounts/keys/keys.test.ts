import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
});
afterAll(() => kith.close());

const bearer = (token: string) => Object.assign(kith.client(), { headers: { authorization: `Bearer ${token}` } });
const make = async (body: object) => (await ada.post('/auth/api-keys', { name: 'Backup', scopes: ['read', 'write'], ...body })).body;

it('201: the key is shown once and stored hashed', async () => {
  const { status, body } = await ada.post('/auth/api-keys', { name: ' Shell ', scopes: ['write', 'read', 'read'].slice(0, 2) });
  expect(status).toBe(201);
  expect(body.key).toMatch(/^kith_k_[\w-]{43}$/);
  expect(body.api_key).toMatchObject({ name: 'Shell', prefix: body.key.slice(0, 12), scopes: ['read', 'write'], expires_at: null, last_used_at: null });
  const listed = await ada.get('/auth/api-keys');
  expect(listed.body.data[0]).toEqual(body.api_key);
  expect(JSON.stringify(listed.body)).not.toContain(body.key);
  const { rows } = await kith.owner.query('select json_agg(k)::text as everything from api_keys k');
  expect(rows[0].everything).not.toContain(body.key);
});

it('works as its owner, within its scopes, and notes its use', async () => {
  const [both, reads, writes] = [await make({}), await make({ scopes: ['read'] }), await make({ scopes: ['write'] })];
  expect((await bearer(both.key).post('/contacts', { full_name: 'Made by key' })).status).toBe(201);
  expect((await bearer(both.key).get('/contacts')).status).toBe(200);
  expect((await bearer(reads.key).get('/contacts')).status).toBe(200);
  expect((await bearer(reads.key).post('/contacts', { full_name: 'Not this' })).body).toMatchObject({ status: 403, error_code: 'scope' });
  expect((await bearer(writes.key).get('/contacts')).status).toBe(403);
  const { data } = (await ada.get('/auth/api-keys')).body;
  expect(data.find((key: { id: string }) => key.id === both.api_key.id).last_used_at).toMatch(/^20/);
});

it('403: a key reaches nothing of the account', async () => {
  const { key, api_key } = await make({});
  const program = bearer(key);
  const tries: [string, string, unknown?][] = [
    ['GET', '/auth/api-keys'],
    ['POST', '/auth/api-keys', { name: 'More', scopes: ['read'] }],
    ['DELETE', `/auth/api-keys/${api_key.id}`],
    ['GET', '/auth/sessions'],
    ['DELETE', '/auth/sessions'],
    ['POST', '/auth/password', { current_password: 'a', new_password: 'correct-horse-battery-8' }],
    ['GET', '/auth/totp'],
    ['POST', '/auth/totp', { password: 'a' }],
    ['GET', '/auth/security-events'],
    ['PATCH', '/auth/profile', { full_name: 'Other' }],
    ['POST', '/auth/logout'],
    ['DELETE', '/auth/token'],
    ['POST', '/spaces', { name: 'Mine' }],
    ['GET', '/invitations'],
  ];
  for (const [method, path, body] of tries) expect([path, (await program.request(method, path, body)).status]).toEqual([path, 403]);
  expect((await program.get('/auth/profile')).status).toBe(200);
});

it('ends when deleted, at once, and when it expires, to the second', async () => {
  const { key, api_key } = await make({});
  expect((await bearer(key).get('/contacts')).status).toBe(200);
  expect((await ada.delete(`/auth/api-keys/${api_key.id}`)).status).toBe(204);
  expect((await bearer(key).get('/contacts')).status).toBe(401);
  expect((await ada.delete(`/auth/api-keys/${api_key.id}`)).status).toBe(404);
  const brief = await make({ expires_at: new Date(Date.now() + 4000).toISOString() });
  expect((await bearer(brief.key).get('/contacts')).status).toBe(200);
  await expect.poll(async () => (await bearer(brief.key).get('/contacts')).status).toBe(401);
});

it("404: another person's key, and it goes on working", async () => {
  const { key, api_key } = await make({});
  const eve = await signUp(kith, 'eve');
  expect((await eve.delete(`/auth/api-keys/${api_key.id}`)).status).toBe(404);
  expect((await eve.get('/auth/api-keys')).body.data).toEqual([]);
  expect((await bearer(key).get('/contacts')).status).toBe(200);
});

describe('refuses', () => {
  it.each([
    [{ scopes: [] }, 400, 'scopes'],
    [{ scopes: ['account'] }, 400, 'scopes.0'],
    [{ name: '' }, 400, 'name'],
    [{ name: 'x'.repeat(101) }, 400, 'name'],
    [{ expires_at: 'tomorrow' }, 400, 'expires_at'],
    [{ expires_at: '2020-01-01T00:00:00Z' }, 422, 'expires_at'],
  ])('%j with %i', async (wrong, status, field) => {
    const answer = await ada.post('/auth/api-keys', { name: 'Key', scopes: ['read'], ...wrong });
    expect([answer.status, answer.body.field]).toEqual([status, field]);
  });

  it('the 101st key: 409', async () => {
    const many = await signUp(kith, 'many');
    await kith.owner.query(`insert into api_keys (user_id, name, prefix, key_hash, scopes) select $1, 'k', 'p', sha256(n::text::bytea), '{read}' from generate_series(1, 100) n`, [many.user.id]);
    expect((await many.post('/auth/api-keys', { name: 'One more', scopes: ['read'] })).body.error_code).toBe('too_many_keys');
    const page = (await many.get('/auth/api-keys?limit=60')).body;
    const rest = (await many.get(`/auth/api-keys?limit=60&cursor=${page.next_cursor}`)).body;
    expect(new Set([...page.data, ...rest.data].map((key: { id: string }) => key.id)).size).toBe(100);
  });
});
