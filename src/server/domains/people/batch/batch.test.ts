import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { eventually } from '../../../../../test/sockets.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  await kith.live();
  ada = await signUp(kith);
});
afterAll(() => kith.close());

const add = async (client: Client, contact: object) => (await client.post('/contacts', contact)).body.contact;
const tag = async (client: Client, name: string) => (await client.post('/tags', { name })).body.tag.id as string;
const people = async (client: Client) => (await client.get('/contacts?limit=100')).body.data as Record<string, any>[];
const many = (client: Client, n: number) => kith.owner.query(`insert into contacts (space_id, full_name, tier) select $1, 'Person ' || i, 2 from generate_series(1, $2::int) i`, [client.space.id, n]);
const count = async (client: Client, filter: string) => (await client.get(`/contacts/count?${filter}`)).body.count as number;
const finished = async (client: Client, id: string) => {
  await eventually(async () => !['queued', 'running'].includes((await client.get(`/jobs/${id}`)).body.job.state), 20_000);
  return (await client.get(`/jobs/${id}`)).body.job;
};

describe('POST /contacts/bulk-update', () => {
  it('changes columns and tags of many in one action that undo takes back', async () => {
    const user = await signUp(kith);
    const [old, fresh] = [await tag(user, 'old'), await tag(user, 'fresh')];
    const ids = [];
    for (let i = 0; i < 5; i++) ids.push((await add(user, { full_name: `Person ${i}`, ...(i === 0 ? { tier: 1, company: 'Acme', addresses: [{ street: 'Main St 1', city: 'Leeds' }] } : {}) })).id);
    await user.post(`/contacts/${ids[1]}/tags`, { tag_id: old });
    const before = await people(user);
    const { status, body } = await user.post('/contacts/bulk-update', { ids: [...ids, ids[0]], set: { tier: 1, starred: true, company: 'Acme', city: 'Oslo', cadence_weeks: 6 }, add_tag_ids: [fresh], remove_tag_ids: [old] });
    expect([status, body.updated]).toEqual([200, 5]);
    for (const person of await people(user)) expect(person).toMatchObject({ tier: 1, starred: true, company: 'Acme', city: 'Oslo', cadence_weeks: 6, tags: [{ name: 'fresh' }] });
    expect((await user.get(`/contacts/${ids[0]}`)).body.contact.addresses).toMatchObject([{ street: 'Main St 1', city: 'Oslo' }]);
    const again = await user.post('/contacts/bulk-update', { ids, set: { tier: 1, company: 'Acme', city: 'Oslo' }, add_tag_ids: [fresh] });
    expect(again.body.updated, 'nobody is different').toBe(0);
    expect((await user.post('/undo', { action_id: body.action_id })).status).toBe(200);
    expect(await people(user)).toEqual(before);
    expect((await user.get(`/tags/${fresh}`)).body.tag.contact_count).toBe(0);
  });

  it('reaches everybody who matches a filter, or those of the ids who do', async () => {
    const user = await signUp(kith);
    const one = await add(user, { full_name: 'Ann', tier: 1 });
    const two = await add(user, { full_name: 'Ben' });
    await add(user, { full_name: 'Cleo', tier: 1, archived: true });
    expect((await user.post('/contacts/bulk-update', { filter: { tier: 1 }, set: { starred: true } })).body.updated).toBe(1);
    expect((await user.post('/contacts/bulk-update', { ids: [one.id, two.id], filter: { starred: true }, set: { archived: true } })).body.updated).toBe(1);
    expect((await people(user)).map((person) => person.full_name)).toEqual(['Ben']);
    expect((await user.post('/contacts/bulk-update', { filter: { q: 'zzz' }, set: { tier: 1 } })).body.updated).toBe(0);
  });

  it('422: nobody is changed when somebody would have more than 50 tags', async () => {
    const user = await signUp(kith);
    const [light, heavy] = [await add(user, { full_name: 'Light' }), await add(user, { full_name: 'Heavy Load' })];
    await kith.owner.query(`with t as (insert into tags (space_id, name) select $1, 'tag ' || i from generate_series(1, 50) i returning id) insert into contact_tags (space_id, contact_id, tag_id) select $1, $2, id from t`, [user.space.id, heavy.id]);
    const answer = await user.post('/contacts/bulk-update', { ids: [light.id, heavy.id], set: { starred: true }, add_tag_ids: [await tag(user, 'one more')] });
    expect(answer).toMatchObject({ status: 422, body: { field: 'add_tag_ids', error: expect.stringContaining('Heavy Load') } });
    expect((await people(user)).some((person) => person.starred)).toBe(false);
    expect(await count(user, 'starred=true')).toBe(0);
    expect((await user.get('/tags?q=one')).body.data[0].contact_count).toBe(0);
  });

  it('404: a tag of somebody else, and nothing happens', async () => {
    const contact = await add(ada, { full_name: 'Ann' });
    const theirs = await tag(await signUp(kith), 'theirs');
    for (const body of [{ add_tag_ids: [theirs] }, { remove_tag_ids: [theirs] }]) expect((await ada.post('/contacts/bulk-update', { ids: [contact.id], set: { starred: true }, ...body })).status).toBe(404);
    expect((await ada.get(`/contacts/${contact.id}`)).body.contact.starred).toBe(false);
  });

  it.each([
    [{}],
    [{ set: { tier: 1 } }],
    [{ ids: [], set: { tier: 1 } }],
    [{ filter: {} }],
    [{ filter: {}, set: {} }],
    [{ filter: { nonsense: 1 }, set: { tier: 1 } }],
    [{ filter: {}, set: { tier: 3 } }],
    [{ filter: {}, set: { cadence_weeks: 0 } }],
    [{ filter: {}, set: { cadence_weeks: 105 } }],
    [{ ids: Array(1001).fill('00000000-0000-7000-8000-000000000000'), set: { tier: 1 } }],
  ])('400: %j', async (body) => {
    expect((await ada.post('/contacts/bulk-update', body)).status).toBe(400);
  });

  it('two at once over the same people both finish', async () => {
    const user = await signUp(kith);
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) ids.push((await add(user, { full_name: `Person ${i}` })).id);
    const [a, b] = [await tag(user, 'a'), await tag(user, 'b')];
    const answers = await Promise.all([ids, ids.toReversed()].map((order, i) => user.post('/contacts/bulk-update', { ids: order, set: { tier: 1, company: `Company ${i}` }, add_tag_ids: i ? [a, b] : [b, a] })));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect((await user.get(`/tags/${a}`)).body.tag.contact_count).toBe(30);
  });
});

describe('more than a thousand', () => {
  it('become a job with progress that is one action; undo and redo work on it', async () => {
    const user = await signUp(kith);
    await many(user, 2500);
    const id = await tag(user, 'all');
    const { status, body } = await user.post('/contacts/bulk-update', { filter: { tier: 2 }, set: { tier: 1 }, add_tag_ids: [id] });
    expect([status, body.matched]).toEqual([202, 2500]);
    expect(await finished(user, body.job_id)).toMatchObject({ state: 'completed', result: { updated: 2500 } });
    expect([await count(user, 'tier=1'), (await user.get(`/tags/${id}`)).body.tag.contact_count]).toEqual([2500, 2500]);
    expect((await user.post('/undo', { action_id: body.action_id })).status).toBe(200);
    expect([await count(user, 'tier=2'), (await user.get(`/tags/${id}`)).body.tag.contact_count]).toEqual([2500, 0]);
  }, 60_000);

  it('are deleted, and come back', async () => {
    const user = await signUp(kith);
    await many(user, 1200);
    await add(user, { full_name: 'Keep', tier: 1 });
    const { status, body } = await user.post('/contacts/bulk-delete', { filter: { tier: 2 } });
    expect(status).toBe(202);
    expect(await finished(user, body.job_id)).toMatchObject({ state: 'completed', result: { deleted: 1200 } });
    expect(await count(user, '')).toBe(1);
    await user.post('/undo', { action_id: body.action_id });
    expect(await count(user, '')).toBe(1201);
  }, 60_000);

  it('are refused at once for a tag that is not there', async () => {
    const user = await signUp(kith);
    await many(user, 1001);
    for (const body of [{ add_tag_ids: [crypto.randomUUID()] }, { remove_tag_ids: [crypto.randomUUID()] }]) expect((await user.post('/contacts/bulk-update', { filter: {}, ...body })).status).toBe(404);
    expect((await user.get('/jobs')).body.data).toEqual([]);
  }, 60_000);

  it('leave everything as it was when one of them makes it fail', async () => {
    const user = await signUp(kith);
    await many(user, 1500);
    await kith.owner.query(
      `with t as (insert into tags (space_id, name) select $1, 'tag ' || i from generate_series(1, 50) i returning id), last as (select id from contacts where space_id = $1 order by id desc limit 1)
       insert into contact_tags (space_id, contact_id, tag_id) select $1, last.id, t.id from t, last`, [user.space.id]);
    const { body } = await user.post('/contacts/bulk-update', { filter: {}, set: { starred: true }, add_tag_ids: [await tag(user, 'more')] });
    expect(await finished(user, body.job_id)).toMatchObject({ state: 'failed', error: expect.stringContaining('more than 50 tags') });
    expect(await count(user, 'starred=true')).toBe(0);
  }, 60_000);
});

describe('POST /tags/:id/merge', () => {
  it('makes tags one on people, notes and saved filters; undo brings them back', async () => {
    const user = await signUp(kith);
    const [keep, one, two] = [await tag(user, 'keep'), await tag(user, 'one'), await tag(user, 'two')];
    const [ann, ben] = [await add(user, { full_name: 'Ann' }), await add(user, { full_name: 'Ben' })];
    for (const [contact, tags] of [[ann, [keep, one, two]], [ben, [two]]] as const) for (const tag_id of tags) await user.post(`/contacts/${contact.id}/tags`, { tag_id });
    const note = (await user.post('/notes', { contact_id: ann.id, content: 'A note about nothing', tag_ids: [one] })).body.note;
    const filter = (await user.post('/saved-filters', { name: 'F', query: { tag: [one, keep], tier: 1 } })).body.saved_filter;
    const shown = async () => [(await user.get('/tags')).body.data, await people(user), (await user.get(`/notes/${note.id}`)).body.note.tags, (await user.get(`/saved-filters/${filter.id}`)).body.saved_filter.query];
    const before = await shown();

    const merged = await user.post(`/tags/${keep}/merge`, { other_ids: [one, two, one] });
    expect(merged).toMatchObject({ status: 200, body: { tag: { id: keep, contact_count: 2 } } });
    const [tags, all, noteTags, query] = await shown();
    expect(tags.map((t: { name: string }) => t.name)).toEqual(['keep']);
    for (const person of all) expect(person.tags.map((t: { name: string }) => t.name)).toEqual(['keep']);
    expect([noteTags.map((t: { name: string }) => t.name), query]).toEqual([['keep'], { tag: [keep], tier: 1 }]);
    expect((await user.post('/undo')).status).toBe(200);
    expect(await shown()).toEqual(before);
  });

  it('404 for a foreign tag, 422 for itself; nothing happens', async () => {
    const [mine, theirs] = [await tag(ada, 'mine'), await tag(await signUp(kith), 'theirs')];
    expect((await ada.post(`/tags/${mine}/merge`, { other_ids: [theirs] })).status).toBe(404);
    expect((await ada.post(`/tags/${theirs}/merge`, { other_ids: [mine] })).status).toBe(404);
    expect((await ada.post(`/tags/${mine}/merge`, { other_ids: [mine] })).status).toBe(422);
    expect((await ada.get(`/tags/${mine}`)).status).toBe(200);
  });
});
