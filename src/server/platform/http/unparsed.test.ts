import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let url: URL;
beforeAll(async () => {
  kith = await testKith();
  kith.app.server.headersTimeout = 300;
  kith.app.server.requestTimeout = 400;
  url = new URL(await kith.app.listen({ port: 0, host: '127.0.0.1' }));
});
afterAll(() => kith.close());

/** Sends bytes and hears everything until the connection ends. */
const say = (...parts: (string | Buffer)[]) =>
  new Promise<string>((done, fail) => {
    const socket = connect(Number(url.port), url.hostname);
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text)).on('error', fail).on('close', () => done(heard));
    for (const part of parts) socket.write(part);
  });

function problemIn(heard: string) {
  const [head, body] = heard.split('\r\n\r\n') as [string, string];
  const headers = Object.fromEntries(head.split('\r\n').slice(1).map((line) => line.toLowerCase().split(': ')));
  expect(headers).toMatchObject({ 'content-type': expect.stringContaining('application/problem+json'), 'x-request-id': JSON.parse(body).request_id });
  expect(JSON.parse(body).status).toBe(Number(head.split(' ')[1]));
  return JSON.parse(body);
}

it('an address that is far too long is 431, in full, though it was still being sent', async () => {
  const long = 'x'.repeat(3_000_000);
  for (let i = 0; i < 5; i++) expect(problemIn(await say(`GET /api/v1/export/vcard?ids=${long} HTTP/1.1\r\nhost: kith\r\n\r\n`))).toMatchObject({ status: 431, error_code: 'too_large' });
});

it('what is no request is 400, and closes only its own connection', async () => {
  for (const bytes of ['hello\r\n\r\n', 'GET / HTTP/9.9\r\nhost: kith\r\n\r\n', 'GET / HTTP/1.1\r\nhost: kith\r\nbad header\r\n\r\n', Buffer.from([0x16, 3, 1, 0, 200, 1]), 'POST /api/v1/contacts HTTP/1.1\r\nhost: kith\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'])
    expect(problemIn(await say(bytes))).toMatchObject({ status: 400, error_code: 'malformed' });
  expect((await fetch(new URL('/api/v1/health', url))).status).toBe(200);
});

it('a request without Host is 400 like any other error', async () => {
  expect(problemIn(await say('GET /api/v1/health HTTP/1.1\r\nconnection: close\r\n\r\n'))).toMatchObject({ status: 400, field: 'Host' });
});

// Node looks every 30 s: with `npm run test:long`.
it.runIf(process.env.KITH_TEST_LONG)('a request that does not arrive is 408', { timeout: 45_000 }, async () => {
  expect(problemIn(await say('GET /api/v1/health HTTP/1.1\r\nhost: kith\r\nx-slow: '))).toMatchObject({ status: 408 });
});
