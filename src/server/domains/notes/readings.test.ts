import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeProvider, fakeProvider } from '../../../../test/fakes/ai.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';

const NOTE = 'Plays the cello in the town orchestra.';
const ENTRIES = [{ category: 'Interests', content: 'Plays the cello', confidence: 9, quotes: ['Plays the cello'], about: 'person' }];

let ai: FakeProvider;
let kith: TestKith;
/** A second process on the same database. */
let other: TestKith;
let ada: Client;
let anna: string;
beforeAll(async () => {
  ai = await fakeProvider('compatible', { entries: ENTRIES });
  const env = { KITH_AI_BASE_URL: ai.url, KITH_AI_MODEL: 'llama' };
  kith = await testKith(env);
  other = await testKith(env, kith);
});
beforeEach(async () => {
  ada = await signUp(kith);
  anna = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact.id;
  ai.asked.length = 0;
});
afterAll(async () => {
  await other.close();
  await kith.close();
  await ai.close();
});

const there = () => Object.assign(other.client(), { cookie: ada.cookie });
const paid = async () => (await kith.owner.query('select count(*)::int as n from ai_calls where space_id = $1', [ada.space.id])).rows[0].n;
const pending = async (noteId: string) => (await kith.owner.query(`select 1 from kith.pending_notes('20 seconds') where note_id = $1`, [noteId])).rowCount;
const noteId = async () => (await ada.get('/notes')).body.data[0].id as string;
/** The provider answers from now on only after this is called. */
const hold = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  ai.script({ entries: ENTRIES, after: promise });
  return resolve;
};

describe('a note that a slow provider reads', () => {
  it('is read and paid once, whoever else wants it read meanwhile, in whatever process', async () => {
    const answer = hold();
    const send = (client: Client) => client.post('/notes/process', { contact_id: anna, content: NOTE }, { 'idempotency-key': 'slow' });
    const first = send(ada);
    await eventually(async () => ai.asked.length === 1);
    const id = await noteId();
    await kith.owner.query(`update notes set created_at = now() - interval '1 minute' where id = $1`, [id]);
    expect(await pending(id), 'nobody takes it for lost').toBe(0);

    let looked = 0;
    other.platform.database.observe((text) => void (looked += Number(text.includes('note_readings'))));
    const others = [send(there()), there().post(`/notes/${id}/process`)];
    await eventually(async () => looked >= 4);
    expect(ai.asked).toHaveLength(1);
    answer();
    const answers = await Promise.all([first, ...others]);
    for (const one of answers) expect(one).toMatchObject({ status: 200, body: { raw_note_id: id, engine: 'compatible:llama', synthesis: answers[0]!.body.synthesis } });
    expect([answers[0]!.body.synthesis.length, ai.asked.length, await paid()]).toEqual([1, 1, 1]);
    expect((await kith.owner.query('select 1 from note_readings')).rowCount).toBe(0);
    // once it is done, whoever asks for it gets it read again
    expect((await ada.post(`/notes/${id}/process`)).status).toBe(200);
    expect([ai.asked.length, await paid()]).toEqual([2, 2]);
  });

  it('is 404 to those who wait, when it is deleted', async () => {
    const answer = hold();
    const first = ada.post('/notes/process', { contact_id: anna, content: NOTE });
    await eventually(async () => ai.asked.length === 1);
    const id = await noteId();
    const second = there().post(`/notes/${id}/process`);
    expect((await ada.delete(`/notes/${id}`)).status).toBe(204);
    expect((await second).status).toBe(404);
    answer();
    expect((await first).status).toBe(404);
  });

  it('is taken over from a process that died', async () => {
    ai.script({ entries: ENTRIES });
    const { rows } = await kith.owner.query(
      `insert into notes (space_id, contact_id, content, analysis, created_by, created_at) values ($1, $2, $3, 'pending', $4, now() - interval '1 minute') returning id`,
      [ada.space.id, anna, NOTE, ada.user.id],
    );
    await kith.owner.query(`insert into note_readings (note_id, space_id, holder, until) values ($1, $2, gen_random_uuid(), now() + interval '2 seconds')`, [rows[0].id, ada.space.id]);
    expect(await pending(rows[0].id)).toBe(0);
    const answer = ada.post(`/notes/${rows[0].id}/process`);
    await eventually(async () => (await kith.owner.query('select 1 from note_readings where until > now()')).rowCount === 0);
    expect(await answer).toMatchObject({ status: 200, body: { synthesis: [{ content: 'Plays the cello' }] } });
    await kith.owner.query(`update notes set analysis = 'pending' where id = $1`, [rows[0].id]);
    expect(await pending(rows[0].id)).toBe(1);
    await ada.delete(`/notes/${rows[0].id}`);
  });
});

it('a job that reads many notes leaves out what was read since it was asked for: its next try goes on where it was', async () => {
  ai.script({ entries: ENTRIES });
  const notes: string[] = [];
  for (const content of [NOTE, `${NOTE} Likes tea.`, `${NOTE} Rewritten later.`]) notes.push((await ada.post('/notes', { contact_id: anna, content })).body.note.id);
  const { job_id } = (await ada.post('/notes/reanalyse', { contact_id: anna })).body;
  for (const id of [notes[0], notes[2]]) expect((await ada.post(`/notes/${id}/process`)).status).toBe(200);
  expect((await ada.patch(`/notes/${notes[2]}`, { content: `${NOTE} Rewritten.` })).status).toBe(200);
  ai.asked.length = 0;
  await kith.start();
  await kith.owner.query(`update jobs set updated_at = now() - interval '1 minute' where id = $1`, [job_id]);
  await kith.platform.jobs.sweep();
  const job = await eventually(async () => {
    const found = (await ada.get(`/jobs/${job_id}`)).body.job;
    return found.finished_at !== null && found;
  }, 60_000);
  expect(job).toMatchObject({ state: 'completed', result: { notes: 3 } });
  const asked = ai.asked.map(({ messages }) => messages[0]!.text);
  expect([asked.length, asked.some((text) => text.includes('Likes tea')), asked.some((text) => text.includes('Rewritten'))]).toEqual([2, true, true]);
}, 90_000);
