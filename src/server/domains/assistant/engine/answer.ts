import { isIn } from '../../../platform/intelligence/builtin/lexicon.ts';
import { ending, stem } from '../../../platform/intelligence/builtin/words.ts';
import type { Passage } from './passages.ts';
import { dayInWords } from './passages.ts';
import { type Asked, fold, stemsOf, understand } from './question.ts';
import { labelled, type Text } from './reading.ts';
import { type Topic, topicOf } from './topics.ts';

export type Ranked = { passage: Passage; score: number };
export type Sentence = { text: string; passages: readonly Passage[] };

const KIN = 'mother|father|mum|mom|dad|parents?|brothers?|sisters?|sons?|daughters?|kids|child(?:ren)?|wife|husband|partner|girlfriend|boyfriend|best friend|friend|boss|manager|colleague|neighbour|cousin|aunt|uncle|niece|nephew|grand\\w+|in-laws|flatmate|ex|company';
/** What somebody writes of people of theirs. Messages are no notes, and who they are about is not read. */
const OF_OTHERS = new RegExp(`^(?:(?:his|her|their|my|our|\\p{Lu}[\\p{L}-]+['’]s)\\s+(?:\\w+\\s+){0,2}?)(?:${KIN})\\b`, 'iu');
/** How much less what may be somebody else's counts. */
const DOUBTFUL = 0.6;

/** What of a passage answers. */
const wordsOf = ({ said, text }: Passage): string => said ?? text;
const isUnread = ({ written, whose }: Passage): boolean => written !== null && whose === undefined;

/** What is worked out once for a passage, however many questions are tried on it. */
type Read = { stems: readonly string[]; listed: Map<string, boolean> };
const read = new WeakMap<Passage, Read>();
function readingOf(passage: Passage): Read {
  let known = read.get(passage);
  if (!known) read.set(passage, (known = { stems: stemsOf(wordsOf(passage)), listed: new Map() }));
  return known;
}
function isListed(list: string, passage: Passage): boolean {
  const { listed } = readingOf(passage);
  let found = listed.get(list);
  if (found === undefined) listed.set(list, (found = fold(wordsOf(passage)).split(/[^\p{L}]+/u).some((word) => word.length > 3 && isIn(list, word))));
  return found;
}

/** What is worked out once for a text, however many sentences it has. */
const texts = new WeakMap<Text, { folded: string; tells: Map<Topic, boolean> }>();
function bodyOf(text: Text) {
  let known = texts.get(text);
  if (!known) texts.set(text, (known = { folded: fold(text.content), tells: new Map() }));
  return known;
}
function anywhere(topic: Topic, text: Text): boolean {
  const { tells } = bodyOf(text);
  let found = tells.get(topic);
  if (found === undefined) tells.set(topic, (found = topic.told!.test(text.content)));
  return found;
}

/** How well a passage tells of a topic, 0 to 1. `outright`: details of the person count. */
function tells(topic: Topic, passage: Passage, outright: boolean): number {
  if (topic.also) return Math.max(...topic.also.map((key, i) => tells(topicOf(key), passage, outright) * (1 - i * 0.06)));
  if (passage.kind === 'detail' && passage.field !== 'custom' && passage.field !== 'description') {
    if (!topic.fields?.includes(passage.field ?? '')) return 0;
    if (passage.field === 'relationship' || passage.field === 'important') return topic.told?.test(passage.text) ? 1 : 0;
    return outright ? 1 : 0;
  }
  if (passage.field && topic.fields?.includes(passage.field) && !topic.told) return 1;
  if (topic.not?.includes(passage.category ?? '')) return 0;
  const fits = topic.categories?.includes(passage.category ?? '') ?? false;
  if (topic.told?.test(wordsOf(passage))) return fits ? 1 : 0.8;
  // "His sister came. She plays the oboe."
  if (topic.kin && isUnread(passage) && anywhere(topic, passage.written!.text)) return 0.5;
  if (topic.lists?.some((list) => isListed(list, passage))) return fits ? 0.8 : 0.55;
  return topic.open && fits ? 0.7 : 0;
}

const sameWord = (a: string, b: string) => a === b || (a.length >= 5 && b.length >= 5 && (a.startsWith(b) || b.startsWith(a)));

/** How well a passage answers; 0 when it does not. `open`: or would, were it about whom it is asked. */
function scoreOf(asked: Asked, passage: Passage, open: boolean): number {
  const { whose } = passage;
  const unread = isUnread(passage);
  if (unread && !open) return 0;
  if (whose?.kind === 'writer' && !asked.mine) return 0;
  const { stems } = readingOf(passage);
  const folded = asked.names.length === 0 ? '' : unread ? bodyOf(passage.written!.text).folded : fold(wordsOf(passage));
  const named = asked.names.filter((name) => folded.includes(name) || stems.includes(ending(stem(name)))).length;
  // "Tom Becker" may be Tom, or he, in the sentence.
  if (named < (unread ? Math.min(1, asked.names.length) : asked.names.length)) return 0;
  const kin = asked.topics.some((topic) => topic.kin);
  if (whose?.kind === 'other' && passage.kind === 'note' && asked.names.length > 0 && !kin && !asked.names.some((name) => fold(whose.called).includes(name))) return 0;
  if (passage.field === 'upcoming' || passage.field === 'contact' || passage.field === 'happened') {
    if (!asked.topics.some((topic) => topic.fields?.includes(passage.field!)) && asked.topics.length > 0 && named === 0) return 0;
  }
  // What is said of a brother answers no question about his sister.
  const fits = asked.topics.some((topic) => topic.open && topic.categories?.includes(passage.category ?? ''));
  const theirs = whose?.kind === 'other' || (passage.kind === 'message' && OF_OTHERS.test(passage.text));
  const hits = asked.words.filter((group) => group.some((word) => stems.some((other) => sameWord(word, other)))).length;
  const coverage = asked.words.length > 0 ? hits / asked.words.length : 1;
  if (theirs && !asked.others && !fits && (asked.topics.length > 0 || hits === 0)) return 0;
  // "When does the plumber come?" asks for nothing of the person's.
  if (theirs && !asked.others && passage.kind === 'note' && (asked.person || coverage < 1)) return 0;
  let sum = 0;
  for (const topic of asked.topics) {
    const told = tells(topic, passage, !asked.others && !asked.past);
    if (told === 0) return 0;
    sum += told;
  }
  if (asked.topics.length > 0 ? coverage < 0.5 : coverage < 0.6) return 0;
  if (asked.topics.length === 0 && asked.words.length + asked.names.length === 0) return 0;
  const base = asked.topics.length > 0 ? sum / asked.topics.length : 0.7;
  const soft = asked.soft.reduce((all, topic) => all + 0.1 * tells(topic, passage, false), 0);
  return (base * (0.6 + 0.4 * coverage) + soft) * (passage.past ? (asked.past ? 1.2 : 0.4) : asked.past ? 0.75 : 1);
}

/** Passages that answer, best first; of equal ones the newer. `open`: with those that would, were they about whom it is asked. */
export function rank(asked: Asked, passages: readonly Passage[], open = false): Ranked[] {
  return passages
    .map((passage) => ({ passage, score: scoreOf(asked, passage, open) }))
    .filter((one) => one.score >= 0.4)
    .map(({ passage, score }) => ({ passage, score: passage.whose?.kind === 'doubt' ? score * DOUBTFUL : score }))
    .toSorted((a, b) => b.score - a.score || (b.passage.at ?? '').localeCompare(a.passage.at ?? ''));
}

const ended = (text: string) => (/[.!?…]["”’)]?$/.test(text) ? text : `${text}.`);
/** A passage as a sentence of an answer: its own words, and whether they still hold. */
export const quoted = (passage: Passage): string => passage.kind === 'message' && passage.field === null ? `Wrote: “${passage.text}”` : ended(`${passage.past ? 'Earlier: ' : ''}${labelled(passage)}`);

/** What has to be read before a question can be answered: sentences of which it is not known whom they are about. Best first. Pure. */
export function toRead(question: string, names: readonly string[], passages: readonly Passage[], now: string): Passage[] {
  const asked = understand(question, names);
  const key = asked.topics[0]?.key;
  const wanted = key === 'last' || key === 'news' ? contact(key, question, passages, now).flatMap((sentence) => sentence.passages) : rank(asked, passages, true).map((one) => one.passage);
  return wanted.filter(isUnread);
}

const [MANY, FEW] = [5, 3];
const isMany = (asked: Asked, question: string) => asked.topics.some((topic) => topic.many || topic.kin) || /\bhow many\b|\bwhat .*s\b/i.test(question);
/** Whether an answer is as long as one can be, without a doubt: then nothing more need be read for it. */
export const isFull = (question: string, names: readonly string[], answer: readonly Sentence[]): boolean =>
  answer.filter(({ passages }) => passages.every(({ whose }) => whose?.kind !== 'doubt')).length >= (isMany(understand(question, names), question) ? MANY : FEW);

/** What answers a question from what is known: sentences in the words of the passages. Empty when nothing does. Pure. */
export function answerFrom(question: string, names: readonly string[], passages: readonly Passage[], now: string): Sentence[] {
  const asked = understand(question, names);
  const key = asked.topics[0]?.key;
  if (key === 'last' || key === 'news') return contact(key, question, passages, now);
  const ranked = rank(asked, passages);
  if (key === 'next') return ranked.filter(({ passage }) => passage.at! >= now).toSorted((a, b) => a.passage.at!.localeCompare(b.passage.at!)).slice(0, 2).map(({ passage }) => ({ text: quoted(passage), passages: [passage] }));
  const many = isMany(asked, question);
  const top = ranked[0]?.score ?? 0;
  return distinct(ranked.filter((one) => one.score >= top * (many ? 0.55 : 0.7)).map((one) => one.passage)).slice(0, many ? MANY : FEW).map((passage) => ({ text: quoted(passage), passages: [passage] }));
}

/** The last contact, or what was last said. */
function contact(key: 'last' | 'news', question: string, passages: readonly Passage[], now: string): Sentence[] {
  const met = passages.filter((passage) => passage.at !== null && passage.at <= now && (passage.field === 'contact' || passage.field === 'happened' || passage.kind === 'note')).toSorted((a, b) => b.at!.localeCompare(a.at!));
  const seen = /\b(?:see|saw|met|meet|visit\w*)\b/i.test(question) ? met.filter((passage) => !/^(?:Call|Message)\b/.test(passage.text)) : met;
  const from = seen.length > 0 ? seen : met;
  const latest = from[0];
  if (!latest) return [];
  const chosen = key === 'last' ? [latest] : distinct(from.filter((passage) => passage.kind !== 'note' || passage.id === from.find((one) => one.kind === 'note')!.id)).slice(0, 4);
  return chosen.map((passage) => ({ text: passage.kind === 'note' && key === 'last' ? `Note of ${dayInWords(passage.day!)}: ${ended(labelled(passage))}` : quoted(passage), passages: [passage] }));
}

/** Each thing once: neither the same words twice, nor the sentence of a note and the entry that was drawn from it. */
function distinct(passages: readonly Passage[]): Passage[] {
  const seen = new Set<string>();
  const kept: Passage[] = [];
  for (const passage of passages) {
    const words = fold(passage.text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    if (seen.has(words) || kept.some((other) => sameStretch(other, passage))) continue;
    seen.add(words);
    kept.push(passage);
  }
  return kept;
}

const sameStretch = ({ source: a }: Passage, { source: b }: Passage) => a !== null && b !== null && a.note_id === b.note_id && a.start < b.end && b.start < a.end;

const MOST_RELATED = 40;
/** What may help somebody else to answer: what the built-in engine would say, then what shares words with the question, then the newest. At most 40. */
export function related(question: string, names: readonly string[], passages: readonly Passage[], sentences: readonly Sentence[]): Passage[] {
  const own = new Set(names.flatMap(stemsOf));
  const wanted = stemsOf(question).filter((word) => word.length > 2 && !own.has(word));
  const shared = (passage: Passage) => {
    const { stems } = readingOf(passage);
    return wanted.filter((word) => stems.some((other) => sameWord(word, other))).length;
  };
  const rest = passages.map((passage) => ({ passage, shared: shared(passage) })).toSorted((a, b) => b.shared - a.shared || Number(a.passage.past) - Number(b.passage.past) || (b.passage.at ?? '').localeCompare(a.passage.at ?? ''));
  return [...new Set([...sentences.flatMap((sentence) => sentence.passages), ...rest.map((one) => one.passage)])].slice(0, MOST_RELATED);
}
