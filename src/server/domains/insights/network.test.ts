import { describe, expect, it } from 'vitest';
import { signUp } from '../../../../test/harness.ts';
import { CATEGORIES } from '../../platform/intelligence/categories.ts';
import { useInsights } from './insights.setup.ts';

const here = useInsights();
const { entries, get, health, notes, person, types } = here;

describe('the network', () => {
  it('empty', async () => {
    const eve = await signUp(here.kith, 'eve');
    const body = await get('/network', eve);
    expect(body.totals).toEqual({ people: 0, with_data: 0, notes: 0, logged: 0, entries: 0, interactions: 0, health_average: null, closeness_average: null, drifting: 0, due: 0 });
    expect([body.strongest_ties, body.weakest_ties, body.drifting, body.due]).toEqual([[], [], [], []]);
    expect(body.activity).toHaveLength(26);
    expect(body.health_distribution.map((one: { count: number }) => one.count)).toEqual([0, 0, 0, 0, 0]);
  });

  it('who is strong, weak and drifting', async () => {
    const carl = await signUp(here.kith, 'carl');
    const make = (full_name: string, tier: number, more: object = {}) => person({ full_name, tier, ...more }, carl);
    const close = await make('Close', 1);
    const fading = await make('Fading', 2);
    const [inner, outer] = [await make('Inner', 1), await make('Outer', 2)];
    await make('Unknown', 2);
    const gone = await make('Gone', 2, { archived: true });
    await entries(close, [0, 7, 14, 21, 28].flatMap((days) => CATEGORIES.map((category) => ({ days, category, confidence: 9 }))), carl);
    await notes(fading, [50, 57, 64, 71].map((days) => ({ days })), carl);
    await notes(inner, [{ days: 31 }], carl);
    await notes(outer, [{ days: 31 }], carl);
    await entries(gone, [{ days: 1 }], carl);
    const body = await get('/network', carl);
    expect(body.totals).toMatchObject({ people: 5, with_data: 4, notes: 6, entries: 40, interactions: 46, drifting: 1, due: 0 });
    expect(body.strongest_ties[0]).toMatchObject({ contact_id: close, full_name: 'Close', health_score: (await health(close, carl)).health_score, closeness: (await health(close, carl)).closeness.score });
    expect(body.drifting.map((one: { contact_id: string }) => one.contact_id)).toEqual([fading]);
    expect(body.due).toEqual([]); // nobody has a cadence
    expect(body.health_distribution.reduce((sum: number, one: { count: number }) => sum + one.count, 0)).toBe(5);
    expect(body.tiers.map((one: { tier: number; people: number }) => [one.tier, one.people])).toEqual([[1, 2], [2, 3]]);
    expect(body.activity.at(-1)).toMatchObject({ entries: expect.any(Number), people: 1 });
    expect(body.activity.reduce((sum: number, week: { entries: number }) => sum + week.entries, 0)).toBe(40);
    expect(JSON.stringify(body)).not.toContain(gone);
  });

  it('due: whose cadence has passed, as the filter of people and Today count them', async () => {
    const dora = await signUp(here.kith, 'dora');
    const make = (full_name: string, more: object = {}) => person({ full_name, tier: 2, ...more }, dora);
    const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    const late = await make('Late', { cadence_weeks: 1 });
    await make('Never', { cadence_weeks: 8 });
    const back = await make('Back', { cadence_weeks: 1 });
    const planned = await make('Planned', { cadence_weeks: 2 });
    const today = await make('Today', { cadence_weeks: 3 });
    const [gone, snoozed, met, plain, yearly] = [await make('Gone', { cadence_weeks: 1 }), await make('Snoozed', { cadence_weeks: 1 }), await make('Met', { cadence_weeks: 1 }), await make('Plain', { tier: 1 }), await make('Yearly', { cadence_weeks: 52 })];
    const noon = (ago: number) => `${days(-ago).slice(0, 10)}T12:00:00Z`; // cadence counts days of the calendar
    for (const id of [late, back, planned, gone, snoozed, met, plain, yearly]) await notes(id, [{ at: noon(40) }], dora);
    await notes(today, [{ at: noon(21) }], dora);
    await here.kith.owner.query(`update contacts set cadence_started_at = now() - interval '10 weeks' where space_id = $1`, [dora.space.id]);
    await dora.patch(`/contacts/${gone}`, { archived: true });
    expect((await dora.post(`/contacts/${snoozed}/snooze`, { days: 3 })).status).toBe(200);
    await here.kith.owner.query(`update contacts set snoozed_at = now() - interval '5 days', snoozed_until = date_trunc('day', now()) - interval '2 days' where id = $1`, [back]);
    const event = { title: 'Dinner', time_zone: 'UTC' };
    await dora.post('/calendar/events', { ...event, starts_at: days(3).slice(0, 16), attendees: [{ contact_id: planned }] }); // what is planned is not yet contact
    await dora.post(`/contacts/${met}/interactions`, { kind: 'meeting', at: days(-2) });

    const { due, totals } = await get('/network', dora);
    const listed = (await dora.get('/contacts?cadence_due=true&sort=next_due')).body.data;
    const { reach_out } = (await dora.get('/today')).body.today;
    const names = (list: { full_name: string }[]) => list.map((one) => one.full_name);
    expect(names(due)).toEqual(['Late', 'Planned', 'Never', 'Back', 'Today']);
    expect(names(listed)).toEqual(names(due));
    expect(names(reach_out.data.map((one: { contact: { full_name: string } }) => one.contact))).toEqual(names(due));
    expect([totals.due, (await dora.get('/contacts/count?cadence_due=true')).body.count, reach_out.total]).toEqual([5, 5, 5]);
    expect(due.map((one: { reason: string }) => one.reason)).toEqual([
      'Every week, as you wished; due for 33 days.', 'Every 2 weeks, as you wished; due for 26 days.', 'Every 8 weeks, as you wished; due for 14 days.', 'Every week, as you wished; due for 2 days, back from snooze.', 'Every 3 weeks, as you wished; due today.',
    ]);
    expect((await get(`/contact/${late}/recommendations`, dora)).recommendations).toContainEqual(expect.objectContaining({ type: 'cadence', priority: 'high', evidence: { cadence_weeks: 1, days_overdue: 33 } }));
    for (const id of [gone, snoozed, plain]) expect((await get(`/contact/${id}/recommendations`, dora)).recommendations.map((one: { type: string }) => one.type)).not.toContain('cadence');
  });

  it('a logged call is an interaction', async () => {
    const id = await person();
    await notes(id, [{ days: 30 }]);
    await here.kith.owner.query(`insert into interactions (space_id, contact_id, kind, at) values ($1, $2, 'call', now() - interval '25 hours')`, [here.ada.space.id, id]);
    expect(await health(id)).toMatchObject({ total_interactions: 2, days_since_last: 1, health_score: 45.4 });
    expect(await types(id)).not.toContain('reconnect');
    expect((await get('/network')).totals.logged).toBe(1);
  });

  it('asks four times, whatever its size', async () => {
    const queries: string[] = [];
    await get('/network');
    here.kith.platform.database.observe((text) => void queries.push(text));
    await get('/network');
    expect(queries).toHaveLength(4);
  });
});
