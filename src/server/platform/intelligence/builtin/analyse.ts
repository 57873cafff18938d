/** Note → entries: segment, split, classify with context, merge continuations, clean up. Pure. */
import type { Category, NoteEntry, SourceSpan } from '../categories.ts';
import type { OwnedText, Stretch } from '../types.ts';
import { splitClauses } from './clauses.ts';
import { classify, decide, LABELS } from './model.ts';
import { type NotePeople, sortOut } from './people/facts.ts';
import { type Circle, readPeople } from './people/index.ts';
import { splitRunOn } from './runon.ts';
import { segment, type Unit } from './segment.ts';

const NOTHING = LABELS.length - 1;
/** Characters an entry may have. */
const LONGEST = 2000;

/** A unit with its label index and the probability of that label. */
export type Labelled = { unit: Unit; label: number; p: number };

/** Segments, splits and labels a note (10 to 10,000 characters); small talk is included, labelled Nothing. */
export function labelNote(content: string): Labelled[] {
  const units = segment(content).flatMap(splitRunOn).flatMap(splitClauses);
  const inputs = units.map((unit) => ({ ...unit, speaker: unit.speaker !== null }));
  const ps = classify(inputs);
  return units.map((unit, i) => ({ unit, ...decide(ps[i] as Float64Array) }));
}

/** Draws entries from a note, in the order of the text. Small talk gives nothing; exact duplicates are dropped. */
export const analyseNote = (content: string): NoteEntry[] => distinct(grouped(labelNote(content)).map((group) => entryOf(content, group)));

/**
 * The same, knowing who the note is about and who else there is: entries are the person's, what is (or may be) somebody else's
 * comes apart, with everybody the note mentions and who is what to whom.
 */
export function analyseWithPeople(content: string, circle: Circle): { entries: NoteEntry[]; people: NotePeople } {
  const { pieces, mentions, relations } = readPeople(content, labelNote(content), circle);
  const drawn = grouped(pieces, (a, b) => JSON.stringify(a.subject) === JSON.stringify(b.subject)).map((group) => ({ entry: entryOf(content, group), pieces: group }));
  const { entries, facts } = sortOut(drawn);
  return { entries: distinct(entries), people: { mentions, relations, facts: distinct(facts) } };
}

/** Says whose the entries of a provider are. `said`: whose the provider says each is. */
export function attribute(content: string, circle: Circle, given: readonly (NoteEntry & { said?: string | null })[]): { entries: NoteEntry[]; people: NotePeople } {
  const { pieces, mentions, relations } = readPeople(content, labelNote(content), circle);
  const { entries, facts } = sortOut(
    given.map(({ said = null, ...entry }) => ({
      entry,
      said,
      pieces: pieces.filter(({ unit }) => entry.sources.some((source) => Math.min(source.end, unit.end) - Math.max(source.start, unit.start) > Math.min(8, (unit.end - unit.start) / 2))),
    })),
  );
  return { entries: distinct(entries), people: { mentions, relations, facts: distinct(facts) } };
}

/** Whose each stretch of texts is, small talk included. `people`: everybody they may name; whoever a text is about may be among them. */
export function whoseAre(texts: readonly OwnedText[], people: Circle['others']): Stretch[][] {
  const circles = new Map<string, Circle>();
  return texts.map(({ content, person }) => {
    const circle = circles.get(person.id) ?? { person, others: people.filter(([id]) => id !== person.id) };
    circles.set(person.id, circle);
    return readPeople(content, labelNote(content), circle).pieces.map(({ unit: { start, end }, subject, touches, also }) => ({ start, end, subject, touches, also }));
  });
}

/** Units that are one thought, without small talk. */
function grouped<T extends Labelled>(labelled: readonly T[], together: (a: T, b: T) => boolean = () => true): T[][] {
  const groups: T[][] = [];
  let before: T | undefined;
  for (const one of labelled) {
    const group = groups.at(-1);
    if (one.label === NOTHING) before = undefined;
    else if (group && before && before.label === one.label && together(before, one) && continues(before.unit, one.unit)) {
      group.push(one);
      before = one;
    } else {
      groups.push([one]);
      before = one;
    }
  }
  return groups;
}

function distinct<T extends NoteEntry>(entries: readonly T[]): T[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = `${entry.category} ${entry.content.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()}${'who' in entry ? JSON.stringify(entry.who) : ''}`;
    return entry.content !== '' && !seen.has(key) && seen.add(key);
  });
}

/** Whether a unit only goes on with the thought of the one before it. */
function continues(before: Unit, unit: Unit): boolean {
  if (unit.speaker !== before.speaker) return false;
  const count = unit.text.split(/\s+/).length;
  if (unit.line === before.line) return count <= 3 || /^\p{Ll}/u.test(unit.text) && count <= 6 && /[,–—-]$/.test(before.text);
  return unit.line === before.line + 1 && !unit.bullet && count <= 3 && /^\p{Ll}/u.test(unit.text);
}

function entryOf(note: string, group: Labelled[]): NoteEntry {
  const sources: SourceSpan[] = [];
  for (const { unit } of group) {
    const last = sources.at(-1);
    if (last && note.slice(last.end, unit.start).trim() === '' && !note.slice(last.end, unit.start).includes('\n')) {
      last.end = unit.end;
      last.text = note.slice(last.start, last.end);
    } else sources.push({ start: unit.start, end: unit.end, text: unit.text });
  }
  const p = group.reduce((sum, one) => sum + one.p, 0) / group.length;
  return {
    category: LABELS[(group[0] as Labelled).label] as Category,
    content: clean(sources.map((source) => source.text).join(' ')),
    // The power is the calibration: on the tuning notes 0.55 was right in 45 % of cases, 0.95 in 98 %.
    confidence: Math.min(10, Math.max(1, Math.round(p ** 1.2 * 10))),
    sources,
  };
}

/** One sentence to show: no joining word in front, none of what is said while thinking at its end, no loose punctuation, capitalised. */
function clean(text: string): string {
  const body = text
    .replace(/\s+/gu, ' ')
    .replace(/^[\s,;:–—(&-]+/u, '')
    .replace(/^(?:and|but|so|plus|also|oh and|anyway|well|um|uh|ok|okay|yeah)\b[\s,]+(?=\p{L})/iu, '')
    .replace(/(?:[\s,]{1,3}(?:and|but|um{1,3}|uhm?|erm?|oh|hmm?)){1,5}[\s,.…]{0,4}$/iu, '')
    .replace(/[\s,;:–—(-]+$/u, '')
    .trim();
  const even = /^[^(]*\)[^(]*$/.test(body) ? body.replace(')', '') : body;
  return shortened(even.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()));
}

/** Cuts what is too long for an entry after a word (or, in one endless word, after a whole character). */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const part = text.slice(0, LONGEST - 1);
  return `${part.slice(0, part.lastIndexOf(' ') > 0 ? part.lastIndexOf(' ') : undefined).replace(/[\ud800-\udbff]$/, '')}…`;
}
