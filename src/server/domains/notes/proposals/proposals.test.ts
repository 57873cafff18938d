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

type Row = Record<string, any>;
const person = async (full_name: string, client = ada) => (await client.post('/contacts', { full_name })).body.contact as { id: string };
const note = async (contact_id: string, content: string) => (await ada.post('/notes/process', { contact_id, content })).body as { raw_note_id: string; synthesis: Row[]; proposals: Row[] };
const entriesOf = async (id: string) => (await ada.get(`/contacts/${id}/entries`)).body.data as Row[];
const tiesOf = async (id: string) => (await ada.get(`/contacts/${id}/relationships`)).body.data as Row[];
const of = (list: Row[], kind: string) => list.filter((one) => one.kind === kind);
const undo = (answer: { headers: Record<string, unknown> }) => ada.post('/undo', { action_id: answer.headers['kith-action-id'] });

describe('a note that names several people', () => {
  it('keeps with its person what is theirs, and proposes the rest', async () => {
    const [anna, tom] = [await person('Anna Smith'), await person('Tom Reed')];
    const content = 'Anna is allergic to peanuts. Tom wants to change jobs and is learning Japanese.';
    const { raw_note_id, synthesis, proposals } = await note(anna.id, content);
    expect(synthesis.map((entry) => entry.content).join(' ')).not.toMatch(/Tom|Japanese|jobs/);
    expect((await entriesOf(tom.id))).toEqual([]);
    const facts = of(proposals, 'entry');
    expect(facts.every((one) => one.contact_id === tom.id && one.payload.who.contact_id === tom.id)).toBe(true);
    expect(facts.map((one) => one.payload.content).join(' ')).toContain('Tom wants to change jobs');
    for (const { source } of facts) expect(content.slice(source.start, source.end)).toBe(source.text);

    const accepted = await ada.post(`/proposals/${facts[0]!.id}/accept`);
    expect(accepted.body.proposal).toMatchObject({ state: 'accepted', created: [{ kind: 'entry' }] });
    const [entry] = await entriesOf(tom.id);
    expect(entry).toMatchObject({ id: accepted.body.proposal.created[0].id, note_id: raw_note_id, engine: null });
    // the note may move to somebody else; what is Tom's stays his
    const maria = await person('Maria');
    await ada.patch(`/notes/${raw_note_id}`, { contact_id: maria.id });
    expect((await entriesOf(tom.id))).toHaveLength(1);
    expect((await entriesOf(maria.id)).map((one) => one.content).join(' ')).not.toContain('Tom');
  });

  it('words what it says about the person too as a relationship', async () => {
    const anna = await person('Anna Berg');
    const { synthesis, proposals } = await note(anna.id, 'Her brother Zoltan lives in Oslo and wants to change jobs.');
    expect(synthesis).toMatchObject([{ category: 'Relationships', content: 'Her brother Zoltan lives in Oslo' }]);
    expect(of(proposals, 'person')).toMatchObject([{ payload: { full_name: 'Zoltan', tie: { type: 'sibling', of: { contact_id: anna.id } } } }]);
    expect(of(proposals, 'entry').map((one) => one.payload.content)).toEqual(['Zoltan lives in Oslo', 'Zoltan wants to change jobs.']);
  });

  it.each([
    ['Robert Achterberg', 'Bob'],
    ['Zoë Núñez', "Zoe's"],
    ["Siobhán O'Leary", 'Siobhán'],
    ['Jean-Luc Picot', 'Jean-Luc'],
    ['Иван Петров', 'Иван'],
  ])('knows %s when a note says %s', async (full_name, said) => {
    const [anna, friend] = [await person('Anna Forms'), await person(full_name)];
    const { raw_note_id } = await note(anna.id, `Anna had lunch with ${said.replace("'s", '')} on Monday. ${said.includes("'s") ? `She liked ${said} new kitchen.` : 'It was good to talk.'}`);
    const { rows } = await kith.owner.query('select contact_id from note_mentions where note_id = $1', [raw_note_id]);
    expect(rows).toEqual([{ contact_id: friend.id }]);
  });

  it('keeps nothing with its person of what it says of another instead', async () => {
    const anna = await person('Anna Keller');
    const { synthesis, proposals } = await note(anna.id, 'Not Anna but her brother Zoltan works at Acme as an engineer. I thought Anna lived in Oslo, but it was Zoltan.');
    expect([synthesis, await entriesOf(anna.id)]).toEqual([[], []]);
    expect(of(proposals, 'person')).toMatchObject([{ payload: { full_name: 'Zoltan', tie: { type: 'sibling', of: { contact_id: anna.id } } } }]);
    expect(of(proposals, 'entry').map((one) => one.payload.who.name)).toEqual(of(proposals, 'entry').map(() => 'Zoltan'));
    expect(of(proposals, 'entry').map((one) => one.payload.content).join(' ')).toContain('Zoltan works at Acme');
  });

  it('links whom it mentions', async () => {
    const [anna, koen] = [await person('Anna Link'), await person('Koen Maes')];
    const { raw_note_id, synthesis } = await note(anna.id, 'Her brother Koen works as a nurse in Ghent.');
    const [entry] = await entriesOf(anna.id);
    expect(entry!.mentions).toEqual([{ contact_id: koen.id, full_name: 'Koen Maes', text: 'Koen' }]);
    expect(entry!.id).toBe(synthesis[0]!.id);
    const { rows } = await kith.owner.query('select contact_id, spans from note_mentions where note_id = $1', [raw_note_id]);
    expect(rows).toEqual([{ contact_id: koen.id, spans: [{ start: 12, end: 16, text: 'Koen' }] }]);
    const mentions = async () => (await kith.owner.query('select spans from note_mentions where note_id = $1', [raw_note_id])).rows;
    await ada.patch(`/notes/${raw_note_id}`, { content: 'Koen works as a nurse in Ghent.' });
    expect(await mentions()).toEqual([{ spans: [{ start: 0, end: 4, text: 'Koen' }] }]);
    await ada.patch(`/notes/${raw_note_id}`, { content: 'Nobody in particular.' });
    expect(await mentions()).toEqual([]);
  });
});

describe('accepting', () => {
  it('makes a person, connects them, and knows them in the rest of the note; undo takes all of it back', async () => {
    const anna = await person('Anna Meyer');
    const { proposals, raw_note_id } = await note(anna.id, 'Her brother Yannick lives in Oslo. Yannick hates opera.');
    const made = await ada.post(`/proposals/${of(proposals, 'person')[0]!.id}/accept`, { choices: { full_name: 'Yannick Meyer' } });
    expect(made.status).toBe(200);
    const contact = made.body.proposal.created.find((one: Row) => one.kind === 'contact');
    expect((await ada.get(`/contacts/${contact.id}`)).body.contact.full_name).toBe('Yannick Meyer');
    expect(await tiesOf(anna.id)).toMatchObject([{ type: 'sibling', contact: { id: contact.id } }]);
    const open = (await ada.get(`/proposals?note_id=${raw_note_id}`)).body.data as Row[];
    expect(open.length).toBeGreaterThan(0);
    expect(open.every((one) => one.payload.who.contact_id === contact.id)).toBe(true);
    expect((await ada.get(`/proposals?contact_id=${contact.id}`)).body.data).toHaveLength(open.length);
    expect((await entriesOf(anna.id))[0]!.mentions).toMatchObject([{ contact_id: contact.id, text: 'Yannick' }]);
    expect((await ada.post(`/proposals/${of(proposals, 'person')[0]!.id}/accept`)).status).toBe(409);

    expect((await undo(made)).status).toBe(200);
    expect((await ada.get(`/contacts/${contact.id}`)).status).toBe(404);
    expect(await tiesOf(anna.id)).toEqual([]);
    expect((await ada.get(`/proposals?note_id=${raw_note_id}`)).body.data).toHaveLength(proposals.length);
  });

  it('everything at once makes one person, not three', async () => {
    const anna = await person('Anna Krol');
    const { proposals } = await note(anna.id, 'Her sister Wiktoria lives in Gdansk. Wiktoria plays the harp. Wiktoria wants to emigrate.');
    const all = await ada.post('/proposals/accept', { ids: proposals.map((one) => one.id) });
    expect(all.body.skipped).toEqual([]);
    const found = (await ada.get('/contacts?q=Wiktoria')).body.data as Row[];
    expect(found).toHaveLength(1);
    expect((await entriesOf(found[0]!.id)).length).toBeGreaterThan(1);
    expect((await undo(all)).status).toBe(200);
    expect((await ada.get('/contacts?q=Wiktoria')).body.data).toHaveLength(0);
  });

  it('422 when two people of that name may be meant; the choice decides', async () => {
    const [anna, one, two] = [await person('Anna Two'), await person('Oscar Lind'), await person('Oscar Wild')];
    const { proposals } = await note(anna.id, 'Oscar is learning to fly.');
    const [fact] = of(proposals, 'entry') as [Row];
    expect(fact.payload.who).toMatchObject({ contact_id: null, candidates: expect.arrayContaining([{ id: one.id, full_name: 'Oscar Lind' }, { id: two.id, full_name: 'Oscar Wild' }]) });
    const refused = await ada.post(`/proposals/${fact.id}/accept`);
    expect([refused.status, refused.body.field]).toEqual([422, 'choices.contact_id']);
    expect((await ada.post('/proposals/accept', { ids: [fact.id] })).body.skipped).toEqual([fact.id]);
    expect((await ada.post(`/proposals/${fact.id}/accept`, { choices: { contact_id: two.id, content: 'Learns to fly' } })).status).toBe(200);
    expect(await entriesOf(two.id)).toMatchObject([{ content: 'Learns to fly' }]);
    expect(await entriesOf(one.id)).toEqual([]);
  });

  it('404 for a proposal or a choice of another tenant', async () => {
    const anna = await person('Anna Alone');
    const { proposals } = await note(anna.id, 'Her brother Bertram lives in Bonn.');
    const [first] = proposals as [Row];
    expect((await bob.post(`/proposals/${first.id}/accept`)).status).toBe(404);
    expect((await bob.post(`/proposals/${first.id}/dismiss`)).status).toBe(404);
    expect((await bob.get(`/proposals?contact_id=${anna.id}`)).body.data).toEqual([]);
    const bobs = await person('Bertram', bob);
    expect((await ada.post(`/proposals/${first.id}/accept`, { choices: { contact_id: bobs.id } })).status).toBe(404);
  });
});

it('a date and a thing to do become events, each once', async () => {
  const anna = await person('Anna Date');
  const { proposals } = await note(anna.id, 'Send Anna the contract. Her exam is on 3 March 2099.');
  expect([of(proposals, 'followup').length, of(proposals, 'reminder')[0]?.payload.date]).toEqual([1, '2099-03-03']);
  const { body } = await ada.post('/proposals/accept', { ids: proposals.map((one) => one.id) });
  expect(body.skipped).toEqual([]);
  const events = body.data.flatMap((one: Row) => one.created.filter((made: Row) => made.kind === 'event'));
  expect(events).toHaveLength(2);
  expect((await ada.get(`/calendar/events/${body.data.find((one: Row) => one.kind === 'reminder').created[0].id}`)).body.event).toMatchObject({ starts_at: '2099-03-03', contacts: [{ id: anna.id }] });
  expect((await ada.post('/calendar/create-from-actionable', { contact_id: anna.id })).body).toMatchObject({ created: [], skipped: 1 });
});

it('what was dismissed is not proposed again by another analysis', async () => {
  const anna = await person('Anna Again');
  const { raw_note_id, proposals } = await note(anna.id, 'Her brother Gideon lives in Oslo. She likes chess.');
  const dismissed = await ada.post('/proposals/dismiss', { ids: [proposals[0]!.id] });
  expect(dismissed.body.data).toMatchObject([{ state: 'dismissed' }]);
  const again = (await ada.post(`/notes/${raw_note_id}/process`)).body;
  expect(again.proposals.map((one: Row) => one.kind)).toEqual(proposals.slice(1).map((one) => one.kind));
  expect((await ada.get(`/proposals?note_id=${raw_note_id}&state=dismissed`)).body.data).toHaveLength(1);
  expect((await undo(dismissed)).status).toBe(200);
  expect((await ada.get(`/proposals?note_id=${raw_note_id}`)).body.data).toHaveLength(proposals.length);
});

it('who is connected already is not proposed again', async () => {
  const [anna, tom] = [await person('Anna Tied'), await person('Lorenz Tied')];
  await ada.post('/relationships', { source_contact_id: tom.id, target_contact_id: anna.id, type: 'sibling' });
  expect(of((await note(anna.id, 'Her brother Lorenz bought a boat.')).proposals, 'relationship')).toEqual([]);
});

describe('what is not worth asking', () => {
  const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
  it.each([
    ['Plays the fiddle on Tuesdays. Gets up at five. Wants to open a bar in about two years.', 'habits, hours and vague times are no dates'],
    ['They split up over Christmas. Anna moved the party to the 17th.', 'nor is what happened'],
    ['Anna called about the kitchen. Lunch with Anna at the fish place.', 'nothing of it is to be done'],
    ['Koen Maes broke a cup. Koen Maes is fine. Koen Maes has given me three tickets.', 'one-off doings, moods and gifts tell nothing of Koen'],
    ['Had a beer with Anna. Somebody called Xaver moved out in September.', 'Xaver is named once in passing'],
  ])('%s: %s', async (content) => {
    const anna = await person(`Anna Plain ${content.length}`);
    expect((await note(anna.id, content)).proposals).toEqual([]);
  });

  it('a handful is left of a note that says a lot of others, the most telling', async () => {
    const anna = await person('Anna Crowd');
    const names = ['Aurel', 'Bohdan', 'Casimir', 'Dimitri', 'Emeric', 'Fjodor', 'Gaspard'];
    const { proposals } = await note(anna.id, names.map((name) => `Her brother ${name} lives in Oslo.`).join(' '));
    expect(proposals).toHaveLength(5);
    expect(of(proposals, 'person')).toHaveLength(5);
  });

  it('of a note about a whole evening what it says of people who are here is asked too', async () => {
    const [anna, tom] = [await person('Anna Evening'), await person('Tom Evening')];
    const names = ['Aurel', 'Bohdan', 'Casimir', 'Dimitri', 'Emeric'];
    const { proposals } = await note(anna.id, `${names.map((name) => `Her brother ${name} lives in Oslo, where he has been ever since he left school.`).join(' ')} Tom Evening hates coriander.`);
    expect(of(proposals, 'person')).toHaveLength(5);
    expect(proposals.length).toBeLessThanOrEqual(12);
    expect(of(proposals, 'entry').map((one) => [one.contact_id, one.payload.content])).toContainEqual([tom.id, 'Tom Evening hates coriander.']);
  });

  it('a day is asked about once: as a reminder, not as a fact as well', async () => {
    const [anna] = [await person('Anna Once'), await person('Erik Holmquist')];
    const { proposals } = await note(anna.id, `Erik Holmquist’s exam is on ${days(40)}.`);
    expect(proposals.map((one) => one.kind)).toEqual(['reminder']);
  });

  it('what was to be done long ago is not proposed any more', async () => {
    const anna = await person('Anna Late');
    const { raw_note_id, proposals } = await note(anna.id, 'Anna has a boat. Send her the photos.');
    expect(of(proposals, 'followup')).toHaveLength(1);
    await kith.owner.query(`update notes set created_at = now() - interval '90 days' where id = $1`, [raw_note_id]);
    expect((await ada.post(`/notes/${raw_note_id}/process`)).body.proposals).toEqual([]);
  });

  it('a sentence that begins with "who" says whom it means', async () => {
    const [anna, tom] = [await person('Anna Who'), await person('Louisa Berg')];
    const { proposals } = await note(anna.id, 'Anna drove to her sister Louisa Berg, who has MS and lives in Bangor.');
    expect(of(proposals, 'entry').map((one) => [one.contact_id, one.payload.content])).toContainEqual([tom.id, expect.stringMatching(/^Louisa Berg has MS/)]);
  });
});

describe('what is past', () => {
  it('an entry that a newer one ends is kept as past, until somebody says otherwise', async () => {
    const anna = await person('Anna Home');
    await note(anna.id, 'Anna lives in Paris. She has a cat.');
    const { synthesis } = await note(anna.id, 'Anna moved to Berlin in March.');
    const past = (await entriesOf(anna.id)).find((entry) => entry.content.includes('Paris'))!;
    const now = synthesis.find((entry) => entry.content.includes('Berlin'))!;
    expect(past).toMatchObject({ superseded_by: now.id, valid_until: expect.any(String) });
    expect((await entriesOf(anna.id)).filter((entry) => entry.superseded_by)).toHaveLength(1);

    const swapped = await ada.request('PUT', `/entries/${now.id}/successor`, { entry_id: past.id });
    expect(swapped.body.entry).toMatchObject({ id: now.id, superseded_by: past.id });
    expect((await ada.get(`/entries/${past.id}`)).body.entry.superseded_by).toBeNull();
    expect((await undo(swapped)).status).toBe(200);
    expect((await ada.get(`/entries/${past.id}`)).body.entry.superseded_by).toBe(now.id);

    expect((await ada.post(`/entries/${past.id}/confirm`)).body.entry).toMatchObject({ superseded_by: null, valid_until: null });
    await ada.delete(`/entries/${now.id}`);
    expect((await bob.post(`/entries/${past.id}/confirm`)).status).toBe(404);
  });

  it('holds again when what ended it is deleted', async () => {
    const anna = await person('Anna Job');
    const old = (await ada.post(`/contacts/${anna.id}/entries`, { category: 'Professional', content: 'Works at Siemens' })).body.entry;
    const next = (await ada.post(`/contacts/${anna.id}/entries`, { category: 'Professional', content: 'Joined Bosch' })).body.entry;
    expect((await ada.get(`/entries/${old.id}`)).body.entry.superseded_by).toBe(next.id);
    await ada.delete(`/entries/${next.id}`);
    expect((await ada.get(`/entries/${old.id}`)).body.entry).toMatchObject({ superseded_by: null, valid_until: null });
  });

  it('a plan or a memory ends nothing, and nobody else’s entry can', async () => {
    const [anna, tom] = [await person('Anna Plan'), await person('Tom Plan')];
    const add = async (id: string, content: string) => (await ada.post(`/contacts/${id}/entries`, { category: 'Personal Details', content })).body.entry;
    const home = await add(anna.id, 'Lives in Paris');
    await add(anna.id, 'Wants to move to Berlin');
    await add(anna.id, 'Used to live in Rome');
    const other = await add(tom.id, 'Moved to Rome');
    expect((await ada.get(`/entries/${home.id}`)).body.entry.superseded_by).toBeNull();
    expect((await ada.request('PUT', `/entries/${home.id}/successor`, { entry_id: other.id })).status).toBe(422);
    expect((await ada.request('PUT', `/entries/${home.id}/successor`, { entry_id: home.id })).status).toBe(422);
  });
});
