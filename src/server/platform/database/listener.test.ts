import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import pg from 'pg';
import { testDatabase } from '../../../../test/harness.ts';
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
  await vi.waitUntil(() => listener.connected);
});
afterAll(async () => {
  await listener.close();
  await owner.end();
});

const send = (channel: string, payload: string) => owner.query('select pg_notify($1, $2)', [channel, payload]);

it('hears its channels, also one added later, and no other', async () => {
  listener.on('kith_two', (payload) => heard.push(`two ${payload}`));
  await vi.waitFor(async () => {
    await send('kith_two', 'b');
    expect(heard).toContain('two b');
  });
  await send('kith_three', 'c');
  await send('kith_one', 'a');
  await vi.waitFor(() => expect(heard).toContain('one a'));
  expect(heard.filter((line) => line.endsWith('c'))).toEqual([]);
});

it('runs its own handlers at once', () => {
  listener.announce('kith_one', 'local');
  expect(heard.at(-1)).toBe('one local');
});

it('comes back after the connection is cut, and says so', async () => {
  const before = connections;
  await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kith listener' and datname = current_database()`);
  await vi.waitFor(() => expect(connections).toBe(before + 1), { timeout: 5_000 });
  expect(listener.connected).toBe(true);
  await send('kith_one', 'again');
  await send('kith_two', 'again');
  await vi.waitFor(() => expect(heard.slice(-2).toSorted()).toEqual(['one again', 'two again']));
});

it('keeps trying while there is no server, and ends when closed', async () => {
  const lonely = createListener('postgres://nobody@127.0.0.1:1/none', { warn: () => {}, info: () => {} });
  lonely.start();
  await new Promise((done) => setTimeout(done, 400));
  expect(lonely.connected).toBe(false);
  await lonely.close();
});
