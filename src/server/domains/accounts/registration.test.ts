import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

const open: TestKith[] = [];
const start = async (env: Record<string, string> = {}) => {
  const kith = await testKith(env);
  open.push(kith);
  return kith;
};
const EXPOSED = { HOST: '0.0.0.0', KITH_RATE_LIMITS: 'on', KITH_TRUST_PROXY: '1' };
/** A client at an address of its own, so that limits by address do not meet. */
let last = 0;
const elsewhere = (kith: TestKith) => {
  const client = kith.client();
  client.headers['x-forwarded-for'] = `198.51.100.${++last}`;
  return client;
};
const account = (username: string, more: object = {}) => ({ username, password: PASSWORD, ...more });
afterAll(() => Promise.all(open.map((kith) => kith.close())));

describe('on loopback', () => {
  let kith: TestKith;
  beforeAll(async () => {
    kith = await start();
  });

  it('the first account is the admin, also when several race', async () => {
    const answers = await Promise.all(['a1', 'a2', 'a3', 'a4'].map((name) => kith.client().post('/auth/register', account(name))));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201]);
    expect(answers.filter((answer) => answer.body.user.role === 'admin')).toHaveLength(1);
    expect((await kith.client().get('/auth/setup')).body).toEqual({ first_account: false, setup_code_required: false, registration: 'open' });
  });

  it('201: answers user, space and preferences, and is signed in at once', async () => {
    const client = kith.client();
    const { status, body } = await client.post('/auth/register', account('grace', { email: 'Grace@Example.org', full_name: 'Grace Hopper', time_zone: 'America/New_York' }));
    expect(status).toBe(201);
    expect(body).toMatchObject({ user: { username: 'grace', email: 'Grace@Example.org', role: 'user', totp_enabled: false }, space: { kind: 'personal', role: 'owner' }, preferences: { time_zone: 'America/New_York' } });
    expect((await client.get('/auth/session')).body).toEqual(body);
    const { rows } = await kith.owner.query('select password_hash from users where username = $1', ['grace']);
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$/);
  });

  it('one name at the same moment: one 201, the others 409', async () => {
    const answers = await Promise.all(['Twin', 'twin', 'TWIN'].map((name) => kith.client().post('/auth/register', account(name))));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409]);
    expect(answers.find((answer) => answer.status === 409)!.body).toMatchObject({ error_code: 'username_taken', field: 'username' });
  });

  describe('repeated because no answer came', () => {
    const whole = () => account(`unheard_${randomBytes(4).toString('hex')}`, { email: `${randomBytes(4).toString('hex')}@example.org`, full_name: 'Una Heard', time_zone: 'Europe/Berlin' });
    const register = (body: object, headers: Record<string, string> = {}) => kith.client().post('/auth/register', body, headers);

    it('signs in to the account of the first, also under an Idempotency-Key, and also at the same moment', async () => {
      for (const headers of [{}, { 'idempotency-key': 'again' }] as Record<string, string>[]) {
        const body = whole();
        const first = await register(body, headers);
        const client = kith.client();
        const again = await client.post('/auth/register', body, headers);
        expect([first.status, again.status]).toEqual([201, 201]);
        expect(again.body).toEqual(first.body);
        expect((await client.get('/auth/session')).body.user.id).toBe(first.body.user.id);
        expect((await client.get('/auth/sessions')).body.data).toHaveLength(2);
      }
      const body = whole();
      const both = await Promise.all([register(body), register(body), register(body)]);
      expect(both.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(new Set(both.map((answer) => answer.body.user.id)).size).toBe(1);
    });

    it('is still 409 to a stranger, whose guesses are counted', async () => {
      const body = whole();
      await register(body);
      for (let i = 0; i < 6; i++) expect(await register({ ...body, password: `some-Other-words-${i}` })).toMatchObject({ status: 409, body: { error_code: 'username_taken' } });
      // locked by now, as at sign-in: the right password does not open it either
      expect((await kith.client().post('/auth/login', { username: body.username, password: PASSWORD })).status).toBe(429);
      expect((await register(body)).status).toBe(409);
      await kith.owner.query('delete from login_failures'); // of this address, too
    });

    it.each([
      ['another name', { full_name: 'Somebody Else' }],
      ['another email', { email: 'other@example.org' }],
      ['no email', { email: undefined }],
      ['another zone', { time_zone: 'Asia/Tokyo' }],
    ])('is another request with %s: 409', async (_what, other) => {
      const body = whole();
      await register(body);
      expect((await register({ ...body, ...other })).status).toBe(409);
    });

    it('is 409 after a quarter of an hour, and where a second factor is asked for', async () => {
      const [old, safe] = [whole(), whole()];
      for (const body of [old, safe]) expect((await register(body)).status).toBe(201);
      await kith.owner.query(`update users set created_at = now() - interval '16 minutes' where username = $1`, [old.username]);
      await kith.owner.query(`update users set totp_enabled_at = now(), totp_secret = 'x' where username = $1`, [safe.username]);
      for (const body of [old, safe]) expect((await register(body)).status).toBe(409);
    });
  });

  it('409: an email once, whatever the case', async () => {
    const { status, body } = await kith.client().post('/auth/register', account('grace2', { email: 'grace@example.ORG' }));
    expect([status, body.error_code, body.field]).toEqual([409, 'email_taken', 'email']);
  });

  it.each([
    [{ password: 'password1' }, 422, 'password'],
    [{ password: 'newcomer1' }, 422, 'password'],
    [{ password: 'Sh0rt!' }, 400, 'password'],
    [{ password: `${'x7-Q'.repeat(64)}x` }, 400, 'password'],
    [{ username: 'a' }, 400, 'username'],
    [{ username: 'has space' }, 400, 'username'],
    [{ username: 'x'.repeat(65) }, 400, 'username'],
    [{ email: 'no' }, 400, 'email'],
    [{ time_zone: 'Mars/Olympus' }, 422, 'time_zone'],
    [{ time_zone: '+02:00' }, 422, 'time_zone'],
    [{ username: 'nul\u0000l' }, 400, 'username'],
    [{ full_name: 'nul\u0000l' }, 400, undefined],
  ])('refuses %j with %i', async (wrong, status, field) => {
    const answer = await kith.client().post('/auth/register', account('newcomer', wrong));
    expect([answer.status, answer.body.field]).toEqual([status, field]);
    expect((await kith.owner.query(`select 1 from users where username = 'newcomer'`)).rowCount).toBe(0);
  });

  it('a password is never cut off: the last of 256 characters counts', async () => {
    const long = randomBytes(128).toString('hex').slice(1);
    await kith.client().post('/auth/register', account('longpass', { password: `${long}Y` }));
    expect((await kith.client().post('/auth/login', { username: 'longpass', password: `${long}Z` })).status).toBe(401);
    expect((await kith.client().post('/auth/login', { username: 'longpass', password: `${long}Y` })).status).toBe(200);
  });
});

describe('off loopback', () => {
  it('the first account needs the set-up code, and guesses of it are slowed down', async () => {
    const kith = await start(EXPOSED);
    const visitor = elsewhere(kith);
    expect((await visitor.get('/auth/setup')).body).toEqual({ first_account: true, setup_code_required: true, registration: 'invite' });
    expect((await visitor.post('/auth/register', account('ada'))).body).toMatchObject({ status: 403, error_code: 'setup_code' });
    const guesses = [];
    for (let i = 0; i < 6; i++) guesses.push((await visitor.post('/auth/register', account('ada', { setup_code: `${1000 + i}-0000` }))).status);
    expect(guesses).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await visitor.post('/auth/register', account('ada', { setup_code: kith.setupCode }))).status).toBe(429);
    const owner = elsewhere(kith);
    expect((await owner.post('/auth/register', account('ada', { setup_code: kith.setupCode }))).body.user.role).toBe('admin');
    expect((await elsewhere(kith).post('/auth/register', account('eve', { setup_code: kith.setupCode }))).body.error_code).toBe('registration_closed');
    expect((await elsewhere(kith).post('/auth/register', account('ada', { setup_code: kith.setupCode }))).body.user?.role, 'who heard no answer').toBe('admin');
    expect((await elsewhere(kith).post('/auth/register', account('ada', { password: 'other-horse-battery-7' }))).body.error_code).toBe('registration_closed');
  });

  it('a whole IPv6 network guesses as one', async () => {
    const kith = await start(EXPOSED);
    const guesses = [];
    for (let i = 0; i < 6; i++) guesses.push((await kith.client().post('/auth/register', account('ada', { setup_code: `${1000 + i}-0000` }), { 'x-forwarded-for': `2001:db8:1:2::${i + 1}` })).status);
    expect(guesses).toEqual([403, 403, 403, 403, 403, 429]);
  });

  it('two with the code at the same moment: one account, the other is refused', async () => {
    const kith = await start(EXPOSED);
    const answers = await Promise.all(['ada', 'eve', 'mal'].map((name) => elsewhere(kith).post('/auth/register', account(name, { setup_code: kith.setupCode }))));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 403, 403]);
    expect((await kith.owner.query('select 1 from users')).rowCount).toBe(1);
  });
});

describe('by invitation', () => {
  let kith: TestKith;
  beforeAll(async () => {
    kith = await start({ KITH_REGISTRATION: 'invite' });
  });

  it('403 without, 201 with one of the installation, which works once', async () => {
    const admin = await signUp(kith, 'ada');
    expect((await kith.client().post('/auth/register', account('bob'))).body).toMatchObject({ status: 403, error_code: 'registration_closed' });
    const { body } = await admin.post('/invitations', { email: 'bob@example.org' });
    const both = await Promise.all(['bob', 'bert'].map((name) => kith.client().post('/auth/register', account(name, { invite_token: body.token }))));
    expect(both.map((answer) => answer.status).toSorted()).toEqual([201, 422]);
    expect((await kith.owner.query(`select 1 from users where username in ('bob', 'bert')`)).rowCount).toBe(1);
  });

  it('repeated with the same invitation it signs in; with another one, or none, it is refused', async () => {
    const admin = kith.client();
    await admin.post('/auth/login', account('ada'));
    const [{ token }, other] = [(await admin.post('/invitations')).body, (await admin.post('/invitations')).body];
    const send = (invite_token?: string) => kith.client().post('/auth/register', account('greta', { invite_token }));
    const [first, again] = [await send(token), await send(token)];
    expect([first.status, again.status, again.body.user?.id]).toEqual([201, 201, first.body.user.id]);
    expect((await send(other.token)).status).toBe(409);
    expect((await send('kith_i_nonsense')).body.error_code).toBe('invalid_invitation');
    expect((await admin.get('/invitations')).body.data.map((open: { id: string }) => open.id)).toContain(other.invitation.id);
  });

  it('201 with one of a space: account and membership together', async () => {
    const admin = kith.client();
    await admin.post('/auth/login', account('ada'));
    const { space } = (await admin.post('/spaces', { name: 'Family' })).body;
    const { token } = (await admin.post(`/spaces/${space.id}/invitations`, { role: 'editor' })).body;
    const client = kith.client();
    expect((await client.post('/auth/register', account('carl', { invite_token: token }))).status).toBe(201);
    expect((await client.get('/spaces')).body.data.map((item: { name: string; role: string }) => [item.name, item.role])).toEqual([['Personal', 'owner'], ['Family', 'editor']]);
  });

  it('422 for a token nobody sent, before telling whether a name is taken', async () => {
    for (const name of ['ada', 'unheard-of']) {
      const { status, body } = await kith.client().post('/auth/register', account(name, { invite_token: 'kith_i_nonsense' }));
      expect([status, body.error_code, body.field]).toEqual([422, 'invalid_invitation', 'invite_token']);
    }
  });

  it('422 when it expired, or when its sender is no admin any more', async () => {
    const admin = kith.client();
    await admin.post('/auth/login', account('ada'));
    const [one, two] = [(await admin.post('/invitations')).body, (await admin.post('/invitations')).body];
    await kith.owner.query(`update invitations set expires_at = now() - interval '1 second' where id = $1`, [one.invitation.id]);
    expect((await kith.client().post('/auth/register', account('dora', { invite_token: one.token }))).status).toBe(422);
    await kith.owner.query(`update users set role = 'user' where username = 'ada'`);
    expect((await kith.client().post('/auth/register', account('dora', { invite_token: two.token }))).status).toBe(422);
  });
});

describe('closed', () => {
  let kith: TestKith;
  let admin: Client;
  beforeAll(async () => {
    kith = await start({ KITH_REGISTRATION: 'closed' });
    admin = await signUp(kith, 'ada');
  });

  it('nobody is invited to an installation that takes nobody', async () => {
    const refused = await admin.post('/invitations', { email: 'bob@example.org' });
    expect(refused).toMatchObject({ status: 403, body: { error_code: 'registration_closed', error: expect.stringContaining('KITH_REGISTRATION=closed') } });
    expect((await admin.get('/invitations')).body.data).toEqual([]);
    expect((await kith.client().post('/auth/register', account('bob'))).body.error_code).toBe('registration_closed');
  });

  it('an invitation from before makes no account, and can be withdrawn', async () => {
    const token = 'kith_i_from_before';
    await kith.owner.query(`insert into invitations (token_hash, created_by, expires_at) values (sha256($1), $2, now() + interval '1 day')`, [token, admin.user.id]);
    expect((await kith.client().post('/auth/register', account('bob', { invite_token: token }))).body.error_code).toBe('registration_closed');
    const [{ id }] = (await admin.get('/invitations')).body.data;
    expect((await admin.delete(`/invitations/${id}`)).status).toBe(204);
  });

  it('whoever has an account is still invited to a space', async () => {
    const { user, link } = (await admin.post('/admin/users', { username: 'carl' })).body;
    expect([user.username, typeof link.token]).toEqual(['carl', 'string']);
    const { space } = (await admin.post('/spaces', { name: 'Family' })).body;
    expect((await admin.post(`/spaces/${space.id}/invitations`, { role: 'viewer' })).status).toBe(201);
  });
});
