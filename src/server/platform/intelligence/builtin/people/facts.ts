/** Whose an entry is decides what becomes of it: kept with the note's person, or only proposed for somebody else. Pure. */
import { CATEGORIES, type Category, type NoteEntry } from '../../categories.ts';
import { classifyAlone, decide, LABELS } from '../model.ts';
import type { Mention, Named, Piece, Relation, Subject } from './index.ts';
import { fold } from './text.ts';

/** A fact that is not (surely) the note's person's. `who`: whose it is; null when it may be any of `candidates`. */
export type OtherFact = NoteEntry & { who: Named | null; candidates: (Named & { is_person: boolean })[] };
export type NotePeople = { mentions: Mention[]; relations: Relation[]; facts: OtherFact[] };
/** An entry with the pieces of the note it was drawn from, and whose a provider says it is ("person", a name, or nothing). */
export type Drawn = { entry: NoteEntry; pieces: Piece[]; said?: string | null };

const NOTHING = LABELS.length - 1;

/** Sorts entries by whose they are. What is the writer's own falls away. */
export function sortOut(drawn: readonly Drawn[]): { entries: NoteEntry[]; facts: OtherFact[] } {
  const entries: NoteEntry[] = [];
  const facts: OtherFact[] = [];
  for (const { entry, pieces, said } of drawn) {
    const [piece] = pieces;
    const subject = judged(pieces, said ?? null);
    const tie = (): Category => (entry.category === 'Actionable' ? 'Actionable' : 'Relationships');
    if (subject.kind === 'person') {
      entries.push(entry);
      for (const who of piece?.also ?? []) facts.push({ ...entry, content: piece?.spoken?.as ? told(entry.content, piece, who.name) : entry.content, who, candidates: [] });
    } else if (subject.kind === 'relative') entries.push({ ...entry, category: tie(), content: piece ? told(entry.content, piece, subject.name) : entry.content });
    else if (subject.kind === 'other') {
      if (pieces.some((one) => one.touches)) entries.push({ ...entry, category: tie() });
      const content = piece ? told(entry.content, piece, subject.who.name) : entry.content;
      const category = entry.category === 'Relationships' ? categoryOf(content) : entry.category;
      facts.push({ ...entry, category, content, who: subject.who, candidates: [] });
      for (const who of piece?.also ?? []) facts.push({ ...entry, content: piece?.spoken?.as ? content : entry.content, who, candidates: [] });
    } else if (subject.kind === 'unsure') facts.push({ ...entry, who: null, candidates: subject.candidates });
  }
  return { entries, facts };
}

/** One subject for all pieces of an entry, a provider's word heard. */
function judged(pieces: readonly Piece[], said: string | null): Subject {
  const kinds = pieces.map((piece) => piece.subject);
  const first = kinds[0] ?? { kind: 'person' };
  const same = kinds.every((one) => JSON.stringify(one) === JSON.stringify(first));
  const own = same ? first : kinds.some((one) => one.kind === 'person') && kinds.every((one) => one.kind === 'person' || one.kind === 'relative') ? { kind: 'person' as const } : { kind: 'unsure' as const, candidates: candidatesOf(kinds) };
  if (said === null) return own;
  const person = /^(?:person|the person)$/i.test(said.trim());
  const names = (who: Named) => fold(who.name).split(' ').some((word) => fold(said).split(' ').includes(word));
  if (own.kind === 'unsure') {
    const meant = own.candidates.filter((one) => (person ? one.is_person : !one.is_person && names(one)));
    if (meant.length !== 1) return own;
    return person ? { kind: 'person' } : { kind: 'other', who: meant[0] as Named, tie: null };
  }
  // A name the reader of the note does not find there: somebody has to look.
  if (own.kind === 'person' && !person && !/^(?:writer|nobody|unsure)$/i.test(said)) return { kind: 'unsure', candidates: [] };
  if (own.kind === 'person' && /^unsure$/i.test(said)) return { kind: 'unsure', candidates: [] };
  return own;
}

const candidatesOf = (subjects: readonly Subject[]) =>
  subjects.flatMap((one) => (one.kind === 'other' ? [{ ...one.who, is_person: false }] : one.kind === 'unsure' ? one.candidates : [])).filter((one, i, all) => all.findIndex((other) => other.name === one.name) === i);

/** A sentence that can be read on its own: "He wants to move" → "Tom wants to move", "Her brother Tom is …" → "Tom is …". */
export function told(content: string, piece: Piece, called: string): string {
  const name = piece.spoken?.as ?? called;
  // "Louise, who has MS"
  if (/^who(?:['’]s)? (?!knows|cares)/i.test(content)) return upper(content.replace(/^who/i, name));
  const { spoken, unit } = piece;
  if (spoken && spoken.start >= unit.start && spoken.end <= unit.end) {
    const words = unit.text.slice(spoken.start - unit.start, spoken.end - unit.start);
    const at = content.toLowerCase().indexOf(words.toLowerCase());
    if (at < 0) return content;
    if (fold(words) === fold(name)) return content;
    return upper(`${content.slice(0, at)}${name}${spoken.possessive ? '’s' : ''}${content.slice(at + words.length).replace(/^['’]re\b/, ' are').replace(/^['’]ve\b/, ' have')}`);
  }
  // "Talked to Anna's boss" is what the writer did
  if (MET.test(content)) return content;
  if (/^(?:(?:and|but|so|while|then|also)\s+)?(?:is|was|has|had|wants?|works?|lives?|lived|plans?|hopes?|loves?|likes?|hates?|needs?|plays?|moved|moving|started|starts|quit|lost|got|gets|does|can|will|would|\p{Ll}+(?:s|ed))\b/iu.test(content) && !fold(content).includes(fold(name))) return `${name} ${content.replace(/^(?:and|but|so|while|then|also)\s+/iu, '').replace(/^\p{Lu}/u, (letter) => letter.toLowerCase())}`;
  return content;
}

const MET = /^(?:met|saw|called|texted|emailed|phoned|rang|spoke|talked|chatted|visited|caught up|bumped into|ran into)\b/i;
const upper = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** What a sentence is about once it no longer says whose brother somebody is. */
function categoryOf(content: string): Category {
  const p = classifyAlone(content, false);
  const { label } = decide(p);
  return label === NOTHING ? 'Personal Details' : (CATEGORIES[label] as Category);
}
