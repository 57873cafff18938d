import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STEADY, steadyTime } from '../../../../test/days.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { endsOf } from './ended.ts';
import { remind } from './reminders.jobs.ts';

let kith: TestKith;
let other: TestKith;
let ada: Client;
let anna: string;
beforeAll(async () => {
  kith = await testKith();
  other = await testKith({}, kith);
});
beforeEach(async () => {
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: STEADY });
  anna = (await ada.post('/contacts', { full_name: 'Anna Berg', cadence_weeks: 2 })).body.contact.id;
});
afterAll(async () => {
  await other.close();
  await kith.close();
});

const MINUTE = 60_000;
const lookAt = (time: number) => remind(kith.platform, new Date(time));
const meet = async (body: object) => {
  const answer = await ada.post('/calendar/events', { title: 'Coffee', contact_ids: [anna], ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.event;
};
const last = async (id = anna) => (await ada.get(`/contacts/${id}`)).body.contact.last_interaction_at;
const minutesAgo = async () => Math.round((Date.now() - Date.parse(await last())) / MINUTE);

describe('a meeting that has ended is contact', () => {
  it('once it has ended, not before, and the cadence begins anew', async () => {
    await meet({ starts_at: steadyTime(-30), ends_at: steadyTime(30) });
    await lookAt(Date.now());
    expect(await last()).toBe(null);
    await lookAt(Date.now() + 29 * MINUTE);
    expect(await last()).toBe(null);
    await Promise.all([lookAt(Date.now() + 31 * MINUTE), remind(other.platform, new Date(Date.now() + 31 * MINUTE))]);
    expect(await minutesAgo()).toBe(-30);
  });

  it('what is written down afterwards counts too, and the latest wins', async () => {
    await meet({ starts_at: steadyTime(-600), ends_at: steadyTime(-540) });
    await meet({ starts_at: steadyTime(-300), ends_at: steadyTime(-240) });
    await lookAt(Date.now());
    expect(await minutesAgo()).toBe(240);
    await ada.post('/notes', { contact_id: anna, content: 'We talked on the phone.' });
    expect(await minutesAgo()).toBe(0);
  });

  it('of a series the last occurrence, but not those called off, moved or to come', async () => {
    const now = Date.now();
    const start = (days: number) => steadyTime(days * 1440 - 60, now);
    const series = await meet({ starts_at: start(-6), ends_at: steadyTime(-6 * 1440 - 50, now), rrule: 'FREQ=DAILY', time_zone: STEADY });
    await lookAt(Date.now());
    expect(await minutesAgo()).toBe(50);
    await ada.delete(`/calendar/events/${series.id}?scope=this&occurrence=${start(0)}`);
    await lookAt(Date.now());
    expect(await minutesAgo()).toBe(1440 + 50);
    await ada.patch(`/calendar/events/${series.id}?scope=this&occurrence=${start(-1)}`, { contact_ids: [] });
    await lookAt(Date.now());
    expect(await minutesAgo()).toBe(2 * 1440 + 50);
  });

  it('moved into the future, given to somebody else or deleted it is none; undo makes it one again', async () => {
    const ben = (await ada.post('/contacts', { full_name: 'Ben' })).body.contact.id;
    const event = await meet({ starts_at: steadyTime(-120), ends_at: steadyTime(-60) });
    await lookAt(Date.now());
    expect(await minutesAgo()).toBe(60);
    await ada.patch(`/calendar/events/${event.id}`, { starts_at: steadyTime(60) });
    await lookAt(Date.now());
    expect(await last()).toBe(null);
    await ada.post('/undo');
    expect(await minutesAgo()).toBe(60);
    await ada.post('/redo');
    expect(await last()).toBe(null);
    await ada.post('/undo');
    await ada.patch(`/calendar/events/${event.id}`, { contact_ids: [ben] });
    expect([await last(), typeof (await last(ben))]).toEqual([null, 'string']);
    await ada.delete(`/calendar/events/${event.id}`);
    expect(await last(ben)).toBe(null);
    await ada.post('/undo');
    expect(await last(ben)).not.toBe(null);
    await ada.post('/redo');
    expect(await last(ben)).toBe(null);
  });

  it('undo and redo count at once in a shared space too, whole days by where its owner lives', async () => {
    await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin' });
    const { space } = (await ada.post('/spaces', { name: 'Family' })).body;
    const bob = await signUp(kith);
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor')`, [space.id, bob.user.id]);
    await bob.patch('/auth/preferences', { time_zone: 'Pacific/Auckland' });
    bob.headers['kith-space'] = space.id;
    const eva = (await bob.post('/contacts', { full_name: 'Eva' })).body.contact.id;
    const made = await bob.post('/calendar/events', { title: 'Hike', starts_at: '2026-05-01', ends_at: '2026-05-02', contact_ids: [eva] });
    await lookAt(Date.now());
    const met = (await bob.get(`/contacts/${eva}`)).body.contact.last_interaction_at;
    expect(new Date(met).toISOString()).toBe('2026-05-01T22:00:00.000Z');
    await bob.delete(`/calendar/events/${made.body.event.id}`);
    expect((await bob.get(`/contacts/${eva}`)).body.contact.last_interaction_at).toBe(null);
    expect((await bob.post('/undo')).status).toBe(200);
    expect((await bob.get(`/contacts/${eva}`)).body.contact.last_interaction_at).toBe(met);
  });

  it('not with who declined, and not a follow-up', async () => {
    const event = await meet({ starts_at: steadyTime(-120), ends_at: steadyTime(-60), attendees: [{ name: 'Anna', contact_id: anna, status: 'declined' }] });
    await lookAt(Date.now());
    expect(await last()).toBe(null);
    await ada.patch(`/calendar/events/${event.id}`, { attendees: [{ name: 'Anna', contact_id: anna, status: 'accepted' }] });
    expect(await minutesAgo()).toBe(60);
    await ada.patch(`/calendar/events/${event.id}`, { attendees: [{ name: 'Anna', contact_id: anna, status: 'declined' }] });
    expect(await last()).toBe(null);

    const { id } = (await ada.post(`/contacts/${anna}/entries`, { category: 'Actionable', content: 'Call her' })).body.entry;
    const made = (await ada.post('/calendar/create-from-actionable', { contact_id: anna, entry_ids: [id] })).body.created[0].event;
    await ada.patch(`/calendar/events/${made.id}`, { starts_at: steadyTime(-30), ends_at: steadyTime(-20) });
    await lookAt(Date.now());
    expect(await last()).toBe(null);
  });

  it('a merged person takes it along', async () => {
    const event = await meet({ starts_at: steadyTime(-120), ends_at: steadyTime(-60) });
    await lookAt(Date.now());
    const kept = (await ada.post('/contacts', { full_name: 'Anna B.' })).body.contact.id;
    expect((await ada.post(`/contacts/${kept}/merge`, { other_id: anna })).status).toBeLessThan(300);
    expect((await ada.get(`/calendar/events/${event.id}`)).body.event.contacts[0].id).toBe(kept);
    expect(Math.round((Date.now() - Date.parse(await last(kept))) / MINUTE)).toBe(60);
  });

  it('another tenant’s events change nothing here', async () => {
    const bob = await signUp(kith);
    await meet({ starts_at: steadyTime(-120), ends_at: steadyTime(-60) });
    expect((await bob.post('/calendar/events', { title: 'Not mine', starts_at: steadyTime(-50), ends_at: steadyTime(-40), contact_ids: [anna] })).status).toBe(404);
    await lookAt(Date.now());
    expect(await minutesAgo()).toBe(60);
  });
});

describe('endsOf', () => {
  const now = new Date('2026-05-10T12:00:00Z');
  const ends = (starts_at: string, ends_at: string, rrule: string | null = null, skipped: string[] = [], time_zone: string | null = 'UTC') => {
    const found = endsOf({ event_id: '', starts_at, ends_at, rrule, skipped, time_zone }, now, 'Asia/Tokyo');
    return [found.ended_at?.toISOString() ?? null, found.look_at?.toISOString() ?? null];
  };

  it.each([
    ['over', ['2026-05-10T10:00:00', '2026-05-10T11:00:00'], ['2026-05-10T11:00:00.000Z', null]],
    ['going on', ['2026-05-10T11:00:00', '2026-05-10T13:00:00'], [null, '2026-05-10T13:00:00.000Z']],
    ['to come', ['2026-08-10T11:00:00', '2026-08-10T13:00:00'], [null, '2026-08-10T13:00:00.000Z']],
    ['in ten years', ['2036-08-10T11:00:00', '2036-08-10T13:00:00'], [null, '2027-06-04T12:00:00.000Z']],
    ['long ago', ['1950-01-01', '1950-01-02'], ['1950-01-01T15:00:00.000Z', null]],
    ['daily', ['2020-01-01T09:00:00', '2020-01-01T10:00:00', 'FREQ=DAILY'], ['2026-05-10T10:00:00.000Z', '2026-05-11T10:00:00.000Z']],
    ['yearly', ['2001-03-01T09:00:00', '2001-03-01T10:00:00', 'FREQ=YEARLY'], ['2026-03-01T10:00:00.000Z', '2027-03-01T10:00:00.000Z']],
    ['every ten years', ['2001-03-01T09:00:00', '2001-03-01T10:00:00', 'FREQ=YEARLY;INTERVAL=20'], ['2021-03-01T10:00:00.000Z', '2027-06-04T12:00:00.000Z']],
    ['ended for good', ['2026-05-01T09:00:00', '2026-05-01T10:00:00', 'FREQ=DAILY;COUNT=3'], ['2026-05-03T10:00:00.000Z', null]],
  ])('%s', (_, [starts_at, ends_at, rrule], expected) => {
    expect(ends(starts_at!, ends_at!, rrule ?? null, [], starts_at!.length > 10 ? 'UTC' : null)).toEqual(expected);
  });

  it('skips what was called off or moved, and ends a floating event where its owner lives', () => {
    expect(ends('2026-05-01T09:00:00', '2026-05-01T10:00:00', 'FREQ=DAILY', ['2026-05-10T09:00:00', '2026-05-09T09:00:00', '2026-05-11T09:00:00'])).toEqual(['2026-05-08T10:00:00.000Z', '2026-05-12T10:00:00.000Z']);
    expect(ends('2026-05-10T20:00:00', '2026-05-10T20:30:00', null, [], null)).toEqual(['2026-05-10T11:30:00.000Z', null]);
  });
});
