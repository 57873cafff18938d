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

  it('an upload with the key of another file is refused, and of the same file is the first answer', async () => {
    const send = (content: string, fields: Record<string, string> = {}) => {
      ada.headers = { 'idempotency-key': 'file' };
      return ada.upload('POST', '/import/vcard', 'file', { name: 'a.vcf', content }, fields).finally(() => (ada.headers = {}));
    };
    const card = (name: string) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEND:VCARD\r\n`;
    const first = await send(card('Vera Card'));
    expect(first).toMatchObject({ status: 200, body: { counts: { people_created: 1 } } });
    expect(await send(card('Otto Card'))).toMatchObject({ status: 422, body: { field: 'Idempotency-Key' } });
    expect(await send(card('Vera Card'), { dry_run: 'true' })).toMatchObject({ status: 422, body: { field: 'Idempotency-Key' } });
    expect((await send(card('Vera Card'))).body).toEqual(first.body);
    expect((await ada.get('/search?q=Card')).body.data.map((hit: { title: string }) => hit.title)).toEqual(['Vera Card']);
  });

  it('two uploads at once with one key import once', async () => {
    const card = Array.from({ length: 300 }, (_, i) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Double Person ${i}\r\nEND:VCARD\r\n`).join('');
    ada.headers = { 'idempotency-key': 'double' };
    const answers = await Promise.all([1, 2, 3].map(() => ada.upload('POST', '/import/vcard', 'file', { name: 'a.vcf', content: card })));
    ada.headers = {};
    expect(answers.map(({ status, headers }) => (status === 200 && !headers['idempotency-replayed'] ? 'first' : status === 200 ? 'replayed' : status)).filter((what) => what !== 409 && what !== 'replayed')).toEqual(['first']);
    expect((await kith.owner.query(`select count(*)::int as n from contacts where full_name like 'Double Person%'`)).rows[0].n).toBe(300);
  });

  describe('an answer that holds a secret', () => {
    const secret = async (path: string, body: object | undefined, find: (body: any) => string) => {
      const send = (key: string) => ada.post(path, body, { 'idempotency-key': key });
      const first = await send(path);
      expect(first.status).toBe(201);
      const token = find(first.body);
      expect(token.length).toBeGreaterThan(20);
      expect(await send(path)).toMatchObject({ status: 409, body: { error_code: 'shown_once' } });
      expect(await kept(path)).toEqual([{ status: 201, body: null }]);
      const columns = (await kith.owner.query(`select k::text as text from idempotency_keys k`)).rows;
      expect(JSON.stringify(columns)).not.toContain(token);
    };
    const invitations = async (path: string) => (await ada.get(path)).body.data.length;

    it('is not kept, and a repeat is refused without doing it again', async () => {
      const { space } = (await ada.post('/spaces', { name: 'Shared' })).body;
      await secret(`/spaces/${space.id}/invitations`, { role: 'viewer' }, (body) => body.token);
      expect(await invitations(`/spaces/${space.id}/invitations`)).toBe(1);
      await secret('/invitations', {}, (body) => body.token);
      expect(await invitations('/invitations')).toBe(1);
      await secret('/admin/users', { username: 'newcomer' }, (body) => body.link.token);
      const { body } = await ada.get('/admin/users?q=newcomer');
      expect(body.data).toHaveLength(1);
      await secret(`/admin/users/${body.data[0].id}/reset-link`, undefined, (answer) => answer.link.token);
    });

    it('is so wherever a write outside /auth answers with one', () => {
      const { paths, components } = kith.app.swagger() as { paths: Record<string, Record<string, any>>; components: { schemas: Record<string, any> } };
      const names = (schema: any, seen: string[] = []): string[] => {
        if (typeof schema !== 'object' || schema === null) return [];
        const ref = schema.$ref?.split('/').pop() as string | undefined;
        if (ref !== undefined) return seen.includes(ref) ? [] : names(components.schemas[ref], [...seen, ref]);
        return [...Object.keys(schema.properties ?? {}), ...Object.values(schema).flatMap((part) => names(part, seen))];
      };
      const telling = Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations)
          .filter(([method, { responses }]) => method !== 'get' && !path.startsWith('/api/v1/auth/') && Object.entries<any>(responses).some(([status, answer]) => Number(status) < 300 && names(answer).some((name) => /token|secret|password$|recovery|api_key|^qr/.test(name))))
          .map(([method]) => `${method.toUpperCase()} ${path}`),
      );
      expect(telling).toEqual(expect.arrayContaining(['POST /api/v1/spaces/{id}/invitations']));
      for (const one of telling) expect(paths[one.split(' ')[1]!]![one.split(' ')[0]!.toLowerCase()]['x-shown-once'], one).toBe(true);
    });
  });

  it('is forgotten after a day', async () => {
    await kith.owner.query(`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'named'`);
    await kith.owner.query('select kith.sweep_accounts()');
    expect(await kept('named')).toEqual([]);
    expect(await kept('note')).toHaveLength(1);
  });
});
