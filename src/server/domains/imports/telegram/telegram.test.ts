import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ME, startTelegram } from '../../../../../test/telegram/account.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

/** Against a local MTProto server (test/telegram): keys are agreed on, messages are encrypted, passwords are proved as with Telegram. */
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let kith: TestKith;
beforeAll(async () => {
  telegram = await startTelegram();
  kith = await testKith(telegram.env);
  await kith.live();
});
afterAll(async () => {
  await kith.close();
  await telegram.stop();
});
beforeEach(() => Object.assign(telegram.world, { password: null, scanned: false, errors: [], calls: [], people: [], chats: new Map(), before: () => undefined }));

let users = 0;
const newcomer = () => signUp(kith, `caller${++users}`);
const start = (client: Client) => client.post('/telegram/auth/start', { phone: '+49 151 1234-5678' });
async function connected(): Promise<Client> {
  const client = await newcomer();
  await start(client);
  expect((await client.post('/telegram/auth/verify', { code: telegram.world.code })).body.telegram.state).toBe('connected');
  telegram.world.calls.length = 0;
  return client;
}
const stateOf = async (client: Client) => (await client.get('/telegram/status')).body.telegram.state as string;

/** Everything the database holds, as text. */
async function dump(): Promise<string> {
  const { rows } = await kith.owner.query(`select quote_ident(table_name) as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`);
  const texts = await Promise.all(rows.map(async ({ name }) => (await kith.owner.query(`select coalesce(string_agg(t::text, ' '), '') as text from ${name} t`).catch(() => ({ rows: [{ text: '' }] }))).rows[0].text as string));
  return texts.join('\n').toLowerCase();
}

describe('connecting', () => {
  it('goes from phone to code to password, tells what was wrong, and survives a restart in between', async () => {
    const ada = await newcomer();
    telegram.world.password = 'correct horse';
    expect((await ada.post('/telegram/auth/start', { phone: '+1 555' })).body).toMatchObject({ error_code: 'phone_invalid', field: 'phone' });
    expect((await start(ada)).body).toMatchObject({ telegram: { state: 'code', phone: '+49 … 78', code_via: 'app', configured: true }, qr: null });
    expect((await ada.post('/telegram/auth/password', { password: 'x' })).status).toBe(409);
    expect((await ada.post('/telegram/auth/verify', { code: '11111' })).body).toMatchObject({ status: 422, error_code: 'code_invalid', field: 'code' });

    const again = await testKith(telegram.env, kith);
    const there = Object.assign(again.client(), { cookie: ada.cookie });
    expect((await there.post('/telegram/auth/verify', { code: ' 24 680 ' })).body.telegram).toMatchObject({ state: 'password', password_hint: 'the usual' });
    await again.close();

    expect((await ada.post('/telegram/auth/password', { password: 'wrong horse' })).body).toMatchObject({ status: 422, error_code: 'password_invalid', field: 'password' });
    const done = await ada.post('/telegram/auth/password', { password: 'correct horse' });
    expect(done.body.telegram).toMatchObject({ state: 'connected', name: 'Vera Holt', phone: '+49 … 78', expires_at: null });
    expect((await start(ada)).body.error_code).toBe('telegram_connected');
  });

  it('keeps neither the phone number nor the key nor the password in readable form anywhere', async () => {
    await connected();
    const text = await dump();
    expect(text).toContain('+49 … 78'); // the dump does hold the connection
    const { phone } = telegram.world;
    const forms = (bytes: Uint8Array | string) => [Buffer.from(bytes).toString('hex'), Buffer.from(bytes).toString('base64').slice(0, -4).toLowerCase()];
    for (const secret of [phone, 'correct horse', ...forms(phone), ...[...telegram.server.keys.values()].flatMap(({ key }) => forms(key.slice(16, 48)))]) expect(text).not.toContain(secret);
  });

  it('signs in by QR code, which is asked for until somebody scanned it', async () => {
    const ada = await newcomer();
    const first = (await ada.post('/telegram/auth/start', { qr: true })).body;
    expect(first).toMatchObject({ telegram: { state: 'qr' }, qr: { url: 'tg://login?token=AQID-g', svg: expect.stringContaining('<svg') } });
    expect((await ada.post('/telegram/auth/start', { qr: true })).body.telegram.state).toBe('qr');
    telegram.world.scanned = true;
    telegram.world.password = 'correct horse';
    expect((await ada.post('/telegram/auth/start', { qr: true })).body).toMatchObject({ telegram: { state: 'password' }, qr: null });
    expect((await ada.post('/telegram/auth/password', { password: 'correct horse' })).body.telegram.state).toBe('connected');

    const bob = await newcomer();
    telegram.world.password = null;
    telegram.world.scanned = false;
    await bob.post('/telegram/auth/start', { qr: true });
    telegram.world.scanned = true;
    expect((await bob.post('/telegram/auth/start', { qr: true })).body).toMatchObject({ telegram: { state: 'connected', name: 'Vera Holt' }, qr: null });
  });

  it('ends a login that is cancelled, expired or too late, and says to start again', async () => {
    const ada = await newcomer();
    await start(ada);
    expect((await ada.post('/telegram/auth/cancel')).body.telegram.state).toBe('none');
    expect(telegram.world.calls).toContain('auth.cancelCode');
    expect((await ada.post('/telegram/auth/verify', { code: '24680' })).body.error_code).toBe('telegram_start_again');

    await start(ada);
    telegram.world.errors.push({ method: 'auth.signIn', code: 400, text: 'PHONE_CODE_EXPIRED' });
    expect((await ada.post('/telegram/auth/verify', { code: '24680' })).body).toMatchObject({ status: 409, error_code: 'telegram_start_again' });
    expect(await stateOf(ada)).toBe('none');

    await start(ada);
    await kith.owner.query(`update telegram_connections set expires_at = now() - interval '1 second' where user_id = $1`, [ada.user.id]);
    expect(await stateOf(ada)).toBe('none');
    expect((await ada.post('/telegram/auth/verify', { code: '24680' })).body.error_code).toBe('telegram_start_again');
    await kith.owner.query('select kith.sweep_telegram()');
    expect((await kith.owner.query('select 1 from telegram_connections where user_id = $1', [ada.user.id])).rows).toEqual([]);
  });

  it('passes on that Telegram asks to wait, and that the API id is wrong', async () => {
    const ada = await newcomer();
    telegram.world.errors.push({ method: 'auth.sendCode', code: 420, text: 'FLOOD_WAIT_90' }, { method: 'auth.sendCode', code: 400, text: 'API_ID_INVALID' });
    const waits = await start(ada);
    expect(waits.body).toMatchObject({ status: 429, error_code: 'telegram_wait' });
    expect(waits.headers['retry-after']).toBe('90');
    expect((await start(ada)).body).toMatchObject({ status: 409, error_code: 'telegram_api_id' });
  });

  it('lets one of two steps at once count', async () => {
    const ada = await newcomer();
    await start(ada);
    const answers = await Promise.all([1, 2].map(() => ada.post('/telegram/auth/verify', { code: '24680' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await stateOf(ada)).toBe('connected');
  });

  it('signs out at Telegram when it is disconnected, and forgets even when Telegram is away if asked to', async () => {
    const ada = await connected();
    expect((await ada.delete('/telegram')).status).toBe(204);
    expect(telegram.world.calls).toEqual(['auth.logOut']);
    expect(await stateOf(ada)).toBe('none');

    const bob = await connected();
    telegram.world.errors.push({ method: 'auth.logOut', code: 500, text: 'INTERNAL' }, { method: 'auth.logOut', code: 500, text: 'INTERNAL' });
    expect((await bob.delete('/telegram')).status).toBe(503);
    expect(await stateOf(bob)).toBe('connected');
    expect((await bob.delete('/telegram?forget=true')).status).toBe(204);
    expect(await stateOf(bob)).toBe('none');
  });

  it('is still open after the master key was changed', async () => {
    const first = await testKith(telegram.env);
    const ada = await signUp(first, 'ada');
    await start(ada);
    await ada.post('/telegram/auth/verify', { code: telegram.world.code });
    await first.close();
    const env = { ...telegram.env, KITH_MASTER_KEY: 'another-master-key-of-enough-characters' };
    const { stdout } = await promisify(execFile)(process.execPath, ['src/server/cli.ts', 'rotate-key'], { env: { ...process.env, ...env, KITH_MASTER_KEY_PREVIOUS: telegram.env.KITH_MASTER_KEY, DATABASE_URL: first.ownerUrl } });
    expect(stdout).toContain('1 of 1 secrets');
    const second = await testKith(env, first);
    expect((await Object.assign(second.client(), { cookie: ada.cookie }).get('/telegram/chats')).body).toEqual({ data: [], has_more: false, next_cursor: null });
    await second.close();
  });

  it('belongs to one user: nobody else sees or uses it, and an API key cannot connect', async () => {
    const ada = await connected();
    const eve = await newcomer();
    const shared = (await ada.post('/spaces', { name: 'Ours' })).body.space.id;
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor'), ($3, $2, 'editor')`, [shared, eve.user.id, ada.space.id]);
    expect(await stateOf(eve)).toBe('none');
    eve.headers = { 'kith-space': ada.space.id };
    expect(await stateOf(eve)).toBe('none');
    expect((await eve.get('/telegram/chats')).body.error_code).toBe('telegram_not_connected');
    const { key } = (await ada.post('/auth/api-keys', { name: 'k', scopes: ['read', 'write'] })).body;
    const program = Object.assign(kith.client(), { headers: { authorization: `Bearer ${key}` } });
    expect((await program.post('/telegram/auth/start', { qr: true })).status).toBe(403);
    expect((await program.delete('/telegram')).status).toBe(403);
    expect(await stateOf(program)).toBe('connected');
  });
});

const NOON = Date.UTC(2026, 2, 3, 12) / 1000;
/** A chat of `n` messages, a quarter of an hour apart, ids from `first`. */
const chat = (n: number, first = 1) => Array.from({ length: n }, (_, i) => ({ id: first + i, date: NOON + (first + i) * 900, text: `line ${first + i}`, out: i % 2 === 1 }));

async function ended(client: Client, jobId: string) {
  for (let tries = 0; tries < 300; tries++) {
    const { body } = await client.get(`/telegram/import-status/${jobId}`);
    if (['completed', 'failed', 'cancelled'].includes(body.import.state)) return body.import;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the import did not end');
}
async function importChat(client: Client, body: object) {
  const answer = await client.post('/telegram/start-import', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return ended(client, answer.body.job_id);
}
async function messagesOf(client: Client, contactId: string): Promise<string[]> {
  const texts: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await client.get(`/contacts/${contactId}/messages?limit=100${cursor}`);
    texts.push(...body.data.map((message: { text: string }) => message.text));
    if (!body.has_more) return texts.reverse();
    cursor = `&cursor=${body.next_cursor}`;
  }
}
const person = async (client: Client, fields: object) => (await client.post('/contacts', { full_name: 'Mika Sand', ...fields })).body.contact.id as string;
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`);

describe('importing', () => {
  it('keeps the newest messages in a note a day, brings what is new next time, and older ones on request', async () => {
    const ada = await connected();
    telegram.world.people.push({ id: 42, firstName: 'Mika', username: 'mika_s' });
    telegram.world.chats.set(42, [...chat(250), { id: 251, date: NOON + 251 * 900, text: '', service: true }, { id: 252, date: NOON + 252 * 900, text: '', photo: true }]);
    const id = await person(ada, { telegram_username: '@Mika_S' });

    const first = await importChat(ada, { contact_id: id, limit: 120 });
    expect(first).toMatchObject({ state: 'completed', step: 'processing', percent: 100, contact_id: id, counts: { fetched: 120, stored: 120, already: 0 } });
    expect(await messagesOf(ada, id)).toEqual([...lines(132, 250), '']);
    const notes = (await ada.get(`/contacts/${id}/raw-notes?limit=100`)).body.data as { content: string }[];
    expect(notes).toHaveLength(first.counts.notes);
    expect(notes.every(({ content }) => /^\[Telegram Import - 2026-03-\d\d\]/.test(content))).toBe(true);
    expect(notes.some(({ content }) => content.includes('Vera Holt') && content.includes('Mika'))).toBe(true);
    expect((await ada.get(`/contacts/${id}`)).body.contact.telegram_id).toBe(42);

    telegram.world.chats.get(42)!.push(...chat(150, 300));
    expect((await importChat(ada, { contact_id: id, limit: 50 })).counts).toMatchObject({ stored: 150, already: 0 });
    expect((await importChat(ada, { contact_id: id, limit: 50 })).counts).toEqual({ fetched: 0, stored: 0, already: 0, notes: 0 });
    expect((await importChat(ada, { contact_id: id, limit: 10_000 })).counts).toMatchObject({ stored: 131, already: 0 });
    expect(await messagesOf(ada, id)).toEqual([...lines(1, 250), '', ...lines(300, 449)]);
  }, 60_000);

  it('goes on with the same job in another process when the first is stopped in the middle, without doubles or gaps', async () => {
    const first = await testKith(telegram.env);
    await first.live();
    const ada = await signUp(first, 'ada');
    await start(ada);
    await ada.post('/telegram/auth/verify', { code: telegram.world.code });
    telegram.world.people.push({ id: 43, firstName: 'Mika' });
    telegram.world.chats.set(43, chat(450));
    const id = await person(ada, { telegram_id: 43 });
    let pages = 0;
    const third = Promise.withResolvers<void>();
    telegram.world.before = (method) => (method === 'messages.getHistory' && ++pages === 3 ? (third.resolve(), new Promise(() => undefined)) : undefined);
    const { job_id } = (await ada.post('/telegram/start-import', { contact_id: id, limit: 450 })).body;
    await third.promise;
    const running = async () => (await ada.get(`/telegram/import-status/${job_id}`)).body.import;
    await expect.poll(async () => (await running()).message).toBe('200 messages read'); // progress is written with a delay
    const half = await running();
    expect(half).toMatchObject({ state: 'running', step: 'fetching', counts: null });
    expect(half.percent).toBeGreaterThan(10);
    expect((await messagesOf(ada, id)).length).toBe(200);
    await first.close();

    telegram.world.before = () => undefined;
    const second = await testKith(telegram.env, first);
    await second.live();
    const later = Object.assign(second.client(), { cookie: ada.cookie });
    expect(await ended(later, job_id)).toMatchObject({ state: 'completed', counts: { stored: 250, already: 0 } });
    expect(await messagesOf(later, id)).toEqual(lines(1, 450));
    const notes = (await later.get(`/contacts/${id}/raw-notes?limit=100`)).body.data as { content: string }[];
    const said = notes.flatMap(({ content }) => content.match(/line \d+$/gm) ?? []);
    expect(said.length).toBe(450);
    expect(new Set(said).size).toBe(450);
    await second.close();
  }, 90_000);

  it('waits when Telegram asks for it, and fails plainly when that is too long', async () => {
    const ada = await connected();
    telegram.world.people.push({ id: 44, firstName: 'Mika' });
    telegram.world.chats.set(44, chat(130));
    const id = await person(ada, { telegram_id: 44 });
    telegram.world.errors.push({ method: 'messages.getHistory', code: 420, text: 'FLOOD_WAIT_1' });
    const began = performance.now();
    expect(await importChat(ada, { contact_id: id })).toMatchObject({ state: 'completed', counts: { stored: 130 } });
    expect(performance.now() - began).toBeGreaterThan(1000);
    telegram.world.errors.push({ method: 'messages.getHistory', code: 420, text: 'FLOOD_WAIT_7200' });
    telegram.world.calls.length = 0;
    expect(await importChat(ada, { contact_id: id })).toMatchObject({ state: 'failed', error: expect.stringContaining('wait 120 minutes') });
    expect(telegram.world.calls.filter((method) => method === 'messages.getHistory')).toHaveLength(1);
  }, 60_000);

  it('says so when Telegram ended the connection', async () => {
    const ada = await connected();
    const id = await person(ada, { telegram_id: 45 });
    for (const key of telegram.server.keys.values()) key.user = null;
    expect(await importChat(ada, { contact_id: id })).toMatchObject({ state: 'failed', error: expect.stringContaining('Connect your account again') });
    expect(await stateOf(ada)).toBe('lost');
    expect((await ada.get('/telegram/chats')).body.error_code).toBe('telegram_signed_out');
    expect((await start(ada)).body.telegram.state).toBe('code');
  });

  it('says what to fill in when nobody can tell who that is', async () => {
    const ada = await connected();
    const nobody = await person(ada, {});
    expect((await ada.post('/telegram/start-import', { contact_id: nobody })).body).toMatchObject({ status: 422, error: expect.stringContaining('Fill in a Telegram username') });
    const stranger = await person(ada, { telegram_username: 'nobody_here', phones: [{ label: 'mobile', value: '+49 170 000000' }] });
    expect(await importChat(ada, { contact_id: stranger })).toMatchObject({ state: 'failed', error: expect.stringContaining('was not found') });
    telegram.world.people.push({ id: 46, firstName: 'Mika', phone: '49170000000' });
    telegram.world.chats.set(46, chat(2));
    expect(await importChat(ada, { contact_id: stranger })).toMatchObject({ state: 'completed', counts: { stored: 2 } });
  });

  it('lists chats to choose from over several pages, without bots, with whom they are', async () => {
    const ada = await connected();
    for (let id = 100; id < 230; id++) {
      telegram.world.people.push({ id, firstName: `Person ${id}`, username: `user_${id}`, bot: id === 101 });
      telegram.world.chats.set(id, [{ id: 1, date: NOON + id * 60, text: 'hello' }]);
    }
    const contact = await person(ada, { telegram_id: 105 });
    const all = (await ada.get('/telegram/chats')).body.data;
    expect(all).toHaveLength(129);
    expect(all[0]).toMatchObject({ peer: '229', name: 'Person 229', last_message_at: expect.any(String), contact_id: null });
    expect((await ada.get('/telegram/chats?q=user_105')).body.data).toMatchObject([{ peer: '105', contact_id: contact, contact_name: 'Mika Sand' }]);
    const chosen = await person(ada, {});
    expect(await importChat(ada, { contact_id: chosen, peer: '104', analyse: true })).toMatchObject({ state: 'completed', counts: { stored: 1 }, analysis_job_id: expect.any(String) });
    expect((await ada.get(`/contacts/${chosen}`)).body.contact).toMatchObject({ telegram_id: 104, telegram_username: 'user_104' });
  }, 60_000);
});

describe('without API id and hash', () => {
  it('says what is missing, and posted messages are kept once all the same', async () => {
    const bare = await testKith({}, kith);
    const ada = await signUp(bare, 'bare');
    expect((await ada.get('/telegram/status')).body.telegram).toMatchObject({ configured: false, missing: ['TELEGRAM_API_ID', 'TELEGRAM_API_HASH'], state: 'none' });
    const refused = await ada.post('/telegram/auth/start', { phone: '+49 151 12345678' });
    expect(refused.body).toMatchObject({ status: 409, error_code: 'telegram_not_configured', error: expect.stringContaining('TELEGRAM_API_ID and TELEGRAM_API_HASH') });
    const id = await person(ada, { telegram_id: 77 });
    expect((await ada.post('/telegram/start-import', { contact_id: id })).body.error_code).toBe('telegram_not_configured');

    const messages = [{ id: 1, date: NOON, from_id: 77, text: 'Hello' }, { id: 2, date: new Date((NOON + 60) * 1000).toISOString(), from_id: ME.id, out: true, text: 'Hi' }, { id: 3, date: NOON + 61, text: '' }];
    expect((await ada.post('/telegram/direct-import', { telegram_id: 77, messages })).body).toMatchObject({ contact_id: id, stored: 2, already: 0, job_id: null });
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages })).body).toMatchObject({ stored: 0, already: 2 });
    expect((await ada.post('/telegram/direct-import', { telegram_id: 78, messages })).status).toBe(422);
    expect((await ada.post('/telegram/direct-import', { messages })).status).toBe(400);
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages: [{ id: 9, date: 4_000_000_000, text: 'later' }] })).status).toBe(422);
    await bare.close();
  });

  it('posted before anybody knows who they are in Telegram are the same messages afterwards', async () => {
    const ada = await signUp(kith);
    const id = (await ada.post('/contacts', { full_name: 'Anna' })).body.contact.id;
    const mine = [{ id: 1, date: 1_770_149_700, out: true, text: 'Hello' }];
    const messages = [...mine, { id: 2, date: 1_770_149_760, text: 'Hi' }];
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages: mine })).body).toMatchObject({ stored: 1 });
    expect((await ada.post('/telegram/direct-import', { contact_id: id, telegram_id: 4711, messages })).body).toMatchObject({ stored: 1, already: 1 });
    expect((await ada.get(`/contacts/${id}`)).body.contact.telegram_id).toBe(4711);
    expect((await ada.post('/telegram/direct-import', { telegram_id: 4711, messages })).body).toMatchObject({ contact_id: id, stored: 0, already: 2 });
    expect((await ada.get(`/contacts/${id}/messages`)).body.data).toHaveLength(2);
  });

  it('without an id join the one chat that a file has brought', async () => {
    const ada = await signUp(kith);
    const id = (await ada.post('/contacts', { full_name: 'Anna' })).body.contact.id;
    const file = { name: 'Anna', type: 'personal_chat', id: 4242, messages: [{ id: 1, type: 'message', date: '2026-02-03T21:15:00', date_unixtime: '1770149700', from: 'Anna', from_id: 'user4242', text: 'Hello' }] };
    await ada.upload('POST', '/import/chat', 'file', { name: 'result.json', content: JSON.stringify(file) }, { contact_id: id });
    expect((await ada.post('/telegram/direct-import', { contact_id: id, messages: [{ id: 1, date: 1_770_149_700, text: 'Hello' }, { id: 2, date: 1_770_149_760, text: 'There?' }] })).body).toMatchObject({ stored: 1, already: 1 });
  });

  it('of a group say nothing of who the person is', async () => {
    const ada = await signUp(kith);
    const id = (await ada.post('/contacts', { full_name: 'Anna' })).body.contact.id;
    await ada.post('/telegram/direct-import', { contact_id: id, messages: [{ id: 1, date: 1_770_149_700, from_id: 5, text: 'A' }, { id: 2, date: 1_770_149_760, from_id: 6, text: 'B' }] });
    expect((await ada.get(`/contacts/${id}`)).body.contact.telegram_id).toBeNull();
  });
});
