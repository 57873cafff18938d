import { describe, expect, it } from 'vitest';
import type { Occurrence } from './calendar.schema.ts';
import { useCalendar } from './calendar.setup.ts';

const here = useCalendar();
const { add, list } = here;

describe('events', () => {
  it('adds one with all there is to say, and answers it', async () => {
    const anna = (await here.ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact;
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
    expect((await here.ada.get(`/calendar/events/${event.id}`)).body.event).toEqual(event);
    const [shown] = await list('2026-05-15', '2026-05-16');
    expect(shown).toMatchObject({ event_id: event.id, kind: 'event', start: '2026-05-15T20:00:00+02:00', end: '2026-05-15T22:30:00+02:00', local_start: '2026-05-15T20:00:00', color: '#ff8800', repeats: false, contacts: [{ id: anna.id }] });
    expect((await list('2026-05-15', '2026-05-16', `&contact_id=${anna.id}`)).length).toBe(1);
  });

  it('fills in an hour, a day, the zone and the calendar', async () => {
    const calendar = (await here.ada.get('/calendars')).body.data[0];
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
      const { body } = await here.ada.get(`/calendar/events?from=2026-01-01&to=2026-03-01&limit=7${cursor}`);
      seen.push(...body.data.map((one: Occurrence) => one.key));
      if (!body.has_more) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual(whole.map((one) => one.key));
  });

  it('moves, and keeps how long it takes', async () => {
    const event = await add({ title: 'Call', starts_at: '2026-05-15T20:00', ends_at: '2026-05-15T20:45' });
    const patch = async (body: object) => (await here.ada.patch(`/calendar/events/${event.id}`, body)).body.event;
    expect(await patch({ starts_at: '2026-05-16T09:00' })).toMatchObject({ starts_at: '2026-05-16T09:00:00', ends_at: '2026-05-16T09:45:00' });
    expect(await patch({ starts_at: '2026-05-16' })).toMatchObject({ all_day: true, ends_at: '2026-05-17', time_zone: null });
    expect(await patch({ title: 'Talk', reminders: [{ minutes_before: 5 }] })).toMatchObject({ title: 'Talk', starts_at: '2026-05-16', reminders: [{ minutes_before: 5 }] });
    expect(await patch({ rrule: 'FREQ=WEEKLY' })).toMatchObject({ rrule: 'FREQ=WEEKLY' });
    expect(await patch({ rrule: null })).toMatchObject({ rrule: null });
    expect((await here.ada.delete(`/calendar/events/${event.id}`)).status).toBe(204);
    expect((await here.ada.get(`/calendar/events/${event.id}`)).status).toBe(404);
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
    expect((await here.ada.post('/calendar/events', body)).status).toBe(status);
    expect(await list('2026-01-01', '2026-12-31')).toEqual([]);
  });

  it.each([['from=2026-01-01&to=2026-01-01', 422], ['from=2026-01-01&to=2027-03-01', 422], ['from=2026-01-01', 400], ['from=x&to=y', 400], ['from=2026-01-01&to=2026-02-01&timezone=Mars/Base', 422], ['from=2026-01-01&to=2026-02-01&kinds=party', 400], ['from=2026-01-01&to=2026-02-01&cursor=x', 400]])('refuses the window %s with %i', async (query, status) => {
    expect((await here.ada.get(`/calendar/events?${query}`)).status).toBe(status);
  });

  it('is found by words, by its person, and under its new name', async () => {
    const anna = (await here.ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact;
    const event = await add({ title: 'Dinner', place: 'Trattoria Lupo', starts_at: '2026-05-15T20:00', contact_ids: [anna.id] });
    const find = async (q: string) => (await here.ada.get(`/search?q=${q}&kind=event`)).body.data;
    expect(await find('trattoria')).toMatchObject([{ id: event.id, title: 'Dinner', contact_id: anna.id, contact_name: 'Anna Berg' }]);
    expect(await find('anna dinner')).toHaveLength(1);
    await here.ada.patch(`/calendar/events/${event.id}`, { title: 'Supper', contact_ids: [] });
    expect(await find('dinner')).toEqual([]);
    expect(await find('anna supper')).toEqual([]);
    expect(await find('supper')).toHaveLength(1);
    await here.ada.post('/undo', {});
    expect(await find('anna dinner')).toMatchObject([{ title: 'Dinner' }]);
  });
});

describe('people', () => {
  it('have birthdays and dates in the calendar when asked for', async () => {
    const anna = (await here.ada.post('/contacts', { full_name: 'Anna Berg', birthday: '1992-02-29', important_dates: [{ label: 'Wedding', date: '2015-06-20' }] })).body.contact;
    await here.ada.post('/contacts', { full_name: 'Tom', birthday: '--12-31', archived: false });
    const kinds = '&kinds=event,birthday,important_date';
    expect(await list('2026-01-01', '2026-12-31')).toEqual([]);
    expect((await list('2026-01-01', '2027-01-02', kinds)).map((one) => [one.starts_at, one.title, one.years, one.kind])).toEqual([
      ['2026-02-28', 'Birthday of Anna Berg', 34, 'birthday'],
      ['2026-06-20', 'Wedding of Anna Berg', 11, 'important_date'],
      ['2026-12-31', 'Birthday of Tom', null, 'birthday'],
    ]);
    expect((await list('2028-02-01', '2028-03-05', kinds)).map((one) => one.starts_at)).toEqual(['2028-02-29']);
    expect((await list('2026-01-01', '2026-12-31', `${kinds}&contact_id=${anna.id}`))).toHaveLength(2);
    await here.ada.patch(`/contacts/${anna.id}`, { archived: true });
    expect((await list('2026-01-01', '2026-12-30', kinds))).toEqual([]);
  });

  it('who are deleted leave their events, without them; undo ties them again', async () => {
    const anna = (await here.ada.post('/contacts', { full_name: 'Anna Berg' })).body.contact;
    const event = await add({ title: 'Dinner', starts_at: '2026-05-15T20:00', contact_ids: [anna.id], attendees: [{ name: 'Anna', contact_id: anna.id }, { name: 'Tom' }] });
    await here.ada.delete(`/contacts/${anna.id}`);
    expect((await here.ada.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ contacts: [], attendees: [{ name: 'Tom' }] });
    await here.ada.post('/undo', {});
    expect((await here.ada.get(`/calendar/events/${event.id}`)).body.event).toMatchObject({ contacts: [{ id: anna.id }], attendees: [{ contact_id: anna.id }, { name: 'Tom' }] });
    for (const [path, contacts] of [['/redo', 0], ['/undo', 1]] as const) {
      expect((await here.ada.post(path, {})).status).toBe(200);
      expect((await here.ada.get(`/calendar/events/${event.id}`)).body.event.contacts).toHaveLength(contacts);
    }
  });
});
