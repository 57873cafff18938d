import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodesOf, planOf } from '../../../../../test/explain.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import type { Ctx } from '../../../platform/context.ts';
import { ContactQuery } from '../people.schema.ts';
import { selectContacts } from '../people.store.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith);
});
afterAll(() => kith.close());

const add = async (client: Client, contact: object) => (await client.post('/contacts', contact)).body.contact;
const tag = async (client: Client, name: string) => (await client.post('/tags', { name })).body.tag.id as string;
const names = async (client: Client, query: string) => (await client.get(`/contacts?${query}`)).body.data.map((contact: { full_name: string }) => contact.full_name);
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(5, 10);

describe('GET /contacts with filters', () => {
  it('finds exactly who each filter and each pair of filters is about', async () => {
    const reader = await signUp(kith);
    const [red, blue] = [await tag(reader, 'red'), await tag(reader, 'blue')];
    type Person = { full_name: string; tier: 1 | 2; starred: boolean; company: string | null; city: string; emails: { value: string }[]; phones: { value: string }[]; birthday: string | null; cadence_weeks: number | null };
    const people = Array.from({ length: 24 }, (_, i): Person & { tags: string[]; silent: boolean } => ({
      full_name: `${['Ann', 'Ben', 'Cleo'][i % 3]} Number${i}`, tier: i % 2 ? 1 : 2, starred: i % 5 === 0, company: i % 4 ? 'Ångström & Søn' : null, city: i % 3 ? 'São Paulo' : '',
      emails: i % 7 ? [] : [{ value: 'a@example.org' }], phones: i % 6 ? [{ value: '1' }] : [], birthday: i % 8 ? null : `--${day(3)}`, cadence_weeks: i % 9 ? null : 2,
      tags: [...(i % 2 ? [red] : []), ...(i % 3 ? [blue] : [])], silent: i % 4 === 1,
    }));
    for (const { tags, silent, city, ...person } of people) {
      const { id } = await add(reader, { ...person, addresses: city ? [{ city }] : [] });
      for (const one of tags) await reader.post(`/contacts/${id}/tags`, { tag_id: one });
      if (!silent) await reader.post(`/contacts/${id}/interactions`, { kind: 'call' });
      await kith.owner.query(`update contacts set created_at = now() - interval '100 days', cadence_started_at = case when cadence_weeks is not null then now() - interval '100 days' end where id = $1`, [id]);
    }
    const due = (person: (typeof people)[0]) => person.cadence_weeks !== null && person.silent;
    const filters: [string, (person: (typeof people)[0]) => boolean][] = [
      ['q=ben', (p) => p.full_name.startsWith('Ben')],
      ['tier=1', (p) => p.tier === 1],
      [`tag=${red}`, (p) => p.tags.includes(red)],
      [`tag=${red}&tag=${blue}`, (p) => p.tags.length > 0],
      [`tag=${red}&tag=${blue}&tag_match=all`, (p) => p.tags.length === 2],
      ['company=angstrom%20%26%20SØN', (p) => p.company !== null],
      ['city=sao%20paulo', (p) => p.city !== ''],
      ['starred=true', (p) => p.starred],
      ['starred=false', (p) => !p.starred],
      ['birthday_within_days=5', (p) => p.birthday !== null],
      ['no_contact_for_days=30', (p) => p.silent],
      ['cadence_due=true', due],
      ['cadence_due=false', (p) => !due(p)],
      ['has_email=true', (p) => p.emails.length > 0],
      ['has_email=false', (p) => p.emails.length === 0],
      ['has_phone=true', (p) => p.phones.length > 0],
    ];
    for (const [i, [one, isOne]] of filters.entries())
      for (const [other, isOther] of filters.slice(i)) {
        if (one !== other && one.split('=')[0] === other.split('=')[0]) continue;
        const expected = people.filter((person) => isOne(person) && isOther(person)).map((person) => person.full_name).toSorted();
        const query = one === other ? one : `${one}&${other}`;
        expect((await names(reader, `${query}&limit=100`)).toSorted(), query).toEqual(expected);
        expect((await reader.get(`/contacts/count?${query}`)).body.count, query).toBe(expected.length);
      }
    expect(await names(reader, 'archived=true')).toEqual([]);
  });

  it('walks every contact once by the next day to be in touch, those without one last', async () => {
    const reader = await signUp(kith);
    for (const [i, weeks] of [3, null, 1, 2, null, 52].entries()) await add(reader, { full_name: `Person ${i}`, cadence_weeks: weeks });
    for (const [sort, order] of [['next_due', [2, 3, 0, 5]], ['-next_due', [5, 0, 3, 2]]] as const) {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await reader.get(`/contacts?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.data.map((contact: { full_name: string }) => contact.full_name));
        if (!body.next_cursor) break;
        cursor = body.next_cursor;
      }
      const dated = order.map((i) => `Person ${i}`);
      expect(new Set(seen).size).toBe(6);
      expect(sort === 'next_due' ? seen.slice(0, 4) : seen.slice(2)).toEqual(dated);
    }
  });

  it.each(['tag=x', 'tag_match=some', 'cadence_due=maybe', 'has_email=2', 'no_contact_for_days=-1', 'starred=', `${'tag=00000000-0000-7000-8000-000000000000&'.repeat(21)}`])('400: %s', async (query) => {
    expect((await ada.get(`/contacts?${query}`)).status).toBe(400);
  });
});

describe('GET /contacts/facets', () => {
  it('counts companies, cities and tags, those of most people first, by how they begin', async () => {
    const reader = await signUp(kith);
    const id = await tag(reader, 'Acquaintance');
    for (const company of ['Acme', 'ACME', 'Zeta', '', 'Acorn', 'acme']) {
      const contact = await add(reader, { full_name: 'Somebody', company, addresses: [{ city: company ? 'Århus' : 'Bergen' }] });
      if (company === 'Zeta') await reader.post(`/contacts/${contact.id}/tags`, { tag_id: id });
    }
    await add(reader, { full_name: 'Old', company: 'Gone', archived: true });
    const all = (await reader.get('/contacts/facets')).body;
    expect(all.companies.map((one: { value: string; count: number }) => [one.value.toLowerCase(), one.count])).toEqual([['acme', 3], ['acorn', 1], ['zeta', 1]]);
    expect(all.cities).toEqual([{ value: 'Århus', count: 5 }, { value: 'Bergen', count: 1 }]);
    expect(all.tags).toEqual([{ id, name: 'Acquaintance', color: '#4f6cff', count: 1 }]);
    const some = (await reader.get('/contacts/facets?q=AR')).body;
    expect([some.companies, some.cities, some.tags]).toEqual([[], [{ value: 'Århus', count: 5 }], []]);
  });
});

describe('with 50,000 people', () => {
  it('no filter, no pair of filters and no order makes the database read all of them from the table', async () => {
    const rich = await signUp(kith);
    const tagId = await tag(rich, 'one');
    await kith.owner.query('alter table contacts disable trigger user; alter table contact_tags disable trigger user');
    await kith.owner.query(
      `insert into contacts (space_id, full_name, tier, company, addresses, starred, birthday, emails, last_interaction_at, cadence_weeks, cadence_started_at)
       select $1, 'Person ' || i, 1 + i % 2, 'Company ' || i % 997, jsonb_build_array(jsonb_build_object('city', 'City ' || i % 499)), i % 100 = 0,
         case when i % 3 = 0 then '--' || to_char(date '2000-01-01' + i % 366, 'MM-DD') end, case when i % 2 = 0 then '[{"value":"a@example.org"}]' else '[]' end::jsonb,
         case when i % 5 > 0 then now() - make_interval(days => i % 700) end, case when i % 20 = 0 then 4 end, case when i % 20 = 0 then now() end
       from generate_series(1, 50000) i`, [rich.space.id]);
    await kith.owner.query(`insert into contact_tags (space_id, contact_id, tag_id) select $1, id, $2 from contacts where space_id = $1 order by id limit 500`, [rich.space.id, tagId]);
    await kith.owner.query('alter table contacts enable trigger user; alter table contact_tags enable trigger user; analyze contacts; analyze contact_tags');

    const ctx = (await kith.platform.jobs.actingFor(rich.user.id, rich.space.id)) as Ctx;
    const filters = ['', 'tier=1', `tag=${tagId}`, 'company=company 7', 'city=city 9', 'starred=true', 'archived=true', 'birthday_within_days=7', 'no_contact_for_days=600', 'no_contact_for_days=6000', 'cadence_due=true', 'has_email=true', 'has_phone=true'];
    const pairs = filters.flatMap((one, i) => filters.slice(i).map((other) => (one === other ? one : `${one}&${other}`)));
    const scans: string[] = [];
    let widest: [number, string] = [0, ''];
    for (const pair of pairs)
      for (const sort of ['name', '-last_interaction', 'next_due', '-updated_at']) {
        const query = ContactQuery.parse({ ...Object.fromEntries(new URLSearchParams(pair)), sort });
        const plan = await planOf(ctx, (db) => selectContacts(db, rich.space.id, query, undefined));
        const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
        if (pages > widest[0]) widest = [pages, `${pair} by ${sort}`];
        for (const node of nodesOf(plan)) if (node['Node Type'].includes('Seq Scan') && node['Relation Name'] === 'contacts') scans.push(`${pair} by ${sort}`);
      }
    expect(scans).toEqual([]);
    expect(widest[0], widest[1]).toBeLessThan(60_000); // at worst once along an index to find nobody: 43,000 pages, about 80 ms
  }, 60_000);
});

describe('saved filters', () => {
  const saved = async (client: Client) => (await client.get('/saved-filters')).body.data.map((one: { name: string }) => one.name);
  const make = async (client: Client, name: string, query: object = {}) => (await client.post('/saved-filters', { name, query })).body.saved_filter;

  it('are kept in order, renamed, moved, deleted and brought back', async () => {
    const user = await signUp(kith);
    const [one, two, three] = [await make(user, 'One', { tier: 1, starred: true, sort: '-created_at' }), await make(user, 'Two'), await make(user, 'Three')];
    expect(one).toMatchObject({ page: 'people', query: { tier: 1, starred: true, sort: '-created_at' }, position: 0 });
    expect((await user.patch(`/saved-filters/${three.id}`, { position: 0 })).body.saved_filter.position).toBe(0);
    expect(await saved(user)).toEqual(['Three', 'One', 'Two']);
    await user.patch(`/saved-filters/${one.id}`, { position: 999 });
    expect(await saved(user)).toEqual(['Three', 'Two', 'One']);
    await user.post('/undo');
    expect(await saved(user)).toEqual(['Three', 'One', 'Two']);
    await user.patch(`/saved-filters/${two.id}`, { name: 'Second', query: { city: 'Oslo' } });
    expect((await user.get(`/saved-filters/${two.id}`)).body.saved_filter).toMatchObject({ name: 'Second', query: { city: 'Oslo' } });
    expect((await user.delete(`/saved-filters/${three.id}`)).status).toBe(204);
    expect(await saved(user)).toEqual(['One', 'Second']);
    await user.post('/undo');
    expect(await saved(user)).toEqual(['Three', 'One', 'Second']);
  });

  it('that are moved have changed; those that make room have not', async () => {
    const user = await signUp(kith);
    const [one, two] = [await make(user, 'One'), await make(user, 'Two')];
    const etags = Object.fromEntries(await Promise.all([one, two].map(async ({ id }) => [id, String((await user.get(`/saved-filters/${id}`)).headers.etag)])));
    await user.patch(`/saved-filters/${two.id}`, { position: 0 });
    expect(await user.patch(`/saved-filters/${two.id}`, { position: 1 }, { 'if-match': etags[two.id] })).toMatchObject({ status: 409, body: { error_code: 'stale' } });
    expect((await user.patch(`/saved-filters/${one.id}`, { name: 'First' }, { 'if-match': etags[one.id] })).status).toBe(200);
  });

  it('have a name once in a space, and a query of the shape of the list', async () => {
    const user = await signUp(kith);
    await make(user, 'Café');
    expect((await user.post('/saved-filters', { name: 'cafe', query: {} })).status).toBe(409);
    const other = await make(user, 'Tea');
    expect(await user.patch(`/saved-filters/${other.id}`, { name: 'CAFÉ' })).toMatchObject({ status: 409, body: { field: 'name' } });
    for (const query of [{ tier: 3 }, { age: 7 }, { tag: ['x'] }, { starred: 'true' }, { sort: 'age' }, 'x']) expect((await user.post('/saved-filters', { name: 'Bad', query })).status, JSON.stringify(query)).toBe(400);
    expect((await user.post('/saved-filters', { name: 'Bad', query: { tag: [await tag(ada, 'theirs')] } })).status).toBe(404);
    expect((await user.post('/saved-filters', { name: 'x'.repeat(65), query: {} })).status).toBe(400);
  });

  it('are named once even when two do it at the same time', async () => {
    const user = await signUp(kith);
    const statuses = (await Promise.all(Array.from({ length: 4 }, () => user.post('/saved-filters', { name: 'Same', query: {} })))).map((answer) => answer.status);
    expect(statuses.toSorted()).toEqual([201, 409, 409, 409]);
  });
});
