import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let client: Client;
let id: string;
/** The smallest picture there is, and one of 2 MB that no client would send but every server must bear. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const LARGE = Buffer.concat([PIXEL, Buffer.alloc(2 * 1024 * 1024, 7)]);

beforeAll(async () => {
  kith = await testKith();
  client = await signUp(kith);
  id = (await client.post('/contacts', { full_name: 'Imre Vas' })).body.contact.id;
});
afterAll(() => kith.close());

const put = (who: Client, content: Buffer, part = 'photo') => who.request('PUT', `/contacts/${id}/photo`, form(content, part), { 'content-type': 'multipart/form-data; boundary=x' });
const form = (content: Buffer, part: string) => Buffer.concat([Buffer.from(`--x\r\ncontent-disposition: form-data; name="${part}"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`), content, Buffer.from('\r\n--x--\r\n')]);
const photo = (who: Client, headers = {}) => kith.app.inject({ url: `/api/v1/contacts/${id}/photo`, headers: { cookie: who.cookie!, ...headers } });

describe('the photo of a contact', () => {
  it('is given, shown, cached, replaced, taken away and brought back', async () => {
    expect((await photo(client)).statusCode).toBe(404);
    const first = await put(client, PIXEL);
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    const shown = await photo(client);
    expect([shown.statusCode, shown.headers['content-type'], shown.headers['x-content-type-options']]).toEqual([200, 'image/png', 'nosniff']);
    expect(shown.rawPayload.equals(PIXEL)).toBe(true);
    expect((await photo(client, { 'if-none-match': String(shown.headers.etag) })).statusCode).toBe(304);

    const second = await put(client, LARGE);
    expect(second.body.contact.photo_id).not.toBe(first.body.contact.photo_id);
    expect((await photo(client)).rawPayload.equals(LARGE)).toBe(true);

    const removed = await client.delete(`/contacts/${id}/photo`);
    expect([removed.status, (await photo(client)).statusCode]).toEqual([204, 404]);
    expect((await client.post('/undo')).status).toBe(200);
    expect((await photo(client)).rawPayload.equals(LARGE)).toBe(true);
  });

  it('must be a picture, small enough and sent as a form', async () => {
    expect(await put(client, Buffer.from('<svg onload="alert(1)"/>'))).toMatchObject({ status: 422, body: { field: 'photo' } });
    expect(await put(client, PIXEL, 'picture')).toMatchObject({ status: 400, body: { field: 'picture' } });
    expect(await put(client, Buffer.concat([PIXEL, Buffer.alloc(6 * 1024 * 1024)]))).toMatchObject({ status: 413, body: { field: 'photo' } });
    expect((await client.request('PUT', `/contacts/${id}/photo`, { photo: 'x' })).status).toBe(415);
    expect((await client.request('PUT', `/contacts/${id}/photo`, Buffer.from('--x\r\nbroken'), { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400);
    expect((await photo(client)).rawPayload.equals(LARGE)).toBe(true);
  });

  it('is not shown to anybody else', async () => {
    const other = await signUp(kith);
    expect((await photo(other)).statusCode).toBe(404);
    expect((await put(other, PIXEL)).status).toBe(404);
    const linked = (space: string, who: Client) => kith.app.inject({ url: `/api/v1/contacts/${id}/photo?space=${space}`, headers: { cookie: who.cookie! } });
    expect([(await linked(client.space.id, client)).statusCode, (await linked(client.space.id, other)).statusCode, (await linked('nonsense', client)).statusCode]).toEqual([200, 404, 404]);
  });

  it('is forgotten 30 days after nothing refers to it', async () => {
    const files = async () => (await kith.owner.query('select id from files where space_id = $1', [client.space.id])).rowCount;
    expect(await files()).toBe(2);
    await kith.owner.query(`update files set last_used_at = now() - interval '31 days'`);
    await kith.owner.query('select kith.sweep_files()');
    expect(await files()).toBe(1);
    expect((await photo(client)).statusCode).toBe(200);
  });
});
