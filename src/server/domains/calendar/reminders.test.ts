import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayIn, STEADY, steadyTime } from '../../../../test/days.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import type { Reminder } from './calendar.schema.ts';
import { remind } from './reminders.jobs.ts';

let kith: TestKith;
/** A second process on the same database. */
let other: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  other = await testKith({}, kith);
});
beforeEach(async () => {
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
});
afterAll(async () => {
  await other.close();
  await kith.close();
});

const MINUTE = 60_000;
const DAY = 86_400_000;
const remindAt = (time: string | number) => remind(kith.platform, new Date(time));
const due = async (query = '') => (await ada.get(`/calendar/reminders?${query}`)).body.data as Reminder[];
const titles = async () => (await due()).map((reminder) => `${reminder.title} ${reminder.occurrence}`);
/** Of an event that starts so many minutes from now. */
const startsIn = (minutes: number) => ({ starts_at: steadyTime(minutes), time_zone: STEADY });
const add = async (body: object) => {
  const answer = await ada.post('/calendar/events', { reminders: [{ minutes_before: 10 }], ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.event;
};
/** As if the event had been there since then. */
const since = (event: { id: string }, time: string) => kith.owner.query('update event_reminders set looked_until = $2, look_at = $2 where event_id = $1', [event.id, time]);

describe('reminders of events', () => {
  it('come when they are due, once', async () => {
    const event = await add({ title: 'Call', ...startsIn(60), place: 'Desk' });
    await remindAt(Date.now());
    await remindAt(Date.now() + 49 * MINUTE);
    expect(await due()).toEqual([]);
    await remindAt(Date.now() + 51 * MINUTE);
    await remindAt(Date.now() + 52 * MINUTE);
    await remindAt(Date.now() + 3 * DAY);
    expect(await due()).toMatchObject([{ kind: 'event', state: 'pending', title: 'Call', place: 'Desk', event_id: event.id, occurrence: event.starts_at, time_zone: STEADY, contact_id: null }]);
  });

  it('two processes at once write one row each', async () => {
    for (let i = 0; i < 20; i++) await add({ title: `Call ${i}`, ...startsIn(30), rrule: 'FREQ=DAILY' });
    await Promise.all([0, 1, 2].flatMap((hours) => [kith, other].map((process) => remind(process.platform, new Date(Date.now() + 25 * MINUTE + hours)))));
    await remindAt(Date.now() + 26 * MINUTE);
    const found = (await due()).map((one) => one.title as string);
    expect(found.toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `Call ${i}`).toSorted());
  });

  it('missed while everything was down: late, once, and of many the latest', async () => {
    const pills = await add({ title: 'Pills', starts_at: '2026-01-01T08:00', rrule: 'FREQ=DAILY', reminders: [{ minutes_before: 0 }] });
    const rent = await add({ title: 'Rent', starts_at: '2026-01-05T10:00', reminders: [{ days_before: 1, at_time: '18:00' }] });
    await since(pills, '2026-01-02T12:00:00Z');
    await since(rent, '2026-01-02T12:00:00Z');
    await Promise.all([remind(kith.platform, new Date('2026-01-06T12:00:00Z')), remind(other.platform, new Date('2026-01-06T12:00:00Z'))]);
    expect((await titles()).toSorted()).toEqual(['Pills 2026-01-06T08:00:00', 'Rent 2026-01-05T10:00:00']);
    expect((await due()).find((one) => one.title === 'Rent')!.due_at).toBe('2026-01-04T17:00:00+00:00');
    await remindAt('2026-01-07T06:59:00Z');
    expect(await titles()).toHaveLength(2);
    await remindAt('2026-01-07T07:00:00Z');
    expect(await titles()).toHaveLength(3);
  });

  it('shift over the gap when the clocks go forward', async () => {
    const event = await add({ title: 'Backup', starts_at: '2026-03-01T02:30', rrule: 'FREQ=DAILY', reminders: [{ minutes_before: 0 }] });
    await since(event, '2026-03-28T12:00:00Z');
    await remindAt('2026-03-29T01:29:00Z');
    expect(await due()).toEqual([]);
    await remindAt('2026-03-29T01:30:00Z'); // 03:30 in Berlin
    expect(await titles()).toEqual(['Backup 2026-03-29T02:30:00']);
  });

  it('of what has no zone come in the zone of the owner, also a new one', async () => {
    const event = await add({ title: 'Holiday', starts_at: '2026-06-10', reminders: [{ days_before: 0, at_time: '09:00' }] });
    await since(event, '2026-06-09T00:00:00Z');
    await remindAt('2026-06-09T12:00:00Z');
    await ada.patch('/auth/preferences', { time_zone: 'America/New_York' });
    await remindAt('2026-06-10T07:30:00Z'); // 09:30 in Berlin, 03:30 in New York
    expect(await due()).toEqual([]);
    await remindAt('2026-06-10T13:00:00Z');
    expect(await titles()).toEqual(['Holiday 2026-06-10']);
  });

  it('follow the event: moved, deleted, one occurrence left out', async () => {
    const event = await add({ title: 'Walk', starts_at: '2026-06-01T08:00', rrule: 'FREQ=DAILY', reminders: [{ minutes_before: 30 }] });
    const one = (day: string) => `/calendar/events/${event.id}?scope=this&occurrence=${day}T08:00`;
    await since(event, '2026-06-02T12:00:00Z');
    await remindAt('2026-06-02T12:01:00Z');
    await ada.delete(one('2026-06-03'));
    const moved = (await ada.patch(one('2026-06-04'), { starts_at: '2026-06-04T12:00' })).body.event;
    await since(event, '2026-06-02T12:01:00Z');
    await since(moved, '2026-06-02T12:01:00Z');
    await remindAt('2026-06-04T09:00:00Z');
    expect(await due()).toEqual([]);
    await remindAt('2026-06-04T09:30:00Z');
    expect(await titles()).toEqual(['Walk 2026-06-04T12:00:00']);
    await remindAt('2026-06-05T05:30:00Z');
    expect(await titles()).toEqual(['Walk 2026-06-05T08:00:00', 'Walk 2026-06-04T12:00:00']);
    await ada.delete(one('2026-06-05'));
    expect(await titles()).toEqual(['Walk 2026-06-04T12:00:00']);
    await ada.post('/undo', {});
    expect(await titles()).toHaveLength(2);
    const gone = await ada.delete(`/calendar/events/${event.id}`);
    expect(await due()).toEqual([]);
    expect((await ada.post('/undo', { action_id: gone.headers['kith-action-id'] })).status).toBe(200);
    expect(await titles()).toHaveLength(2);
  });

  it('making an event can be undone after its reminder came', async () => {
    await add({ title: 'Call', ...startsIn(5) });
    await remindAt(Date.now() + MINUTE);
    expect((await ada.post('/undo', {})).status).toBe(200);
    expect(await due()).toEqual([]);
  });

  it('an event thought of late reminds at once', async () => {
    await add({ title: 'Soon', ...startsIn(5) });
    await remindAt(Date.now());
    await remindAt(Date.now() + 7 * MINUTE);
    expect((await due()).map((one) => one.title)).toEqual(['Soon']);
  });

  it('a new event in the past reminds of nothing', async () => {
    await add({ title: 'Old', starts_at: '2020-01-01T10:00' });
    await add({ title: 'Far', starts_at: '2150-01-01T10:00' });
    await remindAt(Date.now() + DAY);
    expect(await due()).toEqual([]);
  });
});

describe('what one does with a reminder', () => {
  const one = async () => {
    await add({ title: 'Call', ...startsIn(5) });
    await remindAt(Date.now() + MINUTE);
    return (await due())[0]!.id as string;
  };

  it('dismisses it; undo brings it back', async () => {
    const id = await one();
    expect((await ada.post(`/calendar/reminders/${id}/dismiss`)).body.reminder.state).toBe('dismissed');
    expect((await ada.post(`/calendar/reminders/${id}/dismiss`)).status).toBe(200);
    expect(await due()).toEqual([]);
    expect((await due('due=false'))[0]!.state).toBe('dismissed');
    await ada.post('/undo', {});
    expect(await due()).toHaveLength(1);
  });

  it('snoozes it, and it comes again', async () => {
    const id = await one();
    const { status, body } = await ada.post(`/calendar/reminders/${id}/snooze`, { minutes: 30 });
    expect([status, body.reminder.state]).toEqual([200, 'snoozed']);
    expect(Date.parse(body.reminder.snoozed_until) - Date.now()).toBeGreaterThan(29 * MINUTE);
    await remindAt(Date.now() + 29 * MINUTE);
    expect(await due()).toEqual([]);
    await remindAt(Date.now() + 31 * MINUTE);
    expect(await due()).toMatchObject([{ state: 'pending', snoozed_until: null }]);
    expect((await ada.post(`/calendar/reminders/${id}/snooze`, { minutes: 0 })).status).toBe(400);
  });

  it('has been shown: other pages know, and there is nothing to undo', async () => {
    const id = await one();
    expect((await ada.post(`/calendar/reminders/${id}/shown`)).body.reminder.state).toBe('shown');
    expect(await due()).toMatchObject([{ state: 'shown' }]);
    await ada.post('/undo', {}); // the event
    expect(await due()).toEqual([]);
  });

  it.each(['dismiss', 'shown', 'snooze'])('404: %s of another’s', async (verb) => {
    const id = await one();
    const bob = await signUp(kith);
    expect((await bob.post(`/calendar/reminders/${id}/${verb}`, verb === 'snooze' ? {} : undefined)).status).toBe(404);
    expect((await bob.get('/calendar/reminders')).body.data).toEqual([]);
  });
});

describe('birthdays and dates of people', () => {
  const person = async (body: object) => (await ada.post('/contacts', { full_name: 'Anna Berg', ...body })).body.contact;
  const lookedUntil = (time: string) => kith.owner.query('update date_looks set looked_until = $2, look_at = $2 where space_id = $1', [ada.space.id, time]);

  it('are announced at nine, a week before and on the day', async () => {
    const anna = await person({ birthday: '1990-05-17', important_dates: [{ label: 'Wedding', date: '--05-17' }] });
    await lookedUntil('2026-05-09T12:00:00Z');
    await remindAt('2026-05-10T06:59:00Z');
    expect(await due()).toEqual([]);
    await remindAt('2026-05-10T07:00:00Z');
    expect((await due()).map((one) => [one.title, one.days_before, one.contact_id, one.kind]).toSorted()).toEqual([['Birthday of Anna Berg', 7, anna.id, 'birthday'], ['Wedding of Anna Berg', 7, anna.id, 'important_date']]);
    await remindAt('2026-05-16T20:00:00Z');
    expect(await due()).toHaveLength(2);
    await Promise.all([remind(kith.platform, new Date('2026-05-17T07:00:30Z')), remind(other.platform, new Date('2026-05-17T07:00:30Z'))]);
    expect((await due()).filter((one) => one.days_before === 0)).toHaveLength(2);
    await remindAt('2026-05-18T07:00:30Z');
    expect(await due()).toHaveLength(4);
  });

  it('when and how long before is the owner’s choice', async () => {
    await person({ birthday: '1990-05-17' });
    expect((await ada.patch('/auth/preferences', { birthday_days_before: [3, 1], birthday_time: '18:30' })).body.preferences).toMatchObject({ birthday_reminders: true, birthday_days_before: [3, 1], birthday_time: '18:30' });
    await lookedUntil('2026-05-09T12:00:00Z');
    await remindAt('2026-05-14T16:29:00Z');
    expect(await due()).toEqual([]);
    await remindAt('2026-05-14T16:30:00Z');
    await remindAt('2026-05-16T16:30:00Z');
    await remindAt('2026-05-17T16:30:00Z');
    expect((await due()).map((one) => [one.days_before, one.due_at])).toEqual([[1, '2026-05-16T16:30:00+00:00'], [3, '2026-05-14T16:30:00+00:00']]);
  });

  it('turned off nothing is announced; a choice made today holds today, and nothing comes twice', async () => {
    const today = dayIn('Europe/Berlin').slice(5);
    await person({ birthday: `1992-${today}` });
    await ada.patch('/auth/preferences', { birthday_reminders: false });
    await remindAt(Date.now());
    expect(await due()).toEqual([]);
    await ada.patch('/auth/preferences', { birthday_reminders: true, birthday_time: '00:00' });
    await remindAt(Date.now());
    expect(await due()).toHaveLength(1);
    await ada.patch('/auth/preferences', { birthday_time: '00:01' });
    await remindAt(Date.now() + MINUTE);
    expect(await due()).toHaveLength(1);
  });

  it('of one person come when that person’s days say, or never', async () => {
    const own = await person({ full_name: 'Own Days', birthday: '--05-17', important_dates: [{ label: 'Wedding', date: '--05-17' }], birthday_days_before: [14] });
    const never = await person({ full_name: 'Never', birthday: '--05-17' });
    await person({ full_name: 'As Usual', birthday: '--05-17' });
    expect(own.birthday_days_before).toEqual([14]);
    expect((await ada.patch(`/contacts/${never.id}`, { birthday_days_before: [] })).body.contact.birthday_days_before).toEqual([]);
    await lookedUntil('2026-05-02T12:00:00Z');
    await remindAt('2026-05-03T07:00:00Z');
    const shown = async () => (await due()).map((one) => [one.contact_name, one.days_before]).toSorted();
    expect(await shown()).toEqual([['Own Days', 14], ['Own Days', 14]]);
    await remindAt('2026-05-10T07:00:00Z');
    await remindAt('2026-05-17T07:00:00Z');
    expect(await shown()).toEqual([['As Usual', 0], ['As Usual', 7], ['Own Days', 14], ['Own Days', 14]]);
    // also when birthdays are not announced at all: this one was asked for
    await ada.patch('/auth/preferences', { birthday_reminders: false });
    await ada.patch(`/contacts/${never.id}`, { birthday_days_before: [1] });
    await lookedUntil('2026-05-15T12:00:00Z');
    await remindAt('2026-05-17T07:00:00Z');
    expect((await shown()).filter(([name]) => name === 'Never')).toEqual([['Never', 1]]);
  });

  it('what waits goes when somebody wants none, and comes back with undo', async () => {
    const today = dayIn('Europe/Berlin').slice(5);
    const anna = await person({ birthday: `1992-${today}` });
    await ada.patch('/auth/preferences', { birthday_reminders: false, birthday_time: '00:00' });
    await remindAt(Date.now());
    expect(await due()).toEqual([]);
    await ada.patch(`/contacts/${anna.id}`, { birthday_days_before: [0] }); // holds today
    await remindAt(Date.now());
    expect(await due()).toHaveLength(1);
    const { headers } = await ada.patch(`/contacts/${anna.id}`, { birthday_days_before: [] });
    expect(await due()).toEqual([]);
    expect((await ada.post('/undo', { action_id: headers['kith-action-id'] })).status).toBe(200);
    expect((await ada.get(`/contacts/${anna.id}`)).body.contact.birthday_days_before).toEqual([0]);
    expect(await due()).toHaveLength(1);
    await remindAt(Date.now() + MINUTE);
    expect(await due()).toHaveLength(1);
  });

  it('a merge keeps the choice, and takes it back', async () => {
    const merged = async (kept: unknown, other: unknown, choices?: object) => {
      const [a, b] = [await person({ birthday_days_before: kept }), await person({ birthday_days_before: other })];
      const { body } = await ada.post(`/contacts/${a.id}/merge`, { other_id: b.id, ...(choices ? { choices } : {}) });
      const after = body.contact?.birthday_days_before;
      if (body.merge) await ada.post(`/merges/${body.merge.id}/undo`);
      return [body.contact ? after : body.field, (await ada.get(`/contacts/${a.id}`)).body.contact.birthday_days_before, (await ada.get(`/contacts/${b.id}`)).body.contact.birthday_days_before];
    };
    expect(await merged(null, [])).toEqual([[], null, []]);
    expect(await merged([], [7])).toEqual([[], [], [7]]);
    expect(await merged([0, 7], [14], { birthday_days_before: 'other' })).toEqual([[14], [0, 7], [14]]);
    expect(await merged([0], [14], { birthday_days_before: 'both' })).toEqual(['choices.birthday_days_before', [0], [14]]);
  });

  it.each([[[-1]], [[61]], [[0, 1, 2, 3, 4, 5, 6]], ['never'], [[null]], [[0.5]]])('400: days of one person %j', async (birthday_days_before) => {
    expect((await ada.post('/contacts', { full_name: 'Anna', birthday_days_before })).body).toMatchObject({ status_code: 400 });
  });

  it.each([{ birthday_days_before: [-1] }, { birthday_days_before: [61] }, { birthday_days_before: [0, 1, 2, 3, 4, 5, 6] }, { birthday_days_before: null }, { birthday_time: '24:00' }, { birthday_time: '9:00' }, { birthday_reminders: 'no' }])('400: %j', async (patch) => {
    expect((await ada.patch('/auth/preferences', patch)).status).toBe(400);
  });

  it('missed for days: only the nearest word about each', async () => {
    await person({ birthday: '--05-17' });
    await lookedUntil('2026-05-08T12:00:00Z');
    await remindAt('2026-05-19T07:00:00Z');
    expect((await due()).map((one) => [one.occurrence, one.days_before])).toEqual([['2026-05-17', 0]]);
  });

  it('29 February is the 28th in other years', async () => {
    await person({ birthday: '1992-02-29' });
    await lookedUntil('2026-02-27T12:00:00Z');
    await remindAt('2026-02-28T09:00:00Z');
    expect((await due()).map((one) => one.occurrence)).toEqual(['2026-02-28']);
    await remindAt('2026-03-02T09:00:00Z');
    expect(await due()).toHaveLength(1);
  });

  it('of who is archived or gone are not announced', async () => {
    await person({ birthday: '--05-17', archived: true });
    const gone = await person({ birthday: '--05-17' });
    await lookedUntil('2026-05-16T12:00:00Z');
    await remindAt('2026-05-17T08:00:00Z');
    expect(await due()).toHaveLength(1);
    await ada.delete(`/contacts/${gone.id}`);
    expect(await due()).toEqual([]);
    await ada.post('/undo', {});
    expect(await due()).toHaveLength(1);
  });
});

it('reminders of what is gone are swept, those of what is there stay', async () => {
  await add({ title: 'Stays', ...startsIn(5) });
  const gone = await add({ title: 'Goes', ...startsIn(5) });
  await remindAt(Date.now() + MINUTE);
  await ada.delete(`/calendar/events/${gone.id}`);
  await kith.owner.query(`update reminders set updated_at = now() - interval '40 days' where space_id = $1`, [ada.space.id]);
  await kith.owner.query('select kith.sweep_reminders()');
  expect((await kith.owner.query('select count(*)::int as n from reminders where space_id = $1', [ada.space.id])).rows[0].n).toBe(1);
  expect((await due()).map((one) => one.title)).toEqual(['Stays']);
});
