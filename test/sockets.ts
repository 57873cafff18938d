import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Kith } from '../src/server/app.ts';
import type { Client, TestKith } from './harness.ts';

export type Heard = { event: string; at: number; data: any };
export type Page = { socket: Socket; heard: Heard[]; until(event: string, matches?: (data: any) => boolean): Promise<any>; all(event: string): any[] };

/** What a browser does: a socket with the cookie of `client` (or `auth.token`), remembering everything it hears. */
export async function openPage(url: string, client: Client | undefined, auth: object = {}, headers: Record<string, string> = {}): Promise<Page> {
  const socket = io(url, { path: '/api/socket', auth, forceNew: true, reconnection: false, extraHeaders: { ...(client?.cookie ? { cookie: client.cookie } : {}), ...headers } });
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const hear = (event: string, data: unknown) => {
    heard.push({ event, at: performance.now(), data });
    for (const wake of waiting) wake();
  };
  socket.onAny(hear);
  socket.on('disconnect', (reason) => hear('disconnect', reason));
  const page: Page = {
    socket,
    heard,
    all: (event) => heard.filter((one) => one.event === event).map((one) => one.data),
    until: (event, matches = () => true) =>
      new Promise((done, fail) => {
        const found = () => heard.find((one) => one.event === event && matches(one.data));
        const timer = setTimeout(() => {
          waiting.delete(look);
          fail(new Error(`Nothing like this was heard: ${event}. Heard: ${JSON.stringify(heard.slice(-5))}`));
        }, 30_000);
        const look = () => {
          const one = found();
          if (!one) return;
          clearTimeout(timer);
          waiting.delete(look);
          done(one.data);
        };
        waiting.add(look);
        look();
      }),
  };
  await new Promise<void>((done, fail) => {
    socket.on('connect', done);
    socket.on('connect_error', (error) => (socket.close(), fail(error)));
  });
  await page.until('position');
  return page;
}

/** Waits until `probe` returns something, asking again every 30 ms. */
export async function eventually<T>(probe: () => Promise<T | false | undefined>, ms = 30_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (performance.now() > end) throw new Error('It did not happen in time.');
    await new Promise((done) => setTimeout(done, 30));
  }
}

/** Waits until `kith` has heard every notification that was sent so far; notifications keep their order. */
export async function caughtUp(kith: Kith, owner: TestKith['owner']): Promise<void> {
  const word = randomUUID();
  let heard = false;
  kith.platform.listener.on('kith_test', (payload) => void (heard ||= payload === word));
  await eventually(async () => heard || void (await owner.query(`select pg_notify('kith_test', $1)`, [word])));
}
