import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { client, server } from './egress.setup.ts';

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
  await expect.poll(() => egress.breakerState('ai:test')).toBe('open');
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
  await expect.poll(() => egress.breakerState('ai:test')).toBe('closed');
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
