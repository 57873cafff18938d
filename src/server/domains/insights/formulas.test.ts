import { describe, expect, it } from 'vitest';
import { closeness, isDrifting, rhythmOf } from './closeness.ts';
import { bandOf, type Facts, health, healthScore } from './health.ts';
import { isoWeek } from './network.ts';
import { daysUntil } from './recommend.ts';
import { trendOf } from './trend.ts';

const NONE = [0, 0, 0, 0, 0, 0, 0, 0];
const facts = (over: Partial<Facts> = {}): Facts => ({ notes: 0, logged: 0, entries: 0, confidence_sum: 0, categories: NONE, days_since_last: null, ...over });
/** `kinds` categories with the entries spread over them. */
const entries = (count: number, confidence: number, kinds: number, days: number, notes = 0) =>
  facts({ notes, entries: count, confidence_sum: count * confidence, categories: NONE.map((_, i) => (i >= kinds ? 0 : Math.floor(count / kinds) + (i < count % kinds ? 1 : 0))), days_since_last: days });

describe('health by hand', () => {
  it.each<[string, Facts, number]>([
    ['nothing', facts(), 0],
    // 0.3·100 + 0.3·20 + 0.2·50 + 0.2·0
    ['a note of today', facts({ notes: 1, days_since_last: 0 }), 46],
    // 0.3·100 + 0.3·20 + 0.2·80 + 0.2·25
    ['one entry of confidence 8', entries(1, 8, 1, 0), 57],
    // 0.3·100 + 0.3·20 + 0.2·50 + 0.2·100
    ['12 interactions count as much as one', entries(12, 5, 4, 0), 66],
    // 0.3·100 + 0.3·21.667 + 0.2·50 + 0.2·100
    ['the 13th is the first that counts', entries(13, 5, 4, 0), 66.5],
    ['24', entries(24, 5, 4, 0), 72],
    ['59', entries(59, 5, 4, 0), 89.5],
    ['60 is the most', entries(60, 5, 4, 0), 90],
    ['more is not more', entries(600, 5, 8, 0), 90],
    ['all there is', entries(60, 10, 4, 0), 100],
    // 0.3·(100 − 28) + 0.3·20 + 0.2·50 + 0.2·50
    ['14 days ago', entries(2, 5, 2, 14), 47.6],
    ['49 days ago', entries(2, 5, 2, 49), 26.6],
    ['50 days ago there is nothing left of recency', entries(2, 5, 2, 50), 26],
    ['ten years ago neither', entries(2, 5, 2, 3650), 26],
    // mean 20/3: 0.2·66.667 = 13.333
    ['thirds', facts({ entries: 3, confidence_sum: 20, categories: [3, 0, 0, 0, 0, 0, 0, 0], days_since_last: 0 }), 54.3],
    // mean 5.025: 0.2·50.25 = 10.05 and up
    ['a half goes up', facts({ entries: 40, confidence_sum: 201, categories: [40, 0, 0, 0, 0, 0, 0, 0], days_since_last: 0 }), 65.1],
  ])('%s', (_, given, score) => {
    expect(healthScore(given)).toBe(score);
    const { components } = health(given);
    const sum = components.reduce((total, part) => total + part.weight * part.value, 0);
    expect(Math.abs(sum - score)).toBeLessThan(0.11); // the parts are shown rounded
  });

  it('bands begin exactly at 80, 60 and 40', () => {
    const at = (days: number, count = 60) => entries(count, 10, 2, days); // 30 − 0.6·days + engagement + 20 + 10
    expect([healthScore(entries(60, 5, 2, 0)), bandOf(entries(60, 5, 2, 0))]).toEqual([80, 'strong']);
    expect([healthScore(at(17)), bandOf(at(17))]).toEqual([79.8, 'good']);
    expect([healthScore(at(50)), bandOf(at(50))]).toEqual([60, 'good']);
    const below = facts({ entries: 60, confidence_sum: 599, categories: [59, 1, 0, 0, 0, 0, 0, 0], days_since_last: 51 });
    expect([healthScore(below), bandOf(below)]).toEqual([60, 'good']); // 59.97 rounds to 60: the band follows the number shown
    const lower = facts({ ...below, confidence_sum: 598 });
    expect([healthScore(lower), bandOf(lower)]).toEqual([59.9, 'fair']);
    const forty = facts({ notes: 1, days_since_last: 10 }); // 24 + 6 + 10
    expect([healthScore(forty), bandOf(forty)]).toEqual([40, 'fair']);
    const weak = facts({ notes: 1, days_since_last: 11 });
    expect([healthScore(weak), bandOf(weak)]).toEqual([39.4, 'weak']);
    expect(bandOf(facts())).toBe('none');
  });

  it('says what each number came from', () => {
    const { components, insights, confidence_avg, category_distribution, total_interactions } = health(entries(13, 8, 3, 20, 2));
    expect(components.map((part) => [part.name, part.weight, part.value])).toEqual([['recency', 0.3, 60], ['engagement', 0.3, 25], ['quality', 0.2, 80], ['diversity', 0.2, 75]]);
    expect(components[1]!.inputs).toEqual({ interactions: 15, notes: 2, logged: 0, entries: 13 });
    expect([confidence_avg, total_interactions, category_distribution]).toEqual([8, 15, { 'Personal Details': 5, Interests: 4, Goals: 4 }]);
    expect(insights[0]).toContain('could use some attention'); // 18 + 7.5 + 16 + 15 = 56.5
    expect(health(facts()).insights).toHaveLength(1);
    expect(health(facts()).components.map((part) => part.value)).toEqual([0, 0, 0, 0]);
  });
});

describe('trend by hand', () => {
  it.each<[number[], string]>([
    [[], 'insufficient_data'],
    [[9], 'insufficient_data'],
    [[1, 9], 'stable'],
    [[1, 1, 9, 9], 'stable'], // four weeks: nothing earlier to compare with
    [[1, 2, 2, 2, 2], 'increasing'], // five
    [[5, 6, 6, 6, 6], 'stable'], // exactly 1.2 times
    [[50, 60, 60, 60, 61], 'increasing'],
    [[5, 4, 4, 4, 4], 'stable'], // exactly 0.8 times
    [[50, 40, 40, 40, 39], 'decreasing'],
    [[10, 10, 10, 3, 3, 3, 3], 'decreasing'],
    [[1, 3, 2, 2, 2, 2], 'stable'], // the mean of the earlier two is 2
  ])('%j is %s', (counts, word) => expect(trendOf(counts).trend).toBe(word));

  it('tells the averages', () => {
    expect(trendOf([1, 2, 2, 2, 4]).comparison).toMatchObject({ recent_average: 2.5, earlier_average: 1, weeks: 5 });
    expect(trendOf([1, 2]).comparison).toMatchObject({ recent_average: 1.5, earlier_average: null });
  });
});

describe('closeness by hand', () => {
  const today = 20_000;
  it('is 0 without data', () => expect(closeness(facts(), [], today).score).toBe(0));

  it('of one contact today', () => {
    // freshness 100, presence 100·(1 − e^(−1/6)) = 15.35, range 25 (one category), trend 100·2/3
    const { score, parts } = closeness(entries(1, 5, 1, 0), [today], today);
    expect(parts().map((part) => part.value)).toEqual([100, 15.4, 25, 66.7]);
    expect(score).toBe(58.4); // 40 + 4.605 + 3.75 + 10
  });

  it('judges silence by the own rhythm', () => {
    const every = (gap: number, silence: number) => Array.from({ length: 6 }, (_, i) => today - silence - i * gap);
    const freshness = (days: number[]) => closeness(entries(6, 5, 2, today - days[0]!), days, today).parts()[0]!.value;
    expect(freshness(every(7, 14))).toBe(50); // two weeks are much for somebody you meet weekly
    expect(freshness(every(60, 120))).toBe(50); // and nothing for somebody you meet every two months
    expect(freshness(every(60, 14))).toBe(92.2);
  });

  it('counts a day once, whatever is written on it, and a day that is yet to come as today', () => {
    expect(rhythmOf([today, today, today - 10, today - 20, today - 20], today, 0)).toEqual({ days: 3, usual_gap: 10, own: true, silence: 0 });
    expect(rhythmOf([today + 5], today, 0)).toEqual({ days: 1, usual_gap: 30, own: false, silence: 0 });
    expect(rhythmOf([], today, 400)).toEqual({ days: 0, usual_gap: 30, own: false, silence: 400 });
    expect(rhythmOf([today, today - 1, today - 2], today, 0).usual_gap).toBe(3);
  });

  it('drifting: was frequent, is silent', () => {
    const every = (gap: number, silence: number, times = 4) => rhythmOf(Array.from({ length: times }, (_, i) => today - silence - i * gap), today, silence);
    expect([isDrifting(every(10, 24)), isDrifting(every(10, 25))]).toEqual([false, true]);
    expect([isDrifting(every(4, 20)), isDrifting(every(4, 21))]).toEqual([false, true]); // at least three weeks
    expect(isDrifting(every(10, 60, 3))).toBe(false); // too seldom to speak of a rhythm
    expect([isDrifting(every(45, 113)), isDrifting(every(46, 115))]).toEqual([true, false]);
  });
});

describe('the calendar', () => {
  const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  it.each([['2026-12-28', '2026-W53'], ['2027-01-04', '2027-W01'], ['2024-12-30', '2025-W01'], ['2026-01-05', '2026-W02']])('the week of Monday %s is %s', (monday, week) => expect(isoWeek(day(monday))).toBe(week));
  it.each([
    ['1990-05-17', '2026-05-17', 0],
    ['--05-17', '2026-05-16', 1],
    ['--05-17', '2026-05-18', 364],
    ['--01-02', '2026-12-30', 3],
    ['2000-02-29', '2026-02-20', 8],
    ['2000-02-29', '2028-02-20', 9],
    ['2000-02-29', '2026-03-01', 364],
  ])('%s seen from %s comes in %i days', (date, today, days) => expect(daysUntil(date, day(today))).toBe(days));
});
