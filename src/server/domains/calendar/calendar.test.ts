import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import type { Calendar, Occurrence } from './calendar.schema.ts';

let kith: TestKith;
let ada: Client;
let bob: Client;
beforeAll(async () => {
  kith = await testKith();
  bob = await signUp(kith, 'bob');
});
beforeEach(async () => {
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
});
afterAll(() => kith.close());

const add = async (body: object, client = ada) => {
  const answer = await client.post('/calendar/events', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.event;
};
const list = async (from: string, to: string, more = '', client = ada) => {
  const answer = await client.get(`/calendar/events?from=${from}&to=${to}${more}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data as Occurrence[];
};
const starts = async (from: string, to: string) => (await list(from, to)).map((one) => `${one.starts_at} ${one.title}`);
const daily = () => add({ title: 'Walk', starts_at: '2026-05-04T08:00', ends_at: '2026-05-04T08:30', rrule: 'FREQ=DAILY;COUNT=6' });
const days = (...list: number[]) => list.map((day) => `2026-05-${String(day).padStart(2, '0')}T08:00:00 Walk`);
const week = () => starts('2026-05-04', '2026-05-18');
const scope = (event: { id: string }, which: string, day: number) => `/calendar/events/${event.id}?scope=${which}&occurrence=2026-05-${String(day).padStart(2, '0')}T08:00:00`;

describe('hiding a calendar', () => {
  it('is of one person only, leaves its events, and is no change to undo', async () => {
    const { space } = (await ada.post('/spaces', { name: 'Family' })).body;
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor')`, [space.id, bob.user.id]);
    const there = { 'kith-space': space.id };
    const { calendar } = (await ada.post('/calendars', { name: 'Sports' }, there)).body;
    await ada.post('/calendar/events', { title: 'Match', starts_at: '2026-05-15T20:00', calendar_id: calendar.id }, there);
    await ada.post('/calendar/events', { title: 'Daily match', starts_at: '2026-05-15T21:00', calendar_id: calendar.id, rrule: 'FREQ=DAILY' }, there);
    await ada.post('/calendar/events', { title: 'Other', starts_at: '2026-05-15T22:00' }, there);
    const window = async (client: Client, more = '') => (await client.get(`/calendar/events?from=2026-05-15&to=2026-05-16${more}`, there)).body.data.map((one: Occurrence) => one.title);
    const change = (client: Client, body: object) => client.patch(`/calendars/${calendar.id}`, body, there);
    expect((await change(ada, { hidden: true })).body.calendar).toEqual({ ...calendar, hidden: true });
    const seen = async (client: Client) => (await client.get('/calendars', there)).body.data.find((one: Calendar) => one.id === calendar.id).hidden;
    expect([await seen(ada), await seen(bob)]).toEqual([true, false]);
    expect([await window(ada, '&visible=true'), await window(ada), await window(bob, '&visible=true')]).toEqual([['Other'], ['Match', 'Daily match', 'Other'], ['Match', 'Daily match', 'Other']]);
    expect((await change(ada, { hidden: true })).status).toBe(200);
    expect((await change(ada, { hidden: false, name: 'Sport' })).body.calendar).toMatchObject({ hidden: false, name: 'Sport' });
    expect((await bob.patch(`/calendars/${calendar.id}`, { hidden: true })).status).toBe(404); // not in his own space
    expect((await change(ada, { hidden: 'yes' })).status).toBe(400);
  });

  it('is for viewers too, who change nothing else', async () => {
    const { space } = (await ada.post('/spaces', { name: 'Choir' })).body;
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, bob.user.id]);
    const there = { 'kith-space': space.id };
    const { calendar } = (await ada.post('/calendars', { name: 'Rehearsals' }, there)).body;
    await ada.post('/calendar/events', { title: 'Rehearsal', starts_at: '2026-05-15T20:00', calendar_id: calendar.id }, there);
    const change = (body: object, headers = {}) => bob.patch(`/calendars/${calendar.id}`, body, { ...there, ...headers });
    const seen = async (client: Client) => (await client.get('/calendar/events?from=2026-05-15&to=2026-05-16&visible=true', there)).body.data.map((one: any) => one.title);
    const once = { 'idempotency-key': 'hide the rehearsals' };
    expect((await change({ hidden: true }, once)).body.calendar).toEqual({ ...calendar, hidden: true });
    expect((await change({ hidden: true }, once)).status).toBe(200);
    expect([await seen(bob), await seen(ada)]).toEqual([[], ['Rehearsal']]);
    for (const body of [{ name: 'Mine' }, { hidden: false, name: 'Mine' }, { is_default: true }]) expect((await change(body)).body).toMatchObject({ status_code: 403, type: 'urn:kith:error:viewer' });
    expect(await seen(bob)).toEqual([]); // what was refused changed nothing
    expect((await change({ hidden: false })).body.calendar).toEqual(calendar);
    expect(await seen(bob)).toEqual(['Rehearsal']);
    expect((await change({})).status).toBe(400);
    expect((await bob.delete(`/calendars/${calendar.id}`, undefined, there)).status).toBe(403);
    expect((await bob.patch(`/calendars/${calendar.id}`, { hidden: true })).status).toBe(404); // not in his own space
    const stranger = await signUp(kith);
    expect((await stranger.patch(`/calendars/${calendar.id}`, { hidden: true }, there)).status).toBe(404);
    const key = (await bob.post('/auth/api-keys', { name: 'reader', scopes: ['read'] })).body;
    expect((await kith.app.inject({ method: 'PATCH', url: `/api/v1/calendars/${calendar.id}`, payload: { hidden: true }, headers: { ...there, authorization: `Bearer ${key.key}` } })).statusCode).toBe(403);
  });
});

describe('events', () => {
  it('adds one with all there is to say, and answers it', async () => {
    const anna = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact;
    const body = {
      title: 'Dinner', description: 'Bring wine', place: 'Trattoria', starts_at: '2026-05-15T20:00', ends_at: '2026-05-15T22:30', color: '#ff8800',
      attendees: [{ name: 'Anna', email: 'anna@example.org', contact_id: anna.id, status: 'accepted' }, { name: 'Tom' }],
      reminders: [{ minutes_before: 30 }, { days_before: 1, at_time: '18:00' }],
    };
    const event = await add({ ...body, contact_ids: [anna.id, anna.id] });
    expect(event).toMatchObject({
      ...body, starts_at: '2026-05-15T20:00:00', ends_at: '2026-05-15T22:30:00', time_zone: 'Europe/Berlin', all_day: false, rrule: null, exdates: [], source: 'manual', entry_id: null, series_id: null,
      contacts: [{ id: anna.id, full_name: 'Anna Berg' }], attendees: [body.attendees[0], { name: 'Tom', email: null, contact_id: null, status: 'needs_action' }],
      reminders: [{ minutes_before: 30, days_before: null, at_time: null }, { minutes_before: null, days_before: 1, at_time: '18:00' }],
    });
    expect((await ada.get(`/calendar/events/${event.id}`)).body.event).toEqual(event);
    const [shown] = await list('2026-05-15', '2026-05-16');
    expect(shown).toMatchObject({ event_id: event.id, kind: 'event', start: '2026-05-15T20:00:00+02:00', end: '2026-05-15T22:30:00+02:00', local_start: '2026-05-15T20:00:00', color: '#ff8800', repeats: false, contacts: [{ id: anna.id }] });
    expect((await list('2026-05-15', '2026-05-16', `&contact_id=${anna.id}`)).length).toBe(1);
  });

  it('fills in an hour, a day, the zone and the calendar', async () => {
    const calendar = (await ada.get('/calendars')).body.data[0];
    expect(calendar).toMatchObject({ name: 'Calendar', is_default: true });
    expect(await add({ title: 'Call', starts_at: '2026-05-15T20:00:30' })).toMatchObject({ ends_at: '2026-05-15T21:00:30', time_zone: 'Europe/Berlin', calendar_id: calendar.id });
    expect(await add({ title: 'Holiday', starts_at: '2026-05-15', time_zone: 'Asia/Tokyo' })).toMatchObject({ ends_at: '2026-05-16', time_zone: null, all_day: true });
    expect(await add({ title: 'Anywhere', starts_at: '2026-05-15T09:00', time_zone: null })).toMatchObject({ time_zone: null });
  });

  it('shows each moment where one is', async () => {
    await add({ title: 'Tokyo', starts_at: '2026-05-15T01:00', time_zone: 'Asia/Tokyo' });
    await add({ title: 'Floating', starts_at: '2026-05-15T09:00', time_zone: null });
    await add({ title: 'Whole', starts_at: '2026-05-15', ends_at: '2026-05-17' });
    const berlin = await list('2026-05-14', '2026-05-16');
    expect(berlin.map((one) => [one.title, one.start, one.local_start])).toEqual([
      ['Tokyo', '2026-05-15T01:00:00+09:00', '2026-05-14T18:00:00'],
      ['Whole', '2026-05-15T00:00:00+02:00', '2026-05-15'],
      ['Floating', '2026-05-15T09:00:00+02:00', '2026-05-15T09:00:00'],
    ]);
    expect((await list('2026-05-15', '2026-05-16', '&timezone=America/New_York')).map((one) => one.start)).toEqual(['2026-05-15T00:00:00-04:00', '2026-05-15T09:00:00-04:00']);
    expect((await list('2026-05-16', '2026-05-17')).map((one) => one.title)).toEqual(['Whole']); // reaches into it
    expect((await list('2026-05-14T16:00:00Z', '2026-05-14T16:00:01Z')).map((one) => one.title)).toEqual(['Tokyo']);
    expect(await list('2026-05-17', '2026-05-18')).toEqual([]); // the end is exclusive
  });

  it('pages through a window, each once', async () => {
    await add({ title: 'Pill', starts_at: '2026-01-01T08:00', rrule: 'FREQ=DAILY' });
    await add({ title: 'Nap', starts_at: '2026-01-01', rrule: 'FREQ=DAILY;INTERVAL=2' });
    const whole = await list('2026-01-01', '2026-03-01');
    expect(whole).toHaveLength(59 + 30);
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 20; page++) {
      const { body } = await ada.get(`/calendar/events?from=2026-01-01&to=2026-03-01&limit=7${cursor}`);
      seen.push(...body.data.map((one: Occurrence) => one.key));
      if (!body.has_more) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual(whole.map((one) => one.key));
  });

  it('moves, and keeps how long it takes', async () => {
    const event = await add({ title: 'Call', starts_at: '2026-05-15T20:00', ends_at: '2026-05-15T20:45' });
    const patch = async (body: object) => (await ada.patch(`/calendar/events/${event.id}`, body)).body.event;
    expect(await patch({ starts_at: '2026-05-16T09:00' })).toMatchObject({ starts_at: '2026-05-16T09:00:00', ends_at: '2026-05-16T09:45:00' });
    expect(await patch({ starts_at: '2026-05-16' })).toMatchObject({ all_day: true, ends_at: '2026-05-17', time_zone: null });
    expect(await patch({ title: 'Talk', reminders: [{ minutes_before: 5 }] })).toMatchObject({ title: 'Talk', starts_at: '2026-05-16', reminders: [{ minutes_before: 5 }] });
    expect(await patch({ rrule: 'FREQ=WEEKLY' })).toMatchObject({ rrule: 'FREQ=WEEKLY' });
    expect(await patch({ rrule: null })).toMatchObject({ rrule: null });
    expect((await ada.delete(`/calendar/events/${event.id}`)).status).toBe(204);
    expect((await ada.get(`/calendar/events/${event.id}`)).status).toBe(404);
  });

  it.each([
    [{ title: '', starts_at: '2026-05-15' }, 400],
    [{ starts_at: '2026-05-15' }, 400],
    [{ title: 'x', starts_at: '2026-02-30' }, 400],
    [{ title: 'x', starts_at: '2026-05-15T25:00' }, 400],
    [{ title: 'x', starts_at: '1600-01-01' }, 400],
    [{ title: 'x', starts_at: '2026-05-15T20:00Z' }, 400],
    [{ title: 'x', starts_at: '2026-05-15', reminders: [{}] }, 400],
    [{ title: 'x', starts_at: '2026-05-15', reminders: [{ minutes_before: 5, at_time: '10:00' }] }, 400],
    [{ title: 'x', starts_at: '2026-05-15T20:00', ends_at: '2026-05-15T19:00' }, 422],
    [{ title: 'x', starts_at: '2026-05-15T20:00', ends_at: '2026-05-16' }, 422],
    [{ title: 'x', starts_at: '2026-05-15', ends_at: '2026-05-15' }, 422],
    [{ title: 'x', starts_at: '2026-05-15', ends_at: '2028-05-15' }, 422],
    [{ title: 'x', starts_at: '2199-12-31T23:30' }, 422],
    [{ title: 'x', starts_at: '2026-05-15T20:00', time_zone: 'Mars/Base' }, 422],
    [{ title: 'x', starts_at: '2026-05-15T20:00', rrule: 'FREQ=SECONDLY' }, 422],
    [{ title: 'x', starts_at: '2026-05-15T20:00', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 422],
    [{ title: 'x', starts_at: '2026-05-15', calendar_id: '00000000-0000-7000-8000-000000000000' }, 404],
    [{ title: 'x', starts_at: '2026-05-15', contact_ids: ['00000000-0000-7000-8000-000000000000'] }, 404],
    [{ title: 'x', starts_at: '2026-05-15', attendees: [{ name: 'y', contact_id: '00000000-0000-7000-8000-000000000000' }] }, 404],
  ])('refuses %j with %i and keeps nothing', async (body, status) => {
    expect((await ada.post('/calendar/events', body)).status).toBe(status);
    expect(await list('2026-01-01', '2026-12-31')).toEqual([]);
  });

  it.each([['from=2026-01-01&to=2026-01-01', 422], ['from=2026-01-01&to=2027-03-01', 422], ['from=2026-01-01', 400], ['from=x&to=y', 400], ['from=2026-01-01&to=2026-02-01&timezone=Mars/Base', 422], ['from=2026-01-01&to=2026-02-01&kinds=party', 400], ['from=2026-01-01&to=2026-02-01&cursor=x', 400]])('refuses the window %s with %i', async (query, status) => {
    expect((await ada.get(`/calendar/events?${query}`)).status).toBe(status);
  });

  it('is found by words, by its person, and under its new name', async () => {
    const anna = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact;
    const event = await add({ title: 'Dinner', place: 'Trattoria Lupo', starts_at: '2026-05-15T20:00', contact_ids: [anna.id] });
    const find = async (q: string) => (await ada.get(`/search?q=${q}&kind=event`)).body.data;
    expect(await find('trattoria')).toMatchObject([{ id: event.id, title: 'Dinner', contact_id: anna.id, contact_name: 'Anna Berg' }]);
    expect(await find('anna dinner')).toHaveLength(1);
    await ada.patch(`/calendar/events/${event.id}`, { title: 'Supper', contact_ids: [] });
    expect(await find('dinner')).toEqual([]);
    expect(await find('anna supper')).toEqual([]);
    expect(await find('supper')).toHaveLength(1);
    await ada.post('/undo', {});
    expect(await find('anna dinner')).toMatchObject([{ title: 'Dinner' }]);
  });
});

describe('a repeating event', () => {
  it('comes as often as it says', async () => {
    await daily();
    expect(await week()).toEqual(days(4, 5, 6, 7, 8, 9));
  });

  it('this: one occurrence is moved, said otherwise, and is not there twice', async () => {
    const event = await daily();
    const { status, body } = await ada.patch(scope(event, 'this', 6), { starts_at: '2026-05-06T18:00', title: 'Run' });
    expect(status).toBe(200);
    expect(body.event).toMatchObject({ series_id: event.id, recurrence_id: '2026-05-06T08:00:00', starts_at: '2026-05-06T18:00:00', ends_at: '2026-05-06T18:30:00', title: 'Run', rrule: null });
    const expected = [...days(4, 5), '2026-05-06T18:00:00 Run', ...days(7, 8, 9)];
    expect(await week()).toEqual(expected);
    // again, by the occurrence and by its own id
    await ada.patch(scope(event, 'this', 6), { title: 'Jog' });
    await ada.patch(`/calendar/events/${body.event.id}`, { place: 'Park' });
    expect((await list('2026-05-06', '2026-05-07'))[0]).toMatchObject({ title: 'Jog', place: 'Park', occurrence: '2026-05-06T08:00:00', altered: true, repeats: true });
    for (let i = 0; i < 3; i++) expect((await ada.post('/undo', {})).status).toBe(200);
    expect(await week()).toEqual(days(4, 5, 6, 7, 8, 9));
  });

  it('this and following: the series is cut in two, and exceptions go along', async () => {
    const event = await add({ title: 'Walk', starts_at: '2026-05-04T08:00', ends_at: '2026-05-04T08:30', rrule: 'FREQ=DAILY;COUNT=6', reminders: [{ minutes_before: 10 }] });
    await ada.delete(scope(event, 'this', 5));
    await ada.delete(scope(event, 'this', 8));
    await ada.patch(scope(event, 'this', 9), { title: 'Run' });
    const { body } = await ada.patch(scope(event, 'following', 7), { starts_at: '2026-05-07T09:00', title: 'Hike' });
    expect(body.event).toMatchObject({ rrule: 'FREQ=DAILY;COUNT=3', starts_at: '2026-05-07T09:00:00', exdates: ['2026-05-08T09:00:00'], reminders: [{ minutes_before: 10 }] });
    expect(body.event.id).not.toBe(event.id);
    expect(await week()).toEqual([...days(4, 6), '2026-05-07T09:00:00 Hike', '2026-05-09T08:00:00 Run']);
    expect((await ada.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ rrule: 'FREQ=DAILY;UNTIL=20260506', exdates: ['2026-05-05T08:00:00'] });
    expect((await ada.post('/undo', {})).status).toBe(200);
    expect(await week()).toEqual([...days(4, 6, 7), '2026-05-09T08:00:00 Run']);
    expect((await ada.post('/redo', {})).status).toBe(200);
    expect(await week()).toEqual([...days(4, 6), '2026-05-07T09:00:00 Hike', '2026-05-09T08:00:00 Run']);
  });

  it('all: the series moves with the occurrence that was moved', async () => {
    const event = await add({ title: 'Walk', starts_at: '2026-05-05T08:00', rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=3' });
    await ada.delete(scope(event, 'this', 12));
    const { body } = await ada.patch(scope(event, 'all', 19), { starts_at: '2026-05-20T10:00' });
    expect(body.event).toMatchObject({ starts_at: '2026-05-06T10:00:00', ends_at: '2026-05-06T11:00:00', rrule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=3', exdates: ['2026-05-13T10:00:00'] });
    expect(await starts('2026-05-01', '2026-06-01')).toEqual(['2026-05-06T10:00:00 Walk', '2026-05-20T10:00:00 Walk']);
    const whole = (await ada.patch(`/calendar/events/${event.id}`, { starts_at: '2026-05-06' })).body.event;
    expect(whole).toMatchObject({ all_day: true, starts_at: '2026-05-06', exdates: ['2026-05-13'] });
    expect(await starts('2026-05-01', '2026-06-01')).toEqual(['2026-05-06 Walk', '2026-05-20 Walk']);
    for (let i = 0; i < 4; i++) expect((await ada.post('/undo', {})).status).toBe(200);
    expect((await ada.get(`/calendar/events/${event.id}`)).status).toBe(404);
  });

  it('following from the first one is all', async () => {
    const event = await daily();
    expect((await ada.patch(scope(event, 'following', 4), { title: 'Run' })).body.event.id).toBe(event.id);
    expect((await ada.delete(scope(event, 'following', 4))).status).toBe(204);
    expect(await week()).toEqual([]);
  });

  it('another rule lets go of exceptions it has no day for', async () => {
    const event = await daily();
    await ada.delete(scope(event, 'this', 5));
    await ada.patch(scope(event, 'this', 6), { title: 'Run' });
    expect((await ada.patch(`/calendar/events/${event.id}`, { rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=3' })).body.event.exdates).toEqual([]);
    expect(await week()).toEqual([days(4)[0], '2026-05-06T08:00:00 Run', days(8)[0]]);
  });

  it('deletes one, what follows, and all; each delete can be taken back on its own', async () => {
    const event = await daily();
    const first = await ada.delete(scope(event, 'this', 5));
    await ada.delete(scope(event, 'this', 7));
    await ada.delete(scope(event, 'following', 9));
    expect(await week()).toEqual(days(4, 6, 8));
    expect((await ada.post('/undo', { action_id: first.headers['kith-action-id'] })).status).toBe(200);
    expect(await week()).toEqual(days(4, 5, 6, 8));
    expect((await ada.delete(`/calendar/events/${event.id}`)).status).toBe(204);
    expect(await week()).toEqual([]);
    await ada.post('/undo', {});
    expect(await week()).toEqual(days(4, 5, 6, 8));
  });

  it('deletes an occurrence that was changed, by its own id', async () => {
    const event = await daily();
    const run = (await ada.patch(scope(event, 'this', 6), { title: 'Run' })).body.event;
    expect((await ada.delete(`/calendar/events/${run.id}`)).status).toBe(204);
    expect(await week()).toEqual(days(4, 5, 7, 8, 9));
    expect((await ada.delete(scope(event, 'this', 6))).status).toBe(422);
  });

  it('is whole again when it comes back with its exceptions', async () => {
    const event = await daily();
    await ada.delete(scope(event, 'this', 5));
    await ada.patch(scope(event, 'this', 6), { title: 'Run' });
    const before = await week();
    await ada.delete(`/calendar/events/${event.id}`);
    await ada.post('/undo', {});
    expect(await week()).toEqual(before);
  });

  it.each([
    ['this', '', 422], ['following', '', 422], ['this', '&occurrence=2026-05-20T08:00', 422], ['this', '&occurrence=2026-05-05', 422], ['this', '&occurrence=soon', 400], ['some', '', 400],
  ])('scope=%s%s answers %i', async (which, occurrence, status) => {
    const event = await daily();
    expect((await ada.patch(`/calendar/events/${event.id}?scope=${which}${occurrence}`, { title: 'Run' })).status).toBe(status);
    expect((await ada.delete(`/calendar/events/${event.id}?scope=${which}${occurrence}`)).status).toBe(status);
    expect(await week()).toEqual(days(4, 5, 6, 7, 8, 9));
  });

  it('an occurrence does not repeat of its own', async () => {
    const event = await daily();
    const run = (await ada.patch(scope(event, 'this', 6), { title: 'Run' })).body.event;
    expect((await ada.patch(scope(event, 'this', 7), { rrule: 'FREQ=DAILY' })).status).toBe(422);
    expect((await ada.patch(`/calendar/events/${run.id}`, { rrule: 'FREQ=DAILY' })).status).toBe(422);
  });

  it('two changes of one series at once both hold', async () => {
    const event = await daily();
    const answers = await Promise.all([5, 6, 7, 8].map((day) => ada.delete(scope(event, 'this', day))));
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204, 204]);
    const twice = await Promise.all([ada.patch(scope(event, 'this', 9), { title: 'Run' }), ada.patch(scope(event, 'this', 9), { place: 'Park' })]);
    expect(twice.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await week()).toEqual([...days(4), '2026-05-09T08:00:00 Run']);
  });
});

describe('calendars', () => {
  it('are made, renamed, made the default, and deleted with their events', async () => {
    const work = (await ada.post('/calendars', { name: 'Work', color: '#00aa00' })).body.calendar;
    await add({ title: 'Plan', starts_at: '2026-05-15T20:00', calendar_id: work.id });
    expect((await list('2026-05-15', '2026-05-16', `&calendar_id=${work.id}`))[0]).toMatchObject({ color: '#00aa00', calendar_id: work.id });
    expect((await ada.patch(`/calendars/${work.id}`, { name: 'Job', is_default: true })).body.calendar).toMatchObject({ name: 'Job', is_default: true });
    expect((await ada.get('/calendars')).body.data.map((one: Calendar) => [one.name, one.is_default])).toEqual([['Calendar', false], ['Job', true]]);
    expect((await add({ title: 'New', starts_at: '2026-05-15' })).calendar_id).toBe(work.id);
    expect((await ada.delete(`/calendars/${work.id}`)).body).toMatchObject({ status: 409, error_code: 'default_calendar' });
    await ada.post('/undo', {});
    await ada.post('/undo', {});
    expect((await ada.delete(`/calendars/${work.id}`)).status).toBe(204);
    expect(await list('2026-05-15', '2026-05-16')).toEqual([]);
    await ada.post('/undo', {});
    expect(await list('2026-05-15', '2026-05-16')).toHaveLength(1);
  });

  it('of others are not there', async () => {
    const theirs = (await bob.get('/calendars')).body.data[0].id;
    expect((await ada.get(`/calendars/${theirs}`)).status).toBe(404);
    expect((await ada.post('/calendar/events', { title: 'x', starts_at: '2026-05-15', calendar_id: theirs })).status).toBe(404);
  });
});

describe('people', () => {
  it('have birthdays and dates in the calendar when asked for', async () => {
    const anna = (await ada.post('/contacts', { full_name: 'Anna Berg', birthday: '1992-02-29', important_dates: [{ label: 'Wedding', date: '2015-06-20' }] })).body.contact;
    await ada.post('/contacts', { full_name: 'Tom', birthday: '--12-31', archived: false });
    const kinds = '&kinds=event,birthday,important_date';
    expect(await list('2026-01-01', '2026-12-31')).toEqual([]);
    expect((await list('2026-01-01', '2027-01-02', kinds)).map((one) => [one.starts_at, one.title, one.years, one.kind])).toEqual([
      ['2026-02-28', 'Birthday of Anna Berg', 34, 'birthday'],
      ['2026-06-20', 'Wedding of Anna Berg', 11, 'important_date'],
      ['2026-12-31', 'Birthday of Tom', null, 'birthday'],
    ]);
    expect((await list('2028-02-01', '2028-03-05', kinds)).map((one) => one.starts_at)).toEqual(['2028-02-29']);
    expect((await list('2026-01-01', '2026-12-31', `${kinds}&contact_id=${anna.id}`))).toHaveLength(2);
    await ada.patch(`/contacts/${anna.id}`, { archived: true });
    expect((await list('2026-01-01', '2026-12-30', kinds))).toEqual([]);
  });

  it('who are deleted leave their events, without them; undo ties them again', async () => {
    const anna = (await ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact;
    const event = await add({ title: 'Dinner', starts_at: '2026-05-15T20:00', contact_ids: [anna.id], attendees: [{ name: 'Anna', contact_id: anna.id }, { name: 'Tom' }] });
    await ada.delete(`/contacts/${anna.id}`);
    expect((await ada.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ contacts: [], attendees: [{ name: 'Tom' }] });
    await ada.post('/undo', {});
    expect((await ada.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ contacts: [{ id: anna.id }], attendees: [{ contact_id: anna.id }, { name: 'Tom' }] });
    for (const [path, contacts] of [['/redo', 0], ['/undo', 1]] as const) {
      expect((await ada.post(path, {})).status).toBe(200);
      expect((await ada.get(`/calendar/events/${event.id}`)).body.event.contacts).toHaveLength(contacts);
    }
  });
});
