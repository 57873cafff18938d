import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

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
const make = async (client: Client, name: string, more: object = {}) => (await client.post('/groups', { name, ...more })).body.group;
const count = async (id: string) => (await ada.get(`/groups/${id}`)).body.group.contact_count;

describe('groups', () => {
  it('are made, changed, listed by name and found', async () => {
    const group = await make(ada, '  Chess Club ', { color: '#112233', description: 'Thursdays' });
    expect(group).toMatchObject({ name: 'Chess Club', color: '#112233', description: 'Thursdays', contact_count: 0 });
    expect((await ada.patch(`/groups/${group.id}`, { name: 'Chess Circle', description: '' })).body.group).toMatchObject({ name: 'Chess Circle', description: null, color: '#112233' });
    await make(ada, 'alumni');
    expect((await ada.get('/groups')).body.data.map((one: { name: string }) => one.name)).toEqual(['alumni', 'Chess Circle']);
    expect((await ada.get('/groups?q=che')).body.data.length).toBe(1);
    const found = (await ada.get('/search?q=chess&kind=group')).body.data;
    expect(found).toEqual([expect.objectContaining({ kind: 'group', id: group.id, title: 'Chess Circle' })]);
  });

  it('409: a name once per space, whatever the case', async () => {
    await make(ada, 'Café');
    expect((await ada.post('/groups', { name: 'cafe' })).body.error_code).toBe('group_name_taken');
    expect((await bob.post('/groups', { name: 'cafe' })).status).toBe(201);
    const other = await make(ada, 'Other');
    expect((await ada.patch(`/groups/${other.id}`, { name: 'CAFÉ' })).status).toBe(409);
  });

  it.each([[{ name: '' }, 'name'], [{ name: 'x'.repeat(65) }, 'name'], [{ name: 'x', color: 'red' }, 'color'], [{ name: 'x', description: 'y'.repeat(501) }, 'description']])('400: %j', async (body, field) => {
    expect((await ada.post('/groups', body)).body.field).toBe(field);
  });
});

describe('members', () => {
  it('are put in, counted, listed, filtered by and taken out', async () => {
    const group = await make(ada, 'Family');
    const [zoe, ann, gone] = [await add(ada, 'Zoe'), await add(ada, 'Ann'), await add(ada, 'Mia', { archived: true })];
    expect((await ada.post(`/groups/${group.id}/members`, { contact_ids: [zoe, ann, zoe, gone] })).body.group.contact_count).toBe(3);
    expect((await ada.post(`/groups/${group.id}/members`, { contact_ids: [zoe] })).body.group.contact_count).toBe(3);
    const first = (await ada.get(`/groups/${group.id}/members?limit=2`)).body;
    expect(first.data.map((one: { full_name: string }) => one.full_name)).toEqual(['Ann', 'Mia']);
    expect((await ada.get(`/groups/${group.id}/members?limit=2&cursor=${first.next_cursor}`)).body.data.map((one: { id: string }) => one.id)).toEqual([zoe]);
    expect((await ada.get(`/groups/${group.id}/members?q=zo`)).body.data.length).toBe(1);
    expect((await ada.get(`/contacts?group=${group.id}`)).body.data.map((one: { id: string }) => one.id)).toEqual([ann, zoe]);
    expect((await ada.get(`/groups?contact_id=${ann}`)).body.data.map((one: { id: string }) => one.id)).toEqual([group.id]);
    expect((await ada.delete(`/groups/${group.id}/members`, { contact_ids: [ann, zoe] })).status).toBe(204);
    expect((await ada.delete(`/groups/${group.id}/members`, { contact_ids: [ann] })).status).toBe(404);
    expect(await count(group.id)).toBe(1);
    expect((await ada.post('/undo', {})).status).toBe(200);
    expect(await count(group.id)).toBe(3);
  });

  it('a deleted group comes back with its members and their number', async () => {
    const group = await make(ada, 'Rowers');
    await ada.post(`/groups/${group.id}/members`, { contact_ids: [await add(ada, 'Row One'), await add(ada, 'Row Two')] });
    expect((await ada.delete(`/groups/${group.id}`)).status).toBe(204);
    expect((await ada.get(`/groups/${group.id}/members`)).status).toBe(404);
    await ada.post('/undo', {});
    expect([await count(group.id), (await ada.get(`/groups/${group.id}/members`)).body.data.length]).toEqual([2, 2]);
  });

  it('404, and nobody is put in, when one of them is not there', async () => {
    const group = await make(ada, 'Strict');
    const [mine, his] = [await add(ada, 'Mine'), await add(bob, 'His')];
    expect((await ada.post(`/groups/${group.id}/members`, { contact_ids: [mine, his] })).status).toBe(404);
    expect((await bob.post(`/groups/${group.id}/members`, { contact_ids: [his] })).status).toBe(404);
    expect(await count(group.id)).toBe(0);
    expect((await ada.post(`/groups/${group.id}/members`, { contact_ids: [] })).status).toBe(400);
    expect((await ada.post(`/groups/${group.id}/members`, { contact_ids: Array(1001).fill(mine) })).status).toBe(400);
  });

  it('keeps the count when many change it at once', async () => {
    const group = await make(ada, 'Busy');
    const people = await Promise.all(Array.from({ length: 8 }, (_, i) => add(ada, `Busy ${i}`)));
    await Promise.all(people.map((id) => ada.post(`/groups/${group.id}/members`, { contact_ids: [id, people[0]] })));
    expect(await count(group.id)).toBe(8);
  });
});
