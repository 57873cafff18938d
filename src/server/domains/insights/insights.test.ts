import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../test/harness.ts';
import { CATEGORIES } from '../../platform/intelligence/categories.ts';
import { authenticate, ctxOf } from '../accounts/index.ts';
import { healthOf } from './index.ts';

type Made = { days?: number; at?: string; category?: string; confidence?: number | null };

let kith: TestKith;
let ada: Client;
beforeAll(async () => {
  kith = await testKith();
  ada = await signUp(kith, 'ada');
});
afterAll(() => kith.close());

const person = async (fields: object = {}, client = ada): Promise<string> => (await client.post('/contacts', { full_name: 'Nina Sanchez', ...fields })).body.contact.id;
/** Half an hour is on the safe side of a full day. */
const moment = ({ days = 0, at }: Made) => at ?? new Date(Date.now() - days * 86_400_000 - 1_800_000).toISOString();
async function entries(contactId: string, made: Made[], client = ada) {
  await kith.owner.query(
    `insert into entries (space_id, contact_id, category, content, confidence, created_at)
     select $1, $2, r.category, 'Something', r.confidence, r.at from jsonb_to_recordset($3) as r (category text, confidence smallint, at timestamptz)`,
    [client.space.id, contactId, JSON.stringify(made.map((one) => ({ category: one.category ?? 'Interests', confidence: one.confidence ?? null, at: moment(one) })))],
  );
}
async function notes(contactId: string, made: Made[], client = ada) {
  await kith.owner.query(`insert into notes (space_id, contact_id, content, created_at) select $1, $2, 'A note', r.at from jsonb_to_recordset($3) as r (at timestamptz)`, [client.space.id, contactId, JSON.stringify(made.map((one) => ({ at: moment(one) })))]);
}
const get = async (path: string, client = ada) => {
  const { status, body } = await client.get(`/analytics${path}`);
  expect([status, body.error]).toEqual([200, undefined]);
  return body;
};
const health = (id: string, client = ada) => get(`/contact/${id}/health`, client);
const types = async (id: string): Promise<string[]> => (await get(`/contact/${id}/recommendations`)).recommendations.map((one: { type: string }) => one.type);
const times = (count: number, made: Made): Made[] => Array.from({ length: count }, () => made);

describe('health of a contact', () => {
  it('without data: 0 and a plain insight', async () => {
    const id = await person();
    const body = await health(id);
    expect(body).toMatchObject({ contact_id: id, health_score: 0, band: 'none', total_interactions: 0, last_interaction: null, days_since_last: null, category_distribution: {}, confidence_avg: null });
    expect(body.insights).toEqual([expect.stringContaining('Nothing is known yet')]);
    expect(body.components).toHaveLength(4);
    expect(body.closeness.score).toBe(0);
  });

  it('counts notes and entries, and each part is explained', async () => {
    const id = await person();
    await notes(id, [{ days: 20 }, { days: 3 }]);
    await entries(id, [...times(9, { days: 20, confidence: 9 }), { days: 5, category: 'Goals', confidence: null }, { days: 30, category: 'Professional', confidence: 4 }]);
    const body = await health(id);
    // recency 94, engagement 13/12·20 = 21.67, quality (81 + 5 + 4)/11·10 = 81.8, diversity 75
    expect(body.health_score).toBe(66.1);
    expect(body).toMatchObject({ total_interactions: 13, days_since_last: 3, confidence_avg: 8.2, category_distribution: { Interests: 9, Goals: 1, Professional: 1 }, band: 'good' });
    expect(Date.now() - Date.parse(body.last_interaction)).toBeGreaterThan(3 * 86_400_000);
    for (const part of [...body.components, ...body.closeness.components]) expect([part.formula.length > 5, part.explanation.length > 10, part.weight > 0]).toEqual([true, true, true]);
  });

  it('a note alone: quality 50, and the note is the last interaction', async () => {
    const id = await person();
    await ada.post('/notes', { contact_id: id, content: 'Met for coffee.' });
    expect(await health(id)).toMatchObject({ health_score: 46, total_interactions: 1, days_since_last: 0, confidence_avg: null });
  });

  it('a note and the entries drawn from it, through the front door', async () => {
    const id = await person();
    const { body } = await ada.post('/notes/process', { contact_id: id, content: 'She works as a nurse in Bremen. Her goal is to run a marathon next spring.' });
    const answer = await health(id);
    expect(body.synthesis.length).toBeGreaterThan(0);
    expect(answer.total_interactions).toBe(1 + body.synthesis.length);
    expect(Object.values(answer.category_distribution).reduce((a, b) => Number(a) + Number(b), 0)).toBe(body.synthesis.length);
  });

  it('a date that is yet to come is today', async () => {
    const id = await person();
    await notes(id, [{ days: -5 }]);
    expect(await health(id)).toMatchObject({ days_since_last: 0, health_score: 46 });
  });

  it('400 and 404', async () => {
    const bob = await signUp(kith, 'bob');
    const his = await person({}, bob);
    for (const what of ['health', 'trends', 'recommendations']) {
      expect((await ada.get(`/analytics/contact/${his}/${what}`)).status).toBe(404);
      expect((await ada.get(`/analytics/contact/${crypto.randomUUID()}/${what}`)).status).toBe(404);
      expect((await ada.get(`/analytics/contact/nobody/${what}`)).status).toBe(400);
    }
  });
});

describe('trends', () => {
  it.each([6, 366, 'x', 7.5, -1])('400 for %s days', async (days) => expect((await ada.get(`/analytics/contact/${await person()}/trends?days=${days}`)).status).toBe(400));

  it('weeks with entries only, within the days', async () => {
    const id = await person();
    expect(await get(`/contact/${id}/trends`)).toMatchObject({ days: 90, trend: 'insufficient_data', weeks: [], time_zone: 'UTC' });
    await notes(id, times(9, { days: 2 })); // notes are not entries
    await entries(id, [{ days: 0, confidence: 10 }, { days: 0, category: 'Goals' }, { days: 28, confidence: 1 }, { days: 364 }, { days: 366 }]);
    const { weeks, trend } = await get(`/contact/${id}/trends?days=365`);
    expect(weeks.map((week: { count: number }) => week.count)).toEqual([1, 1, 2]);
    expect(weeks.at(-1)).toMatchObject({ categories: { Interests: 1, Goals: 1 }, confidence_avg: 7.5 });
    expect(trend).toBe('stable');
    expect((await get(`/contact/${id}/trends?days=7`)).weeks).toHaveLength(1);
  });

  it('four weeks are stable, with a fifth there is something to compare', async () => {
    const id = await person();
    for (const [weeksAgo, count] of [[0, 3], [1, 3], [2, 3], [3, 3]] as const) await entries(id, times(count, { days: weeksAgo * 7 }));
    expect((await get(`/contact/${id}/trends?days=100`)).trend).toBe('stable');
    await entries(id, [{ days: 70 }]);
    expect(await get(`/contact/${id}/trends?days=100`)).toMatchObject({ trend: 'increasing', comparison: { recent_average: 3, earlier_average: 1, weeks: 5 } });
    await entries(id, times(3, { days: 70 }));
    expect((await get(`/contact/${id}/trends?days=100`)).trend).toBe('decreasing');
  });

  it('a week begins on Monday at midnight where the user lives', async () => {
    const tomo = await signUp(kith, 'tomo');
    const id = await person({}, tomo);
    const now = new Date();
    const monday = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - ((now.getUTCDay() + 6) % 7) - 14);
    const midnightInTokyo = monday - 9 * 3_600_000;
    const at = (ms: number) => ({ at: new Date(ms).toISOString() });
    await entries(id, [at(midnightInTokyo - 1), at(midnightInTokyo)], tomo);
    expect((await get(`/contact/${id}/trends`, tomo)).weeks).toHaveLength(1); // in UTC both are on Sunday afternoon
    await tomo.patch('/auth/preferences', { time_zone: 'Asia/Tokyo' });
    const { weeks } = await get(`/contact/${id}/trends`, tomo);
    expect(weeks.map((week: { week_start: string }) => week.week_start)).toEqual([monday - 7 * 86_400_000, monday].map((ms) => new Date(ms).toISOString().slice(0, 10)));
    expect(weeks[1].week).toMatch(/^\d{4}-W\d\d$/);
  });
});

describe('recommendations', () => {
  it('ask nobody to write who may only read', async () => {
    const { space } = (await ada.post('/spaces', { name: 'Club' })).body;
    const vera = await signUp(kith);
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, vera.user.id]);
    const there = { 'kith-space': space.id };
    const make = async (fields: object) => (await ada.post('/contacts', { full_name: 'Nina Sanchez', ...fields }, there)).body.contact.id as string;
    const of = async (client: Client, id: string) => (await client.get(`/analytics/contact/${id}/recommendations`, there)).body.recommendations as { type: string; description: string; action: { kind: string; payload: { text?: string } }; also: { kind: string }[] }[];
    const unknown = await make({ tier: 1 });
    expect((await of(ada, unknown)).map(({ type }) => type)).toEqual(['follow_up', 'birthday_unknown']);
    expect(await of(vera, unknown)).toEqual([]);
    const known = await make({ birthday: `--${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(5, 10)}`, cadence_weeks: 1 });
    await entries(known, times(5, { days: 90 }), { space } as Client);
    await entries(known, [{ days: 80, category: 'Actionable' }], { space } as Client);
    await kith.owner.query(`update contacts set cadence_started_at = now() - interval '60 days' where id = $1`, [known]);
    expect((await of(ada, known)).map(({ type }) => type)).toEqual(['follow_up', 'occasion', 'cadence', 'reconnect', 'actionable']);
    const left = await of(vera, known);
    expect(left.map(({ type }) => type)).toEqual(['follow_up', 'occasion', 'cadence', 'reconnect', 'actionable']);
    for (const { action, also, description } of left) {
      expect([action, ...also].map(({ kind }) => kind).filter((kind) => kind !== 'ask' && kind !== 'entries')).toEqual([]);
      expect(description).not.toMatch(/write/i);
      if (action.kind === 'ask') expect((await vera.post(`/contacts/${known}/ask`, { question: action.payload.text }, there)).status).toBe(200);
    }
    for (const id of [unknown, known]) expect(JSON.stringify((await vera.get(`/analytics/contact/${id}/health`, there)).body)).not.toMatch(/write|analyse/i);
  });

  it('nothing known: write a first note', async () => {
    const { recommendations } = await get(`/contact/${await person({ tier: 2 })}/recommendations`);
    expect(recommendations).toMatchObject([{ type: 'follow_up', priority: 'high', title: 'Write a first note about Nina', evidence: { health_score: 0 }, action: { kind: 'note' } }]);
  });

  it('reconnect after 14 days: not on the 14th, but on the 15th', async () => {
    const [still, late] = [await person(), await person()];
    await notes(still, [{ days: 14 }]);
    await notes(late, [{ days: 15 }]);
    expect(await types(still)).not.toContain('reconnect');
    expect(await types(late)).toContain('reconnect');
  });

  it('follow up below 50, not at 50', async () => {
    const [at, below] = [await person(), await person()];
    // 30·(94/100) … : 28.2 + 6 + 10.8 + 5 = 50
    await entries(at, times(10, { days: 3, confidence: null }).map((one, i) => ({ ...one, confidence: i < 4 ? 6 : 5 })));
    await entries(below, times(10, { days: 3, confidence: 5 }));
    expect([(await health(at)).health_score, await types(at)]).toEqual([50, expect.not.arrayContaining(['follow_up'])]);
    expect([(await health(below)).health_score, await types(below)]).toEqual([49.2, expect.arrayContaining(['follow_up'])]);
  });

  it('offers to plan a meeting and to ask, prefilled with what is true', async () => {
    const soon = new Date(Date.now() + 5 * 86_400_000).toLocaleDateString('sv-SE');
    const { id } = (await ada.post('/contacts', { full_name: 'Vera Lund', birthday: `--${soon.slice(5)}` })).body.contact;
    const { recommendations } = await get(`/contact/${id}/recommendations`);
    const occasion = recommendations.find((one: { type: string }) => one.type === 'occasion');
    expect(occasion.also).toEqual([
      { kind: 'event', label: 'Plan something', payload: { contact_id: id, title: 'Celebrate with Vera', date: expect.stringMatching(new RegExp(`${soon.slice(5)}$`)) } },
      { kind: 'ask', label: 'Ideas for a gift', payload: { contact_id: id, text: 'What could I give Vera?' } },
    ]);
    expect(recommendations.find((one: { type: string }) => one.type === 'follow_up').also).toEqual([]); // nothing was said yet
  });

  it('ask about goals: more than three interactions and no Goals entry', async () => {
    const id = await person();
    await entries(id, times(3, { category: 'Professional' }));
    expect(await types(id)).not.toContain('goals');
    await notes(id, [{}]);
    expect(await types(id)).toContain('goals');
    await entries(id, [{ category: 'Goals' }]);
    expect(await types(id)).not.toContain('goals');
  });

  it('at most five, the most pressing first, each with its reason and something to do, and the same every time', async () => {
    const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(5, 10);
    const id = await person({ tier: 1, important_dates: [{ label: 'Wedding day', date: `--${soon}` }] });
    await entries(id, [...times(4, { days: 40, category: 'Professional' }), { days: 40, category: 'Actionable' }, { days: 41, category: 'Actionable' }, { days: 91, category: 'Actionable' }]);
    const answer = await get(`/contact/${id}/recommendations`);
    expect(answer.recommendations.map((one: { type: string; priority: string }) => `${one.priority} ${one.type}`)).toEqual(['high follow_up', 'high occasion', 'medium reconnect', 'medium actionable', 'medium goals']);
    for (const one of answer.recommendations) expect([one.reason.length > 10, Object.keys(one.evidence).length > 0, one.action.payload.contact_id]).toEqual([true, true, id]);
    expect(answer.recommendations[1].evidence.in_days).toBe(3);
    expect(answer.recommendations[3]).toMatchObject({ evidence: { days: 40 }, action: { kind: 'entries', payload: { category: 'Actionable' } } });
    expect(await get(`/contact/${id}/recommendations`)).toEqual(answer);
  });

  it('a birthday in two weeks counts, one in fifteen days does not', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replace(/^\d{4}/, '1992');
    expect(await types(await person({ birthday: inDays(14) }))).toContain('occasion');
    expect(await types(await person({ birthday: inDays(15) }))).not.toContain('occasion');
  });
});

describe('the network', () => {
  it('empty', async () => {
    const eve = await signUp(kith, 'eve');
    const body = await get('/network', eve);
    expect(body.totals).toEqual({ people: 0, with_data: 0, notes: 0, logged: 0, entries: 0, interactions: 0, health_average: null, closeness_average: null, drifting: 0, due: 0 });
    expect([body.strongest_ties, body.weakest_ties, body.drifting, body.due]).toEqual([[], [], [], []]);
    expect(body.activity).toHaveLength(26);
    expect(body.health_distribution.map((one: { count: number }) => one.count)).toEqual([0, 0, 0, 0, 0]);
  });

  it('who is strong, weak and drifting', async () => {
    const carl = await signUp(kith, 'carl');
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
    const dora = await signUp(kith, 'dora');
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
    await kith.owner.query(`update contacts set cadence_started_at = now() - interval '10 weeks' where space_id = $1`, [dora.space.id]);
    await dora.patch(`/contacts/${gone}`, { archived: true });
    expect((await dora.post(`/contacts/${snoozed}/snooze`, { days: 3 })).status).toBe(200);
    await kith.owner.query(`update contacts set snoozed_at = now() - interval '5 days', snoozed_until = date_trunc('day', now()) - interval '2 days' where id = $1`, [back]);
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
    await kith.owner.query(`insert into interactions (space_id, contact_id, kind, at) values ($1, $2, 'call', now() - interval '25 hours')`, [ada.space.id, id]);
    expect(await health(id)).toMatchObject({ total_interactions: 2, days_since_last: 1, health_score: 45.4 });
    expect(await types(id)).not.toContain('reconnect');
    expect((await get('/network')).totals.logged).toBe(1);
  });

  it('asks four times, whatever its size', async () => {
    const queries: string[] = [];
    await get('/network');
    kith.platform.database.observe((text) => void queries.push(text));
    await get('/network');
    expect(queries).toHaveLength(4);
  });
});

/** P-50 by its words, from the rows themselves. */
function byTheWords(rows: { notes: number[]; entries: { days: number; category: string; confidence: number | null }[] }): number {
  const interactions = rows.notes.length + rows.entries.length;
  if (interactions === 0) return 0;
  const since = Math.min(...rows.notes, ...rows.entries.map((one) => one.days));
  const confidences = rows.entries.map((one) => one.confidence ?? 5);
  const mean = confidences.reduce((a, b) => a + b, 0) / (confidences.length || 1);
  const recency = Math.max(0, 100 - 2 * since);
  const engagement = Math.min(100, (interactions / Math.min(12, interactions)) * 20);
  const quality = rows.entries.length ? mean * 10 : 50;
  const diversity = Math.min(100, 25 * new Set(rows.entries.map((one) => one.category)).size);
  return 0.3 * recency + 0.3 * engagement + 0.2 * quality + 0.2 * diversity;
}

describe('the same score everywhere', () => {
  it('one query for everybody, one for a person, and the words of the formula agree', async () => {
    const days = fc.integer({ min: 0, max: 70 });
    const rows = fc.record({
      notes: fc.array(days, { maxLength: 25 }),
      entries: fc.array(fc.record({ days, category: fc.constantFrom(...CATEGORIES), confidence: fc.option(fc.integer({ min: 1, max: 10 })) }), { maxLength: 60 }),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 6 }), async (people) => {
        const client = await signUp(kith, `random_${run++}`);
        const ids: string[] = [];
        for (const one of people) {
          const id = await person({}, client);
          ids.push(id);
          await notes(id, one.notes.map((at) => ({ days: at })), client);
          await entries(id, one.entries, client);
        }
        const identity = (await authenticate(kith.platform, client.cookie!.split('=')[1]!))!;
        const all = await healthOf(ctxOf(kith.platform, identity, { ip: null, user_agent: null }));
        const { strongest_ties, weakest_ties } = await get('/network', client);
        const shown = new Map([...strongest_ties, ...weakest_ties].map((tie: { contact_id: string; health_score: number; closeness: number }) => [tie.contact_id, tie]));
        for (const [i, id] of ids.entries()) {
          const answer = await health(id, client);
          expect(Math.abs(answer.health_score - byTheWords(people[i]!))).toBeLessThan(0.05 + 1e-9);
          expect(all.get(id)).toBe(answer.total_interactions ? answer.health_score : undefined);
          if (answer.total_interactions) expect(shown.get(id)).toMatchObject({ health_score: answer.health_score, closeness: answer.closeness.score, days_since_last: answer.days_since_last });
        }
        expect(all.size).toBe(people.filter((one) => one.notes.length + one.entries.length > 0).length);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
