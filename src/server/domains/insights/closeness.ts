import { type Component, type Facts, interactionsOf, oneDecimal } from './health.ts';

/** Days since 1970-01-01 where the user lives. */
export type Day = number;
export type Rhythm = {
  /** How many different days of the last year had an interaction. */
  days: number;
  /** Mean days between them, 3 to 90; 30 while there are fewer than three. */
  usual_gap: number;
  own: boolean;
  /** Whole days since the last one, as health counts them. */
  silence: number;
};

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const contactDays = (days: readonly Day[], today: Day) => [...new Set(days.map((day) => Math.min(day, today)))].sort((a, b) => a - b);

/** How often somebody was in touch during the last year, and for how many days there has been silence since. */
export function rhythmOf(days: readonly Day[], today: Day, daysSinceLast: number | null): Rhythm {
  const sorted = contactDays(days, today);
  const own = sorted.length >= 3;
  const span = own ? sorted.at(-1)! - sorted[0]! : 0;
  return { days: sorted.length, usual_gap: own ? clamp(span / (sorted.length - 1), 3, 90) : 30, own, silence: daysSinceLast ?? 0 };
}

const half = (age: number, life: number) => 2 ** (-age / life);

export const WHY =
  'Health treats everybody alike and counts each entry. Closeness compares the silence with how often you two are usually in touch, counts days of contact instead of entries, lets old contact fade instead of dropping it, and asks whether it grows or shrinks.';

/**
 * The second score, 0 to 100 with one decimal, beside health and never instead of it. `days`: the local days of all interactions of
 * the last 365 days, in any order.
 * - freshness (40 %): `100 · 2^(−silence / (2 · usual gap))`: half is left after twice the usual gap
 * - presence (30 %): `100 · (1 − e^(−w / 6))`, w = sum of `2^(−age / 90)` over the days of contact
 * - range (15 %): `100 · min(1, e^H / 4)`, H = entropy of the categories: how many kinds of things are known evenly
 * - trend (15 %): `100 · (a + 1) / (a + b + 2)`, days of contact of the last 90 days against the 90 before; 50 is steady
 */
export function closeness(facts: Facts, days: readonly Day[], today: Day) {
  const rhythm = rhythmOf(days, today, facts.days_since_last);
  const ages = contactDays(days, today).map((day) => today - day);
  const weight = ages.reduce((sum, age) => sum + half(age, 90), 0);
  const entropy = facts.categories.reduce((sum, n) => (n ? sum - (n / facts.entries) * Math.log(n / facts.entries) : sum), 0);
  const kinds = facts.entries ? Math.exp(entropy) : 0;
  const recent = ages.filter((age) => age < 90).length;
  const before = ages.filter((age) => age >= 90 && age < 180).length;
  const some = interactionsOf(facts) > 0;
  const values = {
    freshness: 100 * half(rhythm.silence, 2 * rhythm.usual_gap),
    presence: 100 * (1 - Math.exp(-weight / 6)),
    range: 100 * Math.min(1, kinds / 4),
    trend: (100 * (recent + 1)) / (recent + before + 2),
  };
  const score = some ? oneDecimal(0.4 * values.freshness + 0.3 * values.presence + 0.15 * values.range + 0.15 * values.trend) : 0;
  const gap = oneDecimal(rhythm.usual_gap);
  const part = (name: keyof typeof values, weight: number, formula: string, inputs: Component['inputs'], explanation: string): Component => ({
    name, weight, value: some ? oneDecimal(values[name]) : 0, formula, inputs, explanation: some ? explanation : 'There is no contact to judge by yet.',
  });
  const parts = () => [
    part('freshness', 0.4, '100 × 2^(−silence ÷ (2 × usual gap))', { silence_days: rhythm.silence, usual_gap_days: gap },
      rhythm.own ? `You are usually in touch every ${gap} days; it has been ${rhythm.silence}.` : `It has been ${rhythm.silence} days; a gap of 30 is assumed until three days of contact show your own rhythm.`),
    part('presence', 0.3, '100 × (1 − e^(−w ÷ 6)), w = Σ 2^(−age ÷ 90 days) over days of contact', { contact_days: rhythm.days, weighted_days: oneDecimal(weight) },
      `${rhythm.days} days of contact in the last year; one of 90 days ago counts half.`),
    part('range', 0.15, '100 × min(1, effective categories ÷ 4)', { effective_categories: oneDecimal(kinds) },
      `What you know is spread as over ${oneDecimal(kinds)} equally filled categories.`),
    part('trend', 0.15, '100 × (a + 1) ÷ (a + b + 2)', { last_90_days: recent, previous_90_days: before },
      `${recent} days of contact in the last 90 days, ${before} in the 90 before; 50 is steady.`),
  ];
  return { score, rhythm, parts };
}

/** Was in touch at least every 45 days on at least four days of the year, and has been silent for 2.5 times the usual gap and three weeks. */
export const isDrifting = (rhythm: Rhythm) => rhythm.days >= 4 && rhythm.usual_gap <= 45 && rhythm.silence >= 21 && rhythm.silence >= 2.5 * rhythm.usual_gap;
