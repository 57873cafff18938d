import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import type { Contact } from '../people.schema.ts';
import type { Duplicates } from './merge.schema.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const add = async (client: Client, contact: object): Promise<Contact> => (await client.post('/contacts', contact)).body.contact;
const names = (cluster: { contacts: { full_name: string }[] }) => cluster.contacts.map((contact) => contact.full_name).toSorted();

describe('GET /contacts/duplicates', () => {
  it('finds people by what they share, the likeliest first, each with reasons', async () => {
    const client = await signUp(kith);
    await add(client, { full_name: 'Bob Smith', emails: [{ value: 'Bob@Smith.example' }], telegram_id: 9 });
    await add(client, { full_name: 'Robert Smith', emails: [{ value: 'bob@smith.example' }], telegram_id: 9 });
    await add(client, { full_name: 'Tom Berg', phones: [{ value: '+49 170 1234567' }] });
    await add(client, { full_name: 'Berg, Thomas', phones: [{ value: '0170 1234567' }] });
    await add(client, { full_name: 'J. Weber', company: 'Globex' });
    await add(client, { full_name: 'Julia Weber', company: 'globex' });
    await add(client, { full_name: 'José Quast' });
    await add(client, { full_name: 'Jose Quast' });
    await add(client, { full_name: 'Jose Quast', archived: true });
    await add(client, { full_name: 'Mia Vogel', birthday: '2010-03-04', emails: [{ value: 'v@family.example' }] });
    await add(client, { full_name: 'Lea Vogel', birthday: '2010-03-04', emails: [{ value: 'v@family.example' }] });
    const { status, body } = await client.get('/contacts/duplicates');
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data.map(names)).toEqual([['Bob Smith', 'Robert Smith'], ['Berg, Thomas', 'Tom Berg'], ['J. Weber', 'Julia Weber'], ['Jose Quast', 'José Quast']]);
    expect(body.data.map((cluster: Duplicates) => cluster.reasons.map(({ kind }) => kind))).toEqual([
      ['telegram', 'email', 'similar_name'], ['phone', 'similar_name'], ['similar_name', 'company'], ['same_name'],
    ]);
    expect([body.total, body.has_more]).toEqual([4, false]);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await client.get(`/contacts/duplicates?limit=1${cursor}`)).body;
      seen.push(...page.data.map(({ id }: Duplicates) => id));
      cursor = page.has_more ? `&cursor=${page.next_cursor}` : '';
    } while (cursor);
    expect(seen).toEqual(body.data.map(({ id }: Duplicates) => id));
  });

  it('knows Müller and Mueller, Soeren and Søren for one name, and Muller for both', async () => {
    const client = await signUp(kith);
    for (const full_name of ['Jörg Müller', 'Joerg Mueller', 'Søren Krøyer', 'Soeren Kroeyer', 'Bärbel Öhl', 'Baerbel Oehl', 'Uwe Mu\u0308nch', 'Uwe Muench', 'Sue Goetz', 'Su Gotz']) await add(client, { full_name });
    expect((await client.get('/contacts/duplicates')).body.data.map(names).toSorted()).toEqual([['Baerbel Oehl', 'Bärbel Öhl'], ['Joerg Mueller', 'Jörg Müller'], ['Soeren Kroeyer', 'Søren Krøyer'], ['Uwe Muench', 'Uwe Mu\u0308nch']]);
    const three = await signUp(kith);
    for (const full_name of ['Jan Müller', 'Jan Mueller', 'Jan Muller']) await add(three, { full_name });
    const { data } = (await three.get('/contacts/duplicates')).body;
    expect(data[0].reasons.map((reason: { kind: string }) => reason.kind)).toContain('same_name');
  });

  it('puts three of one together, and nobody who only looks like one of them', async () => {
    const client = await signUp(kith);
    for (const email of ['x@one.example', 'y@one.example']) await add(client, { full_name: 'Ida Holm', emails: [{ value: email }], company: 'One' });
    await add(client, { full_name: 'I. Holm', emails: [{ value: 'x@one.example' }, { value: 'y@one.example' }] });
    await add(client, { full_name: 'Ivo Holm', company: 'Two', emails: [{ value: 'ivo@two.example' }] });
    const { body } = await client.get('/contacts/duplicates');
    expect(body.data.map(names)).toEqual([['I. Holm', 'Ida Holm', 'Ida Holm']]);
    const [kept, ...others] = body.data[0].contacts.map(({ id }: Contact) => id);
    expect((await client.post(`/contacts/${kept}/merge`, { other_ids: others })).body.contact.emails).toHaveLength(2);
    expect((await client.get('/contacts/duplicates')).body).toMatchObject({ data: [], total: 0 });
  });

  it('remembers who is not the same, until that is undone; merging keeps what was said of either', async () => {
    const client = await signUp(kith);
    const [a, b, c] = [await add(client, { full_name: 'Ulla Quast' }), await add(client, { full_name: 'Ulla Quast' }), await add(client, { full_name: 'Ulla Q', telegram_id: 4 })];
    const dismissed = await client.post('/contacts/duplicates/dismiss', { ids: [b.id, a.id, b.id] });
    expect([dismissed.status, dismissed.body.dismissed]).toEqual([200, 1]);
    expect((await client.get('/contacts/duplicates')).body.total).toBe(0);
    expect((await client.post('/contacts/duplicates/dismiss', { ids: [a.id, b.id] })).body.dismissed).toBe(0);
    await client.post(`/contacts/${c.id}/merge`, { other_id: b.id, choices: { full_name: 'other' } });
    expect((await client.get('/contacts/duplicates')).body.total).toBe(0);
    expect((await client.post('/undo')).status).toBe(200);
    expect((await client.post('/undo', { action_id: dismissed.headers['kith-action-id'] })).status).toBe(200);
    expect((await client.get('/contacts/duplicates')).body.total).toBe(1);
  });

  it('404 and 422 for what cannot be dismissed; nothing of another space is compared', async () => {
    const [client, other] = [await signUp(kith), await signUp(kith)];
    const [mine, theirs] = [await add(client, { full_name: 'Same Name', emails: [{ value: 'a@b.example' }] }), await add(other, { full_name: 'Same Name', emails: [{ value: 'a@b.example' }] })];
    expect((await client.get('/contacts/duplicates')).body).toMatchObject({ data: [], total: 0 });
    expect((await client.post('/contacts/duplicates/dismiss', { ids: [mine.id, theirs.id] })).status).toBe(404);
    expect((await client.post('/contacts/duplicates/dismiss', { ids: [mine.id, mine.id] })).status).toBe(422);
    expect((await client.post('/contacts/duplicates/dismiss', { ids: [mine.id] })).status).toBe(400);
  });

  it('takes time in proportion to the people, also when many share names, companies and towns', async () => {
    const client = await signUp(kith);
    const fill = (from: number, to: number) =>
      kith.owner.query(
        `insert into contacts (space_id, full_name, company, addresses, emails, phones, birthday)
         select $1, (array['Anna','Bob','Carla','David','Eva','Frank','Greta','Hugo','Ida','Jan','Karl','Lena','Mia','Nils','Otto'])[1 + i % 15] || ' ' || initcap(translate(left(md5((i % 300)::text), 6), '0123456789', 'aeioubklmn')),
           'Company ' || i % 400, jsonb_build_array(jsonb_build_object('label', '', 'street', '', 'city', 'Town ' || i % 40, 'region', '', 'postal_code', '', 'country', '')),
           jsonb_build_array(jsonb_build_object('label', '', 'value', 'p' || (i - i % 50 % 2) || '@mail' || i % 300 || '.example')),
           jsonb_build_array(jsonb_build_object('label', '', 'value', '+49 170 ' || (1000000 + i * 37))), '--' || lpad((1 + i % 12)::text, 2, '0') || '-' || lpad((1 + i % 28)::text, 2, '0')
         from generate_series($2::int, $3::int) i`, [client.space.id, from, to]);
    const quickest = async () => {
      const times: number[] = [];
      for (let i = 0; i < 4; i++) {
        const start = performance.now();
        const { status, body } = await client.get('/contacts/duplicates');
        times.push(performance.now() - start);
        expect([status, body.total >= 0]).toEqual([200, true]);
      }
      return Math.min(...times);
    };
    await fill(1, 2_500);
    const few = await quickest();
    await fill(2_501, 10_000);
    const many = await quickest();
    console.log(`duplicates among 2,500: ${Math.round(few)} ms, among 10,000: ${Math.round(many)} ms`);
    expect(many / few, 'four times the people').toBeLessThan(11); // each with each would be 16
  });
});
