import { describe, expect, it } from 'vitest';
import { type Client, signUp } from '../../../../test/harness.ts';
import type { Calendar, Occurrence } from './calendar.schema.ts';
import { useCalendar } from './calendar.setup.ts';

const here = useCalendar();
const { add, list } = here;

describe('calendars', () => {
  it('are made, renamed, made the default, and deleted with their events', async () => {
    const work = (await here.ada.post('/calendars', { name: 'Work', color: '#00aa00' })).body.calendar;
    await add({ title: 'Plan', starts_at: '2026-05-15T20:00', calendar_id: work.id });
    expect((await list('2026-05-15', '2026-05-16', `&calendar_id=${work.id}`))[0]).toMatchObject({ color: '#00aa00', calendar_id: work.id });
    expect((await here.ada.patch(`/calendars/${work.id}`, { name: 'Job', is_default: true })).body.calendar).toMatchObject({ name: 'Job', is_default: true });
    expect((await here.ada.get('/calendars')).body.data.map((one: Calendar) => [one.name, one.is_default])).toEqual([['Calendar', false], ['Job', true]]);
    expect((await add({ title: 'New', starts_at: '2026-05-15' })).calendar_id).toBe(work.id);
    expect((await here.ada.delete(`/calendars/${work.id}`)).body).toMatchObject({ status: 409, error_code: 'default_calendar' });
    await here.ada.post('/undo', {});
    await here.ada.post('/undo', {});
    expect((await here.ada.delete(`/calendars/${work.id}`)).status).toBe(204);
    expect(await list('2026-05-15', '2026-05-16')).toEqual([]);
    await here.ada.post('/undo', {});
    expect(await list('2026-05-15', '2026-05-16')).toHaveLength(1);
  });

  it('of others are not there', async () => {
    const theirs = (await here.bob.get('/calendars')).body.data[0].id;
    expect((await here.ada.get(`/calendars/${theirs}`)).status).toBe(404);
    expect((await here.ada.post('/calendar/events', { title: 'x', starts_at: '2026-05-15', calendar_id: theirs })).status).toBe(404);
  });
});

describe('hiding a calendar', () => {
  it('is of one person only, leaves its events, and is no change to undo', async () => {
    const { space } = (await here.ada.post('/spaces', { name: 'Family' })).body;
    await here.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'editor')`, [space.id, here.bob.user.id]);
    const there = { 'kith-space': space.id };
    const { calendar } = (await here.ada.post('/calendars', { name: 'Sports' }, there)).body;
    await here.ada.post('/calendar/events', { title: 'Match', starts_at: '2026-05-15T20:00', calendar_id: calendar.id }, there);
    await here.ada.post('/calendar/events', { title: 'Daily match', starts_at: '2026-05-15T21:00', calendar_id: calendar.id, rrule: 'FREQ=DAILY' }, there);
    await here.ada.post('/calendar/events', { title: 'Other', starts_at: '2026-05-15T22:00' }, there);
    const window = async (client: Client, more = '') => (await client.get(`/calendar/events?from=2026-05-15&to=2026-05-16${more}`, there)).body.data.map((one: Occurrence) => one.title);
    const change = (client: Client, body: object) => client.patch(`/calendars/${calendar.id}`, body, there);
    expect((await change(here.ada, { hidden: true })).body.calendar).toEqual({ ...calendar, hidden: true });
    const seen = async (client: Client) => (await client.get('/calendars', there)).body.data.find((one: Calendar) => one.id === calendar.id).hidden;
    expect([await seen(here.ada), await seen(here.bob)]).toEqual([true, false]);
    expect([await window(here.ada, '&visible=true'), await window(here.ada), await window(here.bob, '&visible=true')]).toEqual([['Other'], ['Match', 'Daily match', 'Other'], ['Match', 'Daily match', 'Other']]);
    expect((await change(here.ada, { hidden: true })).status).toBe(200);
    expect((await change(here.ada, { hidden: false, name: 'Sport' })).body.calendar).toMatchObject({ hidden: false, name: 'Sport' });
    expect((await here.bob.patch(`/calendars/${calendar.id}`, { hidden: true })).status).toBe(404); // not in his own space
    expect((await change(here.ada, { hidden: 'yes' })).status).toBe(400);
  });

  it('is for viewers too, who change nothing else', async () => {
    const { space } = (await here.ada.post('/spaces', { name: 'Choir' })).body;
    await here.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, here.bob.user.id]);
    const there = { 'kith-space': space.id };
    const { calendar } = (await here.ada.post('/calendars', { name: 'Rehearsals' }, there)).body;
    await here.ada.post('/calendar/events', { title: 'Rehearsal', starts_at: '2026-05-15T20:00', calendar_id: calendar.id }, there);
    const change = (body: object, headers = {}) => here.bob.patch(`/calendars/${calendar.id}`, body, { ...there, ...headers });
    const seen = async (client: Client) => (await client.get('/calendar/events?from=2026-05-15&to=2026-05-16&visible=true', there)).body.data.map((one: Occurrence) => one.title);
    const once = { 'idempotency-key': 'hide the rehearsals' };
    expect((await change({ hidden: true }, once)).body.calendar).toEqual({ ...calendar, hidden: true });
    expect((await change({ hidden: true }, once)).status).toBe(200);
    expect([await seen(here.bob), await seen(here.ada)]).toEqual([[], ['Rehearsal']]);
    for (const body of [{ name: 'Mine' }, { hidden: false, name: 'Mine' }, { is_default: true }]) expect((await change(body)).body).toMatchObject({ status_code: 403, type: 'urn:kith:error:viewer' });
    expect(await seen(here.bob)).toEqual([]); // what was refused changed nothing
    expect((await change({ hidden: false })).body.calendar).toEqual(calendar);
    expect(await seen(here.bob)).toEqual(['Rehearsal']);
    expect((await change({})).status).toBe(400);
    expect((await here.bob.delete(`/calendars/${calendar.id}`, undefined, there)).status).toBe(403);
    expect((await here.bob.patch(`/calendars/${calendar.id}`, { hidden: true })).status).toBe(404); // not in his own space
    const stranger = await signUp(here.kith);
    expect((await stranger.patch(`/calendars/${calendar.id}`, { hidden: true }, there)).status).toBe(404);
    const key = (await here.bob.post('/auth/api-keys', { name: 'reader', scopes: ['read'] })).body;
    expect((await here.kith.app.inject({ method: 'PATCH', url: `/api/v1/calendars/${calendar.id}`, payload: { hidden: true }, headers: { ...there, authorization: `Bearer ${key.key}` } })).statusCode).toBe(403);
  });
});
