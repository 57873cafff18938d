import { comingOf } from '../../people/index.ts';
import { dayInWords, type Known, type Passage } from './passages.ts';
import { labelled } from './reading.ts';
import { topicOf } from './topics.ts';

export const SECTIONS = ['who', 'last', 'now', 'changed', 'open', 'dates', 'ask', 'care'] as const;
export type SectionKey = (typeof SECTIONS)[number];
/** A line of a briefing: what it says, and the passage it stands on. */
export type Line = { text: string; passage: Passage };
export type Briefing = Record<SectionKey, Line[]>;

/** The day a text names, as read on the day it was said; null without one. */
export type ReadDate = (text: string, said_at: string) => string | null;

const MOST = 8;
const DAY = 86_400_000;
const EVENTS = ['job interview', 'interview', 'exam', 'operation', 'surgery', 'wedding', 'marathon', 'race', 'driving test', 'test', 'concert', 'premiere', 'exhibition', 'presentation', 'trip', 'holiday', 'move', 'birth', 'funeral', 'appointment', 'competition', 'tournament', 'audition', 'graduation', 'conference', 'viewing', 'trial', 'scan', 'party', 'launch'];
const SENSITIVE = /\b(?:died|death|dying|passed away|widow\w*|divorc\w+|separated|broke up|split up|miscarriage|cancer|stroke|diagnos\w+|depress\w+|burnt out|burnout|anxi\w+|lost (?:her|his|their)|funeral|grie[fv]\w*|laid off|fired|redundan\w+|bankrupt\w*|addict\w+|sober|rehab|surgery|hospital|ill\b|sick|conflict|sues|lawsuit|short of money|debts?)\b/i;
const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/**
 * What to know before meeting somebody: one page, each line in the words of what is known or derived from it by a rule.
 * @param now the moment, ISO 8601 in UTC @param today the day where the user lives
 */
export function briefingOf(known: Known, passages: readonly Passage[], now: string, today: string, readDate: ReadDate): Briefing {
  const { contact } = known;
  const current = passages.filter((passage) => !passage.past);
  const entries = current.filter((passage) => passage.kind === 'entry').toSorted((a, b) => b.at!.localeCompare(a.at!));
  const of = (...categories: string[]) => entries.filter((entry) => categories.includes(entry.category!));
  const detail = (field: string, text: string): Passage => ({ kind: 'detail', id: contact.id, contact_id: contact.id, text, at: null, day: null, url: `/people/${contact.id}?tab=details`, category: null, field, past: false, source: null, written: null });
  const line = (passage: Passage): Line => ({ text: labelled(passage), passage });
  const first = (lines: Line[]) => lines.filter((one, i) => lines.findIndex((other) => other.text === one.text) === i).slice(0, MOST);

  const circle = detail('tier', contact.tier === 1 ? 'Inner circle' : 'Outer circle');
  const who = ['job', 'home', 'birthday', 'how_we_met', 'relationship', 'pronouns'].flatMap((field) => passages.filter((passage) => passage.kind === 'detail' && passage.field === field));
  const met = current.filter((passage) => passage.at !== null && passage.at <= now && (passage.field === 'contact' || passage.field === 'happened'));
  const last = [...met.toSorted((a, b) => b.at!.localeCompare(a.at!)).slice(0, 3), ...lastSaid(current)];

  const ended = new Map(known.entries.map((entry) => [entry.id, entry]));
  const changed = known.entries.flatMap((old) => {
    const by = old.superseded_by ? ended.get(old.superseded_by) : undefined;
    const passage = by && days(by.day, today) <= 180 ? entries.find((entry) => entry.id === by.id) : undefined;
    return passage ? [{ text: `${passage.text} (before: ${old.content})`, passage }] : [];
  });

  const open = [...of('Actionable').map(line), ...current.filter((passage) => passage.field === 'upcoming').toSorted((a, b) => a.at!.localeCompare(b.at!)).slice(0, 3).map(line)];
  const care = [
    ...current.filter((passage) => isCare(passage) && (passage.kind === 'entry' || passage.whose?.kind === 'person' || passage.whose?.kind === 'doubt')),
    ...entries.filter((entry) => SENSITIVE.test(entry.text)),
    ...of('Communication'),
  ];
  return {
    who: first([line(circle), ...who.map(line)]),
    last: first(last.map(line)),
    now: first([...of('Challenges').slice(0, 3), ...of('Goals').slice(0, 3), ...of('Professional').slice(0, 2)].map(line)),
    changed: first(changed),
    open: first(open),
    dates: first(comingDates(known, today, detail)),
    ask: first([...afterwards(entries, today, readDate), ...of('Challenges').slice(0, 2).map((passage) => ({ text: `Is it still so? “${passage.text}”`, passage })), ...of('Goals').slice(0, 2).map((passage) => ({ text: `How is it coming along? “${passage.text}”`, passage })), ...gaps(known, detail)]).slice(0, 6),
    care: first(care.map(line)),
  };
}

/** Whether it tells of something to be careful about. */
const isCare = (passage: Passage) => (passage.kind === 'entry' || passage.kind === 'note') && passage.category !== 'Actionable' && [topicOf('allergy'), topicOf('diet'), topicOf('dislike')].some((topic) => topic.told!.test(passage.said ?? passage.text));

/** What was written on the last day of which something is. */
function lastSaid(current: readonly Passage[]): Passage[] {
  const notes = current.filter((passage) => passage.kind === 'note' || (passage.kind === 'entry' && passage.source !== null));
  const latest = notes.toSorted((a, b) => b.at!.localeCompare(a.at!))[0];
  const said = latest ? notes.filter((passage) => passage.day === latest.day) : [];
  return said.filter((passage, i) => said.findIndex((other) => other.text === passage.text) === i).slice(0, 5);
}

/** Sentences of notes of which it must be read whom they are about, before they can be in a briefing. */
export function toRead(passages: readonly Passage[]): Passage[] {
  const current = passages.filter((passage) => !passage.past);
  return [...new Set([...lastSaid(current), ...current.filter(isCare)])].filter((passage) => passage.kind === 'note');
}

/** What was said to come, and has come since. */
function afterwards(entries: readonly Passage[], today: string, readDate: ReadDate): Line[] {
  return entries.slice(0, 200).flatMap((passage) => {
    const date = /\d|\b(?:today|tomorrow|next|this|on|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/i.test(passage.text) ? readDate(passage.text, passage.at!) : null;
    if (!date || date < passage.day! || date >= today || days(date, today) > 60) return [];
    const event = EVENTS.find((word) => new RegExp(`\\b${word}\\b`, 'i').test(passage.text));
    return [{ text: event ? `How did the ${event} go? (${dayInWords(date)})` : `How did it go on ${dayInWords(date)}? “${passage.text}”`, passage }];
  });
}

/** Birthdays and important dates of the next 90 days; without any, the next birthday. */
function comingDates({ contact }: Known, today: string, detail: (field: string, text: string) => Passage): Line[] {
  const dates = [...(contact.birthday ? [{ label: 'Birthday', date: contact.birthday }] : []), ...contact.important_dates];
  const all = dates
    .map(({ label, date }) => {
      const { on, years } = comingOf(date, today);
      const away = days(today, on);
      return { away, text: `${label}: ${dayInWords(on)}${years ? ` (${label === 'Birthday' ? `turns ${years}` : `${years} years`})` : ''}, ${away === 0 ? 'today' : away === 1 ? 'tomorrow' : `in ${away} days`}`, field: label === 'Birthday' ? 'birthday' : 'important', said: `${label}: ${dayInWords(date)}` };
    })
    .toSorted((a, b) => a.away - b.away);
  const soon = all.filter((one) => one.away <= 90);
  return (soon.length > 0 ? soon : all.slice(0, 1)).map(({ text, field, said }) => ({ text, passage: detail(field, said) }));
}

/** What one would know of somebody, and does not. */
function gaps({ contact, entries }: Known, detail: (field: string, text: string) => Passage): Line[] {
  const missing = (there: unknown, field: string, what: string, text: string) => (there ? [] : [{ text, passage: detail(field, `${what} is not known yet`) }]);
  return [
    ...missing(contact.birthday, 'birthday', 'The birthday', 'When is your birthday?'),
    ...missing(contact.city || contact.addresses.length > 0 || entries.some((entry) => topicOf('home').told!.test(entry.content)), 'home', 'Where they live', 'Where do you live these days?'),
    ...missing(contact.title || contact.company || entries.some((entry) => entry.category === 'Professional'), 'job', 'What they do', 'What are you working on at the moment?'),
    ...missing(entries.some((entry) => entry.category === 'Interests'), 'interests', 'What they like', 'What do you do when you have a free day?'),
  ];
}
