import { describe, expect, it } from 'vitest';
import { type Client, signUp } from '../../../../test/harness.ts';
import { useInsights } from './insights.setup.ts';

const here = useInsights();
const { entries, get, health, notes, person, times, types } = here;

describe('recommendations', () => {
  it('ask nobody to write who may only read', async () => {
    const { space } = (await here.ada.post('/spaces', { name: 'Club' })).body;
    const vera = await signUp(here.kith);
    await here.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, vera.user.id]);
    const there = { 'kith-space': space.id };
    const make = async (fields: object) => (await here.ada.post('/contacts', { full_name: 'Nina Sanchez', ...fields }, there)).body.contact.id as string;
    const of = async (client: Client, id: string) => (await client.get(`/analytics/contact/${id}/recommendations`, there)).body.recommendations as { type: string; description: string; action: { kind: string; payload: { text?: string } }; also: { kind: string }[] }[];
    const unknown = await make({ tier: 1 });
    expect((await of(here.ada, unknown)).map(({ type }) => type)).toEqual(['follow_up', 'birthday_unknown']);
    expect(await of(vera, unknown)).toEqual([]);
    const known = await make({ birthday: `--${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(5, 10)}`, cadence_weeks: 1 });
    await entries(known, times(5, { days: 90 }), { space });
    await entries(known, [{ days: 80, category: 'Actionable' }], { space });
    await here.kith.owner.query(`update contacts set cadence_started_at = now() - interval '60 days' where id = $1`, [known]);
    expect((await of(here.ada, known)).map(({ type }) => type)).toEqual(['follow_up', 'occasion', 'cadence', 'reconnect', 'actionable']);
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
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const { id } = (await here.ada.post('/contacts', { full_name: 'Vera Lund', birthday: `--${soon.slice(5)}` })).body.contact;
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
