import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { type Snapshot, snapshot } from '../../../../../test/generated/snapshot.ts';
import type { ContactRelationship } from '../graph/graph.schema.ts';
import type { Contact, Tag } from '../people.schema.ts';
import type { Merge, MergeOrigin, NotRestored } from './merge.schema.ts';

let kith: TestKith;
let ada: Client;
let bob: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
  bob = await signUp(kith, 'bob');
});
afterAll(() => kith.close());

const GONE = '00000000-0000-7000-8000-000000000000';
const add = async (client: Client, contact: object): Promise<Contact> => (await client.post('/contacts', contact)).body.contact;
const made = async (client: Client, path: string, body: object): Promise<any> => {
  const answer = await client.post(path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};
const merge = (client: Client, kept: string, other: string, more: object = {}) => client.post(`/contacts/${kept}/merge`, { other_id: other, ...more });

/** Every row of a space but the feed and what remembers merges. */
export async function everything(client: Client): Promise<Snapshot> {
  const { changes: _changes, actions: _actions, merges: _merges, merge_rows: _rows, search_words: _words, files: _files, file_chunks: _chunks, ...rest } = await snapshot(kith.owner, { spaces: [client.space.id] });
  return rest;
}

/** Two people of one with something of everything on each. */
async function twoOfOne(client: Client) {
  const kept = await add(client, { full_name: 'Robert Berg', emails: [{ label: '', value: 'rob@berg.example' }], phones: [{ label: 'home', value: '+49 170 1234567' }], company: 'Acme', description: 'Old friend.', birthday: '--05-17' });
  const other = await add(client, {
    full_name: 'Bob Berg', emails: [{ label: 'work', value: 'Rob@Berg.example' }, { label: 'home', value: 'bob@home.example' }], phones: [{ label: '', value: '0170 1234567' }, { label: '', value: '030 99' }],
    company: 'Umbrella', title: 'Boss', nickname: 'Bobby', description: 'Sails.', birthday: '1980-05-17', starred: true, telegram_id: 77, custom_fields: [{ label: 'Shoe size', value: '43' }],
  });
  const third = await add(client, { full_name: 'Carla Stein' });
  const [shared, own] = [(await made(client, '/tags', { name: 'climbing' })).tag, (await made(client, '/tags', { name: 'work' })).tag];
  for (const [who, tag] of [[kept, shared], [other, shared], [other, own]]) await made(client, `/contacts/${who.id}/tags`, { tag_id: tag.id });
  const { group } = await made(client, '/groups', { name: 'Choir' });
  await made(client, `/groups/${group.id}/members`, { contact_ids: [kept.id, other.id] });
  for (const [source, target, type] of [[kept, third, 'friend'], [third, other, 'friend'], [other, third, 'manager'], [kept, other, 'colleague']] as const)
    await made(client, '/relationships', { source_contact_id: source.id, target_contact_id: target.id, type });
  for (const who of [kept, other]) await made(client, '/notes/process', { contact_id: who.id, content: `${who.full_name} works as a vet. Loves sailing and wants to buy a boat.` });
  await made(client, `/contacts/${other.id}/entries`, { category: 'Goals', content: 'Wants a cat' });
  await made(client, '/calendar/events', { title: 'Dinner', starts_at: '2026-03-04T10:00', contact_ids: [kept.id, other.id], attendees: [{ name: 'Bob', contact_id: other.id }] });
  return { kept, other, third, shared, own };
}

describe('POST /contacts/:id/merge', () => {
  it('gives everything to the one who is kept, without doubles', async () => {
    const client = await signUp(kith);
    const { kept, other, third } = await twoOfOne(client);
    const { status, body } = await merge(client, kept.id, other.id);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.contact).toMatchObject({
      id: kept.id, full_name: 'Robert Berg', company: 'Acme', title: null, nickname: 'Bobby', birthday: '1980-05-17', starred: true, telegram_id: 77, description: 'Old friend.\n\nSails.',
      emails: [{ label: 'work', value: 'rob@berg.example' }, { label: 'home', value: 'bob@home.example' }], phones: [{ label: 'home', value: '+49 170 1234567' }, { label: '', value: '030 99' }],
      custom_fields: [{ label: 'Shoe size', value: '43' }], note_count: 2,
    });
    expect(body.contact.tags.map((tag: { name: string }) => tag.name)).toEqual(['climbing', 'work']);
    expect(body.merge).toMatchObject({ contact_id: kept.id, other_id: other.id, other_name: 'Bob Berg', undone_at: null, undoable: true, moved: { notes: 1, contact_tags: 1, event_attendees: 1 }, removed: 5 });
    expect((await client.get(`/contacts/${kept.id}/relationships`)).body.data.map((row: ContactRelationship) => [row.type, row.is_source, row.contact.id])).toEqual([['friend', true, third.id], ['manager', true, third.id]]);
    expect((await client.get(`/contacts/${other.id}`)).body).toMatchObject({ status: 404, error_code: 'merged', merged_into: kept.id });
    expect((await client.get('/tags')).body.data.map((tag: Tag) => [tag.name, tag.contact_count])).toEqual([['climbing', 1], ['work', 1]]);
    const origins = (await client.get(`/contacts/${kept.id}/origins?limit=100`)).body.data;
    const notes = (await client.get(`/contacts/${kept.id}/raw-notes`)).body.data;
    const came = notes.find((note: { content: string }) => note.content.startsWith('Bob'));
    expect(origins.filter((row: MergeOrigin) => row.table_name === 'notes')).toMatchObject([{ row_id: came.id, other_name: 'Bob Berg', merge_id: body.merge.id }]);
    expect((await client.get('/search?q=Robert+boat')).body.data.length).toBeGreaterThan(1);
  });

  it('keeps what was chosen, field by field', async () => {
    const client = await signUp(kith);
    const { kept, other } = await twoOfOne(client);
    const choices = { full_name: 'other', company: 'other', emails: 'other', description: 'this', phones: 'this', birthday: 'this', tier: 'this' };
    const { body } = await merge(client, kept.id, other.id, { choices });
    expect(body.contact).toMatchObject({
      full_name: 'Bob Berg', company: 'Umbrella', description: 'Old friend.', birthday: '--05-17', phones: [{ label: 'home', value: '+49 170 1234567' }],
      emails: [{ label: 'work', value: 'Rob@Berg.example' }, { label: 'home', value: 'bob@home.example' }],
    });
  });

  it('merges several at once, a number chooses among them', async () => {
    const client = await signUp(kith);
    const numbered = (n: number) => add(client, { full_name: `Anna ${n}`, emails: [{ label: '', value: `anna${n}@example.org` }], company: `Company ${n}` });
    const people = [await numbered(1), await numbered(2), await numbered(3)] as const;
    const before = await everything(client);
    const { status, body, headers } = await client.post(`/contacts/${people[0].id}/merge`, { other_ids: [people[1].id, people[2].id], choices: { company: 2, full_name: 'other' } });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.contact).toMatchObject({ company: 'Company 3', full_name: 'Anna 2' });
    expect(body.contact.emails).toHaveLength(3);
    expect(body.merges).toHaveLength(2);
    expect((await client.post('/undo', { action_id: headers['kith-action-id'] })).status).toBe(200);
    expect(await everything(client)).toEqual(before);
  });

  it.each(['this', 'other', 'both'])('422: a person with themselves (%s)', async (choice) => {
    const anna = await add(ada, { full_name: 'Anna Self' });
    expect((await merge(ada, anna.id, anna.id, { choices: { description: choice } })).status).toBe(422);
    expect((await ada.post(`/contacts/${anna.id}/merge`, { other_ids: [anna.id] })).status).toBe(422);
  });

  it('refuses what cannot be: nobody, somebody else’s, two of one, too long a text', async () => {
    const [anna, tom] = [await add(ada, { full_name: 'Anna One', company: 'A', description: 'x'.repeat(6000) }), await add(ada, { full_name: 'Anna Two', company: 'B', description: 'y'.repeat(6000) })];
    const theirs = await add(bob, { full_name: 'Bobs Friend' });
    for (const [kept, other] of [[anna.id, GONE], [GONE, anna.id], [anna.id, theirs.id], [theirs.id, anna.id]]) expect((await merge(ada, kept!, other!)).status).toBe(404);
    expect((await ada.post(`/contacts/${anna.id}/merge`, {})).status).toBe(400);
    expect((await merge(ada, anna.id, tom.id, { choices: { company: 'both', description: 'this' } })).body).toMatchObject({ status: 422, field: 'choices.company' });
    expect((await merge(ada, anna.id, tom.id)).body).toMatchObject({ status: 422, field: 'choices.description' });
    expect((await merge(ada, anna.id, tom.id, { choices: { description: 'this' } })).status).toBe(200);
  });

  it('two at once: one wins, the other finds nobody, and nothing is lost', async () => {
    for (let round = 0; round < 5; round++) {
      const [x, y, z] = [await add(ada, { full_name: 'Cross X' }), await add(ada, { full_name: 'Cross Y' }), await add(ada, { full_name: 'Cross Z' })];
      for (const who of [x, y, z]) await made(ada, '/notes', { contact_id: who.id, content: 'A note that must not be lost' });
      const answers = await Promise.all([merge(ada, x.id, y.id), merge(ada, y.id, x.id), merge(ada, z.id, x.id), ada.post('/notes', { contact_id: x.id, content: 'Written in that very moment' })]);
      const written = answers[3]!.status === 201 ? 1 : 0;
      expect(answers.slice(0, 3).every(({ status }) => [200, 404].includes(status)), JSON.stringify(answers.map(({ status }) => status))).toBe(true);
      const left = (await Promise.all([x, y, z].map((who) => ada.get(`/contacts/${who.id}`)))).filter(({ status }) => status === 200);
      expect(left.reduce((sum, { body }) => sum + body.contact.note_count, 0)).toBe(3 + written);
    }
  });
});

describe('POST /merges/:id/undo', () => {
  it('leaves exactly what was there before, and can be undone itself', async () => {
    const client = await signUp(kith);
    const { kept, other } = await twoOfOne(client);
    const before = await everything(client);
    const { body } = await merge(client, kept.id, other.id);
    const merged = await everything(client);
    const back = await client.post(`/merges/${body.merge.id}/undo`);
    expect(back.body).toMatchObject({ contact: { id: kept.id }, other: { id: other.id, full_name: 'Bob Berg' }, not_restored: [], not_restored_count: 0 });
    expect(await everything(client)).toEqual(before);
    expect((await client.get(`/merges/${body.merge.id}`)).body.merge).toMatchObject({ undoable: false });
    expect((await client.post(`/merges/${body.merge.id}/undo`)).body).toMatchObject({ status: 409, error_code: 'already_undone' });
    expect((await client.post('/undo', { action_id: back.headers['kith-action-id'] })).status).toBe(200);
    expect(await everything(client)).toEqual(merged);
  });

  it('the undo of the action leaves what was there before, too', async () => {
    const client = await signUp(kith);
    const { kept, other } = await twoOfOne(client);
    const before = await everything(client);
    const { headers } = await merge(client, kept.id, other.id);
    expect((await client.post('/undo', { action_id: headers['kith-action-id'] })).status).toBe(200);
    expect(await everything(client)).toEqual(before);
    expect((await client.get('/merges')).body.data).toEqual([]);
    expect((await client.post('/redo')).status).toBe(200);
    expect((await client.get(`/contacts/${other.id}`)).body.merged_into).toBe(kept.id);
  });

  it('keeps what was done since, and says what could not be put back', async () => {
    const client = await signUp(kith);
    const { kept, other, third, own } = await twoOfOne(client);
    const theirs = (await client.get(`/contacts/${other.id}/raw-notes`)).body.data[0];
    const cat = (await client.get(`/contacts/${other.id}/entries`)).body.data.find((entry: { content: string }) => entry.content === 'Wants a cat');
    const { body } = await merge(client, kept.id, other.id);
    await client.delete(`/entries/${cat.id}`);
    await client.patch(`/notes/${theirs.id}`, { contact_id: third.id });
    await client.delete(`/tags/${own.id}`);
    await client.patch(`/contacts/${kept.id}`, { nickname: 'Bobo', description: 'Old friend.\n\nSails.\n\nNew.', emails: [...body.contact.emails, { label: '', value: 'new@berg.example' }] });
    await made(client, '/notes', { contact_id: kept.id, content: 'Written after the merge' });
    const back = await client.post(`/merges/${body.merge.id}/undo`);
    expect(back.status, JSON.stringify(back.body)).toBe(200);
    expect(back.body.contact).toMatchObject({ nickname: 'Bobo', description: 'Old friend.\n\nNew.', emails: [{ value: 'rob@berg.example', label: '' }, { value: 'new@berg.example' }].map((email) => expect.objectContaining(email)), note_count: 2, telegram_id: null });
    expect(back.body.other).toMatchObject({ note_count: 0, nickname: 'Bobby', telegram_id: 77 });
    const told = back.body.not_restored.map((item: NotRestored) => [item.table_name, item.reason, item.field ?? item.row_id]);
    expect(told).toContainEqual(['entries', 'deleted', cat.id]);
    expect(told).toContainEqual(['notes', 'moved', theirs.id]);
    expect(told).toContainEqual(['contacts', 'edited', 'nickname']);
    expect(told.filter(([table]: string[]) => table === 'contact_tags')).toMatchObject([['contact_tags', 'deleted', expect.any(String)]]);
  });

  it('a chain is taken back from its end', async () => {
    const client = await signUp(kith);
    const [a, b, c] = [await add(client, { full_name: 'Ann Chain', emails: [{ label: '', value: 'a@chain.example' }] }), await add(client, { full_name: 'Anne Chain' }), await add(client, { full_name: 'Anna Chain' })];
    await made(client, '/notes', { contact_id: a.id, content: 'A note of the first one' });
    const before = await everything(client);
    const first = (await merge(client, b.id, a.id)).body.merge;
    const second = (await merge(client, c.id, b.id)).body.merge;
    expect((await client.get(`/contacts/${a.id}`)).body.merged_into).toBe(c.id);
    expect((await client.get(`/merges?contact_id=${c.id}`)).body.data.map((row: Merge) => [row.id, row.undoable])).toEqual([[second.id, true], [first.id, false]]);
    expect((await client.post(`/merges/${first.id}/undo`)).body).toMatchObject({ status: 409, error_code: 'merged_again' });
    expect((await client.post(`/merges/${second.id}/undo`)).status).toBe(200);
    expect((await client.get(`/contacts/${a.id}`)).body.merged_into).toBe(b.id);
    expect((await client.post(`/merges/${first.id}/undo`)).body.not_restored).toEqual([]);
    expect(await everything(client)).toEqual(before);
  });

  it('side by side: two were merged into one, the first goes back first', async () => {
    const client = await signUp(kith);
    const { kept, other, third } = await twoOfOne(client);
    const before = await everything(client);
    const first = (await merge(client, kept.id, other.id)).body.merge;
    const second = (await merge(client, kept.id, third.id)).body.merge;
    expect((await client.post(`/merges/${first.id}/undo`)).status).toBe(200);
    const last = await client.post(`/merges/${second.id}/undo`);
    expect(last.body.not_restored).toEqual([]);
    const times = (rows: Snapshot) => Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, list.map((row) => row.replace(/"updated_at": "[^"]*"/, '')).toSorted()]));
    expect(times(await everything(client))).toEqual(times(before));
  });

  it('404 when the kept person was deleted, and for what is somebody else’s', async () => {
    const [anna, tom] = [await add(ada, { full_name: 'Anna Del' }), await add(ada, { full_name: 'Tom Del' })];
    const { body } = await merge(ada, anna.id, tom.id);
    expect((await bob.post(`/merges/${body.merge.id}/undo`)).status).toBe(404);
    expect((await bob.get(`/merges/${body.merge.id}`)).status).toBe(404);
    const deleted = await ada.delete(`/contacts/${anna.id}`);
    expect((await ada.post(`/merges/${body.merge.id}/undo`)).status).toBe(404);
    expect((await ada.get(`/contacts/${tom.id}`)).body).toMatchObject({ status: 404, error_code: 'not_found' });
    expect((await ada.post('/undo', { action_id: deleted.headers['kith-action-id'] })).status).toBe(200);
    expect((await ada.post(`/merges/${body.merge.id}/undo`)).status).toBe(200);
  });

  it('once, when asked twice at once', async () => {
    const [anna, tom] = [await add(ada, { full_name: 'Anna Twice' }), await add(ada, { full_name: 'Tom Twice' })];
    const { body } = await merge(ada, anna.id, tom.id);
    const answers = await Promise.all([1, 2, 3].map(() => ada.post(`/merges/${body.merge.id}/undo`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });
});

it('whatever refers to a person is recorded in the feed (from which a merge is remembered)', async () => {
  const { rows } = await kith.owner.query(`
    select distinct k.conrelid::regclass::text as name, exists (select 1 from pg_trigger t where t.tgrelid = k.conrelid and t.tgname = 'changes_insert') as recorded
    from pg_constraint k where k.contype = 'f' and k.confrelid = 'contacts'::regclass order by 1`);
  expect(rows.filter((row) => !row.recorded).map((row) => row.name)).toEqual([]);
  expect(rows.length).toBeGreaterThan(8);
});

describe('what names somebody who was merged', () => {
  const chat = (client: Client, content: string, fields: Record<string, string> = {}) => client.upload('POST', '/import/chat', 'file', { name: '_chat.txt', content }, { me: 'Ada', ...fields });
  const LINES = '[03.02.26, 21:15:08] Anna: Are you there?\n[03.02.26, 21:16:00] Ada: Yes';

  it('the chat with them brought in again adds nothing, also when a choice still names them', async () => {
    const client = await signUp(kith);
    const [kept, other] = [(await client.post('/contacts', { full_name: 'Anna Berg' })).body.contact.id, (await client.post('/contacts', { full_name: 'Anna' })).body.contact.id];
    expect((await chat(client, LINES, { contact_id: other })).body.counts).toMatchObject({ messages: 2 });
    const { merge } = (await client.post(`/contacts/${kept}/merge`, { other_id: other })).body;
    expect((await chat(client, LINES, { contact_id: kept })).body.counts).toMatchObject({ messages: 0, messages_skipped: 2 });
    expect((await chat(client, LINES, { mapping: JSON.stringify({ Anna: other }) })).body.counts).toMatchObject({ messages: 0, messages_skipped: 2 });
    expect((await client.post(`/merges/${merge.id}/undo`)).body.not_restored).toEqual([]);
    expect((await chat(client, LINES, { contact_id: other })).body.counts).toMatchObject({ messages: 0, messages_skipped: 2 });
  });

  it('tables and cards that were exported before find them', async () => {
    const client = await signUp(kith);
    const [kept, other] = [(await client.post('/contacts', { full_name: 'Anna Berg' })).body.contact.id, (await client.post('/contacts', { full_name: 'Annika Far', description: 'Sails' })).body.contact.id];
    await client.post(`/contacts/${other}/entries`, { category: 'Goals', content: 'Sail to Öland' });
    const [csv, vcard] = [(await client.get('/export/csv')).body, (await client.get('/export/vcard')).body];
    await client.post(`/contacts/${kept}/merge`, { other_id: other });
    const table = await client.upload('POST', '/import/merge-from-csv', 'backup_file', { name: 'a.csv', content: String(csv) }, {});
    expect(table.body.counts, JSON.stringify(table.body)).toMatchObject({ people_created: 0, entries: 0 });
    const cards = await client.upload('POST', '/import/vcard', 'file', { name: 'a.vcf', content: String(vcard) }, {});
    expect(cards.body.counts, JSON.stringify(cards.body)).toMatchObject({ people_created: 0 });
    expect((await client.get('/contacts')).body.data).toHaveLength(1);
  });

  it('an event of theirs is filed under who they are now', async () => {
    const client = await signUp(kith);
    const [kept, other] = [(await client.post('/contacts', { full_name: 'Anna Berg' })).body.contact.id, (await client.post('/contacts', { full_name: 'Anna' })).body.contact.id];
    await client.post('/calendar/events', { title: 'Dinner', starts_at: '2026-03-04T10:00', contact_ids: [other] });
    await client.post(`/contacts/${kept}/merge`, { other_id: other });
    expect((await client.get(`/search?q=dinner&contact_id=${kept}`)).body.data).toHaveLength(1);
  });
});
