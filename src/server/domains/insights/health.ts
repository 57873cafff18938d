import { CATEGORIES, type Category } from '../../platform/intelligence/categories.ts';

/** What the score of one person is made of. An interaction is a note, logged contact or an entry, each counted by itself. */
export type Facts = {
  notes: number;
  /** Contact that left no note: a call, a meeting. */
  logged: number;
  entries: number;
  /** Sum over the entries; one without confidence counts 5. */
  confidence_sum: number;
  /** Entries by category, in the order of CATEGORIES. */
  categories: readonly number[];
  /** Whole days (of 24 hours) since the newest interaction; null without any. */
  days_since_last: number | null;
};

export type Distribution = Partial<Record<Category, number>>;
/** Strong from 80, good from 60, fair from 40, weak below; none without data. */
export type Band = 'strong' | 'good' | 'fair' | 'weak' | 'none';
export const BANDS: readonly { band: Band; from: number; text: string }[] = [
  { band: 'strong', from: 80, text: 'This is a strong relationship. Keep doing what you do.' },
  { band: 'good', from: 60, text: 'This is a good relationship with room to grow.' },
  { band: 'fair', from: 40, text: 'This relationship could use some attention.' },
  { band: 'weak', from: 0, text: 'This relationship needs attention. Get in touch soon.' },
];
export const NO_DATA = 'Nothing is known yet. The score begins with the first note.';

export const oneDecimal = (value: number) => Math.round(value * 10) / 10;
export const interactionsOf = (facts: Pick<Facts, 'notes' | 'logged' | 'entries'>) => facts.notes + facts.logged + facts.entries;
const kindsOf = (facts: Pick<Facts, 'categories'>) => facts.categories.filter((count) => count > 0).length;
export const distributionOf = (categories: readonly number[]): Distribution => Object.fromEntries(CATEGORIES.map((name, i) => [name, categories[i]!]).filter(([, count]) => count !== 0));

/** `max(0, 100 − 2 · days since last)` */
export const recency = (days: number) => Math.max(0, 100 - 2 * days);
/** `min(100, n / min(12, n) · 20)`, the documented form: 20 for 1 to 12 interactions, then 5/3 for each, 100 from 60 on. */
export const engagement = (interactions: number) => Math.min(100, (interactions / Math.min(12, interactions)) * 20);
/** Mean confidence · 10; 50 without entries. */
export const quality = (entries: number, confidenceSum: number) => (entries === 0 ? 50 : (confidenceSum / entries) * 10);
/** 25 for each category there is an entry in, up to 100. */
export const diversity = (kinds: number) => Math.min(100, 25 * kinds);

/**
 * Relationship health (P-50), 0 to 100 with one decimal: 30 % recency, 30 % engagement, 20 % quality, 20 % diversity; 0 without data.
 * Ten times the score is a whole number but for the quality, so the half is rounded up exactly, in integers.
 */
export function healthScore(facts: Facts): number {
  const n = interactionsOf(facts);
  if (n === 0) return 0;
  const whole = 3 * recency(facts.days_since_last ?? 0) + (n <= 12 ? 60 : Math.min(300, 5 * n)) + 2 * diversity(kindsOf(facts));
  const qualityTenths = facts.entries === 0 ? 100 : Math.floor((40 * facts.confidence_sum + facts.entries) / (2 * facts.entries));
  return (whole + qualityTenths) / 10;
}

export const bandOf = (facts: Facts): Band => (interactionsOf(facts) === 0 ? 'none' : BANDS.find(({ from }) => healthScore(facts) >= from)!.band);

export type Component = { name: string; weight: number; value: number; formula: string; inputs: Record<string, number | null>; explanation: string };

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** The four parts of the score, each with how it came about. Without data all are 0. */
export function components(facts: Facts): Component[] {
  const n = interactionsOf(facts);
  const days = facts.days_since_last;
  const kinds = kindsOf(facts);
  const mean = facts.entries ? facts.confidence_sum / facts.entries : null;
  const part = (name: string, weight: number, value: number, formula: string, inputs: Component['inputs'], explanation: string): Component => ({
    name, weight, value: n === 0 ? 0 : oneDecimal(value), formula, inputs, explanation: n === 0 ? NO_DATA : explanation,
  });
  return [
    part('recency', 0.3, recency(days ?? 0), 'max(0, 100 − 2 × days since the last interaction)', { days_since_last: days },
      `${count(days ?? 0, 'day has', 'days have')} passed since the last interaction; each takes 2 points away.`),
    part('engagement', 0.3, n && engagement(n), 'min(100, interactions ÷ min(12, interactions) × 20)', { interactions: n, notes: facts.notes, logged: facts.logged, entries: facts.entries },
      n <= 12 ? `${count(n, 'interaction counts', 'interactions count')} 20 together; only from the 13th on each adds 1.7 points.` : `${n} interactions; those beyond 12 add 1.7 points each, up to 100 for 60.`),
    part('quality', 0.2, quality(facts.entries, facts.confidence_sum), 'mean confidence of the entries × 10 (50 without entries)', { entries: facts.entries, confidence_avg: mean === null ? null : oneDecimal(mean) },
      mean === null ? 'There are no entries yet, so it counts 50.' : `${count(facts.entries, 'entry has', 'entries have')} a mean confidence of ${oneDecimal(mean)} of 10; one without confidence counts 5.`),
    part('diversity', 0.2, diversity(kinds), 'min(100, 25 × categories with entries)', { categories: kinds },
      `There are entries in ${kinds} of the ${CATEGORIES.length} categories; four or more make 100.`),
  ];
}

/** What the score says in words: the text of its band, then what stands out. */
export function insightTexts(facts: Facts): string[] {
  if (interactionsOf(facts) === 0) return [NO_DATA];
  const texts = [BANDS.find(({ from }) => healthScore(facts) >= from)!.text];
  const days = facts.days_since_last ?? 0;
  const known = CATEGORIES.filter((_, i) => facts.categories[i]! > 0);
  if (days > 30) texts.push(`Nothing new for ${days} days.`);
  else if (days <= 7) texts.push('You were in touch within the last week.');
  if (facts.entries === 0) texts.push('There was contact, but there are no entries: they are drawn from notes.');
  else if (known.length === 1) texts.push(`All entries are about ${known[0]}; other sides are unknown.`);
  else if (known.length >= 6) texts.push('You know many sides of this person.');
  return texts;
}

/** The answer of P-50 but for when the last interaction was. */
export const health = (facts: Facts) => ({
  health_score: healthScore(facts),
  band: bandOf(facts),
  total_interactions: interactionsOf(facts),
  days_since_last: facts.days_since_last,
  category_distribution: distributionOf(facts.categories),
  confidence_avg: facts.entries ? oneDecimal(facts.confidence_sum / facts.entries) : null,
  insights: insightTexts(facts),
  components: components(facts),
});
