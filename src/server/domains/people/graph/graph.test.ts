import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { GraphData } from './graph.schema.ts';

let kith: TestKith;
let ada: Client;
let bob: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
  bob = await signUp(kith, 'bob');
});
afterAll(() => kith.close());

const add = async (client: Client, full_name: string, more: object = {}): Promise<string> => (await client.post('/contacts', { full_name, ...more })).body.contact.id;
const connect = (client: Client, source_contact_id: string, type: string, target_contact_id: string, more: object = {}) => client.post('/relationships', { source_contact_id, target_contact_id, type, ...more });
const graph = async (client: Client, query = '', headers?: Record<string, string>) => {
  const answer = await client.get(`/graph-data${query}`, headers);
  if (answer.status === 200) GraphData.parse(answer.body);
  return answer;
};

describe('GET /graph-data', () => {
  it('shows people with their counts, groups and tags, and relationships in words', async () => {
    const me = await signUp(kith);
    const [anna, tom] = [await add(me, 'Anna "Ace" \\ Ek', { tier: 1, company: 'Acme', starred: true }), await add(me, 'Tom')];
    const { tag } = (await me.post('/tags', { name: 'climbing', color: '#00aa00' })).body;
    await me.post(`/contacts/${anna}/tags`, { tag_id: tag.id });
    const { group } = (await me.post('/groups', { name: 'Family', color: '#aa0000' })).body;
    await me.post(`/groups/${group.id}/members`, { contact_ids: [anna, tom] });
    await me.post('/notes', { contact_id: tom, content: 'He climbs every Tuesday.' });
    const parent = (await connect(me, anna, 'parent', tom)).body.relationship;
    const own = (await connect(me, anna, 'other', tom, { label: 'says "hi" to' })).body.relationship;
    const { body, status } = await graph(me);
    expect(status).toBe(200);
    const { last_interaction_at, ...shown } = body.contacts[1];
    expect(body.contacts[0]).toEqual({ id: anna, full_name: 'Anna "Ace" \\ Ek', tier: 1, note_count: 0, entry_count: 0, last_interaction_at: null, starred: true, archived: false, photo_id: null, company: 'Acme', groups: [group.id], tags: [tag.id], health: null });
    expect(shown).toMatchObject({ id: tom, full_name: 'Tom', tier: 2, note_count: 1, groups: [group.id], tags: [], health: 46 });
    expect(Date.parse(last_interaction_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(body.relationships).toEqual([
      { id: parent.id, source_contact_id: anna, target_contact_id: tom, type: 'parent', label: 'parent of' },
      { id: own.id, source_contact_id: anna, target_contact_id: tom, type: 'other', label: 'says "hi" to' },
    ]);
    expect([body.groups, body.tags, body.layout]).toEqual([[{ id: group.id, name: 'Family', color: '#aa0000' }], [{ id: tag.id, name: 'climbing', color: '#00aa00' }], null]);
  });

  it('is empty lists for somebody without anybody', async () => {
    expect((await graph(await signUp(kith))).body).toEqual({ contacts: [], relationships: [], groups: [], tags: [], layout: null });
  });

  it('is the same, in the same order, when everybody was deleted and is back', async () => {
    const me = await signUp(kith);
    const ids: string[] = [];
    for (const name of ['Zoe', 'Yan', 'Ada', 'Bo']) ids.push(await add(me, name));
    for (const [from, to] of [[0, 1], [0, 2], [1, 3], [2, 1], [3, 0]] as const) expect((await connect(me, ids[from]!, 'mentor', ids[to]!)).status).toBe(201);
    const before = (await graph(me)).body;
    const { action_id } = (await me.post('/contacts/bulk-delete', { ids })).body;
    expect((await graph(me)).body.relationships).toEqual([]);
    expect((await me.post('/undo', { action_id })).status).toBe(200);
    expect((await graph(me)).body).toEqual(before);
  });

  it('leaves archived people and their relationships out unless asked', async () => {
    const me = await signUp(kith);
    const [here, gone] = [await add(me, 'Here'), await add(me, 'Gone', { archived: true })];
    await connect(me, here, 'friend', gone);
    const usual = (await graph(me)).body;
    expect([usual.contacts.map((c: { id: string }) => c.id), usual.relationships]).toEqual([[here], []]);
    const all = (await graph(me, '?archived=true')).body;
    expect([all.contacts.length, all.relationships.length]).toEqual([2, 1]);
  });

  it('304 until something changes, at once and after it is sealed', async () => {
    const me = await signUp(kith);
    const anna = await add(me, 'Anna');
    const first = await graph(me);
    const seen = { 'if-none-match': String(first.headers.etag) };
    expect((await graph(me, '', seen)).status).toBe(304);
    expect((await graph(me, '?archived=true', seen)).status).toBe(200);
    await me.patch(`/contacts/${anna}`, { tier: 1 });
    const second = await graph(me, '', seen);
    expect([second.status, second.body.contacts[0].tier]).toEqual([200, 1]);
    await me.put('/graph-layout', { positions: { [anna]: [1, 2] } });
    expect((await graph(me, '', { 'if-none-match': String(second.headers.etag) })).body.layout).toEqual({ [anna]: [1, 2] });
    await kith.owner.query('select kith.seal_changes(10000)');
    const third = await graph(me);
    expect((await graph(me, '', { 'if-none-match': String(third.headers.etag) })).status).toBe(304);
    await add(bob, 'Somebody of Bob');
    expect((await graph(me, '', { 'if-none-match': String(third.headers.etag) })).status).toBe(304);
  });
});

describe('PUT /graph-layout', () => {
  it('is everybody’s own, in each space', async () => {
    const me = await signUp(kith);
    const friend = await signUp(kith);
    const { space } = (await me.post('/spaces', { name: 'Shared' })).body;
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor')`, [space.id, friend.user.id]);
    const inSpace = { 'kith-space': space.id };
    const id = (await me.request('POST', '/contacts', { full_name: 'Shared Person' }, inSpace)).body.contact.id;
    expect((await me.request('PUT', '/graph-layout', { positions: { [id]: [1.26, -3] } }, inSpace)).status).toBe(204);
    expect((await graph(me, '', inSpace)).body.layout).toEqual({ [id]: [1.3, -3] });
    expect((await graph(friend, '', inSpace)).body.layout).toBeNull();
    expect((await graph(me)).body.layout).toBeNull();
  });

  it.each([[{ x: [1, 2] }], [{ '00000000-0000-7000-8000-000000000000': [1] }], [{ '00000000-0000-7000-8000-000000000000': [1, 1e7] }], [{ '00000000-0000-7000-8000-000000000000': ['1', 2] }], [[]]])('400: %j', async (positions) => {
    expect((await ada.put('/graph-layout', { positions })).status).toBe(400);
  });

  it('400 for a number that is too large for a number', async () => {
    expect((await ada.request('PUT', '/graph-layout', '{"positions":{"00000000-0000-7000-8000-000000000000":[1e400,0]}}', { 'content-type': 'application/json' })).status).toBe(400);
  });
});
