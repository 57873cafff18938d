import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { fakeServer } from '../../../../test/fakes/http.ts';
import type { FakeServer } from '../../../../test/fakes/http.ts';
import { createEgress } from './index.ts';
import type { Egress, EgressDeps, EgressRecord } from './index.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((it) => it.close()));
});

async function server(...args: Parameters<typeof fakeServer>): Promise<FakeServer> {
  const started = await fakeServer(...args);
  opened.push(started);
  return started;
}

function client(over: Partial<EgressDeps> = {}): { egress: Egress; calls: EgressRecord[]; logged: string[] } {
  const calls: EgressRecord[] = [];
  const logged: string[] = [];
  const keep = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const egress = createEgress({
    log: { debug: keep, warn: keep, error: keep },
    allowPrivate: [],
    record: (call) => calls.push(call),
    retryBaseMs: 5,
    ...over,
  });
  opened.push(egress);
  return { egress, calls, logged };
}

const named = (addresses: Record<string, string[]>) => async (hostname: string) =>
  (addresses[hostname] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

test('a configured target on this machine is reached, and the record holds no path, header or body', async () => {
  const target = await server((_, response) => response.setHeader('x-kind', 'yes').end('hello'));
  const { egress, calls, logged } = client();
  const answer = await egress.fetch(`${target.url}/secret-path?key=s3cret`, {
    target: 'configured',
    purpose: 'test',
    method: 'POST',
    headers: { authorization: 'Bearer s3cret' },
    body: JSON.stringify({ note: 'private' }),
  });
  expect(await answer.text()).toBe('hello');
  expect(answer.headers.get('x-kind')).toBe('yes');
  expect(target.requests[0]).toMatchObject({ method: 'POST', path: '/secret-path?key=s3cret', body: '{"note":"private"}' });
  expect(calls).toEqual([
    { host: target.host, method: 'POST', status: 200, ms: expect.any(Number), bytes: 5, attempts: 1, purpose: 'test', outcome: 'ok' },
  ]);
  expect(JSON.stringify([calls, logged])).not.toMatch(/s3cret|secret-path|private/);
});

test.each(['http://HOST/', 'http://localhost:PORT/', 'http://2130706433:PORT/', 'http://0x7f.1:PORT/', 'http://[::ffff:127.0.0.1]:PORT/', 'http://[::1]:PORT/', 'http://0.0.0.0:PORT/'])(
  'an untrusted target %s on this machine is refused before anything is sent',
  async (pattern) => {
    const target = await server((_, response) => response.end());
    const { egress, calls } = client();
    const url = pattern.replace('HOST', target.host).replace('PORT', target.host.split(':')[1]!);
    await expect(egress.fetch(url, { target: 'untrusted', purpose: 'test' })).rejects.toMatchObject({ code: 'address_refused' });
    expect(target.requests).toEqual([]);
    expect(calls).toMatchObject([{ outcome: 'address_refused', status: null, attempts: 1 }]);
  },
);

test('a name with one private address among public ones is refused', async () => {
  const { egress } = client({ lookup: named({ 'mixed.test': ['93.184.216.34', '10.0.0.1'] }) });
  await expect(egress.fetch('http://mixed.test/', { target: 'untrusted', purpose: 'test' })).rejects.toMatchObject({
    code: 'address_refused',
    reason: 'private',
  });
});

test('the address that was checked is the one connected to; a name that changes its answer gains nothing', async () => {
  const outside = await server((_, response) => response.setHeader('connection', 'close').end('outside'));
  const port = outside.host.split(':')[1];
  let asked = 0;
  const { egress } = client({
    allowPrivate: ['127.0.0.1'],
    lookup: async () => [{ address: ++asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }],
  });
  const url = `http://rebinding.test:${port}/`;
  const first = await egress.fetch(url, { target: 'untrusted', purpose: 'test' });
  expect(await first.text()).toBe('outside');
  expect(asked).toBe(1);
  expect(outside.requests[0]!.headers.host).toBe(`rebinding.test:${port}`);
  await expect(egress.fetch(url, { target: 'untrusted', purpose: 'test' })).rejects.toMatchObject({ code: 'address_refused' });
  expect(asked).toBe(2);
});

test('a connection opened for the operator is not reused for an untrusted target', async () => {
  const target = await server((_, response) => response.end('ok'));
  const { egress } = client();
  await (await egress.fetch(target.url, { target: 'configured', purpose: 'test' })).text();
  await expect(egress.fetch(target.url, { target: 'untrusted', purpose: 'test' })).rejects.toMatchObject({ code: 'address_refused' });
  expect(target.requests).toHaveLength(1);
});

test('host names opened by the operator may resolve to private addresses', async () => {
  const target = await server((_, response) => response.end('nas'));
  const { egress } = client({ allowPrivate: ['nas.local'], lookup: named({ 'nas.local': ['127.0.0.1'], 'other.local': ['127.0.0.1'] }) });
  const port = target.host.split(':')[1];
  const answer = await egress.fetch(`http://nas.local:${port}/`, { target: 'untrusted', purpose: 'test' });
  expect(await answer.text()).toBe('nas');
  await expect(egress.fetch(`http://other.local:${port}/`, { target: 'untrusted', purpose: 'test' })).rejects.toMatchObject({
    code: 'address_refused',
  });
});

test('a redirect to a private address is refused, also when the operator named the first server', async () => {
  const inside = await server((_, response) => response.end('internal'));
  const outside = await server((_, response) => response.writeHead(302, { location: `http://127.0.0.2:${inside.host.split(':')[1]}/` }).end());
  const { egress } = client({ allowPrivate: ['127.0.0.1'] });
  for (const target of ['untrusted', 'configured'] as const) {
    await expect(egress.fetch(outside.url, { target, purpose: 'test' })).rejects.toMatchObject({ code: 'address_refused' });
  }
  expect(inside.requests).toEqual([]);
});

test('a redirect to another origin loses credentials; on the same origin it keeps them', async () => {
  const other = await server((_, response) => response.end('other'));
  const first = await server((request, response) => {
    if (request.path === '/away') response.writeHead(302, { location: `${other.url}/there` }).end();
    else if (request.path === '/here') response.writeHead(301, { location: '/end' }).end();
    else response.end('same');
  });
  const { egress } = client({ allowPrivate: ['127.0.0.1'] });
  const headers = { authorization: 'Bearer s3cret', 'x-api-key': 's3cret', cookie: 'a=b', accept: 'text/plain' };
  const away = await egress.fetch(`${first.url}/away`, { target: 'configured', purpose: 'test', headers });
  expect(await away.text()).toBe('other');
  expect(away.url).toBe(`${other.url}/there`);
  expect(other.requests[0]!.headers).toMatchObject({ accept: 'text/plain' });
  expect(JSON.stringify(other.requests)).not.toMatch(/s3cret|a=b/);
  await (await egress.fetch(`${first.url}/here`, { target: 'configured', purpose: 'test', headers })).text();
  expect(first.requests.at(-1)).toMatchObject({ path: '/end', headers: { authorization: 'Bearer s3cret', cookie: 'a=b' } });
});

test('content is never sent on to another origin', async () => {
  const other = await server((_, response) => response.end());
  const first = await server((_, response) => response.writeHead(307, { location: other.url }).end());
  const { egress } = client({ allowPrivate: ['127.0.0.1'] });
  await expect(
    egress.fetch(first.url, { target: 'configured', purpose: 'test', method: 'POST', body: 'a private note' }),
  ).rejects.toMatchObject({ code: 'redirect_refused' });
  expect(other.requests).toEqual([]);
});

test('a POST that is redirected with 303 becomes a GET without content; endless redirects end', async () => {
  const target = await server((request, response) => {
    if (request.path === '/post') response.writeHead(303, { location: '/result' }).end();
    else if (request.path === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else response.end(`${request.method} ${request.body.length} ${request.headers['content-type'] ?? 'no type'}`);
  });
  const { egress } = client();
  const answer = await egress.fetch(`${target.url}/post`, { target: 'configured', purpose: 'test', method: 'POST', body: 'text' });
  expect(await answer.text()).toBe('GET 0 no type');
  await expect(egress.fetch(`${target.url}/loop`, { target: 'configured', purpose: 'test' })).rejects.toMatchObject({ code: 'redirect_refused' });
});

test.each(['ftp://example.com/', 'file:///etc/passwd', 'http://user:s3cret@example.com/', 'no url', 'javascript:alert(1)'])(
  'only plain http and https are requested: %s',
  async (url) => {
    const { egress } = client();
    const failure = await egress.fetch(url, { target: 'untrusted', purpose: 'test' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'bad_url' });
    expect(String(failure)).not.toContain('s3cret');
  },
);

test('an answer larger than the limit is cut off, compressed or not', async () => {
  const target = await server((request, response) => {
    if (request.path === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)));
    else response.end(Buffer.alloc(2_000));
  });
  const { egress, calls } = client();
  for (const path of ['/bomb', '/plain']) {
    const answer = await egress.fetch(target.url + path, { target: 'configured', purpose: 'test', maxBytes: 1_000 });
    await expect(answer.arrayBuffer()).rejects.toMatchObject({ code: 'too_large' });
  }
  expect(calls.map((call) => call.outcome)).toEqual(['too_large', 'too_large']);
  const whole = await egress.fetch(`${target.url}/bomb`, { target: 'configured', purpose: 'test' });
  expect((await whole.arrayBuffer()).byteLength).toBe(5_000_000);
  expect(whole.headers.get('content-encoding')).toBeNull();
});

test('a server that never answers, or never ends its answer, meets the time limit', async () => {
  const target = await server((request, response) => {
    if (request.path === '/half') response.write('half');
  });
  const { egress, calls } = client();
  const limits = { target: 'configured', purpose: 'test', timeoutMs: 1_000 } as const;
  await expect(egress.fetch(target.url, limits)).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('1 s') });
  const half = await egress.fetch(`${target.url}/half`, limits);
  await expect(half.text()).rejects.toMatchObject({ code: 'timeout' });
  await egress.fetch(`${target.url}/half`, limits);
  await expect.poll(() => calls.map((call) => call.outcome)).toEqual(['timeout', 'timeout', 'timeout']);
});

test('silence opens the circuit too', async () => {
  const target = await server((request, response) => {
    if (request.path === '/half') response.write('half');
  });
  const { egress } = client({ breaker: { failures: 2, cooldownMs: 60_000 } });
  const limits = { target: 'configured', purpose: 'test', timeoutMs: 1_000 } as const;
  await expect(egress.fetch(target.url, limits)).rejects.toMatchObject({ code: 'timeout' });
  const half = await egress.fetch(`${target.url}/half`, limits);
  await expect(half.text()).rejects.toMatchObject({ code: 'timeout' });
  await expect(egress.fetch(target.url, limits)).rejects.toMatchObject({ code: 'circuit_open' });
});

test('the caller can abort, before and while the answer comes', async () => {
  const target = await server(() => undefined);
  const { egress, calls } = client();
  const early = AbortSignal.abort(new Error('changed my mind'));
  await expect(egress.fetch(target.url, { target: 'configured', purpose: 'test', signal: early })).rejects.toThrow('changed my mind');
  const controller = new AbortController();
  const call = egress.fetch(target.url, { target: 'configured', purpose: 'test', signal: controller.signal }).catch((error: Error) => error.message);
  await expect.poll(() => target.requests.length).toBe(1);
  controller.abort(new Error('gone'));
  expect(await call).toBe('gone');
  expect(calls).toMatchObject([{ outcome: 'aborted' }]);
});

test('transient faults are retried for requests without effect, and for others only when told', async () => {
  const target = await server((_, response, count) => response.writeHead(count % 3 === 0 ? 200 : 503).end('x'));
  const { egress, calls } = client();
  const get = await egress.fetch(target.url, { target: 'configured', purpose: 'test' });
  expect(get.status).toBe(200);
  await get.text();
  expect(target.requests).toHaveLength(3);
  const post = await egress.fetch(target.url, { target: 'configured', purpose: 'test', method: 'POST', body: 'a' });
  expect(post.status).toBe(503);
  await post.text();
  expect(target.requests).toHaveLength(4);
  const told = await egress.fetch(target.url, { target: 'configured', purpose: 'test', method: 'POST', body: 'b', retryUnsafe: true });
  expect(told.status).toBe(200);
  await told.text();
  expect(target.requests.slice(4).map((request) => request.body)).toEqual(['b', 'b']);
  expect(calls.map((call) => [call.status, call.attempts, call.outcome])).toEqual([
    [200, 3, 'ok'],
    [503, 1, 'http_error'],
    [200, 2, 'ok'],
  ]);
});

test('faults that will not go away are not retried', async () => {
  const target = await server((request, response) => response.writeHead(Number(request.path.slice(1))).end());
  const { egress } = client();
  for (const status of [400, 401, 404, 501]) {
    const answer = await egress.fetch(`${target.url}/${status}`, { target: 'configured', purpose: 'test' });
    expect(answer.status).toBe(status);
    await answer.text();
  }
  expect(target.requests).toHaveLength(4);
});

test('the server says how long to wait; a wait beyond the limit is not begun', async () => {
  const target = await server((request, response, count) => {
    if (request.path === '/long') response.writeHead(429, { 'retry-after': '60' }).end();
    else if (count === 1) response.writeHead(429, { 'retry-after': '1' }).end();
    else response.end('now');
  });
  const { egress } = client();
  const started = Date.now();
  const answer = await egress.fetch(target.url, { target: 'configured', purpose: 'test' });
  expect(await answer.text()).toBe('now');
  expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  const long = await egress.fetch(`${target.url}/long`, { target: 'configured', purpose: 'test', timeoutMs: 2_000 });
  expect(long.status).toBe(429);
  expect(target.requests.filter((request) => request.path === '/long')).toHaveLength(1);
});

test('after failures in a row the circuit opens, refuses at once, tries once after a while and closes', async () => {
  let broken = true;
  const target = await server((_, response) => response.writeHead(broken ? 500 : 200).end('x'));
  const { egress, calls } = client({ breaker: { failures: 2, cooldownMs: 1_000 } });
  const call = { target: 'configured', purpose: 'test', retries: 0, breaker: 'ai:test' } as const;
  for (let i = 0; i < 2; i++) await (await egress.fetch(target.url, call)).text();
  await sleep(1);
  expect(egress.breakerState('ai:test')).toBe('open');
  expect(egress.troubled()).toEqual({ 'ai:test': 'open' });
  await expect(egress.fetch(target.url, call)).rejects.toMatchObject({ code: 'circuit_open' });
  expect(target.requests).toHaveLength(2);
  expect(calls.at(-1)).toMatchObject({ outcome: 'circuit_open', attempts: 0 });
  broken = false;
  // how long it stays open is varied a little
  const both = () => Promise.allSettled([egress.fetch(target.url, call), egress.fetch(target.url, call)]);
  let [trial, meanwhile] = await both();
  while (trial.status === 'rejected') {
    await sleep(50);
    [trial, meanwhile] = await both();
  }
  expect(meanwhile).toMatchObject({ status: 'rejected', reason: { code: 'circuit_open' } });
  if (trial.status === 'fulfilled') await trial.value.text();
  await sleep(1);
  expect(egress.breakerState('ai:test')).toBe('closed');
  expect(egress.troubled()).toEqual({});
});

test('a refused connection is retried, then reported with the host only', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const { egress, calls } = client();
  const failure = await egress.fetch(`http://127.0.0.1:${port}/key-s3cret`, { target: 'configured', purpose: 'test' }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'connection', reason: 'ECONNREFUSED', message: `Could not reach 127.0.0.1:${port} (ECONNREFUSED)` });
  expect(calls).toMatchObject([{ attempts: 3, outcome: 'connection' }]);
});

test('asFetch speaks the signature of fetch: requests, forms, signals', async () => {
  const target = await server((request, response) => response.end(request.headers['content-type'] ?? ''));
  const { egress } = client();
  const fetch = egress.asFetch({ target: 'configured', purpose: 'test' });
  const form = new FormData();
  form.set('file', new Blob(['sound']), 'a.wav');
  expect(await (await fetch(new URL(target.url), { method: 'POST', body: form })).text()).toMatch(/^multipart\/form-data; boundary=/);
  expect(target.requests[0]!.body).toContain('filename="a.wav"');
  const request = new Request(`${target.url}/r`, { method: 'PUT', headers: { 'x-a': '1' }, body: 'bytes' });
  await (await fetch(request)).text();
  expect(target.requests[1]).toMatchObject({ method: 'PUT', path: '/r', body: 'bytes', headers: { 'x-a': '1' } });
  await expect(fetch(target.url, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
});

test('a plain connection goes by the same rules and into the same record', async () => {
  const listener = createServer((socket) => socket.end('hello'));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const { egress, calls } = client({ lookup: named({ 'inside.example': ['127.0.0.1'] }) });
  const socket = await egress.connectTcp('127.0.0.1', port, { target: 'configured', purpose: 'test' });
  const [data] = await once(socket, 'data');
  expect(String(data)).toBe('hello');
  socket.destroy();
  await expect(egress.connectTcp('127.0.0.1', port, { target: 'untrusted', purpose: 'test' })).rejects.toMatchObject({ code: 'address_refused' });
  await expect(egress.connectTcp('inside.example', port, { target: 'untrusted', purpose: 'test' })).rejects.toMatchObject({ code: 'address_refused' });
  await expect(egress.connectTcp('169.254.169.254', 80, { target: 'configured', purpose: 'test' })).rejects.toMatchObject({ code: 'address_refused', reason: 'metadata' });
  await new Promise((resolve) => listener.close(resolve));
  await expect(egress.connectTcp('127.0.0.1', port, { target: 'configured', purpose: 'test' })).rejects.toMatchObject({ code: 'connection', reason: 'ECONNREFUSED' });
  expect(calls.map(({ method, outcome }) => [method, outcome])).toEqual([['CONNECT', 'ok'], ['CONNECT', 'address_refused'], ['CONNECT', 'address_refused'], ['CONNECT', 'address_refused'], ['CONNECT', 'connection']]);
});
