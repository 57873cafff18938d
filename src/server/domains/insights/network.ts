import type { Due } from '../people/index.ts';
import { closeness, isDrifting } from './closeness.ts';
import { type Band, BANDS, bandOf, healthScore, interactionsOf, oneDecimal } from './health.ts';
import type { Activity } from './insights.store.ts';

const WEEKS = 26;
const TIES = 10;
export const LISTED = 20;
const DAY = 86_400_000;

/** Local days of all interactions of the last year. */
export const daysOf = (person: Activity) => [...person.entry_days, ...person.note_days, ...person.logged_days];

/** Monday of the week a day (days since 1970-01-01, a Thursday) is in. */
const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7);
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);

/** "2026-W03": the year an ISO week belongs to is that of its Thursday. */
export function isoWeek(monday: number): string {
  const thursday = monday + 3;
  const year = new Date(thursday * DAY).getUTCFullYear();
  return `${year}-W${String(1 + Math.floor((thursday - Date.UTC(year, 0, 1) / DAY) / 7)).padStart(2, '0')}`;
}

/** Interactions per ISO week, the weeks without any too: the last 26, this one included, oldest first. */
function activityOf(people: readonly Activity[], today: number) {
  const first = mondayOf(today) - (WEEKS - 1) * 7;
  const weeks = Array.from({ length: WEEKS }, (_, i) => ({ week: isoWeek(first + i * 7), week_start: dateOf(first + i * 7), notes: 0, logged: 0, entries: 0, people: 0 }));
  for (const person of people) {
    const seen = new Set<number>();
    const add = (days: readonly number[], kind: 'notes' | 'logged' | 'entries') => {
      for (const day of days) {
        const at = Math.floor((day - first) / 7);
        if (at < 0 || at >= WEEKS) continue;
        weeks[at]![kind]++;
        seen.add(at);
      }
    };
    add(person.note_days, 'notes');
    add(person.logged_days, 'logged');
    add(person.entry_days, 'entries');
    for (const at of seen) weeks[at]!.people++;
  }
  return weeks;
}

const meanOf = (scores: readonly number[]) => (scores.length ? oneDecimal(scores.reduce((a, b) => a + b, 0) / scores.length) : null);

/** Who it is time to talk to, as the people domain says: the longest overdue of them, and how many there are. */
type Waiting = { data: readonly Due[]; total: number };

/** What is shown of the whole network (P-53). `people`: everybody who is not archived. */
export function networkOf(people: readonly Activity[], waiting: Waiting, timeZone: string) {
  const judged = people.map((person) => {
    const { score, rhythm } = closeness(person, daysOf(person), person.today);
    return { person, health: healthScore(person), band: bandOf(person), closeness: score, rhythm, known: interactionsOf(person) > 0 };
  });
  type Judged = (typeof judged)[number];
  const known = judged.filter((one) => one.known);
  const tie = ({ person, health, closeness: close }: Judged, reason: string) => ({
    contact_id: person.contact_id, full_name: person.full_name, tier: person.tier, health_score: health, closeness: close,
    last_interaction: person.last_interaction, days_since_last: person.days_since_last, reason,
  });
  const byName = (a: Judged, b: Judged) => (a.person.full_name < b.person.full_name ? -1 : a.person.full_name > b.person.full_name ? 1 : a.person.contact_id < b.person.contact_id ? -1 : 1);
  const strength = (one: Judged) => tie(one, `Health ${one.health}, closeness ${one.closeness}.`);
  const strongest = known.toSorted((a, b) => b.health - a.health || b.closeness - a.closeness || byName(a, b)).slice(0, TIES);
  const strong = new Set(strongest);
  const weakest = known.filter((one) => !strong.has(one)).sort((a, b) => a.health - b.health || a.closeness - b.closeness || byName(a, b)).slice(0, TIES);
  const drifting = known.filter((one) => isDrifting(one.rhythm)).sort((a, b) => b.rhythm.silence / b.rhythm.usual_gap - a.rhythm.silence / a.rhythm.usual_gap || byName(a, b));
  const byId = new Map(judged.map((one) => [one.person.contact_id, one]));
  const sum = (of: (person: Activity) => number) => people.reduce((total, person) => total + of(person), 0);
  const bands: Band[] = [...BANDS.map(({ band }) => band), 'none'];
  const distribution = (list: readonly Judged[]) => bands.map((band) => ({ band, from: BANDS.find((one) => one.band === band)?.from ?? null, count: list.filter((one) => one.band === band).length }));

  return {
    time_zone: timeZone,
    totals: {
      people: people.length, with_data: known.length, notes: sum((person) => person.notes), logged: sum((person) => person.logged), entries: sum((person) => person.entries), interactions: sum(interactionsOf),
      health_average: meanOf(known.map((one) => one.health)), closeness_average: meanOf(known.map((one) => one.closeness)), drifting: drifting.length, due: waiting.total,
    },
    health_distribution: distribution(judged),
    tiers: ([1, 2] as const).map((tier) => {
      const members = judged.filter((one) => one.person.tier === tier);
      return { tier, people: members.length, health_average: meanOf(members.filter((one) => one.known).map((one) => one.health)), health_distribution: distribution(members) };
    }),
    activity: activityOf(people, people[0]?.today ?? Math.floor(Date.now() / DAY)),
    strongest_ties: strongest.map(strength),
    weakest_ties: weakest.map(strength),
    drifting: drifting.slice(0, LISTED).map((one) => tie(one, `Usually every ${Math.round(one.rhythm.usual_gap)} days, silent for ${one.rhythm.silence}.`)),
    due: waiting.data.map((one) => tie(byId.get(one.contact.id)!, whyDue(one))),
    explanations: EXPLANATIONS,
  };
}

function whyDue({ contact: { cadence_weeks: weeks }, days_overdue: days, why }: Due): string {
  const late = days === 0 ? 'due today' : `due for ${days === 1 ? 'a day' : `${days} days`}`;
  return `Every ${weeks === 1 ? 'week' : `${weeks} weeks`}, as you wished; ${late}${why === 'snooze_over' ? ', back from snooze' : ''}.`;
}

const EXPLANATIONS = {
  health: 'Health is 30 % recency, 30 % engagement, 20 % quality and 20 % diversity; the page of a person shows each part. Strong from 80, good from 60, fair from 40, weak below. Archived people are left out.',
  activity: 'Notes, logged contact and entries of each ISO week (Monday first) in your time zone, by when they were made.',
  tiers: 'The average is over the people of the tier with any interaction.',
  ties: 'By health; closeness decides between equals, then the name. Only people with any interaction.',
  drifting: 'In touch on at least four days of the last year, at least every 45 days on average, and now silent for 2.5 times the usual gap and at least three weeks.',
  due: 'The cadence you set for a person has passed since the last contact, and they are not snoozed: the same people as on Today and under “Time to reach out”. Whoever has no cadence is never due, but can be drifting away. The longest overdue come first.',
};
