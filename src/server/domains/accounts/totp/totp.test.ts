import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { totpOf, totpStep } from './codes.ts';

let kith: TestKith;
beforeAll(async () => {
  // the clock stands still in the middle of a step, so that no test falls between two
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000 });
  kith = await testKith();
});
afterAll(async () => {
  await kith.close();
  vi.useRealTimers();
});

/** The code of a step: 0 now, 1 the next 30 seconds … */
const code = (secret: string, steps = 0) => totpOf(secret).generate({ timestamp: Date.now() + steps * 30_000 });
const login = (username: string, totp?: string) => kith.client().post('/auth/login', { username, password: PASSWORD, totp });
/** Codes may be used again, and wrong ones are forgotten: what half a minute would do. */
const later = async (username: string) => {
  await kith.owner.query('update users set totp_last_step = totp_last_step - 10 where username = $1', [username]);
  await kith.owner.query('delete from login_failures');
};

async function enrol(username: string): Promise<{ client: Client; secret: string; codes: string[] }> {
  const client = await signUp(kith, username);
  const { secret } = (await client.post('/auth/totp', { password: PASSWORD })).body;
  const { body } = await client.post('/auth/totp/confirm', { code: code(secret) });
  await later(username);
  return { client, secret, codes: body.recovery_codes };
}

describe('enrolling', () => {
  it('shows secret, address and picture, and counts only once a code was seen', async () => {
    const client = await signUp(kith, 'ada');
    const { status, body } = await client.post('/auth/totp', { password: PASSWORD });
    expect(status).toBe(200);
    expect(body.uri).toBe(`otpauth://totp/Kith:ada?issuer=Kith&secret=${body.secret}&algorithm=SHA1&digits=6&period=30`);
    expect(body.qr_svg).toMatch(/^<svg .*<\/svg>\s*$/s);
    expect((await client.get('/auth/totp')).body).toEqual({ enabled: false, recovery_codes_left: 0 });
    expect((await login('ada')).status).toBe(200);

    const { rows } = await kith.owner.query(`select totp_secret from users where username = 'ada'`);
    expect(rows[0].totp_secret.includes(Buffer.from(body.secret))).toBe(false);

    const wrong = await client.post('/auth/totp/confirm', { code: code(body.secret, 50) });
    expect([wrong.status, wrong.body.error_code]).toEqual([422, 'invalid_totp']);
    const { recovery_codes } = (await client.post('/auth/totp/confirm', { code: code(body.secret) })).body;
    expect(new Set(recovery_codes).size).toBe(10);
    expect(recovery_codes[0]).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    expect((await client.get('/auth/totp')).body).toEqual({ enabled: true, recovery_codes_left: 10 });
    expect((await client.get('/auth/session')).body.user.totp_enabled).toBe(true);
    const stored = await kith.owner.query('select code_hash from recovery_codes');
    expect(stored.rows.some(({ code_hash }) => recovery_codes.some((plain: string) => code_hash.includes(Buffer.from(plain))))).toBe(false);
  });

  it('422 without the password, 409 when it is on, or was not begun', async () => {
    const client = await signUp(kith, 'bea');
    expect((await client.post('/auth/totp', { password: 'wrong' })).body.error_code).toBe('wrong_password');
    expect((await client.post('/auth/totp/confirm', { code: '123456' })).body.error_code).toBe('totp_not_started');
    expect((await client.post('/auth/totp/disable', { password: PASSWORD, code: '123456' })).body.error_code).toBe('totp_off');
    expect((await client.post('/auth/totp/recovery-codes', { password: PASSWORD })).body.error_code).toBe('totp_off');
    const { client: on, secret } = await enrol('bella');
    expect((await on.post('/auth/totp', { password: PASSWORD })).body.error_code).toBe('totp_on');
    expect((await on.post('/auth/totp/confirm', { code: code(secret) })).body.error_code).toBe('totp_on');
  });

  it('confirmed twice at the same moment: one set of recovery codes', async () => {
    const client = await signUp(kith, 'cleo');
    const { secret } = (await client.post('/auth/totp', { password: PASSWORD })).body;
    const answers = await Promise.all([1, 2, 3].map(() => client.post('/auth/totp/confirm', { code: code(secret) })));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409]);
    expect((await client.get('/auth/totp')).body.recovery_codes_left).toBe(10);
  });
});

describe('signing in', () => {
  it('401 totp_required without a code, 401 invalid_totp with a wrong one, 200 with the right one', async () => {
    const { secret } = await enrol('dina');
    expect((await login('dina')).body).toMatchObject({ status: 401, error_code: 'totp_required' });
    expect((await login('dina', code(secret, 50))).body).toMatchObject({ status: 401, error_code: 'invalid_totp' });
    expect((await kith.client().post('/auth/login', { username: 'dina', password: 'wrong', totp: code(secret) })).body.error_code).toBe('invalid_credentials');
    expect((await login('dina', code(secret))).status).toBe(200);
  });

  it('a code works once, also when it arrives many times at the same moment', async () => {
    const { secret } = await enrol('edna');
    const answers = await Promise.all(Array.from({ length: 4 }, () => login('edna', code(secret))));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    await kith.owner.query('delete from login_failures');
    expect((await login('edna', code(secret))).body.error_code).toBe('invalid_totp');
    // the code of the step before is not newer, so it is worth nothing either
    expect((await login('edna', code(secret, -1))).body.error_code).toBe('invalid_totp');
    expect((await login('edna', code(secret, 1))).status).toBe(200);
  });

  it('clocks may differ by half a minute, not more', () => {
    const secret = 'JBSWY3DPEHPK3PXP';
    const now = 1_800_000_000_000;
    const step = Math.floor(now / 30_000);
    for (const [off, expected] of [[-2, null], [-1, step - 1], [0, step], [1, step + 1], [2, null]] as const) expect(totpStep(secret, totpOf(secret).generate({ timestamp: now + off * 30_000 }), now)).toBe(expected);
    expect(totpStep(secret, 'abcdef', now)).toBe(null);
  });

  it('guessing codes is locked like guessing passwords, and asking for the code is not a guess', async () => {
    const { secret } = await enrol('faye');
    for (let i = 0; i < 8; i++) expect((await login('faye')).body.error_code).toBe('totp_required');
    const answers = await Promise.all(Array.from({ length: 20 }, () => login('faye', code(secret, 50))));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect((await login('faye', code(secret))).status).toBe(429);
  });

  it('a recovery code works once, also when it arrives many times at the same moment, and is told', async () => {
    const { client, codes } = await enrol('gina');
    const answers = await Promise.all(Array.from({ length: 4 }, () => login('gina', codes[0])));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    await kith.owner.query('delete from login_failures');
    expect((await login('gina', codes[0])).status).toBe(401);
    expect((await login('gina', codes[1]!.replaceAll('-', ' ').toUpperCase())).status).toBe(200);
    expect((await client.get('/auth/totp')).body.recovery_codes_left).toBe(8);
    expect((await client.get('/auth/security-events')).body.data.filter((event: { kind: string }) => event.kind === 'recovery_code_used')).toHaveLength(2);
  });

  it("another person's recovery code opens nothing", async () => {
    const { codes } = await enrol('hana');
    await enrol('ines');
    expect((await login('ines', codes[0])).body.error_code).toBe('invalid_totp');
    await kith.owner.query('delete from login_failures');
  });

  it('programs are asked for it too', async () => {
    const { secret } = await enrol('jana');
    const token = (totp?: string) => kith.client().post('/auth/token', { username: 'jana', password: PASSWORD, totp });
    expect((await token()).body.error_code).toBe('totp_required');
    expect((await token(code(secret))).status).toBe(200);
  });
});

describe('changing it', () => {
  it('new recovery codes end the old ones', async () => {
    const { client, codes } = await enrol('kaja');
    expect((await client.post('/auth/totp/recovery-codes', { password: 'wrong' })).body.error_code).toBe('wrong_password');
    const { recovery_codes } = (await client.post('/auth/totp/recovery-codes', { password: PASSWORD })).body;
    expect((await login('kaja', codes[0])).status).toBe(401);
    expect((await login('kaja', recovery_codes[0])).status).toBe(200);
  });

  it('turned off with password and code, and everything of it is gone', async () => {
    const { client, secret } = await enrol('lola');
    expect((await client.post('/auth/totp/disable', { password: PASSWORD, code: code(secret, 50) })).body).toMatchObject({ status: 422, error_code: 'invalid_totp', field: 'code' });
    expect((await client.post('/auth/totp/disable', { password: 'wrong', code: code(secret) })).body.error_code).toBe('wrong_password');
    expect((await client.post('/auth/totp/disable', { password: PASSWORD, code: code(secret) })).status).toBe(204);
    expect((await client.get('/auth/totp')).body).toEqual({ enabled: false, recovery_codes_left: 0 });
    expect((await login('lola')).status).toBe(200);
    const { rows } = await kith.owner.query(`select totp_secret from users where username = 'lola'`);
    expect(rows[0].totp_secret).toBe(null);
  });
});
