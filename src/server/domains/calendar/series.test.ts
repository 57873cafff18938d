import { describe, expect, it } from 'vitest';
import { useCalendar } from './calendar.setup.ts';

const here = useCalendar();
const { add, daily, days, list, scope, starts, week } = here;

describe('a repeating event', () => {
  it('comes as often as it says', async () => {
    await daily();
    expect(await week()).toEqual(days(4, 5, 6, 7, 8, 9));
  });

  it('this: one occurrence is moved, said otherwise, and is not there twice', async () => {
    const event = await daily();
    const { status, body } = await here.ada.patch(scope(event, 'this', 6), { starts_at: '2026-05-06T18:00', title: 'Run' });
    expect(status).toBe(200);
    expect(body.event).toMatchObject({ series_id: event.id, recurrence_id: '2026-05-06T08:00:00', starts_at: '2026-05-06T18:00:00', ends_at: '2026-05-06T18:30:00', title: 'Run', rrule: null });
    const expected = [...days(4, 5), '2026-05-06T18:00:00 Run', ...days(7, 8, 9)];
    expect(await week()).toEqual(expected);
    // again, by the occurrence and by its own id
    await here.ada.patch(scope(event, 'this', 6), { title: 'Jog' });
    await here.ada.patch(`/calendar/events/${body.event.id}`, { place: 'Park' });
    expect((await list('2026-05-06', '2026-05-07'))[0]).toMatchObject({ title: 'Jog', place: 'Park', occurrence: '2026-05-06T08:00:00', altered: true, repeats: true });
    for (let i = 0; i < 3; i++) expect((await here.ada.post('/undo', {})).status).toBe(200);
    expect(await week()).toEqual(days(4, 5, 6, 7, 8, 9));
  });

  it('this and following: the series is cut in two, and exceptions go along', async () => {
    const event = await add({ title: 'Walk', starts_at: '2026-05-04T08:00', ends_at: '2026-05-04T08:30', rrule: 'FREQ=DAILY;COUNT=6', reminders: [{ minutes_before: 10 }] });
    await here.ada.delete(scope(event, 'this', 5));
    await here.ada.delete(scope(event, 'this', 8));
    await here.ada.patch(scope(event, 'this', 9), { title: 'Run' });
    const { body } = await here.ada.patch(scope(event, 'following', 7), { starts_at: '2026-05-07T09:00', title: 'Hike' });
    expect(body.event).toMatchObject({ rrule: 'FREQ=DAILY;COUNT=3', starts_at: '2026-05-07T09:00:00', exdates: ['2026-05-08T09:00:00'], reminders: [{ minutes_before: 10 }] });
    expect(body.event.id).not.toBe(event.id);
    expect(await week()).toEqual([...days(4, 6), '2026-05-07T09:00:00 Hike', '2026-05-09T08:00:00 Run']);
    expect((await here.ada.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ rrule: 'FREQ=DAILY;UNTIL=20260506', exdates: ['2026-05-05T08:00:00'] });
    expect((await here.ada.post('/undo', {})).status).toBe(200);
    expect(await week()).toEqual([...days(4, 6, 7), '2026-05-09T08:00:00 Run']);
    expect((await here.ada.post('/redo', {})).status).toBe(200);
    expect(await week()).toEqual([...days(4, 6), '2026-05-07T09:00:00 Hike', '2026-05-09T08:00:00 Run']);
  });

  it('all: the series moves with the occurrence that was moved', async () => {
    const event = await add({ title: 'Walk', starts_at: '2026-05-05T08:00', rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=3' });
    await here.ada.delete(scope(event, 'this', 12));
    const { body } = await here.ada.patch(scope(event, 'all', 19), { starts_at: '2026-05-20T10:00' });
    expect(body.event).toMatchObject({ starts_at: '2026-05-06T10:00:00', ends_at: '2026-05-06T11:00:00', rrule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=3', exdates: ['2026-05-13T10:00:00'] });
    expect(await starts('2026-05-01', '2026-06-01')).toEqual(['2026-05-06T10:00:00 Walk', '2026-05-20T10:00:00 Walk']);
    const whole = (await here.ada.patch(`/calendar/events/${event.id}`, { starts_at: '2026-05-06' })).body.event;
    expect(whole).toMatchObject({ all_day: true, starts_at: '2026-05-06', exdates: ['2026-05-13'] });
    expect(await starts('2026-05-01', '2026-06-01')).toEqual(['2026-05-06 Walk', '2026-05-20 Walk']);
    for (let i = 0; i < 4; i++) expect((await here.ada.post('/undo', {})).status).toBe(200);
    expect((await here.ada.get(`/calendar/events/${event.id}`)).status).toBe(404);
  });

  it('following from the first one is all', async () => {
    const event = await daily();
    expect((await here.ada.patch(scope(event, 'following', 4), { title: 'Run' })).body.event.id).toBe(event.id);
    expect((await here.ada.delete(scope(event, 'following', 4))).status).toBe(204);
    expect(await week()).toEqual([]);
  });

  it('another rule lets go of exceptions it has no day for', async () => {
    const event = await daily();
    await here.ada.delete(scope(event, 'this', 5));
    await here.ada.patch(scope(event, 'this', 6), { title: 'Run' });
    expect((await here.ada.patch(`/calendar/events/${event.id}`, { rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=3' })).body.event.exdates).toEqual([]);
    expect(await week()).toEqual([days(4)[0], '2026-05-06T08:00:00 Run', days(8)[0]]);
  });

  it('deletes one, what follows, and all; each delete can be taken back on its own', async () => {
    const event = await daily();
    const first = await here.ada.delete(scope(event, 'this', 5));
    await here.ada.delete(scope(event, 'this', 7));
    await here.ada.delete(scope(event, 'following', 9));
    expect(await week()).toEqual(days(4, 6, 8));
    expect((await here.ada.post('/undo', { action_id: first.headers['kith-action-id'] })).status).toBe(200);
    expect(await week()).toEqual(days(4, 5, 6, 8));
    expect((await here.ada.delete(`/calendar/events/${event.id}`)).status).toBe(204);
    expect(await week()).toEqual([]);
    await here.ada.post('/undo', {});
    expect(await week()).toEqual(days(4, 5, 6, 8));
  });

  it('deletes an occurrence that was changed, by its own id', async () => {
    const event = await daily();
    const run = (await here.ada.patch(scope(event, 'this', 6), { title: 'Run' })).body.event;
    expect((await here.ada.delete(`/calendar/events/${run.id}`)).status).toBe(204);
    expect(await week()).toEqual(days(4, 5, 7, 8, 9));
    expect((await here.ada.delete(scope(event, 'this', 6))).status).toBe(422);
  });

  it('is whole again when it comes back with its exceptions', async () => {
    const event = await daily();
    await here.ada.delete(scope(event, 'this', 5));
    await here.ada.patch(scope(event, 'this', 6), { title: 'Run' });
    const before = await week();
    await here.ada.delete(`/calendar/events/${event.id}`);
    await here.ada.post('/undo', {});
    expect(await week()).toEqual(before);
  });

  it.each([
    ['this', '', 422], ['following', '', 422], ['this', '&occurrence=2026-05-20T08:00', 422], ['this', '&occurrence=2026-05-05', 422], ['this', '&occurrence=soon', 400], ['some', '', 400],
  ])('scope=%s%s answers %i', async (which, occurrence, status) => {
    const event = await daily();
    expect((await here.ada.patch(`/calendar/events/${event.id}?scope=${which}${occurrence}`, { title: 'Run' })).status).toBe(status);
    expect((await here.ada.delete(`/calendar/events/${event.id}?scope=${which}${occurrence}`)).status).toBe(status);
    expect(await week()).toEqual(days(4, 5, 6, 7, 8, 9));
  });

  it('an occurrence does not repeat of its own', async () => {
    const event = await daily();
    const run = (await here.ada.patch(scope(event, 'this', 6), { title: 'Run' })).body.event;
    expect((await here.ada.patch(scope(event, 'this', 7), { rrule: 'FREQ=DAILY' })).status).toBe(422);
    expect((await here.ada.patch(`/calendar/events/${run.id}`, { rrule: 'FREQ=DAILY' })).status).toBe(422);
  });

  it('two changes of one series at once both hold', async () => {
    const event = await daily();
    const answers = await Promise.all([5, 6, 7, 8].map((day) => here.ada.delete(scope(event, 'this', day))));
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204, 204]);
    const twice = await Promise.all([here.ada.patch(scope(event, 'this', 9), { title: 'Run' }), here.ada.patch(scope(event, 'this', 9), { place: 'Park' })]);
    expect(twice.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await week()).toEqual([...days(4), '2026-05-09T08:00:00 Run']);
  });
});
