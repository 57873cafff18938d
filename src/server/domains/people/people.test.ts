import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
let bob: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
  bob = await signUp(kith, 'bob');
});
afterAll(() => kith.close());

const add = async (client: Client, contact: object) => (await client.post('/contacts', contact)).body.contact;

describe('POST /contacts', () => {
  it('201: keeps every field it was given', async () => {
    const given = {
      full_name: '  José Álvarez ', nickname: 'Pepe', tier: 1, emails: [{ label: 'work', value: 'jose@example.org' }], phones: [{ label: '', value: '+34 600 000 000' }],
      addresses: [{ label: 'home', street: 'Calle Mayor 1', city: 'Madrid', region: '', postal_code: '28013', country: 'Spain' }],
      company: 'Prado', title: 'Curator', birthday: '--02-29', important_dates: [{ label: 'Wedding', date: '2015-06-20' }], pronouns: 'he/him',
      how_we_met: 'At the museum', social_handles: [{ network: 'mastodon', handle: '@pepe' }], telegram_id: 12345, telegram_verified: true,
      custom_fields: [{ label: 'Shoe size', value: '43' }], description: 'Likes "quotes" and 🎨', starred: true,
    };
    const { status, body } = await ada.post('/contacts', given);
    expect(status).toBe(201);
    expect(body.contact).toMatchObject({ ...given, full_name: 'José Álvarez', city: 'Madrid', note_count: 0, tags: [] });
    expect((await ada.get(`/contacts/${body.contact.id}`)).body.contact).toEqual(body.contact);
  });

  it.each([
    [{}, 'full_name'],
    [{ full_name: 'X' }, 'full_name'],
    [{ full_name: 'x'.repeat(256) }, 'full_name'],
    [{ full_name: 'Ann', tier: 3 }, 'tier'],
    [{ full_name: 'Ann', birthday: '2023-02-29' }, 'birthday'],
    [{ full_name: 'Ann', emails: [{ value: 'no' }] }, 'emails.0.value'],
    [{ full_name: 7 }, 'full_name'],
  ])('400: names the field of %j', async (contact, field) => {
    const { status, body } = await ada.post('/contacts', contact);
    expect([status, body.field]).toEqual([400, field]);
  });

  it('keeps a name on one line, with single spaces, also when it changes', async () => {
    const { contact } = (await ada.post('/contacts', { full_name: '  Priya \t Nair\n' })).body;
    expect(contact.full_name).toBe('Priya Nair');
    expect((await ada.patch(`/contacts/${contact.id}`, { full_name: 'Priya   Rao' })).body.contact.full_name).toBe('Priya Rao');
    expect((await ada.post('/contacts', { full_name: ' \n X \t' })).status).toBe(400);
  });

  it('400: a NUL character is refused, not a fault', async () => {
    expect((await ada.post('/contacts', { full_name: 'Ann\u0000ie' })).status).toBe(400);
  });
});

describe('GET /contacts', () => {
  it('walks every contact once, in the order of each sort', async () => {
    const reader = await signUp(kith);
    const names = ['Zoë', 'adam', 'Émile', 'Bob Stone', 'bob stone', 'Ängström', 'Carl'];
    for (const full_name of names) await add(reader, { full_name });
    for (const sort of ['name', '-name', 'created_at', '-created_at', 'updated_at', '-last_interaction', 'last_interaction']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await reader.get(`/contacts?limit=3&sort=${sort}${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.data.map((contact: { full_name: string }) => contact.full_name));
        cursor = body.next_cursor ?? '';
      } while (cursor);
      expect(seen.toSorted()).toEqual(names.toSorted());
      if (sort === 'name') expect(seen.map((name) => name.toLowerCase())).toEqual(['adam', 'ängström', 'bob stone', 'bob stone', 'carl', 'émile', 'zoë']);
    }
  });

  it('finds by the start of words, whatever the accents', async () => {
    const reader = await signUp(kith);
    await add(reader, { full_name: 'Émile Zola', company: 'Gallimard' });
    await add(reader, { full_name: 'Emilia Clarke' });
    const names = async (q: string) => (await reader.get(`/contacts?q=${encodeURIComponent(q)}`)).body.data.map((contact: { full_name: string }) => contact.full_name);
    expect(await names('emi')).toEqual(['Émile Zola', 'Emilia Clarke']);
    expect(await names('zo EMIL')).toEqual(['Émile Zola']);
    expect(await names('galli')).toEqual(['Émile Zola']);
    expect(await names('mile')).toEqual([]);
  });

  it('finds all of a name that thousands have, by page and filter as of one that few have', async () => {
    const reader = await signUp(kith);
    await kith.owner.query(
      `insert into contacts (space_id, full_name, company, tier) select $1, case when i % 2 = 0 then 'Zoë O’Brien ' else 'Adam Zimmer ' end || i, case when i % 4 = 1 then 'Brix' end, 1 + (i % 100 > 0)::int from generate_series(1, 4400) i`, [reader.space.id]);
    const count = async (query: string) => (await reader.get(`/contacts/count?${query}`)).body.count;
    expect([await count('q=z'), await count('q=zo'), await count('q=brien'), await count('q=z%20B'), await count('q=bri&tier=1'), await count('q=rien'), await count('q=%25')]).toEqual([4400, 2200, 2200, 3300, 44, 0, 0]);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await reader.get(`/contacts?q=z&tier=1&limit=30&cursor=${cursor}`.replace(/&cursor=$/, ''));
      seen.push(...body.data.map((contact: { id: string }) => contact.id));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(new Set(seen).size).toBe(44);
    expect(seen).toHaveLength(44);
  });

  it('filters by tag of another tenant: an empty list', async () => {
    const { body } = await bob.post('/tags', { name: 'family' });
    expect((await ada.get(`/contacts?tag=${body.tag.id}`)).body).toEqual({ data: [], has_more: false, next_cursor: null });
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'tier=9', 'sort=age', 'cursor=abc', 'tag=1'])('400: %s', async (query) => {
    expect((await ada.get(`/contacts?${query}`)).status).toBe(400);
  });
});

describe('one contact', () => {
  it('changes only what is sent, and a stale change is refused', async () => {
    const contact = await add(ada, { full_name: 'Grace', company: 'Navy' });
    const first = await ada.get(`/contacts/${contact.id}`);
    const changed = await ada.patch(`/contacts/${contact.id}`, { title: 'Admiral' }, { 'if-match': String(first.headers.etag) });
    expect(changed.body.contact).toMatchObject({ company: 'Navy', title: 'Admiral' });
    const stale = await ada.patch(`/contacts/${contact.id}`, { title: 'Cook' }, { 'if-match': String(first.headers.etag) });
    expect([stale.status, stale.body.error_code]).toEqual([409, 'stale']);
    expect((await ada.get(`/contacts/${contact.id}`, { 'if-none-match': String(changed.headers.etag) })).status).toBe(304);
  });

  it('404 for another tenant, and nothing happens', async () => {
    const contact = await add(ada, { full_name: 'Hidden' });
    expect((await bob.get(`/contacts/${contact.id}`)).status).toBe(404);
    expect((await bob.patch(`/contacts/${contact.id}`, { full_name: 'Mine' })).status).toBe(404);
    expect((await bob.delete(`/contacts/${contact.id}`)).status).toBe(404);
    const own = await add(bob, { full_name: 'Of Bob' });
    for (const [path, change] of [['bulk-delete', {}], ['bulk-update', { set: { starred: true } }]] as const)
      for (const body of [{ ids: [contact.id] }, { ids: [own.id, contact.id] }, { ids: [own.id, contact.id], filter: { tier: 2 } }])
        expect(await bob.post(`/contacts/${path}`, { ...body, ...change })).toMatchObject({ status: 404, body: { error_code: 'not_found', field: 'ids' } });
    expect((await bob.get(`/contacts/${own.id}`)).body.contact.starred).toBe(false);
    expect((await ada.get(`/contacts/${contact.id}`)).body.contact.full_name).toBe('Hidden');
  });

  it('204, then it is gone', async () => {
    const contact = await add(ada, { full_name: 'Brief' });
    expect((await ada.delete(`/contacts/${contact.id}`)).status).toBe(204);
    expect((await ada.get(`/contacts/${contact.id}`)).status).toBe(404);
  });
});

describe('tags', () => {
  it('count the people who carry them, also after a person is deleted', async () => {
    const { tag } = (await ada.post('/tags', { name: 'Climbing', color: '#00aa00' })).body;
    const [one, two] = [await add(ada, { full_name: 'One' }), await add(ada, { full_name: 'Two' })];
    for (const contact of [one, two, two]) expect((await ada.post(`/contacts/${contact.id}/tags`, { tag_id: tag.id })).body.data).toHaveLength(1);
    const count = async () => (await ada.get(`/tags/${tag.id}`)).body.tag.contact_count;
    expect(await count()).toBe(2);
    expect((await ada.get(`/contacts?tag=${tag.id}`)).body.data.map((c: { tags: { name: string }[] }) => c.tags[0]!.name)).toEqual(['Climbing', 'Climbing']);
    await ada.delete(`/contacts/${one.id}`);
    expect(await count()).toBe(1);
    expect((await ada.delete(`/contacts/${two.id}/tags/${tag.id}`)).status).toBe(204);
    expect((await ada.delete(`/contacts/${two.id}/tags/${tag.id}`)).status).toBe(404);
    expect(await count()).toBe(0);
  });

  it('409: a name once per space, whatever the case', async () => {
    await ada.post('/tags', { name: 'Café' });
    expect((await ada.post('/tags', { name: 'cafe' })).status).toBe(409);
    expect((await bob.post('/tags', { name: 'cafe' })).status).toBe(201);
    const { tag } = (await ada.post('/tags', { name: 'Other' })).body;
    expect((await ada.patch(`/tags/${tag.id}`, { name: 'CAFÉ' })).status).toBe(409);
  });

  it('404: neither a foreign tag nor a foreign contact', async () => {
    const [mine, foreign] = [await add(ada, { full_name: 'Mine' }), await add(bob, { full_name: 'Foreign' })];
    const { tag } = (await bob.post('/tags', { name: 'theirs' })).body;
    expect((await ada.post(`/contacts/${mine.id}/tags`, { tag_id: tag.id })).status).toBe(404);
    expect((await bob.post(`/contacts/${mine.id}/tags`, { tag_id: tag.id })).status).toBe(404);
    expect((await ada.get(`/contacts/${foreign.id}/tags`)).status).toBe(404);
  });

  it('400: a colour that is not #RRGGBB', async () => {
    expect((await ada.post('/tags', { name: 'x', color: 'red' })).body.field).toBe('color');
  });
});
