import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Client, dropConnections, PASSWORD, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { caughtUp, eventually } from '../../../../test/sockets.ts';
import { createKith, type Kith } from '../../app.ts';
import { loadConfig } from '../../platform/config.ts';

/** Two processes, as far as they can tell: two Kiths on one database. */
let here: TestKith;
let there: Kith;
let lookups = 0;
beforeAll(async () => {
  here = await testKith();
  const { connectionString } = here.platform.database.pool.options as { connectionString: string };
  const config = loadConfig({ LOG_LEVEL: 'silent', KITH_RATE_LIMITS: 'off', KITH_DATA_DIR: mkdtempSync(join(tmpdir(), 'kith-test-')), KITH_DATABASE_CONNECTIONS: '5' });
  there = await createKith(config, connectionString, { checkResponses: true });
  await there.app.ready();
  there.platform.database.observe((text) => {
    if (text.includes('kith.authenticate')) lookups++;
  });
  for (const kith of [here, there]) await eventually(async () => kith.platform.listener.connected);
});
afterAll(async () => {
  await there.app.close();
  await here.close();
});

/** The same person at the other process. */
const across = (client: Client) => Object.assign(new Client(there), { cookie: client.cookie, headers: { ...client.headers } });
const counted = async (fn: () => Promise<unknown>) => {
  const before = lookups;
  await fn();
  return lookups - before;
};
const settle = () => caughtUp(there, here.owner);

it('asks the database once for many requests, and being used is not a change', async () => {
  const client = across(await signUp(here));
  await settle();
  expect(await counted(() => client.get('/contacts'))).toBe(1);
  expect(await counted(async () => { for (let i = 0; i < 10; i++) await client.get('/contacts'); })).toBe(0);
  await here.owner.query(`update sessions set last_used_at = now()`);
  await settle();
  expect(await counted(() => client.get('/contacts'))).toBe(0);
});

it('does not remember tokens that open nothing', async () => {
  const nobody = Object.assign(new Client(there), { headers: { authorization: `Bearer kith_k_${'w'.repeat(43)}` } });
  expect(await counted(async () => { for (let i = 0; i < 3; i++) expect((await nobody.get('/contacts')).status).toBe(401); })).toBe(3);
});

it.each([
  ['signing out', (client: Client) => client.post('/auth/logout'), 401],
  ['disabling the account', (client: Client) => here.owner.query('update users set disabled_at = now() where id = $1', [client.user.id]), 401],
  ['a session that is removed', (client: Client) => here.owner.query('delete from sessions where user_id = $1', [client.user.id]), 401],
  ['a session that is cut short', (client: Client) => here.owner.query('update sessions set expires_at = now() where user_id = $1', [client.user.id]), 401],
  ['a changed password', (client: Client) => client.post('/auth/password', { current_password: PASSWORD, new_password: 'violet-harbour-lantern-9' }), 401],
])('the other process hears of %s', async (_name, change, status) => {
  const client = await signUp(here);
  const twin = across(client);
  for (let i = 0; i < 2; i++) expect((await twin.get('/contacts')).status).toBe(200);
  await change(client);
  await expect.poll(async () => (await twin.get('/contacts')).status, { interval: 10 }).toBe(status);
});

it('the other process hears of roles and memberships', async () => {
  const [owner, guest] = [await signUp(here), await signUp(here)];
  const { space } = (await owner.post('/spaces', { name: 'Both' })).body;
  const twin = across(guest);
  const write = async () => (await twin.post('/contacts', { full_name: 'Try' }, { 'kith-space': space.id })).status;
  const becomes = (status: number) => expect.poll(write, { interval: 10 }).toBe(status);
  await becomes(404);
  const { token } = (await owner.post(`/spaces/${space.id}/invitations`, { role: 'viewer' })).body;
  await guest.post(`/invitations/${token}/accept`);
  await becomes(403);
  await owner.patch(`/spaces/${space.id}/members/${guest.user.id}`, { role: 'editor' });
  await becomes(201);
  await owner.delete(`/spaces/${space.id}/members/${guest.user.id}`);
  await becomes(404);
});

it('the same process knows at once, under load', async () => {
  for (let round = 0; round < 10; round++) {
    const client = await signUp(here);
    const twin = Object.assign(here.client(), { cookie: client.cookie });
    const load = { on: true };
    const busy = Promise.all([1, 2, 3].map(async () => { while (load.on) await twin.request('GET', '/contacts'); }));
    await client.delete('/auth/sessions'); // changes nothing for this one
    await client.post('/auth/logout');
    const after = await here.client().request('GET', '/contacts', undefined, { cookie: twin.cookie! });
    load.on = false;
    await busy;
    expect(after.status).toBe(401);
  }
});

it('does not keep an answer that was overtaken by a change', async () => {
  const client = await signUp(here);
  const twin = across(client);
  await settle();
  const { database } = there.platform;
  const ask = database.anonymous;
  const [arrived, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  database.anonymous = async (query) => {
    const rows = await ask<never>(query);
    arrived.resolve();
    await released.promise; // the answer is on its way
    return rows;
  };
  const first = twin.get('/contacts');
  await arrived.promise;
  await here.owner.query('delete from sessions where user_id = $1', [client.user.id]);
  await settle();
  database.anonymous = ask;
  released.resolve();
  await first;
  expect((await twin.get('/contacts')).status).toBe(401);
});

it('is not used while changes cannot be heard', async () => {
  const client = across(await signUp(here));
  await client.get('/contacts');
  const connected = vi.spyOn(there.platform.listener, 'connected', 'get').mockReturnValue(false);
  expect(await counted(async () => { for (let i = 0; i < 3; i++) await client.get('/contacts'); })).toBe(3);
  connected.mockRestore();
});

it('is emptied when the listening connection was away', async () => {
  const client = await signUp(here);
  const twin = across(client);
  for (let i = 0; i < 2; i++) await twin.get('/contacts');
  let reconnects = 0;
  there.platform.listener.onConnect(() => reconnects++);
  await here.owner.query(`alter table sessions disable trigger access_ended`); // the notification is lost with the connection
  await here.owner.query('delete from sessions where user_id = $1', [client.user.id]);
  await here.owner.query(`alter table sessions enable trigger access_ended`);
  expect((await twin.get('/contacts')).status).toBe(200);
  await dropConnections(here, `application_name = 'kith listener'`);
  await eventually(async () => reconnects === 1);
  expect((await twin.get('/contacts')).status).toBe(401);
});
