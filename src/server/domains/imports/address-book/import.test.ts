import { readFileSync } from 'node:fs';
import { deflateRawSync, crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import type { Contact } from '../../people/index.ts';

type Named = { full_name: string };

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
  await kith.live();
});
afterAll(() => kith.close());

const fixture = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url));
const send = (client: Client, content: string | Uint8Array, fields: Record<string, string> = {}) => client.upload('POST', '/import/vcard', 'file', { name: 'people.vcf', content, type: 'text/vcard' }, fields);
const card = (...lines: string[]) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');
const people = async (client: Client) => (await client.get('/contacts?limit=100')).body.data as { id: string; full_name: string; photo_id: string | null; company: string | null; tags: { name: string }[] }[];
const names = async (client: Client) => (await people(client)).map(({ full_name }) => full_name);
const contact = async (client: Client, name: string) => (await client.get(`/contacts/${(await people(client)).find(({ full_name }) => full_name === name)!.id}`)).body.contact;
const exported = async (client: Client, query = '') => (await client.get(`/export/vcard${query.replace('&', '?')}`)).body as string;
/** People with what files have trouble with in every field. */
async function createPeople(client: Client, n: number) {
  const odd = ['plain', 'a, b; c', 'line\nbreak', 'back\\slash \\n', '=1+1', '"quoted"', 'עברית', '🧀 emoji', 'END:VCARD'];
  const pick = (i: number, word: string) => `${word} ${odd[i % odd.length]}`;
  for (let i = 0; i < n; i++) {
    const { status, body } = await client.post('/contacts', {
      full_name: `Person ${i} ${odd[i % odd.length]}`, given_name: pick(i + 1, 'g'), family_name: pick(i + 2, 'f'), nickname: pick(i + 3, 'n'), tier: 1 + (i % 2), cadence_weeks: i % 4 || null, birthday_days_before: [null, [], [0, 3]][i % 3], company: pick(i + 4, 'c'), title: pick(i, 't'), pronouns: pick(i + 5, 'p'),
      emails: [{ label: ['home', 'Ferienhaus', ''][i % 3], value: `p${i}@example.net` }], phones: [{ label: ['work fax', 'mobile', 'Büro; 2'][i % 3], value: `+43 1 99${i}` }], addresses: [{ label: 'home', street: pick(i, 's'), city: pick(i + 1, 'c'), region: 'r', postal_code: '1', country: 'AT' }],
      birthday: ['1990-02-03', '--02-29'][i % 2], important_dates: [{ label: pick(i, 'd'), date: '2001-01-01' }], how_we_met: pick(i, 'h'), social_handles: [{ network: ['website', 'twitter', 'skype', 'my, own'][i % 4], handle: pick(i, 'h') }],
      telegram_id: i + 1, telegram_username: `tg${i}`, telegram_verified: i % 3 === 0, custom_fields: [{ label: pick(i, 'l'), value: pick(i + 1, 'v') }, { label: 'Empty', value: '' }], description: pick(i, 'x'), starred: i % 2 === 0,
    });
    expect(status, JSON.stringify(body)).toBe(201);
  }
}
/** Without what may differ: times, and the ids of groups. */
const timeless = (text: string) => text.replace(/^REV:.*\r\n/gm, '').replace(/^UID:[^\r]*\r\n(?=FN:[^\r]*\r\nN:[^\r]*\r\n(KIND|X-ADDRESSBOOKSERVER-KIND):group)/gm, '');

describe('vCards', () => {
  it.each(['apple', 'google', 'outlook', 'nextcloud'])('of %s come in, and the second time change nothing', async (name) => {
    const client = await signUp(kith);
    const file = fixture(`vcard/fixtures/${name}.vcf`);
    const looked = await send(client, file, { dry_run: 'true' });
    expect(looked, JSON.stringify(looked.body)).toMatchObject({ status: 200, body: { dry_run: true, import_id: null } });
    expect(await people(client)).toEqual([]);
    const first = await send(client, file);
    expect(first.body.counts).toEqual(looked.body.counts);
    expect(first.body.counts.people_created).toBeGreaterThan(0);
    const before = await exported(client);
    const again = await send(client, file);
    expect(again.body.counts).toMatchObject({ people_created: 0, people_skipped: first.body.counts.people_created });
    expect(again.body.counts.people_updated ?? 0).toBe(0);
    for (const strategy of ['update_existing', 'skip_existing']) expect((await send(client, file, { merge_strategy: strategy })).body.counts.people_updated ?? 0).toBe(0);
    expect(await exported(client)).toBe(before);
    expect((await people(client)).some(({ photo_id }) => photo_id)).toBe(name !== 'google');
  });

  it('of an export of ours are as many people as it has, however alike they are', async () => {
    const [client, other] = [await signUp(kith), await signUp(kith)];
    const alike = [{}, {}, { tier: 1, description: 'The other one' }, { emails: [{ label: '', value: 'j@example.org' }] }, { emails: [{ label: '', value: 'j@example.org' }], phones: [{ label: '', value: '+43 1 77' }] }];
    for (const more of alike) await client.post('/contacts', { full_name: 'John Smith', ...more });
    const out = await exported(client);
    expect((await send(other, out)).body.counts).toMatchObject({ people_created: alike.length });
    expect(timeless(await exported(other))).toBe(timeless(out));
    expect((await send(other, out)).body.counts).toMatchObject({ people_created: 0, people_skipped: alike.length });
    expect((await send(client, out)).body.counts).toMatchObject({ people_created: 0 });
  });

  it.each(['3.0', '4.0'])('exported as %s and imported into an empty space are the same', async (version) => {
    const client = await signUp(kith);
    for (const name of ['apple', 'google', 'outlook', 'nextcloud']) await send(client, fixture(`vcard/fixtures/${name}.vcf`));
    await createPeople(client, 30);
    const out = await exported(client, `&version=${version}`);
    const other = await signUp(kith);
    const back = await send(other, out);
    expect(back.body, JSON.stringify(back.body)).toMatchObject({ success: true, error_count: 0 });
    expect(timeless(await exported(other, `&version=${version}`))).toBe(timeless(out));
    const plain = ({ id: _i, photo_id: _p, created_at: _c, updated_at: _u, last_interaction_at: _l, tags, ...rest }: Contact) => ({ ...rest, tags: tags.map(({ name }) => name) });
    for (const { full_name } of await people(client)) expect(plain(await contact(other, full_name))).toEqual(plain(await contact(client, full_name)));
  });

  it('bring groups and relationships along, and take them back', async () => {
    const client = await signUp(kith);
    const uuid = (n: number) => `0190a000-0000-7000-8000-00000000000${n}`;
    const file = card('FN:Choir', 'X-ADDRESSBOOKSERVER-KIND:group', `X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:${uuid(1)}`, 'X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:gone')
      + card('FN:Mara Lux', `UID:urn:uuid:${uuid(1)}`, `RELATED;TYPE=child:urn:uuid:${uuid(2)}`, `RELATED;TYPE=friend:urn:uuid:${uuid(9)}`)
      + card('FN:Nino Lux', `UID:${uuid(2)}`, `RELATED;TYPE=parent;X-KITH-LABEL=mother:urn:uuid:${uuid(1)}`, `RELATED;TYPE=muse:urn:uuid:${uuid(3)}`) + card('FN:Olga', `UID:${uuid(3)}`, `RELATED;TYPE=me:urn:uuid:${uuid(3)}`);
    const first = await send(client, file);
    expect(first.body.counts, JSON.stringify(first.body)).toMatchObject({ people_created: 3, relationships: 2, group_members: 1 });
    expect((await send(client, file)).body.counts).toMatchObject({ people_created: 0, people_skipped: 3, relationships: 0, group_members: 0 });
    const told = async (who: Client) => (await who.get('/relationships')).body.data.map((r: { source: Named; type: string; label: string; target: Named }) => `${r.source.full_name} ${r.type} ${r.label} ${r.target.full_name}`).toSorted();
    expect(await told(client)).toEqual(['Mara Lux parent mother Nino Lux', 'Olga other muse Nino Lux']);
    for (const version of ['3.0', '4.0']) {
      const out = await exported(client, `&version=${version}`);
      expect(out).toContain(uuid(9)); // nobody here, yet not forgotten
      const other = await signUp(kith);
      expect((await send(other, out)).body.counts).toMatchObject({ people_created: 3, relationships: 2, group_members: 1 });
      expect(await told(other)).toEqual(await told(client));
      expect(timeless(await exported(other, `&version=${version}`))).toBe(timeless(out));
    }
    expect((await client.post(`/import/undo/${first.body.import_id}`)).status).toBe(200);
    expect([await people(client), await told(client), (await client.get('/groups')).body.data]).toEqual([[], [], []]);
  });

  it('can be undone, with tags and photos', async () => {
    const client = await signUp(kith);
    const { body } = await send(client, fixture('vcard/fixtures/nextcloud.vcf'));
    expect((await client.get('/tags')).body.data).toHaveLength(2);
    expect((await client.post(`/import/undo/${body.import_id}`)).status).toBe(200);
    expect([await people(client), (await client.get('/tags')).body.data]).toEqual([[], []]);
  });

  it('recognises people by card, email, phone, and by name only with another sign', async () => {
    const client = await signUp(kith);
    await send(client, card('FN:Anna Berg', 'UID:one', 'EMAIL:anna@example.org', 'TEL:+43 660 1234567', 'ORG:Alpen GmbH') + card('FN:Otto Berg', 'TEL:+43 1 555 0100') + card('FN:Pia Solo'));
    const second = await send(client, card('FN:Anna Maier', 'UID:one') + card('FN:A. Berg', 'EMAIL:ANNA@example.org') + card('FN:Dr. Otto Berg', 'TEL:0043 1 5550100') + card('FN:Anna Berg', 'ORG:alpen gmbh') + card('FN:Pia Solo', 'EMAIL:pia@example.org'));
    expect(second.body.counts).toMatchObject({ people_created: 0 });
    expect(await names(client)).toEqual(['Anna Berg', 'Otto Berg', 'Pia Solo']);
    // another with the same name, the household's phone, the family's address
    const third = await send(client, card('FN:Anna Berg', 'EMAIL:other.anna@example.com') + card('FN:Eva Berg', 'TEL:+43 1 555 0100') + card('FN:Ben Berg', 'EMAIL:anna@example.org'));
    expect(third.body.counts.people_created).toBe(3);
    expect(await names(client)).toEqual(['Anna Berg', 'Anna Berg', 'Ben Berg', 'Eva Berg', 'Otto Berg', 'Pia Solo']);
  });

  it('makes one person of two cards in one file', async () => {
    const client = await signUp(kith);
    const { body } = await send(client, card('FN:Mia Wolf', 'TEL:+49 170 1234567', 'NOTE:Tall') + card('FN:Mia Wolf', 'TEL;TYPE=CELL:0170 1234567', 'EMAIL:mia@example.de', 'NOTE:Likes chess') + card('FN:Mia Wolf', 'EMAIL:mia@example.de', 'TITLE:Coach'));
    expect(body.counts).toMatchObject({ people_created: 1, duplicates_skipped: 2 });
    expect(await contact(client, 'Mia Wolf')).toMatchObject({ title: 'Coach', description: 'Tall\n\nLikes chess', emails: [{ value: 'mia@example.de' }] });
  });

  it('adds what is missing and never makes anything poorer', async () => {
    const client = await signUp(kith);
    const file = card('FN:Lena Fuchs', 'EMAIL:lena@example.org', 'EMAIL:fuchs@example.com', 'ORG:New Corp', 'TITLE:', 'BDAY:1990-05-17', 'NOTE:From the card', 'CATEGORIES:card');
    const mine = { full_name: 'Lena', emails: [{ label: 'home', value: 'lena@example.org' }], company: 'Old Corp', title: 'Boss', birthday: '--05-17', description: 'Mine', tier: 1 };
    const start = async () => {
      const one = await signUp(kith);
      await one.post('/contacts', mine);
      return one;
    };
    await client.post('/contacts', mine);
    expect((await send(client, file)).body.counts).toMatchObject({ people_created: 0, people_updated: 1 });
    expect(await contact(client, 'Lena')).toMatchObject({
      company: 'Old Corp', title: 'Boss', birthday: '1990-05-17', description: 'Mine\n\nFrom the card', tier: 1, emails: [{ label: 'home', value: 'lena@example.org' }, { label: '', value: 'fuchs@example.com' }], tags: [{ name: 'card' }],
      custom_fields: [{ label: 'Other company', value: 'New Corp' }, { label: 'Other name', value: 'Lena Fuchs' }].toSorted(),
    });
    const updated = await start();
    await send(updated, file, { merge_strategy: 'update_existing' });
    expect(await contact(updated, 'Lena Fuchs')).toMatchObject({ company: 'New Corp', title: 'Boss', birthday: '1990-05-17', custom_fields: [] });
    const skipped = await start();
    expect((await send(skipped, file, { merge_strategy: 'skip_existing' })).body.counts).toMatchObject({ people_skipped: 1 });
    expect(await contact(skipped, 'Lena')).toMatchObject({ company: 'Old Corp', birthday: '--05-17', tags: [] });
  });

  it('of ten thousand people are a job whose progress is seen', async () => {
    const client = await signUp(kith);
    const file = Array.from({ length: 3000 }, (_, i) => card(`FN:Person ${i}`, `UID:${i}`, `EMAIL:p${i}@example.org`, `TEL:+4366012${String(i).padStart(5, '0')}`, `NOTE:${'words and words '.repeat(20)}`, `CATEGORIES:group ${i % 7}`)).join('');
    const queued = await send(client, file);
    expect(queued.status).toBe(202);
    const seen = new Set<number>();
    for (;;) {
      const { job } = (await client.get(`/jobs/${queued.body.job_id}`)).body;
      seen.add(job.progress);
      if (job.state === 'completed') break;
      expect(job.state, job.error).toMatch(/queued|running/);
      await new Promise((later) => setTimeout(later, 30));
    }
    expect(seen.size).toBeGreaterThan(2);
    expect((await client.get(`/imports/${queued.body.import_id}`)).body.import).toMatchObject({ state: 'done', counts: { people_created: 3000 } });
  }, 60_000);

  it.each(['', 'hello', 'BEGIN:VCALENDAR\nEND:VCALENDAR', '\0\0\0'])('%j is refused', async (content) => {
    expect(await send(await signUp(kith), content)).toMatchObject({ status: 422, body: { field: 'file' } });
  });

  it('bears what nobody should send', async () => {
    const client = await signUp(kith);
    const hostile = [card(), card('FN:\0\u0001Nul\ud800'), card(`FN:${'x'.repeat(5000)}`, `EMAIL:${'y'.repeat(500)}@example.org`, `TEL:${'1'.repeat(500)}`, `X-LONG-${'Z'.repeat(500)}:1`), card('FN:Drop', "NOTE:'); drop table contacts; --", 'CATEGORIES:,,,', 'BDAY:9999-99-99'), card('FN:Photo', 'PHOTO;ENCODING=b:AAAA'), card(...Array.from({ length: 900 }, (_, i) => `EMAIL:e${i}@example.org`))];
    const { status, body } = await send(client, hostile.join(''));
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ error_count: 1, counts: { people_created: 5 } });
    expect(body.warnings.join('\n')).toMatch(/no JPEG, PNG/);
    expect((await contact(client, 'e0@example.org')).emails).toHaveLength(50);
    const bad = await send(client, Array.from({ length: 10_000 }, () => card()).join(''));
    expect(bad.body).toMatchObject({ error_count: 10_000, counts: {} });
  });
});

describe('taking people out', () => {
  it('picks by id, tag and name, shares one card without secrets', async () => {
    const client = await signUp(kith);
    const made = async (body: object) => (await client.post('/contacts', body)).body.contact.id as string;
    const [a, b] = [await made({ full_name: 'Ann Öst', description: 'secret', how_we_met: 'secret', emails: [{ label: 'work', value: 'ann@example.org' }] }), await made({ full_name: 'Bob', archived: true })];
    const tag = (await client.post('/tags', { name: 'vip' })).body.tag.id;
    await client.post(`/contacts/${b}/tags`, { tag_id: tag });
    const count = async (query: string) => ((await exported(client, query)).match(/BEGIN:VCARD/g) ?? []).length;
    expect([await count(''), await count('&archived=false'), await count(`&ids=${b}`), await count(`&ids=${a},${b}`), await count(`&tag=${tag}`), await count('&q=ann')]).toEqual([2, 1, 1, 2, 1, 1]);
    const shared = await client.get(`/contacts/${a}/vcard?version=4.0`);
    expect(shared.headers['content-disposition']).toBe(`attachment; filename="Ann Ost.vcf"; filename*=UTF-8''Ann%20%C3%96st.vcf`);
    expect(shared.headers['content-type']).toContain('text/vcard');
    expect(shared.body).toContain('ann@example.org');
    expect(shared.body).not.toContain('secret');
    expect((await client.get(`/contacts/${a}/vcard?scope=all`)).body).toContain('secret');
    const stranger = await signUp(kith);
    for (const path of [`/contacts/${a}/vcard`, `/export/vcard?ids=${a}`, `/export/vcard?ids=${a},${b}`]) expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.get(`/export/vcard?tag=${tag}`)).body).toBe('');
    expect((await client.get('/export/vcard?ids=x')).status).toBe(400);
  });
});

const prepare = async (client: Client, name: string, content: string | Uint8Array) => client.upload('POST', '/imports', 'file', { name, content });
async function bring(client: Client, name: string, content: string | Uint8Array) {
  const { status, body } = await prepare(client, name, content);
  expect(status, JSON.stringify(body)).toBe(201);
  const run = await client.post(`/imports/${body.import.id}/run`, {});
  expect(run.status, JSON.stringify(run.body)).toBe(200);
  return run.body.import;
}

describe('other address books', () => {
  it.each([['google', 'First Name', 2], ['google-before-2024', 'Given Name', 1], ['outlook', 'First Name', 1], ['linkedin', 'First Name', 2]] as const)('%s.csv is recognised, explained, and doubles nothing', async (name, named, n) => {
    const client = await signUp(kith);
    const file = fixture(`address-book/fixtures/${name}.csv`);
    const first = await bring(client, `${name}.csv`, file);
    expect(first).toMatchObject({ kind: 'contacts_csv', counts: { people_created: n } });
    expect(first.columns.find(({ column }: { column: string }) => column === named)).toEqual({ column: named, field: 'given name' });
    expect((await bring(client, `${name}.csv`, file)).counts).toMatchObject({ people_created: 0, people_skipped: n });
    expect(await people(client)).toHaveLength(n);
  });

  it('Outlook in German is recognised, in the bytes it writes, and doubles nothing', async () => {
    const client = await signUp(kith);
    const file = Buffer.from('"Anrede","Vorname","Nachname","Firma","Straße geschäftlich","Ort geschäftlich","Telefon geschäftlich","E-Mail-Adresse","Geburtstag"\r\n"","Jörg","Weiß","Groß & Söhne","Königsallee 4","Köln","+49 211 98","joerg@gross.example","7.5.1969"\r\n', 'latin1');
    const first = await bring(client, 'Kontakte.CSV', file);
    expect(first).toMatchObject({ kind: 'contacts_csv', counts: { people_created: 1 } });
    expect(first.columns.find(({ column }: { column: string }) => column === 'Telefon geschäftlich')).toEqual({ column: 'Telefon geschäftlich', field: 'phone (work)' });
    expect((await bring(client, 'Kontakte.CSV', file)).counts).toMatchObject({ people_created: 0, people_skipped: 1 });
    expect(await contact(client, 'Jörg Weiß')).toMatchObject({ company: 'Groß & Söhne', birthday: '1969-05-07', phones: [{ label: 'work', value: '+49 211 98' }], addresses: [{ label: 'work', street: 'Königsallee 4', city: 'Köln' }] });
  });

  it('reads Monica, with notes of their day, once', async () => {
    const client = await signUp(kith);
    const sql = `INSERT IGNORE INTO \`contacts\` (\`id\`,\`first_name\`,\`last_name\`,\`uuid\`,\`is_partial\`,\`is_active\`) VALUES (1,'Rena','Filip','c-1',0,1);\nINSERT IGNORE INTO \`notes\` (\`contact_id\`,\`body\`,\`created_at\`) VALUES (1,'Bakes','2022-03-04 05:06:07'),(1,'Sings','2023-03-04 05:06:07');`;
    expect(await bring(client, 'monica.sql', sql)).toMatchObject({ kind: 'monica', counts: { people_created: 1, notes: 2 } });
    expect((await bring(client, 'monica.sql', sql)).counts).toMatchObject({ people_created: 0, notes: 0 });
    const rena = await contact(client, 'Rena Filip');
    expect(rena).toMatchObject({ note_count: 2, last_interaction_at: expect.stringContaining('2023-03-04') });
    expect((await client.get(`/contacts/${rena.id}/raw-notes`)).body.data.map(({ content, source }: { content: string; source: string }) => [content, source])).toEqual([['Sings', 'monica'], ['Bakes', 'monica']]);
  });

  it('reads a Takeout archive with the photos beside the cards', async () => {
    const client = await signUp(kith);
    const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const archive = zip({ 'Takeout/archive_browser.html': 'x', 'Takeout/Kontakte/Alle Kontakte/Alle Kontakte.vcf': card('FN:Tina Zip', 'EMAIL:tina@example.org'), 'Takeout/Kontakte/Alle Kontakte/Tina Zip.png': pixel, 'Takeout/Kontakte/Freunde/Freunde.vcf': card('FN:Tina Zip', 'EMAIL:tina@example.org') });
    expect(await bring(client, 'takeout-1.zip', archive)).toMatchObject({ kind: 'takeout', counts: { people_created: 1, duplicates_skipped: 1, photos: 1 } });
    expect((await bring(await signUp(kith), 'takeout.zip', zip({ 'Takeout/Contacts/All Contacts/All Contacts.csv': fixture('address-book/fixtures/google.csv') }))).counts).toMatchObject({ people_created: 2 });
  });

  it('refuses archives that are bombs, broken, or hold no contacts', async () => {
    const client = await signUp(kith);
    for (const [archive, why] of [
      [zip({ 'Takeout/x.vcf': Buffer.alloc(30 * 1024 * 1024, 'A') }), 'hundred times'],
      [zip({ 'Takeout/mail.mbox': 'x' }), 'no contacts'],
      [zip({ 'Takeout/x.vcf': card('FN:Cut') }).subarray(0, 60), 'damaged'],
      [Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 7)]), 'damaged'],
    ] as const) expect(await prepare(client, 'takeout.zip', archive)).toMatchObject({ status: 422, body: { error: expect.stringContaining(why) } });
    expect(await people(client)).toEqual([]);
  });
});

/** A ZIP archive of the files. */
function zip(files: Record<string, string | Buffer>): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const [raw, label] = [Buffer.from(content), Buffer.from(name)];
    const packed = deflateRawSync(raw);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x800, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(raw), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(raw.length, 18);
    head.writeUInt16LE(label.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    local.push(Buffer.from('PK\x03\x04'), head, label, packed);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, label);
    at += 30 + label.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length / 4, 8);
  end.writeUInt16LE(central.length / 4, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}
