/** Who a note speaks of, whose each of its facts is, and who is what to whom. Pure. */
import type { Labelled } from '../analyse.ts';
import { Cast, PERSON, type Who, WRITER } from './cast.ts';
import { type Place, quoted, type Read, readClause } from './clause.ts';
import { everyday, STARTERS } from './everyday.ts';
import { headerOf, headless } from './headers.ts';
import { itemsIn } from './items.ts';
import { LEAD, PREPOSITION } from './lead.ts';
import { mention } from './mention.ts';
import { isWordToo } from './names.ts';
import { cutUp, sameSubject, sentencesOf } from './pieces.ts';
import { type Reading, refAt, refsIn } from './refs.ts';
import { type Circle, rosterOf } from './roster.ts';
import { noteLists } from './several.ts';
import { plainly, withoutS } from './shorthand.ts';
import { clauseStarts } from './starts.ts';
import { appositions, ties } from './stated.ts';
import { meantTogether } from './subject.ts';
import { fold, type Token, tokenise } from './text.ts';
import type { People } from './types.ts';
import { AUX } from './verbs.ts';
import { whoIs } from './who.ts';

export type { Circle, Known } from './roster.ts';
export type { Mention, Named, People, Piece, Relation, Spoken, Subject } from './types.ts';

const WRITERS = /^(?:me|i|you|myself)$/;

/** Reads the people out of a note whose units are labelled. */
export function readPeople(note: string, labelled: readonly Labelled[], circle: Circle): People {
  const roster = rosterOf(circle);
  const capitals = labelled.filter(({ unit }) => /^\P{L}*\p{Lu}/u.test(unit.text)).length;
  const reading: Reading = { roster, pets: new Set(), lowercase: capitals * 2 < labelled.length, names: new Set() };
  const sentences = sentencesOf(note, labelled);
  const tokens = sentences.map((sentence) => plainly(withoutS(tokenise(sentence.text), roster)));
  const cast = new Cast(roster, { m: /\b(?:he|him|his)\b/i.test(note), f: /\b(?:she|her)\b/i.test(note) });
  // one name in lower case is enough: whoever wrote it does not mind capitals
  reading.lowercase ||= tokens.some((list) => list.some(({ text, lower, cap }) => !cap && lower.length > 1 && !STARTERS.has(lower) && !AUX.test(lower) && !LEAD.test(lower) && !PREPOSITION.test(lower) && (roster.has(text) || roster.isPerson([text])) && !isWordToo(lower) && !everyday(lower)));
  learn(tokens, reading);
  cast.firstPerson = /\b(?:I|my|me|we|our)\b/.test(note);
  const speakers = [...new Set(labelled.map(({ unit }) => unit.speaker).filter((name) => name !== null))];
  const whoSpeaks = new Map(speakers.map((name) => [name, WRITERS.test(name) ? WRITER : cast.byName({ words: name.split(/\s+/).map((word) => word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())), titled: false, gender: 'u', plural: false })]));
  for (const one of cast.all) one.last = -99;
  const thirdPerson = speakers.length > 0 || tokens.some((list) => list.some((token) => /^(?:he|she|him|his|her)$/.test(token.lower) || (token.cap && roster.isPerson([token.text])) || (!token.cap && roster.isPerson([token.text]) && token.lower.length > 2)));

  const out: People = { pieces: [], mentions: [], relations: [] };
  let before: Labelled['unit'] | undefined;
  let section: Who[] | null = null;
  let quote: Who[] | null = null;
  sentences.forEach((sentence, index) => {
    const { unit } = sentence.units[0] as Labelled;
    const list = tokens[index] as Token[];
    const newLine = before === undefined || unit.line !== before.line;
    if (newLine) {
      if (before && /\n\s*\n/.test(note.slice(before.end, unit.start))) section = null;
      if (!unit.bullet && section && before && !headless(list, reading)) section = null;
      cast.group = null;
      quote = null;
    }
    cast.speaker = unit.speaker === null ? (thirdPerson ? [WRITER] : []) : [whoSpeaks.get(unit.speaker) as Who];
    const listeners = [...new Set(whoSpeaks.values())].filter((who) => who !== cast.speaker[0]);
    cast.hearer = unit.speaker === null ? [] : listeners.length === 1 ? listeners : listeners.length === 0 && cast.speaker[0] !== WRITER ? [WRITER] : [];
    cast.lineStart = newLine;
    cast.sentence = cast.clause + 1;
    cast.parallel = list.some((token) => token.lower === 'he') && list.some((token) => token.lower === 'she');
    // "Tom:" or "Tom (her brother)" above a list, "Tom: vegan" in one
    cast.tokens = list;
    cast.offset = sentence.start;
    const header = newLine ? headerOf(list, reading) : null;
    if (header) {
      const meant = meantTogether(cast, [header.ref]);
      mention(cast, header.ref, sentence, list, out, meant.who);
      cast.topic = { who: meant.who, sure: meant.sure, clause: cast.clause };
      const after = refAt(list, header.at, reading);
      const presents = after?.kind === 'role' && after.names.length === 0 && after.to >= list.length;
      if (header.alone || presents) section = meant.sure ? meant.who : [];
    }
    const starts = [0, ...clauseStarts(list, reading)];
    const items = itemsIn(list, reading);
    const clauses: { end: number; read: Read }[] = [];
    starts.forEach((from, i) => {
      cast.clause++;
      const clause = list.slice(from, starts[i + 1] ?? list.length);
      const [head, last] = [clause[0], clause.at(-1)];
      if (!head || !last) return;
      if (quote) cast.speaker = quote;
      cast.tokens = clause;
      cast.lineStart = newLine && from === 0;
      const label = (sentence.units.find(({ unit: { end } }) => end > sentence.start + head.start) ?? (sentence.units[0] as Labelled)).label;
      const place: Place = { newLine: cast.lineStart, sameSentence: from > 0, section, bullet: unit.bullet, header: from === 0 ? header : null, label, offset: sentence.start, quiet: unit.speaker !== null, item: items.includes(from) || (items.includes(from + 1) && /^[,;]$/.test(head.text)) };
      appositions(cast, clause, reading, sentence.start);
      const read = readClause(cast, clause, reading, place);
      quote = quoted(sentence.text.slice(head.start, last.end), quote, read);
      ties(cast, clause, reading, sentence.start);
      noteLists(cast, read.meant, clause);
      const { latest } = cast;
      for (const [ref, who] of read.meant) mention(cast, ref, sentence, clause, out, who);
      cast.latest = latest; // to note "Anna" in "Anna's boss" once more is not to speak of her
      if (read.spoken) read.spoken = { ...read.spoken, start: sentence.start + read.spoken.start, end: sentence.start + read.spoken.end };
      const next = list[starts[i + 1] ?? list.length];
      const end = next ? sentence.start + next.start : sentence.end;
      const old = clauses.at(-1);
      if (old && sameSubject(old.read, read)) Object.assign(old, { end, read: { ...old.read, touches: old.read.touches || read.touches, touched: [...old.read.touched, ...read.touched] } });
      else clauses.push({ end, read });
    });
    for (const one of sentence.units) out.pieces.push(...cutUp(one, clauses));
    before = (sentence.units.at(-1) as Labelled).unit;
  });
  for (const one of out.mentions) one.text = note.slice(one.start, one.end);
  out.relations = cast.ties
    .filter((tie) => tie.of !== WRITER && tie.who !== WRITER && cast.entity(tie.who).named && !cast.entity(tie.who).plural && (tie.of === PERSON || cast.entity(tie.of).named))
    .map((tie) => ({ of: whoIs(cast, tie.of), who: whoIs(cast, tie.who), type: tie.type, word: tie.word, start: tie.from, end: tie.to, text: note.slice(tie.from, tie.to) }));
  return out;
}

/** Names and animals that are clear somewhere in the note are known everywhere in it. */
function learn(tokens: Token[][], reading: Reading): void {
  for (const list of tokens) {
    for (const ref of refsIn(list, reading)) {
      if (ref.kind === 'thing' && ref.pet) reading.pets.add(ref.pet);
      for (const name of ref.kind === 'role' ? ref.names : ref.kind === 'name' ? [ref] : ref.kind === 'thing' && ref.of?.kind === 'name' ? [ref.of] : []) reading.names.add(name.words.map(fold).join(' ')).add(fold(name.words[0] as string));
    }
    for (let i = 1; i < list.length; i++) {
      const [pet, mark, name] = [list[i - 1] as Token, list[i] as Token, list[i + 1]];
      if (/^(?:dog|cat|puppy|kitten|horse|rabbit|parrot|hamster|spaniel|labrador|terrier|tortoise|pony|whippet|corgi|beagle|poodle|greyhound)$/.test(pet.lower) && ((mark.text === ',' && name && !reading.roster.has(name.text) && !reading.roster.isPerson([name.text])) || /^(?:called|named)$/.test(mark.lower)) && name?.cap) reading.pets.add(name.lower);
      if (/^(?:dog|cat|puppy|kitten|horse|rabbit|parrot|hamster|spaniel|labrador|terrier|tortoise|pony|whippet|corgi|beagle|poodle|greyhound)$/.test(pet.lower) && mark.cap) reading.pets.add(mark.lower);
    }
  }
  for (const pet of reading.pets) reading.names.delete(pet);
}
