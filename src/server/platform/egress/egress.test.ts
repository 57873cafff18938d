import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { client, server } from './egress.setup.ts';

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

test.each(['ftp://example.com/', 'file:///etc/passwd', 'http://user:s3cret@example.com/', 'no url', 'javascript:alert(1)'])(
  'only plain http and https are requested: %s',
  async (url) => {
    const { egress } = client();
    const failure = await egress.fetch(url, { target: 'untrusted', purpose: 'test' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'bad_url' });
    expect(String(failure)).not.toContain('s3cret');
  },
);

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
