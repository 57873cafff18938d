import { describe, expect, it } from 'vitest';
import { type Client, signUp, testKith } from '../../../../../test/harness.ts';
import { NOON, person, stateOf, useTelegram } from '../../../../../test/telegram/use.ts';

const here = useTelegram();

/** A chat of `n` messages, a quarter of an hour apart, ids from `first`. */
const chat = (n: number, first = 1) => Array.from({ length: n }, (_, i) => ({ id: first + i, date: NOON + (first + i) * 900, text: `line ${first + i}`, out: i % 2 === 1 }));
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`);

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

describe('importing', () => {
  it('keeps the newest messages in a note a day, brings what is new next time, and older ones on request', async () => {
    const ada = await here.connected();
    here.telegram.world.people.push({ id: 42, firstName: 'Mika', username: 'mika_s' });
    here.telegram.world.chats.set(42, [...chat(250), { id: 251, date: NOON + 251 * 900, text: '', service: true }, { id: 252, date: NOON + 252 * 900, text: '', photo: true }]);
    const id = await person(ada, { telegram_username: '@Mika_S' });

    const first = await importChat(ada, { contact_id: id, limit: 120 });
    expect(first).toMatchObject({ state: 'completed', step: 'processing', percent: 100, contact_id: id, counts: { fetched: 120, stored: 120, already: 0 } });
    expect(await messagesOf(ada, id)).toEqual([...lines(132, 250), '']);
    const notes = (await ada.get(`/contacts/${id}/raw-notes?limit=100`)).body.data as { content: string }[];
    expect(notes).toHaveLength(first.counts.notes);
    expect(notes.every(({ content }) => /^\[Telegram Import - 2026-03-\d\d\]/.test(content))).toBe(true);
    expect(notes.some(({ content }) => content.includes('Vera Holt') && content.includes('Mika'))).toBe(true);
    expect((await ada.get(`/contacts/${id}`)).body.contact.telegram_id).toBe(42);

    here.telegram.world.chats.get(42)!.push(...chat(150, 300));
    expect((await importChat(ada, { contact_id: id, limit: 50 })).counts).toMatchObject({ stored: 150, already: 0 });
    expect((await importChat(ada, { contact_id: id, limit: 50 })).counts).toEqual({ fetched: 0, stored: 0, already: 0, notes: 0 });
    expect((await importChat(ada, { contact_id: id, limit: 10_000 })).counts).toMatchObject({ stored: 131, already: 0 });
    expect(await messagesOf(ada, id)).toEqual([...lines(1, 250), '', ...lines(300, 449)]);
  }, 60_000);

  it('goes on with the same job in another process when the first is stopped in the middle, without doubles or gaps', async () => {
    const first = await testKith(here.telegram.env);
    await first.live();
    const ada = await signUp(first, 'ada');
    await here.start(ada);
    await ada.post('/telegram/auth/verify', { code: here.telegram.world.code });
    here.telegram.world.people.push({ id: 43, firstName: 'Mika' });
    here.telegram.world.chats.set(43, chat(450));
    const id = await person(ada, { telegram_id: 43 });
    let pages = 0;
    const third = Promise.withResolvers<void>();
    here.telegram.world.before = (method) => (method === 'messages.getHistory' && ++pages === 3 ? (third.resolve(), new Promise(() => undefined)) : undefined);
    const { job_id } = (await ada.post('/telegram/start-import', { contact_id: id, limit: 450 })).body;
    await third.promise;
    const running = async () => (await ada.get(`/telegram/import-status/${job_id}`)).body.import;
    await expect.poll(async () => (await running()).message).toBe('200 messages read'); // progress is written with a delay
    const half = await running();
    expect(half).toMatchObject({ state: 'running', step: 'fetching', counts: null });
    expect(half.percent).toBeGreaterThan(10);
    expect((await messagesOf(ada, id)).length).toBe(200);
    await first.close();

    here.telegram.world.before = () => undefined;
    const second = await testKith(here.telegram.env, first);
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
    const ada = await here.connected();
    here.telegram.world.people.push({ id: 44, firstName: 'Mika' });
    here.telegram.world.chats.set(44, chat(130));
    const id = await person(ada, { telegram_id: 44 });
    here.telegram.world.errors.push({ method: 'messages.getHistory', code: 420, text: 'FLOOD_WAIT_1' });
    const began = performance.now();
    expect(await importChat(ada, { contact_id: id })).toMatchObject({ state: 'completed', counts: { stored: 130 } });
    expect(performance.now() - began).toBeGreaterThan(1000);
    here.telegram.world.errors.push({ method: 'messages.getHistory', code: 420, text: 'FLOOD_WAIT_7200' });
    here.telegram.world.calls.length = 0;
    expect(await importChat(ada, { contact_id: id })).toMatchObject({ state: 'failed', error: expect.stringContaining('wait 120 minutes') });
    expect(here.telegram.world.calls.filter((method) => method === 'messages.getHistory')).toHaveLength(1);
  }, 60_000);

  it('says so when Telegram ended the connection', async () => {
    const ada = await here.connected();
    const id = await person(ada, { telegram_id: 45 });
    for (const key of here.telegram.server.keys.values()) key.user = null;
    expect(await importChat(ada, { contact_id: id })).toMatchObject({ state: 'failed', error: expect.stringContaining('Connect your account again') });
    expect(await stateOf(ada)).toBe('lost');
    expect((await ada.get('/telegram/chats')).body.error_code).toBe('telegram_signed_out');
    expect((await here.start(ada)).body.telegram.state).toBe('code');
  });

  it('says what to fill in when nobody can tell who that is', async () => {
    const ada = await here.connected();
    const nobody = await person(ada, {});
    expect((await ada.post('/telegram/start-import', { contact_id: nobody })).body).toMatchObject({ status: 422, error: expect.stringContaining('Fill in a Telegram username') });
    const stranger = await person(ada, { telegram_username: 'nobody_here', phones: [{ label: 'mobile', value: '+49 170 000000' }] });
    expect(await importChat(ada, { contact_id: stranger })).toMatchObject({ state: 'failed', error: expect.stringContaining('was not found') });
    here.telegram.world.people.push({ id: 46, firstName: 'Mika', phone: '49170000000' });
    here.telegram.world.chats.set(46, chat(2));
    expect(await importChat(ada, { contact_id: stranger })).toMatchObject({ state: 'completed', counts: { stored: 2 } });
  });

  it('lists chats to choose from over several pages, without bots, with whom they are', async () => {
    const ada = await here.connected();
    for (let id = 100; id < 230; id++) {
      here.telegram.world.people.push({ id, firstName: `Person ${id}`, username: `user_${id}`, bot: id === 101 });
      here.telegram.world.chats.set(id, [{ id: 1, date: NOON + id * 60, text: 'hello' }]);
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
