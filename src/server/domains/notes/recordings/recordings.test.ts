import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeServer, type FakeServer } from '../../../../../test/fakes/http.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { audioType } from './recordings.ts';

const ogg = (bytes = 100) => Buffer.concat([Buffer.from('OggS'), Buffer.alloc(bytes, 3)]);
const send = (client: Client, content: Buffer, fields: Record<string, string> = {}) => client.upload('POST', '/transcribe-audio', 'audio', { name: 'memo.ogg', content, type: 'audio/ogg' }, fields);

describe('without a provider', () => {
  let kith: TestKith;
  let client: Client;
  beforeAll(async () => {
    kith = await testKith();
    client = await signUp(kith);
  });
  afterAll(() => kith.close());

  it('keeps the recording and says what to set up', async () => {
    const { id } = (await client.post('/contacts', { full_name: 'Nora Lind' })).body.contact;
    const { status, body } = await send(client, ogg(), { contact_id: id });
    expect(status).toBe(200);
    expect(body).toMatchObject({ text: null, engine: null, recording: { contact_id: id, contact_name: 'Nora Lind', content_type: 'audio/ogg', size: 104, name: 'memo.ogg' } });
    expect(body.problem).toMatch(/OPENAI_API_KEY.*KITH_TRANSCRIBE_MODEL.*kept/);
    expect((await client.get(`/recordings?contact_id=${id}`)).body.data).toEqual([body.recording]);
    const sound = await kith.app.inject({ url: `/api/v1/recordings/${body.recording.id}/audio`, headers: { cookie: client.cookie! } });
    expect([sound.headers['content-type'], sound.rawPayload.equals(ogg())]).toEqual(['audio/ogg', true]);
  });

  it('is forgotten when asked, and brought back', async () => {
    const { recording } = (await send(client, ogg(2_000_000))).body;
    expect((await client.delete(`/recordings/${recording.id}`)).status).toBe(204);
    expect((await client.get(`/recordings/${recording.id}`)).status).toBe(404);
    expect((await client.post('/undo')).status).toBe(200);
    expect((await client.get(`/recordings/${recording.id}`)).body.recording).toEqual(recording);
  });

  it.each([
    ['text', Buffer.from('not a sound at all'), {}, 422, 'audio'],
    ['nothing', Buffer.alloc(0), {}, 422, 'audio'],
    ['an unknown person', ogg(), { contact_id: '018f0000-0000-7000-8000-000000000000' }, 404, undefined],
    ['a word for an id', ogg(), { contact_id: 'Anna' }, 400, 'contact_id'],
    ['26 MB', ogg(26 * 1024 * 1024), {}, 413, 'audio'],
  ])('refuses %s and keeps nothing', async (_, content, fields, status, field) => {
    const files = async () => (await kith.owner.query('select count(*) from files')).rows[0].count;
    const before = await files();
    expect(await send(client, content, fields)).toMatchObject({ status, body: field ? { field } : {} });
    expect(await files()).toBe(before);
  });

  it.each([
    ['audio/webm', '1a45dfa39f4286810142f781'], ['audio/ogg', '4f67675300020000'], ['audio/flac', '664c614300000022'], ['audio/mp4', '0000001c667479704d344120'],
    ['audio/mpeg', '494433040000000000'], ['audio/mpeg', 'fffb9064'], ['audio/wav', '5249464624000000574156 45'.replace(' ', '')], [undefined, '89504e470d0a1a0a'], [undefined, ''],
  ])('knows %s by its first bytes', (type, hex) => expect(audioType(Buffer.from(hex, 'hex'))).toBe(type));
});

describe('with a server that hears', () => {
  let kith: TestKith;
  let client: Client;
  let ears: FakeServer;
  let status = 200;
  beforeAll(async () => {
    ears = await fakeServer((_request, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(status === 200 ? { text: 'Nora starts at the clinic in May.' } : { error: { message: 'no' } })));
    kith = await testKith({ KITH_TRANSCRIBE_BASE_URL: `${ears.url}/v1`, KITH_TRANSCRIBE_MODEL: 'whisper-1' });
    client = await signUp(kith);
    await kith.live();
  });
  afterAll(async () => {
    await kith.close();
    await ears.close();
  });

  it('answers with the text, and books the call', async () => {
    const { body } = await send(client, ogg());
    expect(body).toMatchObject({ text: 'Nora starts at the clinic in May.', engine: 'compatible:whisper-1', problem: null });
    expect((await client.get('/ai/usage')).body.data).toMatchObject([{ provider: 'compatible', model: 'whisper-1', calls: 1, failed: 0 }]);
  });

  it('keeps the recording when the server fails, and tries again when asked', async () => {
    status = 400;
    const { body } = await send(client, ogg());
    expect(body).toMatchObject({ text: null, problem: 'The AI server refused the request (400). The recording is kept.' });
    status = 200;
    const again = await client.post(`/recordings/${body.recording.id}/transcribe`);
    expect(again.body).toMatchObject({ text: 'Nora starts at the clinic in May.', problem: null, recording: { id: body.recording.id, problem: null } });
  });

  it('leaves a long one to a job', async () => {
    const { status: answered, body } = await send(client, ogg(6 * 1024 * 1024));
    expect(answered).toBe(202);
    const job = async () => (await client.get(`/jobs/${body.job_id}`)).body.job;
    await expect.poll(async () => (await job()).state).toBe('completed');
    expect((await client.get(`/recordings/${body.recording.id}`)).body.recording).toMatchObject({ text: 'Nora starts at the clinic in May.', engine: 'compatible:whisper-1' });
  });
});
