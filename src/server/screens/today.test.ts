import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { dayIn } from '../../../test/days.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../test/harness.ts';
import type { Today } from './today.schema.ts';

const ZONE = 'Europe/Berlin';
const dayHere = (days = 0) => dayIn(ZONE, days);

let kith: TestKith;
let ada: Client;
let queries: string[] = [];
beforeAll(async () => {
  kith = await testKith();
  kith.platform.database.observe((text) => void queries.push(text));
});
beforeEach(async () => {
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: ZONE });
});
afterAll(() => kith.close());

const today = async (as = ada, query = ''): Promise<Today> => {
  const { status, body } = await as.get(`/today${query}`);
  expect(body).toMatchObject({ today: {} });
  expect(status).toBe(200);
  return body.today;
};
const person = async (full_name: string, more = {}) => (await ada.post('/contacts', { full_name, ...more })).body.contact;
const event = async (title: string, starts_at: string, more = {}) => (await ada.post('/calendar/events', { title, starts_at, time_zone: ZONE, ...more })).body.event;

it('is empty for somebody new', async () => {
  expect(await today()).toEqual({
    day: dayHere(),
    timezone: ZONE,
    schedule: { data: [], has_more: false, tomorrow: null },
    reminders: { data: [], has_more: false },
    reach_out: { data: [], total: 0 },
    dates: { data: [], total: 0 },
    follow_ups: { data: [], total: 0 },
    noticed: { proposals: { data: [], total: 0 }, contradictions: [] },
    people: [],
    notes: [],
    demo: { present: false, contacts: 0, stays: [] },
  });
});

it('holds today’s events and the first of tomorrow, where somebody is', async () => {
  await event('Lunch', `${dayHere()}T12:00`);
  await event('Late', `${dayHere()}T23:30`);
  await event('Standup', `${dayHere(-3)}T09:00`, { rrule: 'FREQ=DAILY' });
  await event('Yesterday', `${dayHere(-1)}T10:00`);
  await event('Next week', `${dayHere(7)}T10:00`);
  const { schedule } = await today();
  expect(schedule.data.map((one) => one.title)).toEqual(['Standup', 'Lunch', 'Late']);
  expect(schedule.tomorrow).toMatchObject({ title: 'Standup', local_start: `${dayHere(1)}T09:00:00` });
  const far = await today(ada, '?timezone=Pacific/Kiritimati'); // UTC+14: Berlin's 23:30 is tomorrow there
  expect(far.timezone).toBe('Pacific/Kiritimati');
  expect([...far.schedule.data, far.schedule.tomorrow].find((one) => one?.title === 'Late')?.local_start).not.toBe(`${dayHere()}T23:30:00`);
  expect((await ada.get('/today?timezone=Mars/Base')).status).toBe(422);
  expect((await ada.get(`/today?timezone=${'x'.repeat(65)}`)).status).toBe(400);
});

it('shows who waits, whose day comes and what is to do, each with how many there are', async () => {
  for (let i = 0; i < 7; i++) await person(`Due ${i}`, { cadence_weeks: 1 });
  await person('Gone', { cadence_weeks: 1, archived: true, birthday: `1992-${dayHere(3).slice(5)}` });
  await kith.owner.query(`update contacts set cadence_started_at = now() - interval '1 year' where space_id = $1`, [ada.space.id]);
  const tom = await person('Tom', { birthday: `1992-${dayHere(3).slice(5)}`, important_dates: [{ label: 'Wedding', date: `--${dayHere(14).slice(5)}` }] });
  await person('Later', { birthday: `1992-${dayHere(15).slice(5)}` });
  for (let i = 0; i < 8; i++) await ada.post(`/contacts/${tom.id}/entries`, { category: 'Actionable', content: `Send photo ${i}` });
  const shown = await today();
  expect([shown.reach_out.data.length, shown.reach_out.total]).toEqual([5, 7]);
  expect(shown.dates).toEqual({
    data: [
      { kind: 'birthday', contact: { id: tom.id, full_name: 'Tom' }, label: 'Birthday', on: dayHere(3), years: Number(dayHere(3).slice(0, 4)) - 1992 },
      { kind: 'important_date', contact: { id: tom.id, full_name: 'Tom' }, label: 'Wedding', on: dayHere(14), years: null },
    ],
    total: 2,
  });
  expect([shown.follow_ups.data.length, shown.follow_ups.total, shown.follow_ups.data[0]!.content]).toEqual([6, 8, 'Send photo 7']);
  await ada.patch(`/entries/${shown.follow_ups.data[0]!.entry_id}`, { done: true });
  expect((await today()).follow_ups.total).toBe(7);
});

it('shows what Kith noticed and what was touched last', async () => {
  const [anna, bo] = [await person('Anna Berg'), await person('Bo Lund')];
  await ada.post(`/contacts/${anna.id}/entries`, { category: 'Personal Details', content: 'Lives in Paris.' });
  const note = (await ada.post('/notes', { contact_id: anna.id, content: 'Long. '.repeat(200) })).body.note;
  await ada.post(`/contacts/${anna.id}/entries`, { category: 'Personal Details', content: 'Moved to Berlin.' });
  await kith.owner.query(`insert into proposals (space_id, note_id, contact_id, kind, key, payload) select $1, $2, $3, 'person', 'p' || i, '{"full_name": "Tom Hall", "tie": null}' from generate_series(1, 6) i`, [ada.space.id, note.id, bo.id]);
  const { noticed, people, notes } = await today();
  expect([noticed.proposals.data.length, noticed.proposals.total]).toEqual([4, 6]);
  expect(noticed.contradictions).toMatchObject([{ entry: { content: 'Lives in Paris.' }, by: { content: 'Moved to Berlin.' }, contact: { id: anna.id, full_name: 'Anna Berg' } }]);
  await ada.post(`/entries/${noticed.contradictions[0]!.entry.id}/confirm`);
  expect((await today()).noticed.contradictions).toEqual([]);
  expect(people.map((one) => one.full_name).toSorted()).toEqual(['Anna Berg', 'Bo Lund']);
  expect(notes).toMatchObject([{ id: note.id, contact_id: anna.id, contact_name: 'Anna Berg' }]);
  expect(notes[0]!.content).toHaveLength(300);
});

it('shows reminders that wait, and the demo while it is there', async () => {
  const soon = new Date(Date.now() - 60_000).toISOString();
  const { id } = await event('Dentist', `${dayHere()}T10:00`);
  await kith.owner.query(`insert into reminders (space_id, kind, key, event_id, occurrence, due_at) values ($1, 'event', 'k', $2, $3, $4)`, [ada.space.id, id, `${dayHere()}T10:00:00`, soon]);
  const { reminders } = await today();
  expect(reminders).toMatchObject({ data: [{ title: 'Dentist', state: 'pending' }], has_more: false });
  await ada.post(`/calendar/reminders/${reminders.data[0]!.id}/dismiss`);
  await ada.post('/demo');
  const shown = await today();
  expect(shown.reminders.data).toEqual([]);
  expect(shown.demo).toMatchObject({ present: true, stays: [] });
  expect(shown.demo.contacts).toBeGreaterThan(5);
  expect(shown.notes).toHaveLength(5);
});

it('shows nothing of others, and to a viewer what a space holds', async () => {
  const team = (await ada.post('/spaces', { name: 'Team' })).body.space;
  await ada.post('/contacts', { full_name: 'Shared Sam' }, { 'kith-space': team.id });
  await person('Own Olga');
  const bob = await signUp(kith);
  await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [team.id, bob.user.id]);
  const answer = await bob.get('/today', { 'kith-space': team.id });
  expect(answer.body).toMatchObject({ today: {} });
  const seen = answer.body.today;
  expect(seen.people.map((one: Today['people'][number]) => one.full_name)).toEqual(['Shared Sam']);
  expect((await today(bob)).people).toEqual([]);
  expect((await kith.client().get('/today')).status).toBe(401);
});

it('asks the database as often for a full life as for an empty one', async () => {
  const count = async () => {
    await today();
    queries = [];
    await today();
    return queries.length;
  };
  const empty = await count();
  const tom = await person('Tom', { birthday: `1992-${dayHere(3).slice(5)}`, cadence_weeks: 1 });
  for (let i = 0; i < 12; i++) {
    await ada.post(`/contacts/${tom.id}/entries`, { category: 'Actionable', content: `Call tomorrow about ${i}` });
    await event(`Event ${i}`, `${dayHere()}T12:00`, i % 2 ? { rrule: 'FREQ=DAILY' } : {});
    await ada.post('/notes', { contact_id: tom.id, content: `Note ${i}` });
  }
  expect([await count(), empty]).toEqual([empty, empty]);
  expect(empty).toBeLessThanOrEqual(18);
});
