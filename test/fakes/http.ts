import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived, with its body read. */
export type Arrived = { method: string; path: string; headers: IncomingMessage['headers']; body: string };

export type FakeServer = { url: string; host: string; requests: Arrived[]; close(): Promise<void> };

/** A small HTTP server for tests on a free port: keeps what arrives, answers as `handle` says. */
export async function fakeServer(
  handle: (request: Arrived, response: ServerResponse, count: number) => void,
  address = '127.0.0.1',
): Promise<FakeServer> {
  const requests: Arrived[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const arrived = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(arrived);
      handle(arrived, response, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const host = `${address}:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
