import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { type ChatMessage, storeMessages } from './index.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  await kith.live();
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
});
afterAll(() => kith.close());

const person = async (full_name: string, client = ada) => (await client.post('/contacts', { full_name })).body.contact.id as string;
const post = (id: string, body: object, client = ada) => client.post(`/contacts/${id}/messages`, body);
const notes = async (id: string, client = ada) => ((await client.get(`/contacts/${id}/raw-notes?limit=100`)).body.data as { id: string; content: string; source: string; created_at: string }[]).map(({ id: note, content, source, created_at }) => ({ id: note, content, source, created_at }));
const contents = async (id: string) => (await notes(id)).map(({ content }) => content);
/** What a connector does: messages with ids of their own. */
async function store(contact_id: string, messages: (Pick<ChatMessage, 'key' | 'sent_at'> & Partial<ChatMessage>)[]) {
  const { rows } = await kith.owner.query('select id from users where id = $1', [ada.user.id]);
  const ctx = (await kith.platform.jobs.actingFor(rows[0].id, ada.space.id))!;
  return ctx.tx((tx) => storeMessages(ctx, tx, { contact_id, channel: 'telegram', chat_key: contact_id, messages: messages.map((message) => ({ direction: 'in' as const, sender_name: 'Anna', text: message.key, ...message })) }));
}

describe('messages of a connector', () => {
  it('are kept once ever, in one note a day of the user’s zone, which grows', async () => {
    const id = await person('Anna Berg');
    expect(await store(id, [{ key: '1', sent_at: '2026-03-01T22:30:00Z' }, { key: '2', sent_at: '2026-03-01T23:30:00Z' }])).toMatchObject({ stored: 2, already: 0 });
    expect(await contents(id)).toEqual(['[Telegram Import - 2026-03-02]\n00:30 Anna: 2', '[Telegram Import - 2026-03-01]\n23:30 Anna: 1']);
    expect(await store(id, [{ key: '2', sent_at: '2026-03-01T23:30:00Z' }, { key: '3', sent_at: '2026-03-02T10:00:00Z', direction: 'out', sender_name: 'Ada' }])).toMatchObject({ stored: 1, already: 1, note_ids: [expect.any(String)] });
    // one that comes late stands where it belongs
    await store(id, [{ key: '2.5', sent_at: '2026-03-02T08:00:00Z', attachments: [{ name: 'cat.jpg', type: 'photo' }] }]);
    const [day] = await notes(id);
    expect(day).toMatchObject({ content: '[Telegram Import - 2026-03-02]\n00:30 Anna: 2\n09:00 Anna: 2.5 [photo: cat.jpg]\n11:00 Ada: 3', source: 'telegram', created_at: '2026-03-02T10:00:00+00:00' });
    expect((await ada.get(`/contacts/${id}`)).body.contact).toMatchObject({ note_count: 2, last_interaction_at: '2026-03-02T10:00:00+00:00' });
    expect((await ada.get(`/contacts/${id}/timeline`)).body.data).toMatchObject([{ kind: 'message', title: 'telegram' }, { kind: 'message' }]);
    expect((await ada.get(`/contacts/${id}/messages?limit=2`)).body).toMatchObject({ data: [{ text: '3', direction: 'out', local_at: '2026-03-02T11:00:00' }, { text: '2.5' }], has_more: true });
  });

  it('leave what somebody wrote into a note, and do not come back when it was deleted', async () => {
    const id = await person('Otto Berg');
    await store(id, [{ key: 'a', sent_at: '2026-03-01T08:00:00Z', sender_name: 'Otto' }, { key: 'x', sent_at: '2026-03-03T08:00:00Z' }]);
    const [third, first] = await notes(id);
    await ada.patch(`/notes/${first!.id}`, { content: `${first!.content}\n(at the lake)` });
    await ada.delete(`/notes/${third!.id}`);
    await store(id, [{ key: 'a', sent_at: '2026-03-01T08:00:00Z' }, { key: 'b', sent_at: '2026-03-01T07:00:00Z' }, { key: 'x', sent_at: '2026-03-03T08:00:00Z' }, { key: 'y', sent_at: '2026-03-03T09:00:00Z' }].map((one) => ({ ...one, sender_name: 'Otto' })));
    expect(await contents(id)).toEqual(['[Telegram Import - 2026-03-03]\n10:00 Otto: y', '[Telegram Import - 2026-03-01]\n09:00 Otto: a\n(at the lake)\n08:00 Otto: b']);
  });

  it('take as many notes as a long day needs, and entries keep their sources while it grows', async () => {
    const id = await person('Long Day');
    const long = (i: number, at: string) => ({ key: `${i}`, sent_at: at, text: `${i} ${'word '.repeat(8000)}` });
    await store(id, [long(1, '2026-03-01T10:00:00Z'), long(2, '2026-03-01T11:00:00Z'), long(3, '2026-03-01T12:00:00Z')]);
    const before = await notes(id);
    expect(before.map(({ content }) => content.slice(0, 40))).toEqual(['[Telegram Import - 2026-03-01] (2)\n13:00', '[Telegram Import - 2026-03-01]\n11:00 Ann']);
    const note = before[1]!;
    await kith.owner.query(`insert into entries (space_id, contact_id, note_id, category, content, sources) values ($1, $2, $3, 'Goals', 'First', $4)`, [ada.space.id, id, note.id, JSON.stringify([{ start: note.content.indexOf('1 word'), end: note.content.indexOf('1 word') + 6, text: '1 word' }])]);
    await store(id, [{ key: 'early', sent_at: '2026-03-01T05:00:00Z' }]);
    const grown = (await notes(id)).find((one) => one.id === note.id)!;
    expect(grown.content).toMatch(/^\[Telegram Import - 2026-03-01\]\n06:00 Anna: early\n11:00/);
    const { sources: [source] } = (await ada.get(`/contacts/${id}/entries`)).body.data[0];
    expect(grown.content.slice(source.start, source.end)).toBe('1 word');
  });

  it('are found, one by one', async () => {
    const id = await person('Greta Found');
    await store(id, [{ key: 'find', sent_at: '2026-03-01T10:00:00Z', text: 'The xylophone is in tune', sender_name: 'Greta' }]);
    expect((await ada.get('/search?q=xylophone&kind=message')).body.data).toMatchObject([{ kind: 'message', contact_name: 'Greta Found', title: 'Greta' }]);
  });
});

describe('pasted messages', () => {
  const WHATSAPP = '[21.11.25, 11:40:03] Pia Stern: Coming?\n[21.11.25, 11:41:10] Ada L: Yes!\nin an hour\n[21.11.25, 11:42:00] Pia Stern: Fine';

  it('are read as messengers copy them; the same text again adds nothing; undo takes all back', async () => {
    const id = await person('Pia Stern');
    const answer = await post(id, { text: WHATSAPP });
    expect(answer).toMatchObject({ status: 201, body: { stored: 3, already: 0, job_id: null } });
    expect(await contents(id)).toEqual(['[Pasted Chat - 2025-11-21]\n11:40 Pia Stern: Coming?\n11:41 Ada L: Yes!\nin an hour\n11:42 Pia Stern: Fine']);
    expect((await ada.get(`/contacts/${id}/messages`)).body.data).toMatchObject([{ direction: 'in', sent_at: '2025-11-21T10:42:00+00:00' }, { direction: 'out' }, { direction: 'in' }]);
    expect((await post(id, { text: `${WHATSAPP}\n[22.11.25, 09:00:00] Pia Stern: Morning` })).body).toMatchObject({ stored: 1, already: 3 });
    await ada.post('/undo', {});
    await ada.post('/undo', {});
    expect((await ada.get(`/contacts/${id}/messages`)).body.data).toEqual([]);
    expect(await contents(id)).toEqual([]);
    expect((await ada.get(`/contacts/${id}`)).body.contact).toMatchObject({ note_count: 0, last_interaction_at: null });
    await ada.post('/redo', {});
    expect(await contents(id)).toHaveLength(1);
  });

  it.each([
    ['Telegram', 'Pia, [21.11.2025 11:40]\nComing?\n\nAda, [21.11.2025 11:41]\nYes', ['Coming?', 'Yes']],
    ['WhatsApp on the web', '[11:40, 21/11/2025] Pia: Coming?\n[11:41, 21/11/2025] Ada: Yes', ['Coming?', 'Yes']],
    ['Android, twelve hours', '11/21/25, 11:40\u202fAM - Pia: Coming?\n11/21/25, 1:41\u202fPM - Ada: Yes', ['Coming?', 'Yes']],
  ])('of %s', async (_, text, said) => {
    const id = await person('Pia Schmidt');
    expect((await post(id, { text })).body).toMatchObject({ stored: 2 });
    const { data } = (await ada.get(`/contacts/${id}/messages`)).body;
    expect(data.map((message: { text: string }) => message.text)).toEqual(said.toReversed());
    expect(data.map((message: { direction: string }) => message.direction)).toEqual(['out', 'in']);
  });

  it('that are no chat are one message now; posted ones say when and who', async () => {
    const id = await person('Ben Klar');
    expect((await post(id, { text: 'Met at 10:30 on 1.2.2020: nice' })).body).toMatchObject({ stored: 1 });
    expect((await ada.get(`/contacts/${id}/messages`)).body.data).toMatchObject([{ sender_name: 'Ben Klar', direction: 'in', text: 'Met at 10:30 on 1.2.2020: nice' }]);
    expect((await post(id, { channel: 'signal', messages: [{ text: 'Hey', sent_at: '2026-01-01T00:00:00+01:00', direction: 'out' }] })).body).toMatchObject({ stored: 1 });
    expect((await ada.get(`/contacts/${id}/messages?channel=signal`)).body.data).toMatchObject([{ sender_name: 'Me', direction: 'out', sent_at: '2025-12-31T23:00:00+00:00' }]);
  });

  it.each([
    [{}, 'messages'],
    [{ text: 'a', messages: [{ text: 'b' }] }, 'messages'],
    [{ text: '  ' }, 'text'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ text: 'x', sent_at: '2999-01-01T00:00:00Z' }] }, 'messages.0.sent_at'],
    [{ text: 'x', channel: 'fax' }, 'channel'],
  ])('400 for %j', async (body, field) => {
    const id = await person('Bad Body');
    expect(await post(id, body)).toMatchObject({ status: 400, body: { field } });
  });

  it('are analysed when asked for, and undo takes the entries back too', async () => {
    const id = await person('Vera Vet');
    const { body } = await post(id, { text: 'She works as a vet and loves sailing.', analyse: true });
    await expect.poll(async () => (await ada.get(`/jobs/${body.job_id}`)).body.job.state, { timeout: 20_000 }).toBe('completed');
    expect((await ada.get(`/contacts/${id}/entries`)).body.data.length).toBeGreaterThan(0);
    expect((await ada.post('/undo', {})).status).toBe(200);
    expect((await ada.get(`/contacts/${id}/entries`)).body.data).toEqual([]);
  });

  it('404 for the person of somebody else', async () => {
    const bob = await signUp(kith);
    const id = await person('Only Ada');
    expect((await post(id, { text: 'Hi' }, bob)).status).toBe(404);
    expect((await bob.get(`/contacts/${id}/messages`)).status).toBe(404);
  });
});
