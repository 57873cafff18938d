import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith({ KITH_RATE_LIMITS: 'on', KITH_TRUST_PROXY: '1' });
  ada = await signUp(kith);
});
afterAll(() => kith.close());

const make = async (path: string, body: object) => Object.values((await ada.post(path, body)).body)[0] as { id: string };

describe('limits hold', () => {
  it('however an address is written', async () => {
    const seen: number[] = [];
    for (let i = 0; i < 31; i++) seen.push((await kith.client().request('GET', '/api/v1/%69nvitations/none', undefined, { 'x-forwarded-for': '203.0.113.9' })).status);
    expect([seen[0], seen[30]]).toEqual([404, 429]);
    const elsewhere = await kith.app.inject({ url: '/%61pi/v1/invitations/none', headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(elsewhere.statusCode).toBe(429);
  });

  it('what has not the form of a token is not looked up', async () => {
    let asked = 0;
    kith.platform.database.observe((text) => void (text.includes('kith.authenticate') && asked++));
    for (const authorization of ['Bearer x', 'Bearer kith_k_short', `Bearer ${'a'.repeat(150)}`]) expect((await kith.client().get('/contacts', { authorization })).status).toBe(401);
    expect((await kith.client().get('/contacts', { cookie: 'kith_session=junk' })).status).toBe(401);
    expect(asked).toBe(0);
    expect((await kith.client().get('/contacts', { authorization: `Bearer kith_k_${'a'.repeat(43)}` })).status).toBe(401);
    expect(asked).toBe(1);
  });

  it('on a body, and whoever hears only when all is sent hears it', async () => {
    const url = new URL(await kith.live());
    const part = Buffer.alloc(1_000_000, 'x');
    const PARTS = 8;
    for (const connection of ['close', 'keep-alive']) {
      const socket = connect(Number(url.port), url.hostname);
      const torn = new Promise<never>((_, fail) => void socket.on('error', fail));
      const sent = (content: string | Buffer) => Promise.race([torn, new Promise<void>((done) => void socket.write(content, () => done()))]);
      await sent(`POST /api/v1/contacts HTTP/1.1\r\nhost: ${url.host}\r\ncookie: ${ada.cookie}\r\ncontent-type: application/json\r\nconnection: ${connection}\r\ncontent-length: ${PARTS * part.length}\r\n\r\n`);
      for (let i = 0; i < PARTS; i++) {
        await new Promise((done) => setTimeout(done, 40));
        await sent(part);
      }
      const [answer] = await Promise.race([torn, once(socket, 'data')]);
      expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
      socket.destroy();
    }
  });

  describe('on what is sent beyond that', () => {
    let url: URL;
    beforeAll(async () => {
      url = new URL(kith.app.server.listening ? kith.app.listeningOrigin : await kith.live());
    });
    /** Sends `head` and then `length` bytes as fast as they are taken, and asks for something else. @returns what was answered, and how much was taken, once the connection is gone */
    const pour = async (head: string, length: number, chunked = false) => {
      const socket = connect(Number(url.port), url.hostname);
      let [answer, taken] = ['', 0];
      socket.setEncoding('utf8').on('data', (text) => void (answer += text));
      const gone = new Promise<void>((done) => void socket.on('close', () => done()).on('error', () => undefined));
      const filler = Buffer.alloc(1_000_000, 'x');
      const part = chunked ? Buffer.concat([Buffer.from(`${filler.length.toString(16)}\r\n`), filler, Buffer.from('\r\n')]) : filler;
      socket.write(head);
      for (let sent = 0; sent < length && !socket.destroyed; sent += filler.length) {
        await Promise.race([gone, new Promise<void>((done) => void socket.write(part, (error) => ((taken += error ? 0 : filler.length), done())))]);
      }
      if (!socket.destroyed) socket.write(`${chunked ? '0\r\n\r\n' : ''}GET /health HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\n\r\n`);
      await gone;
      return { answers: [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status)), taken };
    };
    const head = (more: string, asked = 'POST /api/v1/contacts') => `${asked} HTTP/1.1\r\nhost: ${url.host}\r\ncookie: ${ada.cookie}\r\n${more}\r\n\r\n`;

    it.each([
      ['that says how long it is', `content-type: application/json\r\ncontent-length: ${1e9}`, false],
      ['in pieces', 'content-type: application/json\r\ntransfer-encoding: chunked', true],
    ])('a body of 1 GB %s is not read to its end', async (_how, more, chunked) => {
      const { answers, taken } = await pour(head(more), 1e9, chunked);
      expect(taken).toBeLessThan(40e6); // what lies in the buffers of the system included
      if (answers.length) expect(answers).toEqual([413]); // who does not listen while sending may not hear it
    });

    it('nor is a file that is far too large', async () => {
      const { taken } = await pour(`${head('content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000000000', `PUT /api/v1/contacts/${(await make('/contacts', { full_name: 'Pictured' })).id}/photo`)}--b\r\ncontent-disposition: form-data; name="photo"; filename="a.png"\r\n\r\n`, 1e9);
      expect(taken).toBeLessThan(80e6);
    });

    it.each([
      ['that says how long it is', 'content-type: application/json\r\ncontent-length: 5000000', false],
      ['in pieces', 'content-type: application/json\r\ntransfer-encoding: chunked', true],
    ])('a body somewhat too large %s is 413, and the connection goes on', async (_how, more, chunked) => {
      expect(await pour(head(more), 5e6, chunked)).toEqual({ taken: 5e6, answers: [413, 200] });
    });

    it('a file somewhat too large is 413, and the connection goes on', async () => {
      const { id } = await make('/contacts', { full_name: 'Pictured' });
      const begin = '--b\r\ncontent-disposition: form-data; name="photo"; filename="a.png"\r\n\r\n';
      const sent = pour(`${head(`content-type: multipart/form-data; boundary=b\r\ncontent-length: ${begin.length + 9e6}`, `PUT /api/v1/contacts/${id}/photo`)}${begin}`, 9e6);
      expect(await sent).toEqual({ taken: 9e6, answers: [413, 200] });
    });
  });

  it('on what a program keeps with a note', async () => {
    expect(await ada.post('/notes', { content: 'With data', metadata: { from: 'x'.repeat(20_000) } })).toMatchObject({ status: 400, body: { field: 'metadata' } });
    expect((await ada.post('/notes', { content: 'With data', metadata: { from: 'x'.repeat(9_000) } })).status).toBe(201);
  });
});

describe('what is asked for the wrong way', () => {
  it.each([
    ['/contacts', { full_name: 'x' }, 'full_name: write at least 2 characters'],
    ['/contacts', {}, 'full_name: is missing'],
    ['/contacts', { full_name: 'x'.repeat(300) }, 'full_name: may have at most 255 characters'],
    ['/contacts', { full_name: 'Ann', cadence_weeks: 0 }, 'cadence_weeks: must be at least 1'],
    ['/notes', { contact_id: 'ann', content: 'Hello' }, 'contact_id: is not an id'],
  ])('is said in words that anybody understands: %s %j', async (path, body, error) => expect((await ada.post(path, body)).body).toMatchObject({ status: 400, error }));
  it('text instead of JSON is 415', async () => {
    expect((await ada.post('/contacts', '{"full_name":"Plain Text"}', { 'content-type': 'text/plain' })).status).toBe(415);
  });
  it('an id that is far too long is 404', async () => {
    for (const method of ['GET', 'PATCH', 'PUT']) expect((await ada.request(method, `/contacts/${'x'.repeat(500)}`, {})).status).toBe(404);
  });
  it.each(['0001-01-01T00:00:00+14:00', '0000-06-01T00:00:00Z', '9999-12-31T23:59:59-14:00'])('a moment outside the years 1 to 9999 is 400: %s', async (moment) => {
    const contact = await make('/contacts', { full_name: 'Ancient One' });
    expect((await ada.post(`/contacts/${contact.id}/interactions`, { kind: 'call', at: moment })).status).toBe(400);
    expect((await ada.post('/auth/api-keys', { name: 'late', scopes: ['read'], expires_at: moment })).status).toBe(400);
  });
  it('the last day there is can be searched to', async () => {
    await make('/contacts', { full_name: 'Ancient One' });
    const { status, body } = await ada.get('/search?q=ancient&from=0001-01-01&to=9999-12-31');
    expect([status, body.data?.[0]?.title]).toEqual([200, 'Ancient One']);
  });
});

describe('401', () => {
  it.each([
    ['nothing', {}, 'Bearer'],
    ['a cookie that has ended', { cookie: `kith_session=kith_s_${'x'.repeat(43)}` }, 'Bearer'],
    ['a key that is none', { authorization: `Bearer kith_k_${'x'.repeat(43)}` }, 'Bearer error="invalid_token"'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'Bearer error="invalid_token"'],
  ])('says how to come in: with %s', async (_what, headers, challenge) => {
    for (const path of ['/contacts', '/auth/profile']) expect(await kith.client().get(path, headers)).toMatchObject({ status: 401, headers: { 'www-authenticate': challenge } });
  });
  it('says so of a wrong password and of a wrong token to refresh, too', async () => {
    for (const [path, body] of [['/auth/login', { username: 'nobody', password: 'amber tractor lagoon' }], ['/auth/token/refresh', { refresh_token: `kith_r_${'x'.repeat(43)}` }]] as const)
      expect(await kith.client().post(path, body)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
  });
});

describe('If-Match', () => {
  const things: [string, string, () => Promise<{ id: string }>, object][] = [
    ['a contact', '/contacts', () => make('/contacts', { full_name: 'Matched' }), { nickname: 'M' }],
    ['a tag', '/tags', () => make('/tags', { name: `tag ${Math.random()}` }), { color: '#123456' }],
    ['a note', '/notes', () => make('/notes', { content: 'Some words' }), { content: 'Other words' }],
    ['an entry', '/entries', async () => make(`/contacts/${(await make('/contacts', { full_name: 'Entered' })).id}/entries`, { category: 'Goals', content: 'Sail to Norway' }), { content: 'Sail to Sweden' }],
    ['a group', '/groups', () => make('/groups', { name: `group ${Math.random()}` }), { color: '#123456' }],
    ['a relationship', '/relationships', async () => make('/relationships', { type: 'friend', source_contact_id: (await make('/contacts', { full_name: 'One' })).id, target_contact_id: (await make('/contacts', { full_name: 'Other' })).id }), { since: '1999' }],
    ['a named filter', '/saved-filters', () => make('/saved-filters', { name: `filter ${Math.random()}`, query: {} }), { query: { starred: true } }],
    ['a calendar', '/calendars', () => make('/calendars', { name: 'Choir' }), { color: '#123456' }],
    ['an event', '/calendar/events', () => make('/calendar/events', { title: 'Tea', starts_at: '2026-05-04T16:00' }), { title: 'Coffee' }],
  ];
  it.each(things)('refuses to delete %s that was changed since it was read', async (_what, path, thing, patch) => {
    const url = `${path}/${(await thing()).id}`;
    const etag = String((await ada.get(url)).headers.etag);
    expect((await ada.patch(url, patch)).status).toBe(200);
    for (const stale of [etag, 'junk']) expect(await ada.delete(url, undefined, { 'if-match': stale })).toMatchObject({ status: 409, body: { error_code: 'stale' } });
    const { status, headers } = await ada.get(url);
    expect(status).toBe(200);
    expect((await ada.delete(url, undefined, { 'if-match': String(headers.etag) })).status).toBe(204);
    expect((await ada.delete(url, undefined, { 'if-match': String(headers.etag) })).status).toBe(404);
  });
  it.each(things)('refuses a stale change of %s, and what is no version at all', async (_what, path, thing, patch) => {
    const url = `${path}/${(await thing()).id}`;
    const etag = String((await ada.get(url)).headers.etag);
    for (const junk of ['"junk"', 'junk', `"${'a'.repeat(20)}.b"`, '']) expect(await ada.patch(url, patch, { 'if-match': junk })).toMatchObject({ status: 409, body: { error_code: 'stale' } });
    const changed = await ada.patch(url, patch, { 'if-match': `"other.version", ${etag}` });
    expect(changed.status).toBe(200);
    expect((await ada.patch(url, patch, { 'if-match': etag })).status).toBe(409);
    expect((await ada.patch(url, patch, { 'if-match': String(changed.headers.etag) })).status).toBe(200);
    expect((await ada.patch(url, patch, { 'if-match': '*' })).status).toBe(200);
    expect((await ada.patch(`${path}/${ada.user.id}`, patch, { 'if-match': etag })).status).toBe(404);
  });
});

describe('ETag', () => {
  it.each([
    ['the account', async () => '/auth/profile'],
    ['what is preferred', async () => '/auth/preferences'],
    ['a space', async () => `/spaces/${ada.space.id}`],
    ['a group', async () => `/groups/${(await make('/groups', { name: 'Choir' })).id}`],
    ['a calendar', async () => `/calendars/${(await make('/calendars', { name: 'Choir' })).id}`],
  ])('of %s saves reading again what did not change', async (_what, path) => {
    const url = await path();
    const first = await ada.get(url);
    expect(first).toMatchObject({ status: 200, headers: { etag: expect.stringMatching(/^"[\w.-]+"$/), 'cache-control': 'private, no-cache' } });
    const again = await ada.get(url, { 'if-none-match': `"other", W/${first.headers.etag}` });
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', first.headers.etag]);
    expect((await ada.get(url, { 'if-none-match': '"other"' })).body).toEqual(first.body);
  });
  it('is another one when the thing has changed', async () => {
    const { etag } = (await ada.get('/auth/profile')).headers;
    await ada.patch('/auth/profile', { full_name: `Ada ${Math.random()}` });
    expect((await ada.get('/auth/profile', { 'if-none-match': String(etag) })).status).toBe(200);
  });
});

describe('behind a proxy', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['not an address', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('who comes from %j is noted as %s', async (named, noted) => {
    const visitor = kith.client();
    expect((await visitor.post('/auth/login', { username: ada.user.username, password: PASSWORD }, { 'x-forwarded-for': named })).status).toBe(200);
    expect((await visitor.get('/auth/sessions', { 'x-forwarded-for': named })).body.data.find((session: { current: boolean }) => session.current).ip).toBe(noted);
  });
});

it('a page of an allowed origin may use every method', async () => {
  const other = await testKith({ KITH_CORS_ORIGINS: 'https://app.example' });
  const ask = (origin: string, method: string) => other.client().request('OPTIONS', '/contacts/x', undefined, { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,if-match' });
  for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']) {
    const { status, headers } = await ask('https://app.example', method);
    expect([status, headers['access-control-allow-origin'], String(headers['access-control-allow-methods']).split(/, ?/).includes(method)]).toEqual([204, 'https://app.example', true]);
  }
  expect((await ask('https://evil.example', 'GET')).headers['access-control-allow-origin']).toBeUndefined();
  await other.close();
});

it('what goes wrong is logged with kind and place, without what somebody wrote', async () => {
  const error = await kith.owner.query(`select 'Ada Lovelace'::uuid`).catch((refused: unknown) => refused as Error);
  expect(String(error), 'PostgreSQL tells the value').toContain('Ada Lovelace');
  const logged = Reflect.get(kith.app.log, Symbol.for('pino.serializers')).err(new Error('wrapped', { cause: error }));
  expect(logged).toMatchObject({ type: 'Error', message: 'wrapped', stack: expect.stringContaining('server.test.ts'), cause: { type: 'DatabaseError', code: '22P02', stack: expect.any(String) } });
  expect(JSON.stringify(logged)).not.toContain('Lovelace');
});

describe('what tells about the inside', () => {
  it('tells of every part', async () => {
    const { parts } = (await ada.get('/health/detailed')).body;
    expect(Object.keys(parts).sort()).toEqual(['database', 'integrations', 'process', 'providers', 'queue', 'socket', 'storage']);
    expect(parts.integrations.telegram).toEqual({ configured: false, missing: ['TELEGRAM_API_ID', 'TELEGRAM_API_HASH'] });
    expect(parts.process).toMatchObject({ load: expect.any(Number), cpus: expect.any(Number) });
  });
  it('is open on this machine, not to whom a proxy on it lets in', async () => {
    for (const path of ['/metrics', '/health/detailed', '/api/v1/metrics']) {
      expect((await kith.client().get(path)).status).toBe(200);
      expect((await kith.client().get(path, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(401);
      expect((await ada.get(path, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(200);
    }
  });
});
