import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, dropConnections, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { eventually, openPage } from '../../../../test/sockets.ts';

let kith: TestKith;
let url: string;
let ada: Client;
const add = async (client: Client, full_name: string, space?: string) => (await client.post('/contacts', { full_name }, space ? { 'kith-space': space } : {})).body.contact as { id: string };
const touching = (id: string) => (event: { changes: { row_id: string }[] }) => event.changes.some((change) => change.row_id === id);

beforeAll(async () => {
  kith = await testKith();
  url = await kith.live();
});
beforeEach(async () => {
  ada = await signUp(kith);
});
afterAll(() => kith.close());

async function sharedSpace(owner: Client, member: Client, role = 'editor'): Promise<string> {
  const { rows: [space] } = await kith.owner.query(`insert into spaces (name, kind, created_by) values ('Family', 'shared', $1) returning id`, [owner.user.id]);
  await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'owner'), ($1, $3, $4)`, [space.id, owner.user.id, member.user.id, role]);
  return space.id;
}

describe('an open page', () => {
  it('hears of every change in its space, ids only, and nobody else does', async () => {
    const bob = await signUp(kith);
    const [page, stranger] = await Promise.all([openPage(url, ada), openPage(url, bob)]);
    const contact = await add(ada, 'Secret Name');
    const event = await page.until('changes', touching(contact.id));
    expect(event).toEqual({ space_id: ada.space.id, position: expect.any(Number), changes: [{ table: 'contacts', row_id: contact.id, operation: 'insert', contact_id: contact.id, action_id: expect.any(String) }] });
    const { position } = (await kith.owner.query('select position::int from changes where row_id = $1', [contact.id])).rows[0];
    expect(event.position).toBe(position);
    await ada.patch(`/contacts/${contact.id}`, { nickname: 'Hush' });
    await page.until('changes', (other) => other.changes[0].operation === 'update');
    await ada.delete(`/contacts/${contact.id}`);
    await page.until('changes', (other) => other.changes.some((change: { operation: string }) => change.operation === 'delete'));
    expect(JSON.stringify(page.heard)).not.toMatch(/Secret|Hush/);
    expect(stranger.all('changes')).toEqual([]);
    page.socket.close();
    stranger.socket.close();
  });

  it('hears of it without waiting for the next tick', async () => {
    const page = await openPage(url, ada);
    const waits: number[] = [];
    for (let i = 0; i < 11; i++) {
      const contact = await add(ada, `Quick ${i}`);
      const written = performance.now();
      await page.until('changes', touching(contact.id));
      waits.push(page.heard.findLast(({ event }) => event === 'changes')!.at - written);
    }
    expect(waits.toSorted((a, b) => a - b)[5]).toBeLessThan(500); // a few milliseconds on an idle machine; by ticks nearly 1000
    page.socket.close();
  });

  it('hears of all its spaces, or of the one it asked for', async () => {
    const bob = await signUp(kith);
    const space = await sharedSpace(ada, bob);
    const [all, one] = await Promise.all([openPage(url, bob), openPage(url, bob, { space_id: bob.space.id })]);
    const shared = await add(ada, 'In the family', space);
    await all.until('changes', touching(shared.id));
    const own = await add(bob, 'My own');
    await one.until('changes', touching(own.id));
    expect(one.all('changes').some(touching(shared.id))).toBe(false);
    all.socket.close();
    one.socket.close();
  });

  it('catches up on what it missed', async () => {
    const sealed = () => eventually(async () => (await kith.owner.query('select 1 from changes where position is null')).rowCount === 0);
    await sealed(); // the account has just been made
    const before = await openPage(url, ada);
    const { position } = before.all('position')[0];
    before.socket.close();
    const missed: string[] = [];
    for (let i = 0; i < 3; i++) missed.push((await add(ada, `Missed ${i}`)).id);
    await sealed();
    const after = await openPage(url, ada, { since: position });
    expect(after.all('changes').flatMap((event) => event.changes.map((change: { row_id: string }) => change.row_id))).toEqual(missed);
    expect(after.all('position')[0].position).toBeGreaterThanOrEqual(position + 3);
    after.socket.close();
    const nothing = await openPage(url, ada, { since: after.all('position')[0].position });
    expect(nothing.all('changes')).toEqual([]);
    nothing.socket.close();
  });

  it('is told to load afresh after very many changes, live and on catching up', async () => {
    const page = await openPage(url, ada);
    const { position } = page.all('position')[0];
    await kith.owner.query(`insert into contacts (space_id, full_name) select $1, 'Person ' || n from generate_series(1, 5001) n`, [ada.space.id]);
    expect(await page.until('changes', (event) => event.reset)).toMatchObject({ space_id: ada.space.id, changes: [] });
    expect(page.all('changes').flatMap((event) => event.changes).length).toBeLessThanOrEqual(5_000);
    const after = await openPage(url, ada, { since: position });
    expect(after.all('changes')).toEqual([{ space_id: ada.space.id, position: expect.any(Number), changes: [], reset: true }]);
    const ahead = await openPage(url, ada, { since: 10 ** 12 });
    expect(ahead.all('changes')).toMatchObject([{ reset: true }]);
    for (const each of [page, after, ahead]) each.socket.close();
  });
});

describe('a socket', () => {
  const refused = (...args: Parameters<typeof openPage>) => openPage(...args).then((page) => (page.socket.close(), 'let in'), (error) => error.data?.error_code);

  it('needs a session, a space of its own and our own origin', async () => {
    const bob = await signUp(kith);
    expect(await refused(url, undefined)).toBe('unauthenticated');
    expect(await refused(url, undefined, { token: 'kith_s_wrong' })).toBe('unauthenticated');
    expect(await refused(url, ada, { space_id: bob.space.id })).toBe('not_found');
    expect(await refused(url, ada, { space_id: { not: 'a string' } })).toBe('not_found');
    expect(await refused(url, ada, {}, { origin: 'https://evil.example' })).toBe('cross_site');
    expect(await refused(url, ada, {}, { 'sec-fetch-site': 'cross-site' })).toBe('cross_site');
    expect(await refused(url, ada, {}, { origin: url })).toBe('let in');
  });

  it('opens with a token of a program, if it may read', async () => {
    const key = async (scopes: string[]) => {
      const token = `kith_${crypto.randomUUID()}`;
      await kith.owner.query(`insert into api_keys (user_id, name, prefix, key_hash, scopes) values ($1, 'test', 'kith_', $2, $3)`, [ada.user.id, createHash('sha256').update(token).digest(), scopes]);
      return token;
    };
    const page = await openPage(url, undefined, { token: await key(['read']) });
    const contact = await add(ada, 'Seen by a program');
    await page.until('changes', touching(contact.id));
    page.socket.close();
    expect(await refused(url, undefined, { token: await key(['write']) })).toBe('unauthenticated');
  });

  it.each([
    ['signed out', 'signed_out', async (bob: Client) => void (await bob.post('/auth/logout'))],
    ['of a disabled user', 'signed_out', async (bob: Client) => void (await kith.owner.query('update users set disabled_at = now() where id = $1', [bob.user.id]))],
    ['of a removed member', 'membership', async (bob: Client, space: string) => void (await kith.owner.query('delete from space_members where space_id = $1 and user_id = $2', [space, bob.user.id]))],
  ])('%s is closed within five seconds', async (_name, reason, act) => {
    const bob = await signUp(kith);
    const space = await sharedSpace(ada, bob);
    const [page, other] = await Promise.all([openPage(url, bob), openPage(url, ada)]);
    await act(bob, space);
    const start = performance.now();
    expect(await page.until('closing')).toEqual({ reason });
    await page.until('disconnect');
    expect(performance.now() - start).toBeLessThan(5_000);
    const after = await add(ada, 'Not for them', space);
    await other.until('changes', touching(after.id));
    expect(page.all('changes').some(touching(after.id))).toBe(false);
    other.socket.close();
  });

  it('that stays hears of a space joined meanwhile', async () => {
    const bob = await signUp(kith);
    const page = await openPage(url, bob);
    const space = await sharedSpace(ada, bob);
    await eventually(async () => {
      const contact = await add(ada, 'Welcome', space);
      await new Promise((done) => setTimeout(done, 200));
      return page.all('changes').some(touching(contact.id));
    });
    page.socket.close();
  });
});

it('health and metrics know of pages and the queue', async () => {
  const page = await openPage(url, ada);
  const { parts } = (await ada.get('/health/detailed')).body;
  expect(parts).toMatchObject({ queue: { status: 'ok', queued: 0, running_here: 0 }, socket: { status: 'ok', sockets: 1 } });
  expect((await ada.get('/metrics')).body).toContain('kith_sockets 1');
  page.socket.close();
});

describe('several processes', () => {
  it('tell each other: a write in one is heard in the other, also after the listening connection was lost', async () => {
    const beside = await testKith({}, kith);
    const otherUrl = await beside.live();
    const page = await openPage(otherUrl, ada);
    const first = await add(ada, 'From the first process');
    await page.until('changes', touching(first.id));
    expect(await dropConnections(kith, `application_name = 'kith listener'`)).toBe(2);
    const second = await add(ada, 'While nobody listened');
    await page.until('changes', touching(second.id));
    await beside.close();
    await page.until('disconnect');
  });
});
