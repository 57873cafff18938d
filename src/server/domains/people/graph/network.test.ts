import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { betweenness, neighboursOf } from './betweenness.ts';
import type { Communities } from './graph.schema.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

/** Somebody with people by name, and a way to connect them: 'A B' are friends. */
async function world(names: string[], friends: string[], more: Record<string, object> = {}) {
  const client = await signUp(kith);
  const ids: Record<string, string> = {};
  for (const name of names) ids[name] = (await client.post('/contacts', { full_name: `${name} Q`, ...more[name] })).body.contact.id;
  for (const pair of friends) {
    const [a, b] = pair.split(' ');
    await client.post('/relationships', { source_contact_id: ids[a!], target_contact_id: ids[b!], type: 'friend' });
  }
  return { client, ids };
}
type World = { client: Client; ids: Record<string, string> };
const pathOf = async ({ client, ids }: World, from: string | undefined, to: string) => (await client.get(`/graph/path?to=${ids[to]}${from ? `&from=${ids[from]}` : ''}`)).body.path;
const namesOf = (path: { contacts: { full_name: string }[] } | null) => path && path.contacts.map((contact) => contact.full_name.split(' ')[0]).join(' ');

describe('GET /graph/path', () => {
  it('is the shortest way, whichever way the relationships point, in words', async () => {
    const here = await world(['Ann', 'Bo', 'Cy', 'Di', 'Ed'], ['Ann Bo', 'Bo Cy', 'Cy Di', 'Di Ed', 'Cy Ed']);
    const { client, ids } = here;
    await client.post('/relationships', { source_contact_id: ids.Cy, target_contact_id: ids.Bo, type: 'manager', until: '2015' });
    const path = await pathOf(here, 'Ann', 'Ed');
    expect(namesOf(path)).toBe('Ann Bo Cy Ed');
    expect(path.steps.map((step: { relationships: { sentence: string }[] }) => step.relationships.map((one) => one.sentence))).toEqual([
      ['Ann Q and Bo Q are friends'], ['Bo Q and Cy Q are friends', 'Cy Q was the manager of Bo Q'], ['Cy Q and Ed Q are friends'],
    ]);
    expect(path.steps[1]).toMatchObject({ from_contact_id: ids.Bo, to_contact_id: ids.Cy });
    expect(namesOf(await pathOf(here, 'Ed', 'Ann'))).toBe('Ed Cy Bo Ann');
  });

  it('of equal ways takes the one through the closest', async () => {
    const here = await world(['From', 'Far', 'Near', 'Known', 'To'], ['From Far', 'Far To', 'From Near', 'Near To', 'From Known', 'Known To'], { Near: { tier: 1 } });
    expect(namesOf(await pathOf(here, 'From', 'To'))).toBe('From Near To');
    await here.client.patch(`/contacts/${here.ids.Near}`, { tier: 2 });
    await here.client.post('/notes', { contact_id: here.ids.Known, content: 'We talk every week.' });
    expect(namesOf(await pathOf(here, 'From', 'To'))).toBe('From Known To');
  });

  it('without a start begins in the inner circle', async () => {
    const here = await world(['Ann', 'Bo', 'Cy', 'Di'], ['Ann Bo', 'Bo Cy', 'Cy Di'], { Ann: { tier: 1 }, Bo: { tier: 1 } });
    expect(namesOf(await pathOf(here, undefined, 'Di'))).toBe('Bo Cy Di');
    expect(namesOf(await pathOf(here, undefined, 'Ann'))).toBe('Ann');
  });

  it('null when there is no way or only one of more than six steps', async () => {
    const chain = 'ABCDEFGH'.split('').map((letter) => `P${letter}`);
    const here = await world([...chain, 'Alone'], chain.slice(1).map((name, i) => `${chain[i]} ${name}`));
    expect(namesOf(await pathOf(here, 'PA', 'PG'))).toBe('PA PB PC PD PE PF PG');
    expect([await pathOf(here, 'PA', 'PH'), await pathOf(here, 'PA', 'Alone'), await pathOf(here, undefined, 'PA')]).toEqual([null, null, null]);
    expect(namesOf(await pathOf(here, 'PA', 'PA'))).toBe('PA');
  });

  it('404 for people of others', async () => {
    const [mine, theirs] = [await world(['Ann'], []), await world(['Bo'], [])];
    for (const query of [`from=${mine.ids.Ann}&to=${theirs.ids.Bo}`, `from=${theirs.ids.Bo}&to=${mine.ids.Ann}`, `to=${theirs.ids.Bo}`]) expect((await mine.client.get(`/graph/path?${query}`)).status).toBe(404);
    expect((await mine.client.get('/graph/path')).status).toBe(400);
  });
});

describe('GET /graph/communities', () => {
  it('finds them, names them by what they share, and says who bridges and who is alone', async () => {
    const acme = { company: 'Acme' };
    const here = await world(
      ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4', 'Alone', 'Gone'],
      ['A1 A2', 'A1 A3', 'A1 A4', 'A2 A3', 'A2 A4', 'A3 A4', 'B1 B2', 'B1 B3', 'B1 B4', 'B2 B3', 'B2 B4', 'B3 B4', 'A1 B1', 'Gone A2'],
      { A1: acme, A2: acme, A3: acme, Gone: { archived: true } },
    );
    const { client, ids } = here;
    const { group } = (await client.post('/groups', { name: 'Choir' })).body;
    await client.post(`/groups/${group.id}/members`, { contact_ids: [ids.B1, ids.B2, ids.B3, ids.B4] });
    const answer = await client.get('/graph/communities');
    const { communities, bridges, isolated, modularity, sampled } = answer.body as Communities;
    const shape = communities.map((one) => [one.name, one.named_by, one.size, one.members.map((member) => member.full_name.slice(0, 2)).toSorted().join(' ')]).toSorted();
    expect(shape).toEqual([['Acme', 'company', 4, 'A1 A2 A3 A4'], ['Choir', 'group', 4, 'B1 B2 B3 B4']]);
    expect(bridges.map((one) => [one.contact.id, one.communities.length])).toEqual(expect.arrayContaining([[ids.A1, 2], [ids.B1, 2]]));
    expect(bridges.length).toBe(2);
    expect(isolated.map((one) => one.id)).toEqual([ids.Alone]);
    expect([sampled, modularity > 0.3]).toEqual([false, true]);

    const seen = { 'if-none-match': String(answer.headers.etag) };
    expect((await client.get('/graph/communities', seen)).status).toBe(304);
    await client.delete(`/contacts/${ids.Alone}`);
    const later = await client.get('/graph/communities', seen);
    expect([later.status, later.body.isolated]).toEqual([200, []]);
  });

  it('answers for somebody without anybody, and without relationships', async () => {
    expect((await (await signUp(kith)).get('/graph/communities')).body).toEqual({ communities: [], bridges: [], isolated: [], modularity: 0, sampled: false });
    const { client, ids } = await world(['Ann'], []);
    expect((await client.get('/graph/communities')).body).toMatchObject({ communities: [], isolated: [{ id: ids.Ann }] });
  });
});

describe('betweenness', () => {
  const of = (size: number, edges: [number, number][]) => betweenness(neighboursOf(size, Int32Array.from(edges.flat())));

  it('is exact on graphs whose values are known', () => {
    expect(of(5, [[0, 1], [0, 2], [0, 3], [0, 4]]).betweenness).toEqual([1, 0, 0, 0, 0]); // a star: all ways lead through its middle
    expect(of(5, [[0, 1], [1, 2], [2, 3], [3, 4]]).betweenness.map((value) => Math.round(value * 12))).toEqual([0, 6, 8, 6, 0]); // a line
    expect(of(4, [[0, 1], [1, 2], [2, 3], [3, 0]]).betweenness.map((value) => Math.round(value * 6))).toEqual([1, 1, 1, 1]); // a ring
    expect(of(0, []).betweenness).toEqual([]);
  });

  it('estimates a large graph well enough to tell its bridge', () => {
    const half = 700;
    const edges: [number, number][] = [];
    for (const start of [0, half]) for (let n = 1; n < half; n++) edges.push([start + n, start + Math.floor(n / 3)]);
    const { betweenness: found, sampled } = of(2 * half + 1, [...edges, [0, 2 * half], [half, 2 * half]]);
    expect(sampled).toBe(true);
    expect(found[2 * half]).toBeCloseTo(0.5, 1);
  });
});
