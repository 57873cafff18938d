import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
let anna: string;
let tom: string;
let eve: string;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
  [anna, tom, eve] = [await add('Anna'), await add('Tom'), await add('Eve')];
});
afterAll(() => kith.close());

const add = async (full_name: string, client = ada): Promise<string> => (await client.post('/contacts', { full_name })).body.contact.id;
const connect = (source_contact_id: string, type: string, target_contact_id: string, more: object = {}, client = ada) => client.post('/relationships', { source_contact_id, target_contact_id, type, ...more });
const seen = async (id: string, client = ada) => (await client.get(`/contacts/${id}/relationships`)).body.data;
const freshPair = async (): Promise<[string, string]> => [await add('Nora'), await add('Omar')];

describe('POST /relationships', () => {
  it('201: says unmistakably who is what to whom, and each side sees its own', async () => {
    const { status, body } = await connect(anna, 'parent', tom, { since: '2001', note: 'Adopted' });
    expect([status, body.relationship.sentence]).toEqual([201, 'Anna is the parent of Tom']);
    expect(body.relationship).toMatchObject({ source: { id: anna, full_name: 'Anna' }, target: { id: tom, full_name: 'Tom' }, label: null, since: '2001', until: null, note: 'Adopted' });
    expect((await ada.get(`/relationships/${body.relationship.id}`)).body).toEqual(body);
    expect(await seen(tom)).toEqual([expect.objectContaining({ role: 'parent', own_role: 'child', is_source: false, sentence: 'Anna is the parent of Tom', contact: expect.objectContaining({ id: anna, full_name: 'Anna', note_count: 0 }) })]);
    expect((await seen(anna))[0]).toMatchObject({ role: 'child', own_role: 'parent', is_source: true, contact: { id: tom } });
  });

  it('201: an inverse word is stored as its type the other way round, labels included', async () => {
    const [nora, omar] = await freshPair();
    const { relationship } = (await connect(nora, 'child', omar, { label: 'daughter', inverse_label: 'father' })).body;
    expect(relationship).toMatchObject({ source_contact_id: omar, target_contact_id: nora, type: 'parent', label: 'father', inverse_label: 'daughter', sentence: 'Omar is the father of Nora' });
    const introduced = (await connect(nora, 'introduced_by', omar)).body.relationship;
    expect(introduced).toMatchObject({ type: 'introduced', source_contact_id: omar, sentence: 'Omar introduced Nora' });
  });

  it.each([
    ['friend', {}, 'Nora and Omar are friends', ['friend', 'friend']],
    ['friend', { label: 'best friend' }, 'Nora and Omar are friends (best friend)', ['best friend', 'best friend']],
    ['sibling', { label: 'brother', inverse_label: 'sister' }, 'Nora is the brother of Omar', ['sister', 'brother']],
    ['colleague', { since: '2010-09', until: '2015' }, 'Nora and Omar were colleagues', ['colleague', 'colleague']],
    ['colleague', { until: '2999' }, 'Nora and Omar are colleagues', ['colleague', 'colleague']],
    ['manager', { until: '2015-01-31' }, 'Nora was the manager of Omar', ['report', 'manager']],
    ['acquaintance', { until: '2015' }, 'Nora and Omar knew each other', ['acquaintance', 'acquaintance']],
    ['client', {}, 'Nora is a client of Omar', ['provider', 'client']],
    ['other', { label: 'godmother', inverse_label: 'godchild' }, 'Nora is the godmother of Omar', ['godchild', 'godmother']],
    ['other', { label: 'rowing partners' }, 'Nora and Omar are connected (rowing partners)', ['rowing partners', 'rowing partners']],
  ])('%s %j reads “%s”', async (type, more, sentence, [role, own]) => {
    const [nora, omar] = await freshPair();
    expect((await connect(nora, type, omar, more)).body.relationship.sentence).toBe(sentence);
    expect((await seen(nora))[0]).toMatchObject({ role, own_role: own, sentence });
  });

  it('is over when its last day has passed where the user lives', async () => {
    const zones = { ahead: 'Pacific/Kiritimati', behind: 'Etc/GMT+12' }; // 26 hours apart: never the same day
    const until = Temporal.Now.plainDateISO(zones.ahead).subtract({ days: 1 }).toString();
    const sentences = await Promise.all(
      Object.values(zones).map(async (time_zone) => {
        const client = await signUp(kith);
        await client.patch('/auth/preferences', { time_zone });
        const [nora, omar] = [await add('Nora', client), await add('Omar', client)];
        const { relationship } = (await connect(nora, 'friend', omar, { until }, client)).body;
        const path = (await client.get(`/graph/path?from=${nora}&to=${omar}`)).body.path;
        return [relationship.sentence, (await seen(nora, client))[0].sentence, path.steps[0].relationships[0].sentence];
      }),
    );
    expect(sentences.map((each) => new Set(each))).toEqual([new Set(['Nora and Omar were friends']), new Set(['Nora and Omar are friends'])]);
  });

  it('409: the same twice, also the other way round where that means the same or cannot be', async () => {
    const [nora, omar] = await freshPair();
    for (const [type, reverse] of [['friend', 409], ['parent', 409], ['grandparent', 409], ['mentor', 201], ['client', 201]] as const) {
      expect((await connect(nora, type, omar)).status, type).toBe(201);
      expect((await connect(nora, type, omar)).body.error_code, type).toBe('relationship_exists');
      expect((await connect(omar, type, nora)).status, `${type} reversed`).toBe(reverse);
    }
    expect((await connect(omar, 'child', nora)).status).toBe(409);
  });

  it('409 for all but one of several at once', async () => {
    const [nora, omar] = await freshPair();
    const statuses = (await Promise.all([connect(nora, 'friend', omar), connect(omar, 'friend', nora), connect(nora, 'friend', omar)])).map((answer) => answer.status);
    expect(statuses.toSorted()).toEqual([201, 409, 409]);
  });

  it.each([
    ['itself', async () => connect(anna, 'friend', anna), 422, 'target_contact_id'],
    ['other without a word', async () => connect(anna, 'other', eve), 422, 'label'],
    ['only the inverse of what holds both ways', async () => connect(anna, 'friend', eve, { inverse_label: 'pal' }), 422, 'label'],
    ['an end before the beginning', async () => connect(anna, 'friend', eve, { since: '2015-06', until: '2015-05-31' }), 422, 'until'],
    ['no date', async () => connect(anna, 'friend', eve, { since: '2015-13' }), 400, 'since'],
    ['a day that is not', async () => connect(anna, 'friend', eve, { until: '2023-02-29' }), 400, 'until'],
    ['an unknown type', async () => connect(anna, 'nemesis', eve), 400, 'type'],
    ['a long label', async () => connect(anna, 'friend', eve, { label: 'x'.repeat(65) }), 400, 'label'],
  ])('refuses %s', async (_what, send, status, field) => {
    const answer = await send();
    expect([answer.status, answer.body.field]).toEqual([status, field]);
  });

  it('404: nobody else’s people, on either side', async () => {
    const bob = await signUp(kith);
    const his = await add('His', bob);
    expect((await connect(anna, 'friend', his)).status).toBe(404);
    expect((await connect(his, 'friend', anna)).status).toBe(404);
    expect((await connect(his, 'friend', anna, {}, bob)).status).toBe(404);
  });
});

describe('PATCH /relationships/:id', () => {
  it('changes what is sent; another type drops the words of the old one; an inverse type turns it round', async () => {
    const [nora, omar] = await freshPair();
    const { id } = (await connect(nora, 'parent', omar, { label: 'mother', since: '1999' })).body.relationship;
    const patch = async (fields: object) => (await ada.patch(`/relationships/${id}`, fields)).body.relationship;
    expect(await patch({ note: 'In Leeds' })).toMatchObject({ sentence: 'Nora is the mother of Omar', since: '1999', note: 'In Leeds' });
    expect(await patch({ type: 'child' })).toMatchObject({ sentence: 'Omar is the parent of Nora', source_contact_id: omar, label: null, since: '1999' });
    expect(await patch({ type: 'friend', label: 'old friend' })).toMatchObject({ sentence: 'Omar and Nora are friends (old friend)' });
    expect(await patch({ until: '1998' })).toBeUndefined();
    expect((await ada.patch(`/relationships/${id}`, { until: '1998' })).status).toBe(422);
    expect((await ada.patch(`/relationships/${id}`, {})).status).toBe(400);
    expect(await patch({ since: null, until: '1998' })).toMatchObject({ sentence: 'Omar and Nora were friends (old friend)' });
  });

  it('409 when it becomes one that is there', async () => {
    const [nora, omar] = await freshPair();
    await connect(nora, 'friend', omar);
    const { id } = (await connect(nora, 'colleague', omar)).body.relationship;
    expect((await ada.patch(`/relationships/${id}`, { type: 'friend' })).status).toBe(409);
  });
});

describe('lists', () => {
  it('walk all relationships of a person once, by the name of the other', async () => {
    const hub = await add('Hub');
    for (const name of ['Zoe', 'ända', 'Max', 'Bo', 'Cy']) await connect(hub, 'friend', await add(name));
    await connect(await add('Bo'), 'mentor', hub);
    const walk = async (path: string) => {
      const found: any[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await ada.get(`${path}limit=2${cursor && `&cursor=${cursor}`}`);
        found.push(...body.data);
        if (!body.next_cursor) return found;
        cursor = body.next_cursor;
      }
    };
    expect((await walk(`/contacts/${hub}/relationships?`)).map((one) => one.contact.full_name)).toEqual(['ända', 'Bo', 'Bo', 'Cy', 'Max', 'Zoe']);
    const all = await walk(`/relationships?contact_id=${hub}&`);
    expect([all.length, new Set(all.map((one) => one.id)).size]).toEqual([6, 6]);
    expect((await walk(`/relationships?contact_id=${hub}&type=mentor&`)).map((one) => one.sentence)).toEqual(['Bo is the mentor of Hub']);
  });

  it('404 for a person who is not there, an empty list for one without anybody', async () => {
    expect((await ada.get('/contacts/00000000-0000-7000-8000-000000000000/relationships')).status).toBe(404);
    expect(await seen(await add('Alone'))).toEqual([]);
  });
});

describe('deleting and undoing', () => {
  it('a person takes their relationships and memberships along, and undo brings them back', async () => {
    const me = await signUp(kith);
    const [a, b, c] = [await add('Ann', me), await add('Ben', me), await add('Cat', me)];
    for (const [s, t] of [[a, b], [c, a], [b, c]] as const) await connect(s, 'mentor', t, {}, me);
    const { group } = (await me.post('/groups', { name: 'Choir' })).body;
    await me.post(`/groups/${group.id}/members`, { contact_ids: [a, b] });
    const before = (await me.get('/graph-data')).body;
    await me.delete(`/contacts/${a}`);
    const orphans = await kith.owner.query(`select 1 from relationships where $1 in (source_contact_id, target_contact_id) union all select 1 from group_members where contact_id = $1`, [a]);
    expect(orphans.rowCount).toBe(0);
    expect([(await me.get('/graph-data')).body.relationships.length, (await me.get(`/groups/${group.id}`)).body.group.contact_count]).toEqual([1, 1]);
    expect((await me.post('/undo', {})).status).toBe(200);
    const after = (await me.get('/graph-data')).body;
    const sorted = (graph: typeof before) => ({ ...graph, relationships: graph.relationships.toSorted((x: { id: string }, y: { id: string }) => (x.id < y.id ? -1 : 1)) });
    expect(sorted(after)).toEqual(sorted(before));
    expect((await me.get(`/groups/${group.id}`)).body.group.contact_count).toBe(2);
    expect((await me.post('/redo')).status).toBe(200);
    expect((await me.get('/graph-data')).body.relationships.length).toBe(1);
  });

  it('is told in the history of its source', async () => {
    const [nora, omar] = await freshPair();
    const made = await connect(nora, 'friend', omar);
    const log = (await ada.get(`/contacts/${nora}/audit-log`)).body.data;
    expect(log[0]).toMatchObject({ table_name: 'relationships', operation: 'insert', row_id: made.body.relationship.id });
    expect((await ada.delete(`/relationships/${made.body.relationship.id}`)).status).toBe(204);
    expect((await ada.delete(`/relationships/${made.body.relationship.id}`)).status).toBe(404);
    expect((await ada.post('/undo', {})).status).toBe(200);
    expect((await seen(nora)).length).toBe(1);
  });
});
