import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayIn } from '../../../../test/days.ts';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import type { FollowUp, FollowUpsAnswer } from './calendar.schema.ts';

type Created = FollowUpsAnswer['created'][number];

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
});
beforeEach(async () => {
  ada = await signUp(kith);
  await ada.patch('/auth/preferences', { time_zone: 'Europe/Berlin', locale: 'en-GB' });
});
afterAll(() => kith.close());

const extract = (body: object) => ada.post('/calendar/extract-datetime', body);
const NOW = '2026-03-10T15:20'; // a Tuesday

describe('extract-datetime', () => {
  it.each([
    ['Call Anna tomorrow at 3pm', '2026-03-11', '15:00', '2026-03-11T15:00:00+01:00'],
    ['Meet on 12/04/2026 at 5:30 pm', '2026-04-12', '17:30', '2026-04-12T17:30:00+02:00'],
    ['Party on January 3rd', '2027-01-03', null, null],
  ])('%s', async (text, date, time, datetime) => {
    const { status, body } = await extract({ text, now: NOW });
    expect(status).toBe(200);
    expect(body).toMatchObject({ date, time, datetime, timezone: 'Europe/Berlin' });
    expect(text).toContain(body.extracted_text);
    expect(['high', 'medium', 'low']).toContain(body.confidence);
  });

  it('answers nulls when there is none', async () => {
    expect((await extract({ text: 'She likes sailing.' })).body).toEqual({ date: null, time: null, datetime: null, timezone: 'Europe/Berlin', confidence: null, extracted_text: null, until: null });
  });

  it.each([
    ['Lunch with Anna tomorrow 12 to 13:30', { date: '2026-03-11', time: '13:30', datetime: '2026-03-11T13:30:00+01:00', text: null }],
    ['call tomorrow 3-4pm', { date: '2026-03-11', time: '16:00', text: null }],
    ['walk tomorrow at 5pm with Tom for 2 hours', { date: '2026-03-11', time: '19:00', text: 'for 2 hours' }],
    ['flight 22:15 tomorrow until 6:30', { date: '2026-03-12', time: '06:30', text: 'until 6:30' }],
    ['Dinner Friday 8pm (2h)', { date: '2026-03-13', time: '22:00', text: '(2h)' }],
    ['Rome on Friday for 3 days', { date: '2026-03-15', time: null, datetime: null, text: 'for 3 days' }],
    ['party sat 10pm-2am', { date: '2026-03-15', time: '02:00', text: null }],
    ['Night shift 28 March at 22:00 for 8 hours', { date: '2026-03-29', time: '07:00', datetime: '2026-03-29T07:00:00+02:00', text: 'for 8 hours' }],
  ])('%s: until then', async (text, until) => {
    expect((await extract({ text, now: NOW })).body.until).toMatchObject(until);
  });

  it.each(['Dinner tomorrow at 8pm for two', 'Meet tomorrow at 5, the first time for two months', 'tomorrow'])('%s: nothing is said of an end', async (text) => {
    expect((await extract({ text, now: NOW })).body).toMatchObject({ date: '2026-03-11', until: null });
  });

  it('is for viewers too: it changes nothing', async () => {
    const { space } = (await ada.post('/spaces', { name: 'Shared' })).body;
    const bob = await signUp(kith);
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, bob.user.id]);
    const asBob = (path: string, body: object) => bob.post(path, body, { 'kith-space': space.id });
    expect(await asBob('/calendar/extract-datetime', { text: 'tomorrow at 9am', now: NOW })).toMatchObject({ status: 200, body: { date: '2026-03-11' } });
    expect((await asBob('/calendar/events', { title: 'x', starts_at: '2026-03-11' })).status).toBe(403);
  });

  it('takes null for what is not said', async () => {
    expect((await extract({ text: 'tomorrow at 9am', now: null, timezone: null })).body).toMatchObject({ time: '09:00', timezone: 'Europe/Berlin' });
  });

  it('takes the zone and the present it is told', async () => {
    expect((await extract({ text: 'tomorrow at 9am', now: '2026-03-10T23:30:00Z', timezone: 'Asia/Tokyo' })).body).toMatchObject({ datetime: '2026-03-12T09:00:00+09:00', timezone: 'Asia/Tokyo' });
  });

  it.each([[{}, 400], [{ text: '' }, 400], [{ text: 'x'.repeat(10_001) }, 400], [{ text: 'tomorrow', now: 'soon' }, 422], [{ text: 'tomorrow', timezone: 'Mars/Base' }, 422]])('refuses %j with %i', async (body, status) => {
    expect((await extract(body)).status).toBe(status);
  });
});

describe('create-from-actionable', () => {
  const person = async () => (await ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact;
  const entry = async (contact: { id: string }, content: string, category = 'Actionable') => (await ada.post(`/contacts/${contact.id}/entries`, { category, content })).body.entry;
  const follow = (body: object) => ada.post('/calendar/create-from-actionable', body);
  const writtenAt = (id: string, time: string) => kith.owner.query('update entries set created_at = $2 where id = $1', [id, time]);

  it('takes the end along', async () => {
    const anna = await person();
    const { id } = await entry(anna, 'Walk with her tomorrow at 5pm for 90 minutes');
    await writtenAt(id, '2026-03-10T14:20:00Z');
    expect((await follow({ contact_id: anna.id })).body.created[0].event).toMatchObject({ starts_at: '2026-03-11T17:00:00', ends_at: '2026-03-11T18:30:00' });
  });

  it('puts nothing into the past because of what it is about', async () => {
    const anna = await person();
    const ids = await Promise.all(['Thank her for the dinner last Friday', 'Ask how the interview yesterday went', 'Pay her back for 3 days ago', 'Write about the concert of 5 May 2020'].map(async (content) => (await entry(anna, content)).id));
    const { created } = (await follow({ contact_id: anna.id })).body as FollowUpsAnswer;
    const tomorrow = dayIn('Europe/Berlin', 1);
    const by = (id: string) => created.find((one) => one.entry_id === id)!;
    for (const id of ids.slice(0, 3)) expect(by(id)).toMatchObject({ event: { starts_at: `${tomorrow}T09:00:00` }, date_source: { extracted_text: null, confidence: 'low', default: true } });
    expect(by(ids[3]!).event.starts_at).toBe('2020-05-05');
  });

  it('makes an event of each, on the date in its text as of the day it was written', async () => {
    const anna = await person();
    const call = await entry(anna, 'Call her tomorrow at 3pm about the boat');
    const photos = await entry(anna, 'Send the photos on March 20th');
    const wine = await entry(anna, 'Buy her a good wine');
    await entry(anna, 'Wants to sail tomorrow', 'Goals');
    for (const { id } of [call, photos, wine]) await writtenAt(id, '2026-03-10T14:20:00Z');
    const { status, body } = await follow({ contact_id: anna.id });
    expect(status).toBe(201);
    expect(body.skipped).toBe(0);
    const by = (id: string) => body.created.find((one: Created) => one.entry_id === id);
    expect(by(call.id)).toMatchObject({ event: { title: call.content, starts_at: '2026-03-11T15:00:00', time_zone: 'Europe/Berlin', source: 'actionable', entry_id: call.id, contacts: [{ id: anna.id }] }, date_source: { extracted_text: 'tomorrow at 3pm', default: false } });
    expect(by(photos.id)).toMatchObject({ event: { starts_at: '2026-03-20', all_day: true }, date_source: { default: false } });
    const tomorrow = dayIn('Europe/Berlin', 1);
    expect(by(wine.id)).toMatchObject({ event: { starts_at: `${tomorrow}T09:00:00` }, date_source: { extracted_text: null, confidence: 'low', default: true } });
    expect(body.created).toHaveLength(3);
  });

  it('a second call makes nothing, two at once make one each, and one undo takes all back', async () => {
    const anna = await person();
    for (let i = 0; i < 5; i++) await entry(anna, `Call her about thing ${i}`);
    const both = await Promise.all([follow({ contact_id: anna.id }), follow({ contact_id: anna.id })]);
    expect(both.reduce((sum, answer) => sum + answer.body.created.length, 0)).toBe(5);
    const again = await follow({ contact_id: anna.id });
    expect([again.status, again.body]).toEqual([200, { created: [], skipped: 5 }]);
    for (const answer of both) if (answer.body.created.length) expect((await ada.post('/undo', { action_id: answer.headers['kith-action-id'] })).status).toBe(200);
    expect((await follow({ contact_id: anna.id })).body.created).toHaveLength(5);
  });

  it('takes only the entries named; an event outlives its entry', async () => {
    const anna = await person();
    const [call, mail] = [await entry(anna, 'Call her'), await entry(anna, 'Mail her')];
    const { body } = await follow({ contact_id: anna.id, entry_ids: [mail.id] });
    expect(body.created.map((one: Created) => one.entry_id)).toEqual([mail.id]);
    await ada.delete(`/entries/${mail.id}`);
    expect((await ada.get(`/calendar/events/${body.created[0].event.id}`)).body.event.entry_id).toBe(null);
    expect((await follow({ contact_id: anna.id })).body.created.map((one: Created) => one.entry_id)).toEqual([call.id]);
  });

  it('keeps a long entry whole', async () => {
    const anna = await person();
    const long = await entry(anna, `Call her about ${'the boat '.repeat(60)}🎉`);
    const { body } = await follow({ contact_id: anna.id });
    expect(body.created[0].event).toMatchObject({ description: long.content });
    expect(body.created[0].event.title).toHaveLength(255);
  });

  it('refuses what is not there or not to be done', async () => {
    const [anna, tom] = [await person(), await person()];
    const goal = await entry(anna, 'Wants a boat', 'Goals');
    const call = await entry(tom, 'Call him');
    expect((await follow({ contact_id: anna.id, entry_ids: [goal.id] })).status).toBe(422);
    expect((await follow({ contact_id: anna.id, entry_ids: [call.id] })).status).toBe(404);
    expect((await follow({ contact_id: '00000000-0000-7000-8000-000000000000' })).status).toBe(404);
    expect((await follow({})).status).toBe(400);
    const bob = await signUp(kith);
    expect((await bob.post('/calendar/create-from-actionable', { contact_id: anna.id })).status).toBe(404);
  });

  it('puts one entry when somebody says, whatever its text says', async () => {
    const anna = await person();
    const [call, mail] = [await entry(anna, 'Call her tomorrow at 3pm'), await entry(anna, 'Mail her')];
    const { status, body } = await follow({ contact_id: anna.id, entry_ids: [call.id], starts_at: '2030-05-02T18:30' });
    expect([status, body.created[0].event.starts_at, body.created[0].event.time_zone]).toEqual([201, '2030-05-02T18:30:00', 'Europe/Berlin']);
    expect(body.created[0].event.reminders).toEqual([{ minutes_before: 0, days_before: null, at_time: null }]);
    const day = await follow({ contact_id: anna.id, entry_ids: [mail.id], starts_at: '2030-05-02' });
    expect(day.body.created[0].event).toMatchObject({ starts_at: '2030-05-02', all_day: true, reminders: [{ days_before: 0, at_time: '09:00' }] });
    expect((await follow({ contact_id: anna.id, starts_at: '2030-05-02' })).status).toBe(422);
    expect((await follow({ contact_id: anna.id, entry_ids: [call.id, mail.id], starts_at: '2030-05-02' })).status).toBe(422);
    expect((await follow({ contact_id: anna.id, entry_ids: [call.id], starts_at: 'soon' })).status).toBe(400);
  });
});

describe('follow-ups', () => {
  const person = async (name = 'Anna Berg') => (await ada.post('/contacts', { full_name: name })).body.contact;
  const entry = async (contact: { id: string }, content: string, category = 'Actionable') => (await ada.post(`/contacts/${contact.id}/entries`, { category, content })).body.entry;
  const list = async (query = '', as = ada) => (await as.get(`/calendar/follow-ups${query}`)).body.data.map((one: FollowUp) => one.content);

  it('are open until they are done or an event, and open again when that is taken back', async () => {
    const anna = await person();
    const [call, mail, wine] = [await entry(anna, 'Call her'), await entry(anna, 'Mail her'), await entry(anna, 'Buy wine')];
    await entry(anna, 'Wants a boat', 'Goals');
    expect(await list()).toEqual(['Buy wine', 'Mail her', 'Call her']);
    const done = await ada.patch(`/entries/${call.id}`, { done: true });
    expect(Date.parse(done.body.entry.done_at)).toBeGreaterThan(Date.now() - 60_000);
    const made = await ada.post('/calendar/create-from-actionable', { contact_id: anna.id, entry_ids: [mail.id] });
    expect([await list(), await list('?state=planned'), await list('?state=done'), await list('?state=all')]).toEqual([['Buy wine'], ['Mail her'], ['Call her'], ['Buy wine', 'Mail her', 'Call her']]);
    const planned = (await ada.get('/calendar/follow-ups?state=planned')).body.data[0];
    expect(planned).toMatchObject({ entry_id: mail.id, event: { id: made.body.created[0].event.id, starts_at: made.body.created[0].event.starts_at }, suggestion: null, contact: { id: anna.id, full_name: 'Anna Berg' } });
    expect((await ada.post('/undo', { action_id: done.headers['kith-action-id'] })).status).toBe(200);
    await ada.delete(`/calendar/events/${made.body.created[0].event.id}`);
    expect(await list()).toEqual(['Buy wine', 'Mail her', 'Call her']);
    await ada.patch(`/entries/${wine.id}`, { done: true });
    await ada.patch(`/entries/${wine.id}`, { done: false });
    expect((await ada.get(`/entries/${wine.id}`)).body.entry.done_at).toBe(null);
  });

  it('suggest the date that an event would get', async () => {
    const anna = await person();
    const call = await entry(anna, 'Call her tomorrow at 3pm about the boat');
    const wine = await entry(anna, 'Buy her a good wine');
    const { data } = (await ada.get(`/calendar/follow-ups?contact_id=${anna.id}`)).body;
    const { created } = (await ada.post('/calendar/create-from-actionable', { contact_id: anna.id })).body;
    for (const { id } of [call, wine]) expect(data.find((one: FollowUp) => one.entry_id === id).suggestion.starts_at).toBe(created.find((one: Created) => one.entry_id === id).event.starts_at);
    expect(data.map((one: FollowUp) => one.suggestion?.extracted_text)).toEqual([null, 'tomorrow at 3pm']);
  });

  it('come in pages, of one person or of everybody who is not archived', async () => {
    const [anna, tom] = [await person(), await person('Tom Hall')];
    for (let i = 0; i < 5; i++) await entry(anna, `Send photo ${i}`);
    await entry(tom, 'Call him');
    const first = (await ada.get('/calendar/follow-ups?limit=4')).body;
    const second = (await ada.get(`/calendar/follow-ups?limit=4&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...second.data].map((one: FollowUp) => one.content)).toEqual(['Call him', 'Send photo 4', 'Send photo 3', 'Send photo 2', 'Send photo 1', 'Send photo 0']);
    expect(await list(`?contact_id=${tom.id}`)).toEqual(['Call him']);
    await ada.patch(`/contacts/${anna.id}`, { archived: true });
    expect(await list()).toEqual(['Call him']);
    expect(await list(`?contact_id=${anna.id}`)).toHaveLength(5);
    const bob = await signUp(kith);
    expect(await list('', bob)).toEqual([]);
    expect((await bob.get(`/calendar/follow-ups?contact_id=${anna.id}`)).body.data).toEqual([]);
    expect((await ada.get('/calendar/follow-ups?cursor=abc')).status).toBe(400);
  });

  it('what is done is left alone by "all of them", and only what is Actionable can be done', async () => {
    const anna = await person();
    const [call, goal] = [await entry(anna, 'Call her'), await entry(anna, 'Wants a boat', 'Goals')];
    await ada.patch(`/entries/${call.id}`, { done: true });
    expect((await ada.post('/calendar/create-from-actionable', { contact_id: anna.id })).body).toEqual({ created: [], skipped: 0 });
    expect((await ada.patch(`/entries/${goal.id}`, { done: true })).body).toMatchObject({ error_code: 'unacceptable', field: 'done' });
    expect((await ada.get(`/entries/${goal.id}`)).body.entry.done_at).toBe(null);
    expect((await ada.patch(`/entries/${goal.id}`, { category: 'Actionable', done: true })).status).toBe(200);
  });
});
