import { CATEGORIES } from '../../platform/intelligence/categories.ts';
import { comingOf } from '../people/index.ts';
import { daysOf } from './network.ts';
import { closeness, isDrifting } from './closeness.ts';
import { healthScore, interactionsOf } from './health.ts';
import type { Recommendation } from './insights.schema.ts';
import type { Person } from './insights.store.ts';

type Priority = Recommendation['priority'];
type Action = Recommendation['action'];

const MOST = 5;
const ORDER: Record<Priority, number> = { high: 0, medium: 1, low: 2 };
const DAY = 86_400_000;
/** What is done with the person, not by writing in Kith. */
const FOR_READERS: readonly Recommendation['type'][] = ['follow_up', 'occasion', 'cadence', 'reconnect', 'actionable'];
const countOf = (person: Person, category: (typeof CATEGORIES)[number]) => person.categories[CATEGORIES.indexOf(category)]!;

/** Days until the next time a date (YYYY-MM-DD or --MM-DD) comes round. `today`: days since 1970. */
export const daysUntil = (date: string, today: number): number => Date.parse(comingOf(date, new Date(today * DAY).toISOString().slice(0, 10)).on) / DAY - today;

const inDays = (days: number) => (days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`);
const ago = (days: number) => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`);
const short = (text: string) => (text.length > 140 ? `${[...text].slice(0, 139).join('')}…` : text);

/**
 * At most five things to do about one person (P-52), the most pressing first: by priority, then in the order they stand here, so the
 * same data give the same list. Whoever may not write gets what can be done without, and only questions and entries to open.
 */
export function recommend(person: Person, writes = true): Recommendation[] {
  const found: Recommendation[] = [];
  const add = (type: Recommendation['type'], priority: Priority, { also = [], ...rest }: Omit<Recommendation, 'type' | 'priority' | 'also'> & { also?: Action[] }) => found.push({ type, priority, ...rest, also });
  const { contact_id } = person;
  const name = person.full_name.split(' ')[0]!;
  const note = (label: string, text?: string): Action => ({ kind: 'note', label, payload: { contact_id, ...(text ? { text } : {}) } });
  const plan = (label: string, title: string, date?: string): Action => ({ kind: 'event', label, payload: { contact_id, title, ...(date ? { date } : {}) } });
  const ask = (label: string, text: string): Action => ({ kind: 'ask', label, payload: { contact_id, text } });
  const meet = plan('Plan a meeting', `Catch up with ${name}`);
  const recall = ask('What was last?', `What did ${name} and I talk about last?`);
  const n = interactionsOf(person);
  const score = healthScore(person);
  const days = person.days_since_last;
  const { rhythm } = closeness(person, daysOf(person), person.today);

  if (score < 50 && (writes || n > 0))
    add('follow_up', 'high', {
      title: n === 0 ? `Write a first note about ${name}` : `Follow up with ${name}`,
      description: n === 0 ? 'Nothing is known yet. A sentence or two about how you know each other is enough to begin.' : 'This relationship needs attention. A short message or call is a good start.',
      reason: n === 0 ? 'There are no interactions.' : `Health is ${score}, below 50.`,
      evidence: { health_score: score },
      action: note('Write a note'),
      also: n === 0 ? [] : [meet, recall],
    });

  const occasions = [...(person.birthday ? [{ label: 'Birthday', date: person.birthday }] : []), ...person.important_dates].map((one) => ({ ...one, in_days: daysUntil(one.date, person.today) }));
  const next = occasions.filter((one) => one.in_days <= 14).sort((a, b) => a.in_days - b.in_days || (a.label < b.label ? -1 : 1))[0];
  if (next)
    add('occasion', next.in_days <= 7 ? 'high' : 'medium', {
      title: `${next.label} of ${name} ${inDays(next.in_days)}`,
      description: 'Send your wishes, or plan something together.',
      reason: `${next.label} is on ${next.date.slice(-5)}, ${inDays(next.in_days)}.`,
      evidence: { date: next.date, in_days: next.in_days },
      action: note('Note an idea', `${next.label}: `),
      also: [plan('Plan something', next.label === 'Birthday' ? `Celebrate with ${name}` : `${next.label} of ${name}`, new Date((person.today + next.in_days) * DAY).toISOString().slice(0, 10)), ask('Ideas for a gift', `What could I give ${name}?`)],
    });

  if (person.due_in !== null && person.due_in <= 0)
    add('cadence', person.due_in < -14 ? 'high' : 'medium', {
      title: `Time to be in touch with ${name}`,
      description: writes ? 'A message or call is enough; write down what was said.' : 'A message or call is enough.',
      reason: `You want to be in touch every ${person.cadence_weeks === 1 ? 'week' : `${person.cadence_weeks} weeks`}; it was due ${ago(-person.due_in)}.`,
      evidence: { cadence_weeks: person.cadence_weeks, days_overdue: -person.due_in },
      action: note('Write a note'),
      also: n === 0 ? [meet] : [meet, recall],
    });

  if (days !== null && days > 14) {
    const drifting = isDrifting(rhythm);
    const gap = Math.round(rhythm.usual_gap);
    add('reconnect', drifting || days > 60 ? 'high' : 'medium', {
      title: `Reconnect with ${name}`,
      description: drifting ? `You used to be in touch every ${gap} days. Ask how things are.` : 'It has been a while. Ask how things are.',
      reason: `The last interaction is ${days} days old, more than 14.${drifting ? ` The usual gap was ${gap} days.` : ''}`,
      evidence: { days_since_last: days, usual_gap_days: rhythm.own ? gap : null },
      action: note('Write a note'),
      also: [meet, recall],
    });
  }

  const open = person.open_actions[0];
  if (open)
    add('actionable', 'medium', {
      title: person.open_actions.length > 1 ? `Open follow-ups with ${name}` : `An open follow-up with ${name}`,
      description: short(open.content),
      reason: `Kept as Actionable ${ago(open.days)}; it counts as open for 90 days, or until it is deleted or moved.`,
      evidence: { entry_id: open.id, days: open.days },
      action: { kind: 'entries', label: 'Show', payload: { contact_id, category: 'Actionable' } },
    });

  if (n > 3 && countOf(person, 'Goals') === 0)
    add('goals', 'medium', {
      title: `Ask ${name} about goals`,
      description: 'What are they working towards this year, and how could you help?',
      reason: `${n} interactions, more than 3, and no entry in Goals.`,
      evidence: { interactions: n, goals: 0 },
      action: note('Note the answer', `${name}'s goal is `),
      also: [ask('What is known?', `What is ${name} planning?`)],
    });

  if (n > 3 && (person.personal_days === null || person.personal_days > 180))
    add('personal', 'low', {
      title: `Catch up on ${name}'s life`,
      description: 'Home, family, health: something personal goes a long way.',
      reason: person.personal_days === null ? 'There is no entry in Personal Details.' : `The newest entry in Personal Details is ${person.personal_days} days old, more than 180.`,
      evidence: { days_since_personal_detail: person.personal_days },
      action: note('Write a note'),
      also: [meet],
    });

  const kinds = person.categories.filter((count) => count > 0).length;
  if (person.entries > 3 && kinds < 3)
    add('breadth', 'low', {
      title: `Learn another side of ${name}`,
      description: `Nothing is known about ${CATEGORIES.filter((one) => countOf(person, one) === 0 && one !== 'Actionable').slice(0, 3).join(', ')}.`,
      reason: `${person.entries} entries lie in ${kinds === 1 ? 'one category' : `${kinds} categories`} only.`,
      evidence: { entries: person.entries, categories: kinds },
      action: note('Write a note'),
    });

  if (person.tier === 1 && !person.birthday)
    add('birthday_unknown', 'low', {
      title: `Find out when ${name}'s birthday is`,
      description: 'With a date it comes up here two weeks ahead.',
      reason: `${name} is in your inner circle and has no birthday.`,
      evidence: { birthday: null },
      action: { kind: 'details', label: 'Add the birthday', payload: { contact_id } },
    });

  const forReader = ({ action, also, ...one }: Recommendation): Recommendation => {
    const [first = ask('What is known?', `What do I know about ${name}?`), ...rest] = [action, ...also].filter(({ kind }) => kind === 'ask' || kind === 'entries');
    return { ...one, action: first, also: rest };
  };
  const wanted = writes ? found : found.filter(({ type }) => FOR_READERS.includes(type)).map(forReader);
  return wanted.map((one, at) => ({ one, at })).sort((a, b) => ORDER[a.one.priority] - ORDER[b.one.priority] || a.at - b.at).slice(0, MOST).map(({ one }) => one);
}
