import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { signUp, testKith } from '../../../../../test/harness.ts';
import { stateOf, useTelegram } from '../../../../../test/telegram/use.ts';

const here = useTelegram();

/** Everything the database holds, as text. */
async function dump(): Promise<string> {
  const { rows } = await here.kith.owner.query(`select quote_ident(table_name) as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`);
  const texts = await Promise.all(rows.map(async ({ name }) => (await here.kith.owner.query(`select coalesce(string_agg(t::text, ' '), '') as text from ${name} t`).catch(() => ({ rows: [{ text: '' }] }))).rows[0].text as string));
  return texts.join('\n').toLowerCase();
}

describe('connecting', () => {
  it('goes from phone to code to password, tells what was wrong, and survives a restart in between', async () => {
    const ada = await here.newcomer();
    here.telegram.world.password = 'correct horse';
    expect((await ada.post('/telegram/auth/start', { phone: '+1 555' })).body).toMatchObject({ error_code: 'phone_invalid', field: 'phone' });
    expect((await here.start(ada)).body).toMatchObject({ telegram: { state: 'code', phone: '+49 … 78', code_via: 'app', configured: true }, qr: null });
    expect((await ada.post('/telegram/auth/password', { password: 'x' })).status).toBe(409);
    expect((await ada.post('/telegram/auth/verify', { code: '11111' })).body).toMatchObject({ status: 422, error_code: 'code_invalid', field: 'code' });

    const again = await testKith(here.telegram.env, here.kith);
    const there = Object.assign(again.client(), { cookie: ada.cookie });
    expect((await there.post('/telegram/auth/verify', { code: ' 24 680 ' })).body.telegram).toMatchObject({ state: 'password', password_hint: 'the usual' });
    await again.close();

    expect((await ada.post('/telegram/auth/password', { password: 'wrong horse' })).body).toMatchObject({ status: 422, error_code: 'password_invalid', field: 'password' });
    const done = await ada.post('/telegram/auth/password', { password: 'correct horse' });
    expect(done.body.telegram).toMatchObject({ state: 'connected', name: 'Vera Holt', phone: '+49 … 78', expires_at: null });
    expect((await here.start(ada)).body.error_code).toBe('telegram_connected');
  });

  it('keeps neither the phone number nor the key nor the password in readable form anywhere', async () => {
    await here.connected();
    const text = await dump();
    expect(text).toContain('+49 … 78'); // the dump does hold the connection
    const { phone } = here.telegram.world;
    const forms = (bytes: Uint8Array | string) => [Buffer.from(bytes).toString('hex'), Buffer.from(bytes).toString('base64').slice(0, -4).toLowerCase()];
    for (const secret of [phone, 'correct horse', ...forms(phone), ...[...here.telegram.server.keys.values()].flatMap(({ key }) => forms(key.slice(16, 48)))]) expect(text).not.toContain(secret);
  });

  it('signs in by QR code, which is asked for until somebody scanned it', async () => {
    const ada = await here.newcomer();
    const first = (await ada.post('/telegram/auth/start', { qr: true })).body;
    expect(first).toMatchObject({ telegram: { state: 'qr' }, qr: { url: 'tg://login?token=AQID-g', svg: expect.stringContaining('<svg') } });
    expect((await ada.post('/telegram/auth/start', { qr: true })).body.telegram.state).toBe('qr');
    here.telegram.world.scanned = true;
    here.telegram.world.password = 'correct horse';
    expect((await ada.post('/telegram/auth/start', { qr: true })).body).toMatchObject({ telegram: { state: 'password' }, qr: null });
    expect((await ada.post('/telegram/auth/password', { password: 'correct horse' })).body.telegram.state).toBe('connected');

    const bob = await here.newcomer();
    here.telegram.world.password = null;
    here.telegram.world.scanned = false;
    await bob.post('/telegram/auth/start', { qr: true });
    here.telegram.world.scanned = true;
    expect((await bob.post('/telegram/auth/start', { qr: true })).body).toMatchObject({ telegram: { state: 'connected', name: 'Vera Holt' }, qr: null });
  });

  it('ends a login that is cancelled, expired or too late, and says to start again', async () => {
    const ada = await here.newcomer();
    await here.start(ada);
    expect((await ada.post('/telegram/auth/cancel')).body.telegram.state).toBe('none');
    expect(here.telegram.world.calls).toContain('auth.cancelCode');
    expect((await ada.post('/telegram/auth/verify', { code: '24680' })).body.error_code).toBe('telegram_start_again');

    await here.start(ada);
    here.telegram.world.errors.push({ method: 'auth.signIn', code: 400, text: 'PHONE_CODE_EXPIRED' });
    expect((await ada.post('/telegram/auth/verify', { code: '24680' })).body).toMatchObject({ status: 409, error_code: 'telegram_start_again' });
    expect(await stateOf(ada)).toBe('none');

    await here.start(ada);
    await here.kith.owner.query(`update telegram_connections set expires_at = now() - interval '1 second' where user_id = $1`, [ada.user.id]);
    expect(await stateOf(ada)).toBe('none');
    expect((await ada.post('/telegram/auth/verify', { code: '24680' })).body.error_code).toBe('telegram_start_again');
    await here.kith.owner.query('select kith.sweep_telegram()');
    expect((await here.kith.owner.query('select 1 from telegram_connections where user_id = $1', [ada.user.id])).rows).toEqual([]);
  });

  it('passes on that Telegram asks to wait, and that the API id is wrong', async () => {
    const ada = await here.newcomer();
    here.telegram.world.errors.push({ method: 'auth.sendCode', code: 420, text: 'FLOOD_WAIT_90' }, { method: 'auth.sendCode', code: 400, text: 'API_ID_INVALID' });
    const waits = await here.start(ada);
    expect(waits.body).toMatchObject({ status: 429, error_code: 'telegram_wait' });
    expect(waits.headers['retry-after']).toBe('90');
    expect((await here.start(ada)).body).toMatchObject({ status: 409, error_code: 'telegram_api_id' });
  });

  it('lets one of two steps at once count', async () => {
    const ada = await here.newcomer();
    await here.start(ada);
    const answers = await Promise.all([1, 2].map(() => ada.post('/telegram/auth/verify', { code: '24680' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await stateOf(ada)).toBe('connected');
  });

  it('signs out at Telegram when it is disconnected, and forgets even when Telegram is away if asked to', async () => {
    const ada = await here.connected();
    expect((await ada.delete('/telegram')).status).toBe(204);
    expect(here.telegram.world.calls).toEqual(['auth.logOut']);
    expect(await stateOf(ada)).toBe('none');

    const bob = await here.connected();
    here.telegram.world.errors.push({ method: 'auth.logOut', code: 500, text: 'INTERNAL' }, { method: 'auth.logOut', code: 500, text: 'INTERNAL' });
    expect((await bob.delete('/telegram')).status).toBe(503);
    expect(await stateOf(bob)).toBe('connected');
    expect((await bob.delete('/telegram?forget=true')).status).toBe(204);
    expect(await stateOf(bob)).toBe('none');
  });

  it('is still open after the master key was changed', async () => {
    const first = await testKith(here.telegram.env);
    const ada = await signUp(first, 'ada');
    await here.start(ada);
    await ada.post('/telegram/auth/verify', { code: here.telegram.world.code });
    await first.close();
    const env = { ...here.telegram.env, KITH_MASTER_KEY: 'another-master-key-of-enough-characters' };
    const { stdout } = await promisify(execFile)(process.execPath, ['src/server/cli.ts', 'rotate-key'], { env: { ...process.env, ...env, KITH_MASTER_KEY_PREVIOUS: here.telegram.env.KITH_MASTER_KEY, DATABASE_URL: first.ownerUrl } });
    expect(stdout).toContain('1 of 1 secrets');
    const second = await testKith(env, first);
    expect((await Object.assign(second.client(), { cookie: ada.cookie }).get('/telegram/chats')).body).toEqual({ data: [], has_more: false, next_cursor: null });
    await second.close();
  });

  it('belongs to one user: nobody else sees or uses it, and an API key cannot connect', async () => {
    const ada = await here.connected();
    const eve = await here.newcomer();
    const shared = (await ada.post('/spaces', { name: 'Ours' })).body.space.id;
    await here.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor'), ($3, $2, 'editor')`, [shared, eve.user.id, ada.space.id]);
    expect(await stateOf(eve)).toBe('none');
    eve.headers = { 'kith-space': ada.space.id };
    expect(await stateOf(eve)).toBe('none');
    expect((await eve.get('/telegram/chats')).body.error_code).toBe('telegram_not_connected');
    const { key } = (await ada.post('/auth/api-keys', { name: 'k', scopes: ['read', 'write'] })).body;
    const program = Object.assign(here.kith.client(), { headers: { authorization: `Bearer ${key}` } });
    expect((await program.post('/telegram/auth/start', { qr: true })).status).toBe(403);
    expect((await program.delete('/telegram')).status).toBe(403);
    expect(await stateOf(program)).toBe('connected');
  });
});
