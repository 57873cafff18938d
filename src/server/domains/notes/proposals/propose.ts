/** What analysis found about others, as proposals and mentions. Nothing here touches a person. */
import { findDates } from '../../../platform/dates/index.ts';
import type { Mention, Named, NotePeople, Relation } from '../../../platform/intelligence/index.ts';
import type { Entry } from '../notes.schema.ts';
import type { NewProposal, Who } from './proposals.schema.ts';
import { isDay, isToCome, isToDo, isWorthAsking } from './worth.ts';

/** A tie in the words of POST /relationships: "who is the TYPE of of"; a label where no type says it as well. */
const TYPES: Record<string, { type: string; label?: string }> = {
  partner: { type: 'partner' }, ex_partner: { type: 'ex_partner' }, parent: { type: 'parent' }, child: { type: 'child' }, sibling: { type: 'sibling' }, grandparent: { type: 'grandparent' }, grandchild: { type: 'grandchild' },
  friend: { type: 'friend' }, neighbour: { type: 'neighbour' }, colleague: { type: 'colleague' }, manager: { type: 'manager' }, report: { type: 'report' }, mentor: { type: 'mentor' }, mentee: { type: 'mentee' }, teacher: { type: 'teacher' }, student: { type: 'student' },
  client: { type: 'client' }, doctor: { type: 'doctor' }, acquaintance: { type: 'acquaintance' },
  business_partner: { type: 'colleague', label: 'business partner' }, flatmate: { type: 'other', label: 'flatmate' }, landlord: { type: 'other', label: 'landlord' },
};
const SPOUSES = /^(?:wife|husband|spouse|hubby|wifey|married|missus)$/;

/** The type of a relationship that a note states, and its own word where that says more. */
export function wordsOf({ type, word }: Pick<Relation, 'type' | 'word'>): { type: string; label: string | null } {
  if (type === 'partner' && SPOUSES.test(word)) return { type: 'spouse', label: null };
  const known = TYPES[type];
  return known ? { type: known.type, label: known.label ?? null } : { type: 'relative', label: word.slice(0, 64) };
}

type Note = { id: string; content: string; contact_id: string; contact_name: string; created_at: string };
export type Found = { note: Note; people: NotePeople; entries: Pick<Entry, 'id' | 'content' | 'category' | 'sources'>[]; names: Map<string, string>; tied: { source_contact_id: string; target_contact_id: string }[]; clock: { time_zone: string; locale: string } };

type DateProposal = Extract<NewProposal, { kind: 'reminder' | 'followup' }>;

/** What a note proposes, a handful at most (more of a long one), each with a key under which it is proposed once. */
export function proposalsOf({ note, people, entries, names, tied, clock }: Found): NewProposal[] {
  const out: NewProposal[] = [];
  const whoOf = ({ name, contact_ids }: Named): Who => ({
    contact_id: contact_ids.length === 1 ? (contact_ids[0] as string) : null,
    name: contact_ids.length === 1 ? (names.get(contact_ids[0] as string) ?? name) : name,
    candidates: contact_ids.length > 1 ? contact_ids.slice(0, 20).flatMap((id) => (names.has(id) ? [{ id, full_name: names.get(id) as string }] : [])) : [],
  });
  for (const relation of people.relations) {
    const of = relation.of.is_person ? { contact_id: note.contact_id, name: note.contact_name } : relation.of.contact_ids.length === 1 ? { contact_id: relation.of.contact_ids[0] as string, name: names.get(relation.of.contact_ids[0] as string) ?? relation.of.name } : null;
    if (!of) continue;
    const who = whoOf(relation.who);
    const tie = { ...wordsOf(relation), of };
    const source = { start: relation.start, end: relation.end, text: relation.text };
    if (who.contact_id === null && who.candidates.length === 0) out.push({ kind: 'person', contact_id: of.contact_id, key: keyOf('person', of.contact_id, who.name), payload: { full_name: personName(who.name), tie }, source, confidence: 8 });
    else if (who.contact_id !== of.contact_id && !tied.some((pair) => [pair.source_contact_id, pair.target_contact_id].includes(who.contact_id ?? '') && [pair.source_contact_id, pair.target_contact_id].includes(of.contact_id)))
      out.push({ kind: 'relationship', contact_id: of.contact_id, key: keyOf('relationship', of.contact_id, who.contact_id ?? who.name, tie.type), payload: { who, tie }, source, confidence: 8 });
  }
  const dates = dated({ note, people, entries, clock });
  const facts: NewProposal[] = [];
  for (const fact of people.facts) {
    if (fact.category === 'Actionable' || dates.some((one) => one.payload.title.includes(fact.content)) || !isWorthAsking(fact, note.content)) continue;
    const open: Who = { contact_id: null, name: '', candidates: fact.candidates.flatMap((one) => one.contact_ids).slice(0, 20).flatMap((id) => (names.has(id) ? [{ id, full_name: names.get(id) as string }] : [])) };
    const who = fact.who ? whoOf(fact.who) : open;
    const unknown = who.contact_id === null && who.candidates.length === 0;
    // Somebody named in passing, or "the neighbour", is nobody who could be made.
    if (unknown && (!fact.who || !/\p{Lu}/u.test(who.name) || !isKnownHere(fact.who.name, people) || note.contact_name.includes(fact.who.name))) continue;
    if (!fact.who && ((fact.confidence ?? 0) < SURE || who.candidates.length > 2 || !fact.candidates.some((one) => one.is_person))) continue;
    const [source] = fact.sources;
    facts.push({ kind: 'entry', contact_id: who.contact_id ?? note.contact_id, key: keyOf('entry', note.id, who.contact_id ?? who.name, fact.content), payload: { who, category: fact.category, content: fact.content.slice(0, 2000) }, source: source ?? null, confidence: fact.confidence });
  }
  return mostTelling([...out, ...dates, ...facts], most(note.content));
}

/** An unsure fact is asked about from here on. */
const SURE = 6;
/** Proposals of one note: more would not be read. One that tells of a whole evening may say more of more people. */
const most = ({ length }: string) => Math.min(12, Math.max(5, Math.round(length / 60)));
const ORDER = ['person', 'relationship', 'date', 'followup', 'entry'];

/** One proposal for each thing, and only a handful: who is who, what has a day, what is to be done, what is known of others, of those who are in Kith first. */
function mostTelling(all: NewProposal[], limit: number): NewProposal[] {
  const rank = (one: NewProposal) => ORDER.indexOf((one.kind === 'reminder' || one.kind === 'followup') && one.payload.date !== null ? 'date' : one.kind);
  const known = (one: NewProposal) => Number(one.kind === 'entry' && one.payload.who.contact_id !== null);
  const distinct = [...new Map(all.map((one) => [one.key, one])).values()];
  const kept = new Set(distinct.toSorted((a, b) => rank(a) - rank(b) || known(b) - known(a) || (b.confidence ?? 0) - (a.confidence ?? 0)).slice(0, limit));
  return distinct.filter((one) => kept.has(one));
}

/** Whether the note itself says who somebody is, or more than one thing about them. */
const isKnownHere = (name: string, { relations, facts }: NotePeople): boolean =>
  relations.some(({ who, of }) => who.name === name || of.name === name) || facts.filter((fact) => fact.who?.name === name && fact.category !== 'Actionable').length > 1;

/** Follow-ups of what is to be done, and reminders of dates to come. */
function dated({ note, people: { facts }, entries, clock: { time_zone, locale } }: Pick<Found, 'note' | 'people' | 'entries' | 'clock'>): DateProposal[] {
  const dates = findDates(note.content, { now: note.created_at, timezone: time_zone, locale }).filter((one) => one.tense === 'future' && one.confidence !== 'low');
  const within = (at: number, { start, end }: { start: number; end: number }) => at >= start && at < end;
  const used = new Set<number>();
  const out: DateProposal[] = [];
  const toDo = [...entries.map((entry) => ({ ...entry, of: note.contact_id })), ...facts.map((fact) => ({ ...fact, id: null, of: fact.who?.contact_ids.length === 1 ? (fact.who.contact_ids[0] as string) : note.contact_id }))].filter((one) => one.category === 'Actionable' && isToDo(one.content));
  for (const entry of toDo) {
    const found = dates.find((one) => entry.sources.some((source) => within(one.start, source)) && isDay(one.extracted_text));
    if (found) used.add(found.start);
    out.push({ kind: 'followup', contact_id: entry.of, key: keyOf('followup', note.id, entry.content), payload: { title: entry.content.slice(0, 255), date: found?.date ?? null, time: found?.time ?? null, time_zone, entry_id: entry.id }, source: entry.sources[0] ?? null, confidence: found ? 8 : 5 });
  }
  const sentences = new Set<string>();
  for (const found of dates.filter((one) => !used.has(one.start))) {
    const sentence = [...entries, ...facts].find((entry) => entry.sources.some((source) => within(found.start, source)));
    const text = sentence?.content ?? sentenceAt(note.content, found.start);
    if (sentences.has(text) || !isToCome(text, found.extracted_text)) continue;
    sentences.add(text);
    out.push({ kind: 'reminder', contact_id: note.contact_id, key: keyOf('reminder', note.id, found.date, text), payload: { title: `${note.contact_name}: ${text}`.slice(0, 255), date: found.date, time: found.time, time_zone, entry_id: null }, source: { start: found.start, end: found.end, text: found.extracted_text }, confidence: found.confidence === 'high' ? 8 : 6 });
  }
  return out;
}

/** What stands around a place, up to the next full stops or lines. */
function sentenceAt(text: string, at: number): string {
  const from = Math.max(...['. ', '! ', '? ', '\n'].map((mark) => text.lastIndexOf(mark, at) + (text.lastIndexOf(mark, at) < 0 ? 1 : mark.length)));
  const end = text.slice(at).search(/[.!?](?:\s|$)|\n|$/);
  return text.slice(from, at + end).trim();
}

const personName = (name: string) => (name.length < 2 ? `${name}.` : name).slice(0, 255);
const keyOf = (...parts: string[]) => parts.map((part) => part.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/\s+/g, ' ').slice(0, 110)).join(':');

/** Whom a note mentions by name, with where. The note's person is not mentioned in it but its subject. */
export function mentionsOf(mentions: readonly Mention[]): { contact_id: string; spans: { start: number; end: number; text: string }[] }[] {
  const spans = new Map<string, { start: number; end: number; text: string }[]>();
  for (const { how, is_person, contact_ids, start, end, text } of mentions) {
    if (how !== 'name' || is_person || contact_ids.length !== 1) continue;
    const [id] = contact_ids as [string];
    spans.set(id, [...(spans.get(id) ?? []), { start, end, text }]);
  }
  return [...spans].map(([contact_id, list]) => ({ contact_id, spans: list.slice(0, 100) }));
}

/** Which entries mention whom: by the words of the note that stand in them. */
export const entryMentions = (entries: readonly { id: string; contact_id: string; content: string }[], mentioned: readonly { contact_id: string; spans: { text: string }[] }[]) =>
  entries.flatMap((entry) =>
    mentioned.flatMap(({ contact_id, spans }) => {
      const text = spans.map((span) => span.text).find((word) => hasWord(entry.content, word));
      return text && contact_id !== entry.contact_id ? [{ entry_id: entry.id, contact_id, text: text.slice(0, 255) }] : [];
    }),
  );

const hasWord = (text: string, word: string): boolean => {
  const at = text.indexOf(word);
  return at >= 0 && !/\p{L}/u.test(text[at - 1] ?? '') && !/\p{L}/u.test(text[at + word.length] ?? '');
};

/** Every place where a name stands in a note: for somebody who is in Kith only now. */
export function spansOfName(content: string, name: string): { start: number; end: number; text: string }[] {
  const out: { start: number; end: number; text: string }[] = [];
  for (const word of [name, name.split(' ')[0] as string])
    for (let at = content.indexOf(word); at >= 0 && out.length < 100; at = content.indexOf(word, at + word.length))
      if (!/\p{L}/u.test(content[at - 1] ?? '') && !/\p{L}/u.test(content[at + word.length] ?? '') && !out.some((one) => at >= one.start && at < one.end)) out.push({ start: at, end: at + word.length, text: word });
  return out.sort((a, b) => a.start - b.start);
}
