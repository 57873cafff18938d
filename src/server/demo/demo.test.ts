import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeProvider } from '../../../test/fakes/ai.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../test/harness.ts';
import type { Entry, Note } from '../domains/notes/notes.schema.ts';
import type { Proposal } from '../domains/notes/proposals/proposals.schema.ts';
import { ContactBody, type ContactSummary, NamedBody, type Tag } from '../domains/people/people.schema.ts';
import { ProcessBody } from '../domains/notes/notes.schema.ts';
import { TIES } from './life/ties.ts';
import { EVENTS, GROUPS } from './life/events.ts';
import { NOTES } from './life/notes.ts';
import { PEOPLE, TAGS } from './life/people.ts';
import { remind } from '../domains/calendar/reminders.jobs.ts';
import type { Occurrence } from '../domains/calendar/calendar.schema.ts';
import type { Group } from '../domains/people/graph/graph.schema.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const TABLES = ['contacts', 'tags', 'contact_tags', 'notes', 'note_tags', 'entries', 'entry_versions', 'events', 'event_contacts', 'event_attendees', 'note_mentions', 'entry_mentions', 'proposals', 'entry_successors', 'groups', 'group_members', 'demos'];
/** Every row of a space, as it stands once the worker of the calendar has looked: when an event that came back ended, undo does not know. */
async function rowsOf(client: Client) {
  await remind(kith.platform, new Date());
  const all: Record<string, unknown[]> = {};
  for (const table of TABLES) all[table] = (await kith.owner.query(`select to_jsonb(t) as row from ${table} t where space_id = $1 order by to_jsonb(t)::text`, [client.space.id])).rows.map((found) => found.row);
  return all;
}
async function everything<T>(client: Client, path: string): Promise<T[]> {
  const all: T[] = [];
  let cursor = '';
  do {
    const { body } = await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${cursor}`}`);
    all.push(...body.data);
    cursor = body.next_cursor;
  } while (cursor);
  return all;
}
const contactsOf = async (client: Client) => [...(await everything<ContactSummary>(client, '/contacts')), ...(await everything<ContactSummary>(client, '/contacts?archived=true'))];
const named = async (client: Client, name: string) => (await contactsOf(client)).find((contact) => contact.full_name === name)!;

describe('the invented life', () => {
  it('is what a person could have typed, and about nobody who could be reached', () => {
    const keys = PEOPLE.map((person) => person.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { key: _key, tags, birthday, ...person } of PEOPLE) {
      const parsed = ContactBody.parse({ ...person, birthday: typeof birthday === 'string' ? birthday : null });
      expect(parsed).toMatchObject(person); // nothing is trimmed away
      for (const { value } of person.emails ?? []) expect(value).toMatch(/^[a-z.]+@example\.org$/);
      for (const { value } of person.phones ?? []) expect(value).toMatch(/^\+1 \d{3} 555 01\d\d$/);
      for (const tag of tags) expect(TAGS.map((one) => one.name)).toContain(tag);
    }
    for (const tag of TAGS) NamedBody.parse(tag);
    for (const note of NOTES) {
      ProcessBody.parse({ contact_id: '00000000-0000-7000-8000-000000000000', content: note.text });
      expect(keys).toContain(note.about);
      expect(note.days).toBeGreaterThan(0);
      expect(note.days).toBeLessThan(550);
      expect(note.at).toMatch(/^\d\d:\d\d$/);
    }
    expect(keys.filter((key) => !NOTES.some((note) => note.about === key))).toEqual([]);
  });
});

describe('POST /demo', () => {
  it('201: people, tags and dated notes with entries whose sources stand in the note', async () => {
    const ada = await signUp(kith);
    const { status, body } = await ada.post('/demo');
    expect(status).toBe(201);
    expect(body).toEqual({ created: true, contacts: PEOPLE.length, notes: NOTES.length, tags: TAGS.length, events: EVENTS.length, groups: GROUPS.length });

    const contacts = await contactsOf(ada);
    expect(contacts.length).toBeGreaterThanOrEqual(24);
    expect(contacts.filter((contact) => contact.starred).length).toBeGreaterThan(2);
    expect(contacts.filter((contact) => contact.archived)).toHaveLength(2);
    expect(contacts.every((contact) => contact.note_count > 0 && contact.entry_count > 0)).toBe(true);
    expect((await ada.get('/contacts?birthday_within_days=30')).body.data.length).toBeGreaterThanOrEqual(3);
    expect((await ada.get('/contacts?no_contact_for_days=90')).body.data.length).toBeGreaterThanOrEqual(3);

    const notes = await everything<Note>(ada, '/notes');
    expect(notes).toHaveLength(NOTES.length);
    expect(notes.every((note) => note.source === 'demo' && note.analysis === 'done' && note.engine === 'builtin' && note.created_at === note.updated_at)).toBe(true);
    const ages = notes.map((note) => (Date.now() - Date.parse(note.created_at)) / 86_400_000);
    expect(Math.min(...ages)).toBeGreaterThan(0);
    expect(Math.max(...ages)).toBeGreaterThan(500);
    expect(notes.filter((note) => note.tags.length > 0).length).toBeGreaterThan(3);

    const texts = new Map(notes.map((note) => [note.id, note]));
    const entries = (await Promise.all(contacts.map((contact) => everything<Entry>(ada, `/contacts/${contact.id}/entries`)))).flat();
    expect(entries.length).toBeGreaterThan(NOTES.length * 2);
    for (const entry of entries) {
      expect(entry.sources.length).toBeGreaterThan(0);
      expect(entry.created_at).toBe(texts.get(entry.note_id!)!.created_at);
      for (const { start, end, text } of entry.sources) expect(texts.get(entry.note_id!)!.content.slice(start, end)).toBe(text);
    }
    expect(new Set(entries.map((entry) => entry.category)).size).toBe(8);
    expect(await everything(ada, '/relationships')).toHaveLength(TIES.length);
    expect((await ada.get('/contacts?cadence_due=true')).body.data.length).toBeGreaterThan(1);
    expect((await ada.get('/demo')).body).toEqual({ present: true, contacts: PEOPLE.length, stays: [] });
  }, 60_000);

  it('its notes mention people, propose a little and end what is over; a proposal that somebody accepts is theirs', async () => {
    const ada = await signUp(kith);
    await ada.post('/demo');
    const rows = await rowsOf(ada);
    expect(rows.note_mentions!.length).toBeGreaterThan(20);
    expect(rows.proposals!.length).toBeGreaterThan(8);
    expect(rows.proposals!.length).toBeLessThan(40);
    const past = (await kith.owner.query('select e.content from entry_successors s join entries e on e.id = s.entry_id where s.space_id = $1 order by e.created_at', [ada.space.id])).rows.map((row) => row.content);
    expect(past).toEqual([expect.stringMatching(/smokes again/), expect.stringMatching(/lives in Biddeford/), expect.stringMatching(/is vegetarian again/)]);
    const { noticed } = (await ada.get('/today')).body.today;
    expect(noticed.proposals.data.length).toBeGreaterThan(2);
    expect(noticed.contradictions).toHaveLength(3);

    const proposals = await everything<Proposal>(ada, '/proposals');
    const louise = proposals.find((one) => one.kind === 'person' && one.payload.full_name === 'Louise')!;
    expect((await ada.post(`/proposals/${louise.id}/accept`)).status).toBe(200);
    expect((await ada.delete('/demo')).status).toBe(204);
    expect((await contactsOf(ada)).map((contact) => contact.full_name).toSorted()).toEqual(['Beatrix Calloway', 'Louise']);
    const left = await rowsOf(ada);
    expect([left.notes, left.proposals, left.note_mentions, left.entry_successors]).toEqual([[], [], [], []]);
  });

  it('its calendar has what was, what comes and what comes again, with its people; its groups have members', async () => {
    const ada = await signUp(kith);
    await ada.post('/demo');
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const shown = (await ada.get(`/calendar/events?from=${day(-40)}&to=${day(40)}`)).body.data as Occurrence[];
    const now = new Date().toISOString();
    for (const some of [shown.filter((one) => one.start < now), shown.filter((one) => one.start > now)]) expect(some.filter((one) => !one.repeats && one.contacts.length > 0).length).toBeGreaterThan(3);
    expect(new Set(shown.filter((one) => one.repeats).map((one) => one.event_id)).size).toBeGreaterThan(4);
    expect(new Set(shown.map((one) => one.event_id)).size).toBe(EVENTS.length);
    const groups = (await ada.get('/groups')).body.data;
    expect(groups.map((group: Group) => [group.name, group.contact_count])).toEqual(GROUPS.map((group) => [group.name, group.members.length]).toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
  });

  it('what was is contact at once, before the worker of the calendar has looked', async () => {
    const ada = await signUp(kith);
    await ada.post('/demo');
    const touch = async () => (await contactsOf(ada)).map(({ full_name, last_interaction_at, next_due }) => ({ full_name, last_interaction_at, next_due })).toSorted((a, b) => (a.full_name < b.full_name ? -1 : 1));
    const before = await touch();
    const daysSince = (name: string) => (Date.now() - Date.parse(before.find(({ full_name }) => full_name.startsWith(name))!.last_interaction_at!)) / 86_400_000;
    expect(daysSince('Gabriel')).toBeLessThan(5); // coffee four days ago
    expect(daysSince('Marta')).toBeLessThan(8); // the call of each Sunday
    await remind(kith.platform, new Date());
    expect(await touch()).toEqual(before);
  });

  it('200: a second time, and two at once, add nothing twice', async () => {
    const ada = await signUp(kith);
    const both = await Promise.all([ada.post('/demo'), ada.post('/demo')]);
    expect(both.map((answer) => answer.status).toSorted()).toEqual([200, 201]);
    const before = await rowsOf(ada);
    const again = await ada.post('/demo');
    expect(again).toMatchObject({ status: 200, body: { created: false, contacts: PEOPLE.length } });
    expect(await rowsOf(ada)).toEqual(before);
    expect(before.contacts).toHaveLength(PEOPLE.length);
  });

  it('is one action: undo takes all of it away, redo brings it back', async () => {
    const ada = await signUp(kith);
    await ada.post('/demo', undefined, { 'idempotency-key': 'once' });
    expect(await ada.post('/demo', undefined, { 'idempotency-key': 'once' })).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    const before = await rowsOf(ada);
    expect((await ada.post('/undo')).status).toBe(200);
    expect((await rowsOf(ada)).contacts).toEqual([]);
    expect((await ada.get('/demo')).body.present).toBe(false);
    expect((await ada.post('/redo')).status).toBe(200);
    expect(await rowsOf(ada)).toEqual(before);
  });

  it('asks no provider, and uses a tag that is there already', async () => {
    const provider = await fakeProvider('openai', 'hang');
    const other = await testKith({ OPENAI_API_KEY: 'key', OPENAI_BASE_URL: provider.url }, kith);
    const ada = await signUp(other);
    const own = (await ada.post('/tags', { name: 'FRIENDS', color: '#000000' })).body.tag;
    expect(await ada.post('/demo')).toMatchObject({ status: 201, body: { tags: TAGS.length - 1 } });
    expect(provider.asked).toEqual([]);
    expect((await ada.get(`/tags/${own.id}`)).body.tag).toMatchObject({ name: 'FRIENDS', color: '#000000' });
    await ada.delete('/demo');
    expect((await everything<Tag>(ada, '/tags')).map((tag) => tag.id)).toEqual([own.id]);
    await other.close();
    await provider.close();
  });
});

describe('DELETE /demo', () => {
  it('204: leaves exactly what was there before; without a demo nothing happens', async () => {
    const ada = await signUp(kith);
    const { contact } = (await ada.post('/contacts', { full_name: 'Marta Lindqvist' })).body; // the same name, but theirs
    await ada.post('/notes/process', { contact_id: contact.id, content: 'She works as a vet and loves sailing.' });
    await ada.post('/tags', { name: 'Mine' });
    const before = await rowsOf(ada);
    await ada.post('/demo');
    expect((await ada.delete('/demo')).status).toBe(204);
    expect(await rowsOf(ada)).toEqual(before);
    expect((await ada.delete('/demo')).status).toBe(204);
    expect((await ada.get('/demo')).body).toEqual({ present: false, contacts: 0, stays: [] });
  });

  it('what somebody changed or wrote stays, with the person it is about; the rest goes', async () => {
    const ada = await signUp(kith);
    await ada.post('/demo');
    const of = async (name: string) => (await named(ada, name)).id;
    const entriesOf = async (id: string) => everything<Entry>(ada, `/contacts/${id}/entries`);
    const notesOf = async (id: string) => everything<Note>(ada, `/contacts/${id}/raw-notes`);

    const [marta, noor, dele, yuki, roz, pete, tomas, bea] = await Promise.all(['Marta Lindqvist', 'Noor Haddad', 'Dele Okafor', 'Yuki Tanabe', 'Rosalind Meeks', 'Pete Kowalczyk', 'Tomás Oliveira', 'Beatrix Calloway'].map(of)) as [string, string, string, string, string, string, string, string];
    const own = (await ada.post('/notes/process', { contact_id: marta, content: 'She really loves my lemon cake, remember that.' })).body.raw_note_id; // a note of one's own
    const noorsNote = (await notesOf(noor))[0]!;
    await ada.patch(`/notes/${noorsNote.id}`, { content: `${noorsNote.content} And this I added.` }); // a demo note, changed
    await ada.patch(`/contacts/${dele}`, { company: 'The Moon' }); // a person, changed
    const yukisEntry = (await entriesOf(yuki))[0]!;
    await ada.patch(`/entries/${yukisEntry.id}`, { content: 'I know better' }); // an entry, changed
    const ownEntry = (await ada.post(`/contacts/${roz}/entries`, { category: 'Goals', content: 'Wants a parrot' })).body.entry; // an entry of one's own
    const mine = (await ada.post('/tags', { name: 'Mine' })).body.tag;
    await ada.post(`/contacts/${pete}/tags`, { tag_id: mine.id }); // a tag of one's own on a demo person
    const tomasNote = (await notesOf(tomas))[0]!;
    const someone = (await ada.post('/contacts', { full_name: 'Someone Else' })).body.contact.id;
    await ada.patch(`/notes/${tomasNote.id}`, { contact_id: someone }); // a demo note, given to somebody else
    const books = (await everything<Tag>(ada, '/tags')).find((tag) => tag.name === 'Books')!;
    await ada.post(`/contacts/${someone}/tags`, { tag_id: books.id }); // a demo tag on somebody else
    const music = (await everything<Tag>(ada, '/tags')).find((tag) => tag.name === 'Music')!;
    await ada.patch(`/tags/${music.id}`, { color: '#123456' }); // a demo tag, changed
    await ada.delete(`/contacts/${bea}`); // somebody deleted already

    await ada.post('/relationships', { source_contact_id: await of('Elise Fontaine'), target_contact_id: someone, type: 'doctor' }); // a tie of one's own

    const state = (await ada.get('/demo')).body;
    const stays = ['Dele Okafor', 'Elise Fontaine', 'Marta Lindqvist', 'Noor Haddad', 'Pete Kowalczyk', 'Rosalind Meeks', 'Yuki Tanabe'];
    expect(state).toMatchObject({ present: true, contacts: PEOPLE.length - 1 });
    expect(state.stays.map((contact: { full_name: string }) => contact.full_name)).toEqual(stays);

    const all = await rowsOf(ada);
    expect((await ada.delete('/demo')).status).toBe(204);
    expect((await contactsOf(ada)).map((contact) => contact.full_name).toSorted()).toEqual([...stays, 'Someone Else'].toSorted());
    expect((await ada.get(`/contacts/${dele}`)).body.contact).toMatchObject({ company: 'The Moon', note_count: 0, entry_count: 0 });
    expect((await notesOf(marta)).map((note) => note.id)).toEqual([own]);
    expect((await notesOf(noor)).map((note) => note.id)).toEqual([noorsNote.id]);
    expect((await notesOf(someone)).map((note) => note.id)).toEqual([tomasNote.id]);
    expect((await ada.get(`/entries/${yukisEntry.id}`)).body.entry.content).toBe('I know better');
    expect((await entriesOf(roz)).map((entry) => entry.id)).toEqual([ownEntry.id]);
    const left = (await everything<Tag>(ada, '/tags')).map((tag) => tag.name);
    expect(left).toEqual(expect.arrayContaining(['Books', 'Mine', 'Music', 'Neighbours']));
    expect(left).not.toContain('Work');

    expect((await ada.post('/undo')).status).toBe(200); // a change of mind
    expect(await rowsOf(ada)).toEqual(all);
  });

  it('an event, occurrence or group that somebody made theirs stays, with its people; the others go', async () => {
    const ada = await signUp(kith);
    await ada.post('/demo');
    const events = async () => (await kith.owner.query('select id, title, rrule, starts_at from events where space_id = $1 and series_id is null order by title', [ada.space.id])).rows;
    const find = async (title: string) => (await events()).find((event) => event.title === title);
    await ada.patch(`/calendar/events/${(await find('Dinner with Noor')).id}`, { place: 'At home' });
    const club = await find('Book club');
    await ada.patch(`/calendar/events/${club.id}?scope=this&occurrence=${club.starts_at}`, { title: 'Book club, at ours' });
    const runners = (await ada.get('/groups')).body.data.find((group: Group) => group.name === 'Thursday runners');
    const { contact } = (await ada.post('/contacts', { full_name: 'Mine' })).body;
    await ada.post(`/groups/${runners.id}/members`, { contact_ids: [contact.id] });
    const stays = (await ada.get('/demo')).body.stays.map((person: { full_name: string }) => person.full_name);
    expect(stays).toEqual(['Beatrix Calloway', 'Noor Haddad', 'Rosalind Meeks']);
    const before = await rowsOf(ada);
    await ada.delete('/demo');
    expect((await events()).map((event) => event.title)).toEqual(['Book club', 'Dinner with Noor']);
    expect((await ada.get('/groups')).body.data.map((group: Group) => group.name)).toEqual(['Thursday runners']);
    expect((await ada.post('/undo')).status).toBe(200);
    expect(await rowsOf(ada)).toEqual(before);
  });

  it('what other domains hang on a person keeps that person', async () => {
    await kith.owner.query(`
      create table demo_test_tasks (id uuid primary key default uuidv7(), space_id uuid not null, contact_id uuid not null, foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade);
      call kith.protect_table('demo_test_tasks'); call kith.record_table('demo_test_tasks')`);
    const ada = await signUp(kith);
    await ada.post('/demo');
    const { id } = await named(ada, 'Owen Baptiste');
    await kith.owner.query('insert into demo_test_tasks (space_id, contact_id) values ($1, $2)', [ada.space.id, id]);
    expect((await ada.get('/demo')).body.stays).toEqual([{ id, full_name: 'Owen Baptiste' }]);
    await ada.delete('/demo');
    expect((await contactsOf(ada)).map((contact) => contact.id)).toEqual([id]);
    await kith.owner.query('drop table demo_test_tasks');
  });

  it('analysing the notes again is no change of yours', async () => {
    const ada = await signUp(kith);
    await ada.post('/demo');
    for (const note of (await everything<Note>(ada, '/notes')).slice(0, 5)) expect((await ada.post(`/notes/${note.id}/process`)).status).toBe(200);
    await ada.delete('/demo');
    expect(Object.values(await rowsOf(ada)).flat()).toEqual([]);
  });
});

describe('kith demo', () => {
  const run = async (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: kith.superuserUrl, KITH_DATA_DIR: mkdtempSync(join(tmpdir(), 'kith-test-')), LOG_LEVEL: 'error' };
    return promisify(execFile)(process.execPath, ['src/server/cli.ts', 'demo', ...args], { env }).then(({ stdout }) => ({ code: 0, said: stdout.trim() }), (error) => ({ code: error.code as number, said: String(error.stderr).trim() }));
  };

  it('adds, adds nothing twice, says what it keeps, and refuses an unknown user', async () => {
    const ada = await signUp(kith, 'ada_cli');
    expect(await run('Ada_CLI')).toEqual({ code: 0, said: `Added ${PEOPLE.length} people, ${NOTES.length} notes and ${TAGS.length} tags. Take them away again with: npm run kith -- demo Ada_CLI --remove` });
    expect((await run('ada_cli')).said).toBe('ada_cli has the demo data already; nothing was added.');
    expect(await contactsOf(ada)).toHaveLength(PEOPLE.length);
    const { id } = await named(ada, 'Owen Baptiste');
    await ada.post('/notes', { contact_id: id, content: 'Mine' });
    const { said } = await run('ada_cli', '--remove');
    expect(said).toContain(`Took away ${PEOPLE.length - 1} people, ${NOTES.length} notes and ${TAGS.length - 2} tags.`);
    expect(said).toContain('These stay, because ada_cli changed them or something of theirs hangs on them: Owen Baptiste.');
    expect((await run('ada_cli', '--remove')).said).toBe('ada_cli has no demo data.');
    expect(await run('nobody')).toEqual({ code: 1, said: 'There is no user nobody, or the account is disabled.' });
    expect((await run()).code).toBe(1);
  }, 180_000); // the program starts six times, which takes a busy machine a while
});
