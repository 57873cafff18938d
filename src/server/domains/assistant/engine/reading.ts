import type { KnownPerson, OwnedText, Stretch } from '../../../platform/intelligence/index.ts';
import type { Passage } from './passages.ts';
import { fold } from './question.ts';

/** Something written about a person, and all of its sentences point to it. */
export type Text = { content: string; person: KnownPerson };
/**
 * Whom a sentence is about. `other`: somebody else, as they are called; `kept` when it is said by what they are to the person, in what
 * is kept of the person. `doubt`: it may be the person, or one of others; `called` names them.
 */
export type Whose = { kind: 'person' } | { kind: 'writer' } | { kind: 'other'; called: string; contact_ids: readonly string[]; kept: boolean } | { kind: 'doubt'; called: string };
export type Called = { id: string; full_name: string };
/** A stretch of a text that is read at once, with the passages in it. */
export type Window = { text: Text; start: number; end: number; passages: Passage[] };

/** Longer texts are read in part: who is meant is nearly always said shortly before. */
const WHOLE = 2500;
const BEFORE = 800;
const AFTER = 200;
/** Characters read for a question: what takes the engine about half a second. */
const MOST = 40_000;

/** What has to be read to know whom passages are about, the first ones first. What is too much is left out. */
export function windowsOf(passages: readonly Passage[]): Window[] {
  const windows = new Map<Text, Window[]>();
  let size = 0;
  for (const passage of passages) {
    const { written, whose } = passage;
    if (!written || whose) continue;
    const [start, end] = around(written);
    const near = windows.get(written.text) ?? [];
    const old = near.find((one) => start <= one.end && end >= one.start && Math.max(end, one.end) - Math.min(start, one.start) <= 2 * WHOLE);
    const more = old ? Math.max(end, old.end) - Math.min(start, old.start) - (old.end - old.start) : end - start;
    if (size + more > MOST) break;
    size += more;
    if (old) Object.assign(old, { start: Math.min(start, old.start), end: Math.max(end, old.end), passages: [...old.passages, passage] });
    else windows.set(written.text, [...near, { text: written.text, start, end, passages: [passage] }]);
  }
  return [...windows.values()].flat();
}

/** A sentence with what is said shortly before it and just after it. */
function around({ text: { content }, start, end }: NonNullable<Passage['written']>): [number, number] {
  if (content.length <= WHOLE) return [0, content.length];
  const before = content.slice(Math.max(0, start - BEFORE), start);
  const begins = start > BEFORE ? (/(?:\n|[.!?]\s)\s*/.exec(before) ?? /\s+/.exec(before)) : null;
  const after = content.slice(end, end + AFTER);
  return [start - before.length + (begins ? begins.index + begins[0].length : 0), end + Math.max(0, after.search(/\s\S*$/))];
}

/** Characters read at a time, so that a note somebody waits for need not wait for all of a question's. */
const PORTION = 8000;
/** Windows by what is read at a time. */
export function portionsOf(windows: readonly Window[]): Window[][] {
  const portions: Window[][] = [];
  let size = PORTION;
  for (const window of windows) {
    const length = window.end - window.start;
    size += length;
    if (size <= PORTION) portions.at(-1)!.push(window);
    else {
      portions.push([window]);
      size = length;
    }
  }
  return portions;
}

export const textOf = ({ text, start, end }: Window): OwnedText => ({ content: text.content.slice(start, end), person: text.person });

/** Passages with whom they are about, each once for everybody it is about; those that were not read are as they were. `read`: the stretches of each window. */
export function attributed(passages: readonly Passage[], windows: readonly Window[], read: readonly (readonly Stretch[])[], people: ReadonlyMap<string, Called>): Passage[] {
  const told = new Map(windows.flatMap((window, i) => window.passages.map((passage) => [passage, partsOf(passage, window.start, read[i]!, people)] as const)));
  return passages.flatMap((passage) => told.get(passage) ?? passage);
}

function partsOf(passage: Passage, from: number, stretches: readonly Stretch[], people: ReadonlyMap<string, Called>): Passage[] {
  const { text, start, end } = passage.written!;
  const found = new Map<string, { whose: Whose; said: string[] }>();
  for (const stretch of stretches) {
    const words = text.content.slice(Math.max(start, from + stretch.start), Math.min(end, from + stretch.end));
    if (words === '' || from + stretch.end <= start || from + stretch.start >= end) continue;
    for (const { whose, label } of whoseOf(stretch, words, passage.kind !== 'note', text.person, people)) {
      const key = JSON.stringify(whose);
      const part = found.get(key);
      if (part) part.said.push(words);
      else found.set(key, { whose, said: [label, words] });
    }
  }
  return [...found.values()].map(({ whose, said }) => ({ ...passage, whose, said: said.join(' ') }));
}

/** What the writer does, not what somebody said of themselves. */
const BY_WRITER = /^[^\p{L}"“'‘]*(?:(?:and|but|so|then|because|also)\s+)?(?:I|[Ww]e|[Mm]y|[Oo]ur)\b/u;
const QUOTED = /^[^\p{L}]*["“]/u;
const named = (names: readonly string[]) => [...new Set(names)].join(' or ');

/** `own`: somebody keeps it with the person, so that what is not clear is the person's. */
function whoseOf({ subject, touches, also }: Stretch, words: string, own: boolean, person: KnownPerson, people: ReadonlyMap<string, Called>): { whose: Whose; label: string }[] {
  const other = (name: string, contact_ids: readonly string[], tie: string | null = null) => {
    const called = (contact_ids.length === 1 && people.get(contact_ids[0]!)?.full_name) || name;
    return { whose: { kind: 'other' as const, called, contact_ids, kept: own && touches }, label: [...new Set([tie, called, name])].filter(Boolean).join(' ') };
  };
  const others = also.map((who) => other(who.name, who.contact_ids));
  if (subject.kind === 'person') return [{ whose: { kind: 'person' }, label: '' }, ...others];
  const writer = { whose: { kind: 'writer' as const }, label: '' };
  const between = !own && BY_WRITER.test(words) ? [writer] : [];
  if (subject.kind === 'other') return [other(subject.who.name, subject.who.contact_ids, subject.tie), ...others, ...between];
  if (subject.kind === 'relative') return [other(subject.name, []), ...between];
  if (own) return [{ whose: { kind: 'person' }, label: '' }];
  const candidates = subject.kind === 'unsure' ? subject.candidates : [];
  if (between.length > 0 || (subject.kind === 'writer' && !QUOTED.test(words))) return [writer];
  const rivals = candidates.filter((one) => !one.is_person).map((one) => one.name);
  if (subject.kind === 'unsure' && candidates.length === rivals.length) return [other(named(rivals), [])];
  return [{ whose: { kind: 'doubt', called: named([person.nickname ?? person.full_name.split(/\s+/)[0]!, ...(rivals.length > 0 ? rivals : ['somebody else'])]) }, label: '' }];
}

const parts = (text: string) => fold(text).split(/[^\p{L}]+/u);
/** Whether a text says that it is about somebody who is so called. */
export function names(text: string, called: string): boolean {
  const words = new Set(parts(text));
  return !called.includes(' or ') && parts(called).some((word) => !/^(?:her|his|their|the|of|s|)$/.test(word) && words.has(word));
}

/** The words of a passage, under the name of whom it is about where they do not say so. */
export function labelled({ text, whose }: Passage): string {
  if (whose?.kind === 'doubt') return `${whose.called}: ${text}`;
  if (whose?.kind !== 'other') return text;
  if (whose.called === '') return /^\W*(?:s?he|they|his|her|their)\b/i.test(text) ? `Somebody else: ${text}` : text;
  return names(text, whose.called) ? text : `${whose.called[0]!.toUpperCase()}${whose.called.slice(1)}: ${text}`;
}

/**
 * Passages about everybody, each under the person it is about: what a note about Anna says of Tom is Tom's. What is said of somebody who
 * is not known, or may be several, is left out. `belong`: whether two people are something to each other; of several of a name, whoever
 * belongs to the person of the note is meant.
 */
export function byPerson(passages: readonly Passage[], people: ReadonlyMap<string, Called>, belong: (a: string, b: string) => boolean): Passage[] {
  const told = new Set(passages.flatMap(({ id, text, whose }) => (whose?.kind === 'other' ? [`${id} ${text}`] : [])));
  return passages.flatMap((passage) => {
    const { whose, contact_id: own, id, text } = passage;
    // "I have to ask Amina about the school" is about Amina, whosever note it is in.
    if (whose?.kind === 'writer' && told.has(`${id} ${text}`)) return [];
    if (whose?.kind !== 'other' || whose.kept) return passage;
    const [one, ...more] = whose.contact_ids.length > 1 ? whose.contact_ids.filter((id) => belong(own, id)) : whose.contact_ids;
    return one !== undefined && more.length === 0 && people.has(one) ? { ...passage, contact_id: one, whose: { kind: 'person' as const } } : [];
  });
}
