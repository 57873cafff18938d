import type { Text, Whose } from './reading.ts';
import { hasEnded, rolesOf, sentenceOf, type Worded } from '../../people/index.ts';

/** One thing that is known, in words, and where it is written. Answers are made of nothing else. */
export type Passage = {
  kind: 'note' | 'entry' | 'message' | 'event' | 'detail';
  id: string;
  contact_id: string;
  text: string;
  /** When it was said or happened, ISO 8601; null for details, which are simply so. */
  at: string | null;
  /** The day of it where the user lives, YYYY-MM-DD. */
  day: string | null;
  url: string;
  category: string | null;
  /** Which detail it is: birthday, home, job, … */
  field: string | null;
  /** A newer entry ended it. */
  past: boolean;
  /** Where it stands in what is written of the person, so that it can be read whom it is about; null when it is the person's own. UTF-16 offsets, end exclusive. */
  written: { text: Text; start: number; end: number } | null;
  /** Whom it is about, once that was read. What was not read is told of nobody. */
  whose?: Whose;
  /** What of it is about them, with what they are to the person. */
  said?: string;
  /** The stretch of a note it was drawn from: UTF-16 offsets, end exclusive. */
  source: { note_id: string; start: number; end: number } | null;
};

export type Labelled = { label: string; value: string };
/** What the database knows of one person, as the store reads it. */
export type Known = {
  contact: {
    id: string;
    full_name: string;
    nickname: string | null;
    title: string | null;
    company: string | null;
    city: string | null;
    birthday: string | null;
    pronouns: string | null;
    how_we_met: string | null;
    description: string | null;
    tier: number;
    emails: Labelled[];
    phones: Labelled[];
    addresses: { street: string; city: string; region: string; postal_code: string; country: string }[];
    important_dates: { label: string; date: string }[];
    social_handles: { network: string; handle: string }[];
    custom_fields: Labelled[];
  };
  entries: { id: string; note_id: string | null; category: string; content: string; said_at: string; day: string; past: boolean; superseded_by: string | null; sources: { start: number; end: number; text: string }[] }[];
  notes: { id: string; content: string; created_at: string; day: string }[];
  relationships: (Worded & { id: string; other_id: string; other_name: string; outgoing: boolean })[];
  interactions: { id: string; kind: string; at: string; day: string; text: string | null }[];
  messages: { id: string; direction: 'in' | 'out'; at: string; day: string; text: string }[];
  events: { id: string; title: string; place: string | null; starts_at: string; at: string }[];
};

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
/** 2026-05-17, or a moment of that day: "17 May 2026"; --05-17: "17 May". */
export function dayInWords(date: string): string {
  const [, year, month, day] = /^(\d{4}|-)-(\d{2})-(\d{2})/.exec(date) ?? [];
  if (!month) return date;
  return `${Number(day)} ${MONTHS[Number(month) - 1]}${year === '-' ? '' : ` ${year}`}`;
}

/** Years somebody born on `birthday` has been alive on `today`; null without a year of birth. */
export function ageOn(birthday: string, today: string): number | null {
  if (birthday.startsWith('-')) return null;
  return Number(today.slice(0, 4)) - Number(birthday.slice(0, 4)) - (today.slice(5, 10) < birthday.slice(5) ? 1 : 0);
}

/** Sentences of a note: each line, cut after a full stop, question or exclamation mark that a capital follows, but not after a title. */
export const sentencesOf = (text: string): string[] =>
  text.split(/\n+/).flatMap((line) => line.split(/(?<=[.!?…]["”’)]?)(?<!\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|St|Sr|Jr)\.)\s+(?=["“‘(]?[\p{Lu}\p{N}])/u)).map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]{2}/u.test(part));

/** Characters of a sentence that are told. */
const LONGEST = 600;
/** The sentences of a text and where they stand in it; `written` is what is told of them. */
export function sentencesIn(text: Text): { text: string; start: number; end: number; written: NonNullable<Passage['written']> }[] {
  let at = 0;
  return sentencesOf(text.content).map((sentence) => {
    const start = text.content.indexOf(sentence, at);
    at = start + sentence.length;
    const said = sentence.slice(0, LONGEST);
    return { text: said, start, end: at, written: { text, start, end: start + said.length } };
  });
}

const OF_SELF = /\b(?:i|my|mine|me|i['’](?:m|ve|d|ll))\b/i;
const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const KINDS: Record<string, string> = { call: 'Call', meeting: 'Meeting', message: 'Message', other: 'Contact' };

/** Notes beyond this many passages are too old to be read for a question. */
const MOST = 4000;
/** Everything known of a person as passages. `now`: the moment it is, ISO 8601 in UTC; `today`: the day where the user lives. */
export function passagesOf(known: Known, now: string, today = now.slice(0, 10)): Passage[] {
  const { contact } = known;
  const page = `/people/${contact.id}`;
  const detail = (field: string, text: string, id = contact.id, tab = 'details'): Passage => ({ kind: 'detail', id, contact_id: contact.id, text, at: null, day: null, url: `${page}?tab=${tab}`, category: null, field, past: false, source: null, written: null });
  const person = { id: contact.id, full_name: contact.full_name, nickname: contact.nickname, pronouns: contact.pronouns };
  const passages: Passage[] = [...details(known, today, detail)];
  if (contact.description) for (const { text, written } of sentencesIn({ content: contact.description, person })) passages.push({ ...detail('description', text), written });
  for (const entry of known.entries) {
    const [span] = entry.sources;
    const source = entry.note_id && span ? { note_id: entry.note_id, start: span.start, end: span.end } : null;
    passages.push({ kind: 'entry', id: entry.id, contact_id: contact.id, text: entry.content, at: entry.said_at, day: entry.day, url: page, category: entry.category, field: null, past: entry.past, source, written: { text: { content: entry.content, person }, start: 0, end: entry.content.length } });
  }
  // What an entry was drawn from would be said twice.
  const told = new Set(known.entries.flatMap((entry) => [entry.content, ...entry.sources.map((source) => source.text)]).map(plain));
  for (const note of known.notes) {
    if (passages.length >= MOST) break;
    for (const { text, start, end, written } of sentencesIn({ content: note.content, person })) {
      if (!told.has(plain(note.content.slice(start, end)))) passages.push({ kind: 'note', id: note.id, contact_id: contact.id, text, at: note.created_at, day: note.day, url: `${page}?tab=notes`, category: null, field: null, past: false, source: { note_id: note.id, start, end }, written });
    }
  }
  const [latest] = known.messages;
  const message = (one: Known['messages'][number], text: string, field: string | null): Passage => ({ kind: 'message', id: one.id, contact_id: contact.id, text, at: one.at, day: one.day, url: `${page}?tab=timeline`, category: null, field, past: false, source: null, written: null });
  if (latest) passages.push(message(latest, `Message on ${dayInWords(latest.day)}: ${latest.text.replace(/\s+/g, ' ').slice(0, 200)}`, 'contact'));
  // What somebody writes of themselves is known of them; what they ask or say of others is not.
  for (const one of known.messages)
    if (one.direction === 'in') for (const sentence of sentencesOf(one.text)) if (OF_SELF.test(sentence) && !/\?$|\byou(?:r|rs)?\b/i.test(sentence)) passages.push(message(one, sentence.slice(0, 600), null));
  for (const one of known.interactions)
    passages.push({ kind: one.kind === 'message' ? 'message' : 'event', id: one.id, contact_id: contact.id, text: `${KINDS[one.kind] ?? 'Contact'} on ${dayInWords(one.day)}${one.text ? `: ${one.text}` : ''}`, at: one.at, day: one.day, url: `${page}?tab=timeline`, category: null, field: 'contact', past: false, source: null, written: null });
  for (const event of known.events)
    passages.push({ kind: 'event', id: event.id, contact_id: contact.id, text: `${event.title}, ${dayInWords(event.starts_at)}${event.starts_at.length > 10 ? ` at ${event.starts_at.slice(11, 16)}` : ''}${event.place ? `, ${event.place}` : ''}`, at: event.at, day: event.starts_at.slice(0, 10), url: `/calendar?event=${event.id}&date=${event.starts_at.slice(0, 10)}`, category: null, field: event.at >= now ? 'upcoming' : 'happened', past: false, source: null, written: null });
  return passages;
}

function* details({ contact, relationships }: Known, today: string, detail: (field: string, text: string, id?: string, tab?: string) => Passage) {
  if (contact.title || contact.company) yield detail('job', contact.title ? [contact.title, contact.company].filter(Boolean).join(' at ') : `Works at ${contact.company}`);
  if (contact.birthday) {
    const age = ageOn(contact.birthday, today);
    yield detail('birthday', `Birthday: ${dayInWords(contact.birthday)}${age === null || age < 0 ? '' : ` (${age} years old)`}`);
  }
  const address = contact.addresses[0];
  const home = address ? [address.street, address.postal_code, address.city, address.region, address.country].filter(Boolean).join(', ') : contact.city;
  if (home) yield detail('home', `Lives in ${home}`);
  for (const mail of contact.emails) yield detail('email', `Email${mail.label ? ` (${mail.label})` : ''}: ${mail.value}`);
  for (const phone of contact.phones) yield detail('phone', `Phone${phone.label ? ` (${phone.label})` : ''}: ${phone.value}`);
  for (const social of contact.social_handles) yield detail('social', `${social.network}: ${social.handle}`);
  for (const date of contact.important_dates) yield detail('important', `${date.label}: ${dayInWords(date.date)}`);
  for (const field of contact.custom_fields) yield detail('custom', `${field.label}: ${field.value}`);
  if (contact.nickname) yield detail('nickname', `Nickname: ${contact.nickname}`);
  if (contact.pronouns) yield detail('pronouns', `Pronouns: ${contact.pronouns}`);
  if (contact.how_we_met) yield detail('how_we_met', `How you met: ${contact.how_we_met}`);
  for (const one of relationships) {
    const roles = rolesOf(one);
    const role = one.outgoing ? roles.target : roles.source;
    const over = hasEnded(one.until, today);
    // a role that is no noun: "Bea introduced Noor"
    const words = one.type === 'introduced' && !one.label ? sentenceOf(one, ...(one.outgoing ? ([contact.full_name, one.other_name] as const) : ([one.other_name, contact.full_name] as const))) : `${one.other_name} ${over ? 'was' : 'is'} ${contact.full_name}’s ${role}`;
    yield detail('relationship', words, one.id, 'relationships');
  }
}
