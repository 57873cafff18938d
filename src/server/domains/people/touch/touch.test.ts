import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodesOf, planOf } from '../../../../../test/explain.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import type { Due } from './touch.schema.ts';
import { selectDue } from './touch.store.ts';

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith);
});
afterAll(() => kith.close());

const add = async (client: Client, contact: object) => (await client.post('/contacts', contact)).body.contact;
const get = async (client: Client, id: string) => (await client.get(`/contacts/${id}`)).body.contact;
/** The day so many days from today in UTC. */
const day = (offset: number, from = Date.now()) => new Date(from + offset * 86_400_000).toISOString().slice(0, 10);
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const due = async (client: Client, query = '') => (await client.get(`/stay-in-touch?${query}`)).body.data as Due[];
const talk = (client: Client, id: string, body: object = {}) => client.post(`/contacts/${id}/interactions`, { kind: 'call', ...body });

describe('a cadence', () => {
  it('counts from when it began while there was no contact, then from the last contact of any kind', async () => {
    const { id } = await add(ada, { full_name: 'Ann', cadence_weeks: 2 });
    expect(await get(ada, id)).toMatchObject({ cadence_weeks: 2, next_due: day(14), snoozed_until: null });
    await talk(ada, id, { at: ago(10) });
    expect((await get(ada, id)).next_due).toBe(day(4));
    await ada.post('/notes', { contact_id: id, content: 'We had lunch together' });
    expect((await get(ada, id)).next_due).toBe(day(14));
    await ada.patch(`/contacts/${id}`, { cadence_weeks: 8 });
    expect((await get(ada, id)).next_due).toBe(day(56));
    await ada.patch(`/contacts/${id}`, { cadence_weeks: null });
    expect(await get(ada, id)).toMatchObject({ cadence_weeks: null, next_due: null });
    await ada.post('/undo');
    expect((await get(ada, id)).next_due).toBe(day(56));
  });

  it.each([0, 105, 1.5, '4'])('400: %s weeks', async (cadence_weeks) => {
    expect((await ada.post('/contacts', { full_name: 'Ann', cadence_weeks })).body).toMatchObject({ status_code: 400, field: 'cadence_weeks' });
  });

  it('falls on a day of the zone of whoever asks', async () => {
    const user = await signUp(kith);
    const { id } = await add(user, { full_name: 'Ann', cadence_weeks: 1 });
    await talk(user, id, { at: '2026-03-10T13:30:00Z' });
    for (const [time_zone, next] of [['Pacific/Kiritimati', '2026-03-18'], ['Pacific/Pago_Pago', '2026-03-17'], ['Europe/Berlin', '2026-03-17']]) {
      await user.patch('/auth/preferences', { time_zone });
      expect((await get(user, id)).next_due, time_zone).toBe(next);
    }
    await kith.owner.query(`update preferences set time_zone = 'Mars/Olympus' where user_id = $1`, [user.user.id]);
    expect((await get(user, id)).next_due, 'a zone the database does not know is UTC').toBe('2026-03-17');
  });
});

describe('GET /stay-in-touch', () => {
  it('lists who is due, the longest overdue first, says why, and forgets whoever was talked to', async () => {
    const user = await signUp(kith);
    const old = await add(user, { full_name: 'Old', cadence_weeks: 2 });
    const late = await add(user, { full_name: 'Late', cadence_weeks: 4 });
    const never = await add(user, { full_name: 'Never', cadence_weeks: 1 });
    const soon = await add(user, { full_name: 'Soon', cadence_weeks: 1 });
    const away = await add(user, { full_name: 'Away', cadence_weeks: 1, archived: true });
    await add(user, { full_name: 'Whenever' });
    await talk(user, old.id, { at: ago(60), kind: 'meeting', note: 'At the fair' });
    await talk(user, late.id, { at: ago(30) });
    for (const one of [soon, away]) await talk(user, one.id, { at: ago(one === soon ? 4 : 50) });
    await kith.owner.query(`update contacts set cadence_started_at = now() - interval '8 days' where id = $1`, [never.id]);

    expect((await due(user)).map((one) => [one.contact.full_name, one.days_overdue, one.why, one.last_interaction?.kind ?? null, one.last_interaction?.text ?? null])).toEqual([
      ['Old', 46, 'interval_passed', 'meeting', 'At the fair'],
      ['Late', 2, 'interval_passed', 'call', null],
      ['Never', 1, 'never_in_touch', null, null],
    ]);
    expect((await due(user, 'within_days=7')).map((one) => [one.contact.full_name, one.days_overdue]).at(-1)).toEqual(['Soon', -3]);
    const first = (await user.get('/stay-in-touch?limit=2')).body;
    expect((await due(user, `limit=2&cursor=${first.next_cursor}`)).map((one) => one.contact.full_name)).toEqual(['Never']);
    expect((await user.get('/contacts?cadence_due=true')).body.data).toHaveLength(3);

    await talk(user, old.id);
    await user.post('/notes', { contact_id: never.id, content: 'Rang at last' });
    expect((await due(user)).map((one) => one.contact.full_name)).toEqual(['Late']);
    await user.post('/undo');
    expect((await due(user)).map((one) => one.contact.full_name)).toEqual(['Late', 'Never']);
  });
});

it('finds who is due by index among 20,000 people', async () => {
  const user = await signUp(kith);
  await kith.owner.query('alter table contacts disable trigger user');
  await kith.owner.query(`insert into contacts (space_id, full_name, cadence_weeks, cadence_started_at) select $1, 'Person ' || i, case when i % 10 = 0 then 4 end, now() - make_interval(days => case when i % 1000 = 0 then 40 else 0 end) from generate_series(1, 20000) i`, [user.space.id]);
  await kith.owner.query('alter table contacts enable trigger user; analyze contacts');
  const ctx = (await kith.platform.jobs.actingFor(user.user.id, user.space.id))!;
  for (const after of [undefined, ['2020-01-01T00:00:00Z', user.space.id] as [string, string]]) {
    const plan = await planOf(ctx, (db) => selectDue(db, user.space.id, { limit: 50, within_days: 0 }, after));
    const scan = nodesOf(plan).find((node) => node['Index Name'] === 'contacts_by_due');
    expect(scan?.['Index Cond']).toContain('due_at <');
    expect([scan?.['Actual Rows'], scan?.['Rows Removed by Filter'] ?? 0]).toEqual([20, 0]);
  }
}, 60_000);

describe('snooze', () => {
  it('puts off until a day, and contact makes it void', async () => {
    const user = await signUp(kith);
    const { id } = await add(user, { full_name: 'Ann', cadence_weeks: 1 });
    await talk(user, id, { at: ago(20) });
    expect(await due(user)).toHaveLength(1);
    const { status, body } = await user.post(`/contacts/${id}/snooze`, { days: 30 });
    expect([status, body.contact.snoozed_until, body.contact.next_due]).toEqual([200, day(30), day(30)]);
    expect(await due(user)).toEqual([]);
    expect((await user.delete(`/contacts/${id}/snooze`)).status).toBe(204);
    expect(await get(user, id)).toMatchObject({ snoozed_until: null, next_due: day(-13) });
    await user.post('/undo');
    expect((await get(user, id)).next_due).toBe(day(30));
    await talk(user, id);
    expect(await get(user, id)).toMatchObject({ snoozed_until: null, next_due: day(7) });
    await user.post(`/contacts/${id}/snooze`, { until: day(3) });
    expect((await get(user, id)).next_due, 'never earlier than the cadence').toBe(day(7));
  });

  it('says why somebody is back', async () => {
    const user = await signUp(kith);
    const { id } = await add(user, { full_name: 'Ann', cadence_weeks: 1 });
    await talk(user, id, { at: ago(20) });
    await user.post(`/contacts/${id}/snooze`, { days: 1 });
    await kith.owner.query(`update contacts set snoozed_until = snoozed_until - interval '2 days' where id = $1`, [id]);
    expect(await due(user)).toMatchObject([{ why: 'snooze_over', days_overdue: 1 }]);
  });

  it('400, 404, 409, 422', async () => {
    const [with_, without] = [await add(ada, { full_name: 'With', cadence_weeks: 4 }), await add(ada, { full_name: 'Without' })];
    for (const body of [{}, { days: 1, until: day(2) }, { days: 0 }, { days: 731 }, { until: 'soon' }, { until: '2026-02-30' }]) expect((await ada.post(`/contacts/${with_.id}/snooze`, body)).status, JSON.stringify(body)).toBe(400);
    for (const until of [day(0), day(-1), '9999-12-31', '0001-01-01']) expect((await ada.post(`/contacts/${with_.id}/snooze`, { until })).status, until).toBe(422);
    expect((await ada.post(`/contacts/${without.id}/snooze`, { days: 1 })).body.error_code).toBe('no_cadence');
    const other = await signUp(kith);
    expect([(await other.post(`/contacts/${with_.id}/snooze`, { days: 1 })).status, (await other.delete(`/contacts/${with_.id}/snooze`)).status]).toEqual([404, 404]);
  });
});

describe('interactions', () => {
  it('are added, listed, deleted; the last one decides', async () => {
    const { id } = await add(ada, { full_name: 'Ann' });
    const first = (await talk(ada, id, { at: ago(9), note: '  About the boat ' })).body.interaction;
    const last = (await talk(ada, id, { kind: 'meeting' })).body.interaction;
    expect(first).toMatchObject({ contact_id: id, kind: 'call', text: 'About the boat' });
    expect((await ada.get(`/contacts/${id}/interactions`)).body.data).toEqual([last, first]);
    expect((await get(ada, id)).last_interaction_at).toBe(last.at);
    const shown = (await ada.get(`/contacts/${id}/timeline`)).body.data;
    expect(shown.map((item: Record<string, unknown>) => [item.kind, item.title, item.text])).toEqual([['interaction', 'meeting', null], ['interaction', 'call', 'About the boat']]);
    expect((await ada.delete(`/interactions/${last.id}`)).status).toBe(204);
    expect((await get(ada, id)).last_interaction_at).toBe(first.at);
    await ada.post('/undo');
    expect((await get(ada, id)).last_interaction_at).toBe(last.at);
    await ada.delete(`/contacts/${id}`);
    await ada.post('/undo');
    expect((await get(ada, id)).last_interaction_at).toBe(last.at);
  });

  it('a note that is deleted or moved leaves the day of the last call', async () => {
    const [ann, ben] = [await add(ada, { full_name: 'Ann' }), await add(ada, { full_name: 'Ben' })];
    const call = (await talk(ada, ann.id, { at: ago(3) })).body.interaction;
    const note = (await ada.post('/notes', { contact_id: ann.id, content: 'Something she said' })).body.note;
    expect((await get(ada, ann.id)).last_interaction_at).toBe(note.created_at);
    await ada.patch(`/notes/${note.id}`, { contact_id: ben.id });
    expect([(await get(ada, ann.id)).last_interaction_at, (await get(ada, ben.id)).last_interaction_at]).toEqual([call.at, note.created_at]);
  });

  it('422 in the future, 400, 404', async () => {
    const { id } = await add(ada, { full_name: 'Ann' });
    expect((await talk(ada, id, { at: new Date(Date.now() + 3_600_000).toISOString() })).body).toMatchObject({ status_code: 422, field: 'at' });
    for (const body of [{ kind: 'dream' }, { at: 'yesterday' }, { note: 'x'.repeat(2001) }]) expect((await talk(ada, id, body)).status).toBe(400);
    const other = await signUp(kith);
    expect([(await talk(other, id)).status, (await other.get(`/contacts/${id}/interactions`)).status]).toEqual([404, 404]);
  });
});
