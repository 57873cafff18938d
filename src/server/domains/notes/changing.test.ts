import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith);
});
afterAll(() => kith.close());

type Row = Record<string, any>;
const person = async (full_name: string) => (await ada.post('/contacts', { full_name })).body.contact as { id: string };
const add = async (contact: { id: string }, content: string, category = 'Personal Details') => (await ada.post(`/contacts/${contact.id}/entries`, { category, content })).body.entry.id as string;
const note = async (contact: { id: string }, content: string) => (await ada.post('/notes/process', { contact_id: contact.id, content })).body as { raw_note_id: string; synthesis: Row[]; proposals: Row[] };
/** What is known about somebody, with * where it is past. */
const known = async ({ id }: { id: string }) => ((await ada.get(`/contacts/${id}/entries`)).body.data as Row[]).map((entry) => `${entry.content}${entry.superseded_by ? '*' : ''}`).toSorted();
const proposals = async (query: string) => (await ada.get(`/proposals?${query}`)).body.data as Row[];
const tiesOf = async ({ id }: { id: string }) => ((await ada.get(`/contacts/${id}/relationships`)).body.data as Row[]).map((tie) => tie.sentence);

describe('a note that is given to another person', () => {
  it('ends nothing at the old person any more, and what it ends at the new one', async () => {
    const [nora, petra] = [await person('Nora Lindqvist'), await person('Petra Holm')];
    await add(nora, 'Lives in Paris');
    await add(petra, 'Lives in Rome');
    const { raw_note_id } = await note(nora, 'She moved to Berlin last month.');
    expect(await known(nora)).toEqual(['Lives in Paris*', 'She moved to Berlin last month.']);
    const moved = await ada.patch(`/notes/${raw_note_id}`, { contact_id: petra.id });
    expect([await known(nora), await known(petra)]).toEqual([['Lives in Paris'], ['Lives in Rome*', 'She moved to Berlin last month.']]);
    expect((await ada.post('/undo', { action_id: moved.headers['kith-action-id'] })).status).toBe(200);
    expect([await known(nora), await known(petra)]).toEqual([['Lives in Paris*', 'She moved to Berlin last month.'], ['Lives in Rome']]);
  });

  it('proposes for the new person, and nothing for the old one', async () => {
    const [nora, petra] = [await person('Nora Berg'), await person('Petra Berg')];
    const { raw_note_id } = await note(nora, 'Her brother Tom is a dentist. Call her on Friday about the flat.');
    await ada.patch(`/notes/${raw_note_id}`, { contact_id: petra.id });
    expect(await proposals(`contact_id=${nora.id}`)).toEqual([]);
    const open = await proposals(`note_id=${raw_note_id}`);
    expect(open.map((one) => [one.kind, one.contact_id]).toSorted()).toEqual([['entry', petra.id], ['followup', petra.id], ['person', petra.id]]);
    expect((await ada.post('/proposals/accept', { ids: open.map((one) => one.id) })).body.skipped).toEqual([]);
    expect([await tiesOf(nora), await tiesOf(petra)]).toEqual([[], ['Tom and Petra Berg are siblings']]);
  });

  it('proposes of a new text what stands in the new text', async () => {
    const nora = await person('Nora Vik');
    const { raw_note_id } = await note(nora, 'Her brother Tom is a dentist.');
    await ada.patch(`/notes/${raw_note_id}`, { content: 'Her sister Mia is a vet in Ulm.' });
    const open = await proposals(`note_id=${raw_note_id}`);
    expect(open.filter((one) => one.kind === 'person').map((one) => one.payload.full_name)).toEqual(['Mia']);
    expect(JSON.stringify(open)).not.toContain('Tom');
    expect(await known(nora)).toEqual(['Her brother Tom is a dentist.']); // what is known stays until it is analysed again
  });
});

describe('an entry that is given to another person', () => {
  it('leaves the old one, ends what it ends at the new one, and is taken back whole', async () => {
    const [tom, ines] = [await person('Tom Aaland'), await person('Ines Aaland')];
    await add(tom, 'Lives in Paris');
    await add(ines, 'Lives in Rome');
    const id = await add(tom, 'Lives in Berlin');
    expect(await known(tom)).toEqual(['Lives in Berlin', 'Lives in Paris*']);
    const moved = await ada.patch(`/entries/${id}`, { contact_id: ines.id });
    expect(moved.body.entry).toMatchObject({ id, contact_id: ines.id, content: 'Lives in Berlin', category: 'Personal Details' });
    expect([await known(tom), await known(ines)]).toEqual([['Lives in Paris'], ['Lives in Berlin', 'Lives in Rome*']]);
    expect((await ada.get(`/contacts/${ines.id}`)).body.contact.entry_count).toBe(2);
    expect((await ada.post('/undo', { action_id: moved.headers['kith-action-id'] })).status).toBe(200);
    expect([await known(tom), await known(ines)]).toEqual([['Lives in Berlin', 'Lives in Paris*'], ['Lives in Rome']]);
    expect((await ada.get(`/contacts/${tom.id}`)).body.contact.entry_count).toBe(2);
  });

  it('takes along what is proposed of it, and mentions its own person no more', async () => {
    const [lea, ben] = [await person('Lea Ohm'), await person('Ben Ohm')];
    const { raw_note_id, synthesis } = await note(lea, 'She gave me the keys of the flat of Ben Ohm. I promised to send her the photos of Ben on Friday.');
    const [entry] = synthesis.filter((one) => one.category === 'Actionable') as [Row];
    expect((await proposals(`note_id=${raw_note_id}`)).map((one) => [one.kind, one.contact_id])).toEqual([['followup', lea.id]]);
    const { body } = await ada.patch(`/entries/${entry.id}`, { contact_id: ben.id });
    expect([body.entry.contact_id, body.entry.mentions]).toEqual([ben.id, []]);
    expect((await proposals(`note_id=${raw_note_id}`)).map((one) => [one.kind, one.contact_id])).toEqual([['followup', ben.id]]);
  });

  it('goes to nobody of another user, and nobody else moves it', async () => {
    const tom = await person('Tom Kept');
    const id = await add(tom, 'Lives in Oslo');
    const eve = await signUp(kith);
    const stranger = (await eve.post('/contacts', { full_name: 'Somebody Else' })).body.contact;
    expect((await ada.patch(`/entries/${id}`, { contact_id: stranger.id })).status).toBe(404);
    expect((await eve.patch(`/entries/${id}`, { contact_id: stranger.id })).status).toBe(404);
    expect((await ada.patch(`/entries/${id}`, { contact_id: 'tom' })).status).toBe(400);
    expect(await known(tom)).toEqual(['Lives in Oslo']);
  });
});

describe('entries that become one', () => {
  it('keep as past what any of them ended', async () => {
    const anna = await person('Anna Merger');
    await add(anna, 'Lives in Paris');
    const [berlin, dog] = [await add(anna, 'Lives in Berlin'), await add(anna, 'Has a dog')];
    expect((await ada.post(`/entries/${dog}/merge`, { other_ids: [berlin] })).status).toBe(200);
    expect(await known(anna)).toEqual(['Has a dog Lives in Berlin', 'Lives in Paris*']);
  });

  it('keep the event one of them has, so that no second one is made', async () => {
    const anna = await person('Anna Later');
    const first = await add(anna, 'Call Ann tomorrow at 10', 'Actionable');
    const { created } = (await ada.post('/calendar/create-from-actionable', { contact_id: anna.id })).body;
    const second = await add(anna, 'Ring Ann about the key', 'Actionable');
    await ada.post(`/entries/${second}/merge`, { other_ids: [first] });
    expect((await ada.post('/calendar/create-from-actionable', { contact_id: anna.id })).body).toEqual({ created: [], skipped: 1 });
    expect((await ada.get(`/calendar/events/${created[0].event.id}`)).body.event.entry_id).toBe(second);
  });
});

it('an entry that is rewritten ends what it contradicts', async () => {
  const anna = await person('Anna Writer');
  await add(anna, 'Lives in Paris');
  const tea = await add(anna, 'Likes tea');
  const edited = await ada.patch(`/entries/${tea}`, { content: 'Lives in Berlin now' });
  expect(edited.body.entry).toMatchObject({ content: 'Lives in Berlin now', superseded_by: null });
  expect(await known(anna)).toEqual(['Lives in Berlin now', 'Lives in Paris*']);
});

it('a note that was reviewed before saving links and proposes like any other', async () => {
  const [vera, koen] = [await person('Vera Maes'), await person('Koen Maes')];
  const content = 'Her brother Koen lives in Ghent. Her sister Lot is a vet. She loves sailing.';
  const { body } = await ada.post('/notes/process', { contact_id: vera.id, content, preview: true });
  const { note: stored } = (await ada.post('/notes', { contact_id: vera.id, content })).body;
  const entries = body.synthesis.map(({ category, content, confidence, sources }: Row) => ({ category, content, confidence, sources }));
  const saved = await ada.post(`/notes/${stored.id}/entries`, { entries });
  expect(saved.status).toBe(201);
  const open = await proposals(`note_id=${stored.id}`);
  expect(open.filter((one) => one.kind === 'person').map((one) => one.payload.full_name)).toEqual(['Lot']);
  expect(open.filter((one) => one.kind === 'entry' && one.contact_id === koen.id)).toHaveLength(1);
  const mentions = ((await ada.get(`/contacts/${vera.id}/entries`)).body.data as Row[]).flatMap((entry) => entry.mentions);
  expect(mentions).toEqual([{ contact_id: koen.id, full_name: 'Koen Maes', text: 'Koen' }]);
});

describe('proposals about somebody who was merged', () => {
  it('are about whom they were merged into', async () => {
    const [kept, other] = [await person('Karl Keeper'), await person('Karl Other')];
    const { raw_note_id } = await note(other, 'His sister Mona Vogel lives in Linz. Ring him on Friday.');
    expect((await ada.post(`/contacts/${kept.id}/merge`, { other_id: other.id })).status).toBe(200);
    const open = await proposals(`note_id=${raw_note_id}`);
    expect(open.find((one) => one.kind === 'person')!.payload.tie.of).toEqual({ contact_id: kept.id, name: 'Karl Keeper' });
    const { body } = await ada.post('/proposals/accept', { ids: open.map((one) => one.id) });
    expect([body.data.length, body.skipped]).toEqual([open.length, []]);
    expect(await tiesOf(kept)).toEqual(['Mona Vogel and Karl Keeper are siblings']);
  });

  it('go when they would tie them to themselves, and the others can be accepted', async () => {
    const [anna, tom] = [await person('Anna Solo'), await person('Tom Solo')];
    const { proposals: made } = await note(anna, 'Her brother Tom Solo is a dentist. Her sister Rike is a vet.');
    const tie = made.find((one) => one.kind === 'relationship')!;
    await ada.post(`/contacts/${anna.id}/merge`, { other_id: tom.id }); // Tom is Anna now: nobody is their own brother
    expect((await ada.post(`/proposals/${tie.id}/accept`)).status).toBe(404);
    const { status, body } = await ada.post('/proposals/accept', { ids: made.map((one) => one.id) });
    expect([status, body.data.length, body.skipped]).toEqual([200, made.length - 1, []]);
    expect(await tiesOf(anna)).toEqual(['Rike and Anna Solo are siblings']);
  });
});
