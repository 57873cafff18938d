import { expect, test } from 'vitest';
import { client, server } from './egress.setup.ts';

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
