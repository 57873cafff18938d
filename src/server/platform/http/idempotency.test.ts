import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith);
});
afterAll(() => kith.close());

const kept = async (key: string) => (await kith.owner.query('select status, body from idempotency_keys where key = $1', [key])).rows;
const WAV = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(64)]);

describe('Idempotency-Key', () => {
  it('keeps no answer of /auth, however its address is written', async () => {
    const send = () => ada.request('POST', '/api/v1/%61uth/api-keys', { name: 'mine', scopes: ['read'] }, { 'idempotency-key': 'secret' });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.key).not.toBe(first.body.key);
    expect(await kept('secret')).toEqual([]);
  });

  it('a repeat names the action of the first request, which can be undone', async () => {
    const send = () => ada.post('/contacts', { full_name: 'Repeated' }, { 'idempotency-key': 'named' });
    const [first, second] = [await send(), await send()];
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.headers['kith-action-id']).toBe(first.headers['kith-action-id']);
    expect((await ada.post('/undo', { action_id: second.headers['kith-action-id'] })).status).toBe(200);
  });

  it('so does the repeat of a note to be analysed', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Noted' })).body;
    const send = () => ada.post('/notes/process', { contact_id: contact.id, content: 'Plays the cello in the town orchestra.' }, { 'idempotency-key': 'note' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect(second.headers['kith-action-id']).toBe(first.headers['kith-action-id']);
  });

  it('an upload happens once, and waits for the file without a transaction', async () => {
    ada.headers = { 'idempotency-key': 'spoken' };
    const send = () => ada.upload('POST', '/transcribe-audio', 'audio', { name: 'a.wav', content: WAV });
    const [first, second] = [await send(), await send()];
    ada.headers = {};
    expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([200, 200, 'true']);
    expect(second.body).toEqual(first.body);
    expect((await ada.get('/recordings')).body.data).toHaveLength(1);
  });

  it('analysing a stored note again happens once', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Again' })).body;
    const { note } = (await ada.post('/notes', { contact_id: contact.id, content: 'Moved to Lisbon in May. Allergic to nuts.' })).body;
    const send = () => ada.post(`/notes/${note.id}/process`, undefined, { 'idempotency-key': 'again' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('a failed request may be tried again under its key; one that still runs is 409', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: 'Retried' })).body;
    const send = (id: string) => ada.post(`/notes/${id}/process`, undefined, { 'idempotency-key': 'retry' });
    expect((await send(contact.id)).status).toBe(404);
    expect(await kept('retry')).toEqual([]);
    const { note } = (await ada.post('/notes', { contact_id: contact.id, content: 'Keeps bees on the roof.' })).body;
    expect((await send(note.id)).status).toBe(200);
    await kith.owner.query(`update idempotency_keys set status = null, body = null where key = 'retry'`);
    expect(await send(note.id)).toMatchObject({ status: 409, body: { error_code: 'in_progress' } });
    await kith.owner.query(`update idempotency_keys set created_at = now() - interval '20 minutes' where key = 'retry'`);
    expect((await send(note.id)).status).toBe(200);
  });

  it('gives long work the time it gets without a key', async () => {
    await kith.owner.query(`create function public.slowly() returns trigger language plpgsql as $$ begin perform pg_sleep(5.5); return null; end $$`);
    await kith.owner.query(`create trigger slowly after delete on contacts for each statement execute function public.slowly()`);
    const { contact } = (await ada.post('/contacts', { full_name: 'Slow' })).body;
    expect((await ada.post('/contacts/bulk-delete', { ids: [contact.id] }, { 'idempotency-key': 'slow' })).status).toBe(200);
    await kith.owner.query('drop function public.slowly cascade');
  }, 20_000);

  it('is forgotten after a day', async () => {
    await kith.owner.query(`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'named'`);
    await kith.owner.query('select kith.sweep_accounts()');
    expect(await kept('named')).toEqual([]);
    expect(await kept('note')).toHaveLength(1);
  });
});
