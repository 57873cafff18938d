import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import pg from 'pg';
import { testDatabase } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';
import { createListener, type Listener } from './listener.ts';

let owner: pg.Pool;
let listener: Listener;
const heard: string[] = [];
let connections = 0;

beforeAll(async () => {
  const { appUrl, superuserUrl } = await testDatabase();
  owner = new pg.Pool({ connectionString: superuserUrl, max: 2 });
  listener = createListener(appUrl, { warn: () => {}, info: () => {} });
  listener.on('kith_one', (payload) => heard.push(`one ${payload}`));
  listener.onConnect(() => connections++);
  listener.start();
  await eventually(async () => listener.connected);
});
afterAll(async () => {
  await listener.close();
  await owner.end();
});

const send = (channel: string, payload: string) => owner.query('select pg_notify($1, $2)', [channel, payload]);

it('hears its channels, also one added later, and no other', async () => {
  listener.on('kith_two', (payload) => heard.push(`two ${payload}`));
  await eventually(async () => heard.includes('two b') || void (await send('kith_two', 'b')));
  await send('kith_three', 'c');
  await send('kith_one', 'a');
  await eventually(async () => heard.includes('one a'));
  expect(heard.filter((line) => line.endsWith('c'))).toEqual([]);
});

it('runs its own handlers at once', () => {
  listener.announce('kith_one', 'local');
  expect(heard.at(-1)).toBe('one local');
});

it('comes back after the connection is cut, and says so', async () => {
  const before = connections;
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kith listener' and datname = current_database()`);
  await eventually(async () => connections === before + 1);
  expect(listener.connected).toBe(true);
  await send('kith_one', 'again');
  await send('kith_two', 'again');
  await expect.poll(() => heard.slice(-2).toSorted()).toEqual(['one again', 'two again']);
});

it('keeps trying while nobody answers, and ends when closed', async () => {
  let tries = 0;
  const server = createServer((socket) => void (tries++, socket.destroy())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const lonely = createListener(`postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`, { warn: () => {}, info: () => {} });
  lonely.start();
  await eventually(async () => tries >= 3);
  expect(lonely.connected).toBe(false);
  await lonely.close();
  server.close();
});
