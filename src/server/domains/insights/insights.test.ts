import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf, signUp } from '../../../../test/harness.ts';
import { CATEGORIES } from '../../platform/intelligence/categories.ts';
import { healthOf } from './index.ts';
import { useInsights } from './insights.setup.ts';

const here = useInsights();
const { entries, get, health, notes, person, times } = here;

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
    await here.ada.post('/notes', { contact_id: id, content: 'Met for coffee.' });
    expect(await health(id)).toMatchObject({ health_score: 46, total_interactions: 1, days_since_last: 0, confidence_avg: null });
  });

  it('a note and the entries drawn from it, through the front door', async () => {
    const id = await person();
    const { body } = await here.ada.post('/notes/process', { contact_id: id, content: 'She works as a nurse in Bremen. Her goal is to run a marathon next spring.' });
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
    const bob = await signUp(here.kith, 'bob');
    const his = await person({}, bob);
    for (const what of ['health', 'trends', 'recommendations']) {
      expect((await here.ada.get(`/analytics/contact/${his}/${what}`)).status).toBe(404);
      expect((await here.ada.get(`/analytics/contact/${crypto.randomUUID()}/${what}`)).status).toBe(404);
      expect((await here.ada.get(`/analytics/contact/nobody/${what}`)).status).toBe(400);
    }
  });
});

describe('trends', () => {
  it.each([6, 366, 'x', 7.5, -1])('400 for %s days', async (days) => expect((await here.ada.get(`/analytics/contact/${await person()}/trends?days=${days}`)).status).toBe(400));

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
    const tomo = await signUp(here.kith, 'tomo');
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
        const client = await signUp(here.kith, `random_${run++}`);
        const ids: string[] = [];
        for (const one of people) {
          const id = await person({}, client);
          ids.push(id);
          await notes(id, one.notes.map((at) => ({ days: at })), client);
          await entries(id, one.entries, client);
        }
        const all = await healthOf(await contextOf(here.kith, client));
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
