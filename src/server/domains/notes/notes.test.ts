import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';

let kith: TestKith;
let ada: Client;
let bob: Client;
let anna: { id: string };
const NOTE = 'Anna works as a vet in Leeds. She wants to run a marathon next spring.\n- allergic to peanuts\nhaha ok';
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
  bob = await signUp(kith, 'bob');
  anna = (await ada.post('/contacts', { full_name: 'Anna Smith' })).body.contact;
});
afterAll(() => kith.close());

const rows = async (table: string) => Number((await kith.owner.query(`select count(*) from ${table}`)).rows[0].count);

describe('POST /notes/process', () => {
  it('200: keeps the note and answers with entries that quote it', async () => {
    const { status, body } = await ada.post('/notes/process', { contact_id: anna.id, content: NOTE });
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, contact_name: 'Anna Smith', engine: 'builtin' });
    const categories = body.synthesis.map((entry: { category: string }) => entry.category);
    expect(categories).toEqual(expect.arrayContaining(['Professional', 'Goals', 'Personal Details']));
    for (const entry of body.synthesis) for (const { start, end, text } of entry.sources) expect(NOTE.slice(start, end)).toBe(text);
    const stored = (await ada.get(`/contacts/${anna.id}/entries`)).body.data;
    expect(stored.map((entry: { id: string }) => entry.id).toSorted()).toEqual(body.synthesis.map((entry: { id: string }) => entry.id).toSorted());
    expect((await ada.get(`/notes/${body.raw_note_id}`)).body.note).toMatchObject({ content: NOTE, analysis: 'done', engine: 'builtin', entry_count: stored.length });
    expect((await ada.get(`/contacts/${anna.id}`)).body.contact).toMatchObject({ note_count: 1, entry_count: stored.length, last_interaction_at: expect.any(String) });
  });

  it('200: a preview saves nothing', async () => {
    const before = [await rows('notes'), await rows('entries')];
    const { body } = await ada.post('/notes/process', { contact_id: anna.id, content: NOTE, preview: true });
    expect(body).toMatchObject({ success: true, raw_note_id: null });
    expect(body.synthesis.length).toBeGreaterThan(1);
    expect([await rows('notes'), await rows('entries')]).toEqual(before);
  });

  it('the same Idempotency-Key gives the same note, also at once; another body with it is refused', async () => {
    const send = (content = NOTE) => ada.post('/notes/process', { contact_id: anna.id, content }, { 'idempotency-key': 'once' });
    const before = await rows('notes');
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map((answer) => answer.body.raw_note_id)).size).toBe(1);
    expect(answers.map((answer) => answer.body.synthesis)).toEqual(Array(3).fill(answers[0]!.body.synthesis));
    expect(await rows('notes')).toBe(before + 1);
    expect((await send('Something else entirely.')).status).toBe(422);
  });

  it.each([['short', 'too few'], ['x'.repeat(10_001), 'too many'], ['          ', 'only blanks'], [undefined, 'none']])('400 for %.10s (%s)', async (content, _why) => {
    const before = await rows('notes');
    const { status, body } = await ada.post('/notes/process', { contact_id: anna.id, content });
    expect([status, body.field]).toEqual([400, 'content']);
    expect(await rows('notes')).toBe(before);
  });

  it('404 for a contact of another tenant, and nothing is stored', async () => {
    const before = await rows('notes');
    expect((await bob.post('/notes/process', { contact_id: anna.id, content: NOTE })).status).toBe(404);
    expect(await rows('notes')).toBe(before);
  });
});

describe('in the background', () => {
  const finished = (id: string) =>
    eventually(async () => {
      const { job } = (await ada.get(`/jobs/${id}`)).body;
      return job.finished_at && job;
    });
  beforeAll(() => kith.live());

  it('202: the note is there at once, its entries when the job is done', async () => {
    const { status, body } = await ada.post('/notes/process', { contact_id: anna.id, content: NOTE, async: true }, { 'idempotency-key': 'background' });
    expect(status).toBe(202);
    expect((await ada.get(`/notes/${body.raw_note_id}`)).body.note.content).toBe(NOTE);
    expect(await finished(body.job_id)).toMatchObject({ state: 'completed', note_id: body.raw_note_id, contact_id: anna.id, progress: 100 });
    expect((await ada.get(`/notes/${body.raw_note_id}`)).body.note).toMatchObject({ analysis: 'done' });
    const repeat = await ada.post('/notes/process', { contact_id: anna.id, content: NOTE, async: true }, { 'idempotency-key': 'background' });
    expect(repeat.body).toEqual(body);
    expect((await ada.post('/undo', { action_id: (await ada.get('/actions')).body.data[0].id })).status).toBe(200);
    expect((await ada.get(`/notes/${body.raw_note_id}`)).status).toBe(404);
  });

  it('a note whose analysis was cut off is found and analysed', async () => {
    const { rows } = await kith.owner.query(
      `insert into notes (space_id, contact_id, content, analysis, created_by, created_at) values ($1, $2, $3, 'pending', $4, now() - interval '1 minute') returning id`,
      [ada.space.id, anna.id, NOTE, ada.user.id],
    );
    await eventually(async () => (await ada.get(`/notes/${rows[0].id}`)).body.note.analysis === 'done');
    expect((await ada.get(`/notes/${rows[0].id}`)).body.note.entry_count).toBeGreaterThan(1);
  });

  it.each([['cancelled', 'none'], ['failed', 'failed']])('one whose analysis was %s is not tried again, and that belongs to the action of the note', async (state, analysis) => {
    const { body } = await ada.post('/notes', { contact_id: anna.id, content: NOTE });
    const action = (await ada.get('/actions')).body.data[0].id;
    await kith.owner.query(`insert into jobs (space_id, user_id, kind, state, unique_key, action_id) values ($1, $2, 'analyse_note', $3, $4, $5)`, [ada.space.id, ada.user.id, state, body.note.id, action]);
    await kith.owner.query(`update notes set analysis = 'pending', created_at = now() - interval '1 minute' where id = $1`, [body.note.id]);
    const note = async () => (await ada.get(`/notes/${body.note.id}`)).body.note;
    await eventually(async () => (await note()).analysis !== 'pending');
    expect(await note()).toMatchObject({ analysis, entry_count: 0 });
    const { rows } = await kith.owner.query('select action_id, channel from changes where row_id = $1 order by id desc limit 1', [body.note.id]);
    expect(rows[0]).toEqual({ action_id: action, channel: 'system' });
  }, 30_000);

  it('one that is taken from its person waits no longer', async () => {
    const { rows } = await kith.owner.query(`insert into notes (space_id, contact_id, content, analysis, created_by) values ($1, $2, $3, 'pending', $4) returning id`, [ada.space.id, anna.id, NOTE, ada.user.id]);
    expect((await ada.patch(`/notes/${rows[0].id}`, { contact_id: null })).body.note).toMatchObject({ contact_id: null, analysis: 'none' });
  });

  it('re-analysis keeps what somebody edited and makes nothing twice', async () => {
    const tom = (await ada.post('/contacts', { full_name: 'Tom' })).body.contact;
    const { synthesis } = (await ada.post('/notes/process', { contact_id: tom.id, content: NOTE })).body;
    await ada.patch(`/entries/${synthesis[0].id}`, { content: 'Edited by hand' });
    const { body } = await ada.post('/notes/reanalyse', { contact_id: tom.id });
    expect(await finished(body.job_id)).toMatchObject({ state: 'completed', result: { notes: 1 } });
    const after = (await ada.get(`/contacts/${tom.id}/entries`)).body.data.map((entry: { content: string }) => entry.content);
    expect(after).toHaveLength(synthesis.length);
    expect(after).toContain('Edited by hand');
    expect((await bob.post('/notes/reanalyse', { contact_id: tom.id })).status).toBe(404);
  });
});

describe('reviewing', () => {
  it('201: saves what was reviewed, with sources that stand in the note', async () => {
    const { note } = (await ada.post('/notes', { contact_id: anna.id, content: NOTE })).body;
    const entries = [{ category: 'Professional', content: 'Vet in Leeds', confidence: 9, sources: [{ start: 0, end: 29, text: NOTE.slice(0, 29) }] }];
    const { status, body } = await ada.post(`/notes/${note.id}/entries`, { entries });
    expect([status, body.data[0].content, body.data[0].note_id]).toEqual([201, 'Vet in Leeds', note.id]);
  });

  it('422 for a source that is not in the note', async () => {
    const { note } = (await ada.post('/notes', { contact_id: anna.id, content: NOTE })).body;
    const { status, body } = await ada.post(`/notes/${note.id}/entries`, { entries: [{ category: 'Goals', content: 'Invented', sources: [{ start: 0, end: 4, text: 'Emma' }] }] });
    expect([status, body.field]).toEqual([422, 'entries.0.sources.0']);
  });
});

describe('entries', () => {
  const add = async (content: string, category = 'Interests') => (await ada.post(`/contacts/${anna.id}/entries`, { category, content, confidence: 5 })).body.entry;

  it('move, change and remember what they said', async () => {
    const entry = await add('Likes chess');
    const { body } = await ada.patch(`/entries/${entry.id}`, { category: 'Goals', content: 'Wants to learn chess' });
    expect(body.entry).toMatchObject({ category: 'Goals', content: 'Wants to learn chess', confidence: 5 });
    expect((await ada.get(`/entries/${entry.id}/history`)).body.data).toMatchObject([{ category: 'Interests', content: 'Likes chess', changed_by: 'ada' }]);
    expect((await bob.get(`/entries/${entry.id}/history`)).status).toBe(404);
    expect((await ada.patch(`/entries/${entry.id}`, { category: 'Secrets' })).body.field).toBe('category');
  });

  it('merge into one; another person’s cannot', async () => {
    const [one, two] = [await add('Plays go'), await add('Plays shogi')];
    const { body } = await ada.post(`/entries/${one.id}/merge`, { other_ids: [two.id] });
    expect(body.entry).toMatchObject({ id: one.id, content: 'Plays go Plays shogi' });
    expect((await ada.get(`/entries/${two.id}`)).status).toBe(404);
    const tom = (await ada.post('/contacts', { full_name: 'Tom' })).body.contact;
    const other = (await ada.post(`/contacts/${tom.id}/entries`, { category: 'Interests', content: 'Sails' })).body.entry;
    expect((await ada.post(`/entries/${one.id}/merge`, { other_ids: [other.id] })).status).toBe(422);
  });
});

describe('notes', () => {
  it('follow an edit: sources move with their sentence, or go with it', async () => {
    const { raw_note_id } = (await ada.post('/notes/process', { contact_id: anna.id, content: 'She is allergic to peanuts. She works as a vet.' })).body;
    const content = 'Met on Tuesday. She is allergic to peanuts.';
    await ada.patch(`/notes/${raw_note_id}`, { content });
    const entries = (await ada.get(`/contacts/${anna.id}/entries`)).body.data.filter((entry: { note_id: string }) => entry.note_id === raw_note_id);
    const sources = entries.flatMap((entry: { sources: { start: number; end: number; text: string }[] }) => entry.sources);
    expect(sources).toHaveLength(1);
    expect(content.slice(sources[0].start, sources[0].end)).toBe(sources[0].text);
  });

  it('are found by their words, and only by their owner', async () => {
    await ada.post('/notes', { contact_id: anna.id, content: 'Crème brûlée at the harbour' });
    expect((await ada.get(`/contacts/${anna.id}/raw-notes?q=creme harb`)).body.data).toHaveLength(1);
    expect((await bob.get('/notes?q=creme')).body.data).toHaveLength(0);
    expect((await bob.get(`/contacts/${anna.id}/raw-notes`)).status).toBe(404);
  });

  it('may stand alone, carry tags, and move to a person', async () => {
    const { tag } = (await ada.post('/tags', { name: 'holiday' })).body;
    const { note } = (await ada.post('/notes', { content: 'Nobody yet', tag_ids: [tag.id] })).body;
    expect(note).toMatchObject({ contact_id: null, tags: [{ name: 'holiday' }] });
    expect((await ada.get(`/notes?tag=${tag.id}`)).body.data).toHaveLength(1);
    const before = (await ada.get(`/contacts/${anna.id}`)).body.contact.note_count;
    expect((await ada.patch(`/notes/${note.id}`, { contact_id: anna.id })).body.note.contact_name).toBe('Anna Smith');
    expect((await ada.get(`/contacts/${anna.id}`)).body.contact.note_count).toBe(before + 1);
    expect((await bob.post('/notes', { content: 'x', tag_ids: [tag.id] })).status).toBe(404);
    expect((await bob.post('/notes', { content: 'x', contact_id: anna.id })).status).toBe(404);
  });
});

it('a long note with many short sources is rewritten at once, in as many queries as a short one', async () => {
  const { note } = (await ada.post('/notes', { contact_id: anna.id, content: 'a'.repeat(50_000) })).body;
  const entries = Array.from({ length: 300 }, (_, i) => ({ category: 'Goals', content: `Goal ${i}`, sources: Array.from({ length: 20 }, (_, n) => ({ start: 100 * n, end: 100 * n + 1, text: 'a' })) }));
  expect((await ada.post(`/notes/${note.id}/entries`, { entries })).status).toBe(201);
  let queries = 0;
  kith.platform.database.observe(() => void queries++);
  const start = performance.now();
  expect((await ada.patch(`/notes/${note.id}`, { content: `b${'a'.repeat(99_000)}` })).status).toBe(200);
  const took = performance.now() - start;
  expect(took).toBeLessThan(20_000); // 300 × 20 sources × 99,000 places were a minute of everybody's time
  expect(queries).toBeLessThan(20);
  const [first] = (await ada.get(`/contacts/${anna.id}/entries?limit=1`)).body.data;
  expect(first.sources.slice(0, 2)).toEqual([{ start: 1, end: 2, text: 'a' }, { start: 100, end: 101, text: 'a' }]);
}, 60_000);
