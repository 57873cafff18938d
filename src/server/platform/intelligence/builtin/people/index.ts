/** Who a note speaks of, whose each of its facts is, and who is what to whom. Pure. */
import type { Labelled } from '../analyse.ts';
import { Cast, PERSON, type Who, WRITER } from './cast.ts';
import { type Place, quoted, type Read, readClause } from './clause.ts';
import { headerOf, headless } from './headers.ts';
import { mention } from './mention.ts';
import { cutUp, sameSubject, sentencesOf } from './pieces.ts';
import { type Reading, refAt, refsIn } from './refs.ts';
import { type Circle, rosterOf } from './roster.ts';
import { appositions, ties } from './stated.ts';
import { clauseStarts, meantTogether } from './subject.ts';
import { fold, type Token, tokenise } from './text.ts';
import type { People } from './types.ts';
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
  const tokens = sentences.map((sentence) => tokenise(sentence.text));
  const cast = new Cast(roster, { m: /\b(?:he|him|his)\b/i.test(note), f: /\b(?:she|her)\b/i.test(note) });
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
      const place: Place = { newLine: cast.lineStart, sameSentence: from > 0, section, bullet: unit.bullet, header: from === 0 ? header : null, label, offset: sentence.start };
      appositions(cast, clause, reading, sentence.start);
      const read = readClause(cast, clause, reading, place);
      quote = quoted(sentence.text.slice(head.start, last.end), quote, read);
      ties(cast, clause, reading, sentence.start);
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
      for (const name of ref.kind === 'role' ? ref.names : ref.kind === 'name' ? [ref] : []) reading.names.add(name.words.map(fold).join(' ')).add(fold(name.words[0] as string));
    }
    for (let i = 1; i < list.length; i++) {
      const [pet, mark, name] = [list[i - 1] as Token, list[i] as Token, list[i + 1]];
      if (/^(?:dog|cat|puppy|kitten|horse|rabbit|parrot|hamster|spaniel|labrador|terrier|tortoise|pony|whippet|corgi|beagle|poodle|greyhound)$/.test(pet.lower) && (mark.text === ',' || /^(?:called|named)$/.test(mark.lower)) && name?.cap) reading.pets.add(name.lower);
      if (/^(?:dog|cat|puppy|kitten|horse|rabbit|parrot|hamster|spaniel|labrador|terrier|tortoise|pony|whippet|corgi|beagle|poodle|greyhound)$/.test(pet.lower) && mark.cap) reading.pets.add(mark.lower);
    }
  }
  for (const pet of reading.pets) reading.names.delete(pet);
}
<<<<<<< HEAD

/** Units are put together up to this length, so that no text without full stops can be slow. */
const LONGEST = 800;
type Sentence = { start: number; end: number; text: string; units: Labelled[] };
/** Units that are one sentence, together: who it is about is found in the whole of it. */
function sentencesOf(note: string, labelled: readonly Labelled[]): Sentence[] {
  const out: Sentence[] = [];
  for (const one of labelled) {
    const { unit } = one;
    const last = out.at(-1);
    const before = last?.units.at(-1)?.unit;
    if (last && before && before.line === unit.line && unit.end - last.start < LONGEST && !/[.!?…][)\]]*["'”’)\]]*\s*$/u.test(note.slice(last.start, unit.start))) {
      last.units.push(one);
      last.end = unit.end;
      last.text = note.slice(last.start, last.end);
    } else out.push({ start: unit.start, end: unit.end, text: unit.text, units: [one] });
  }
  return out;
}

const sameSubject = (a: Read, b: Read): boolean => JSON.stringify([a.subject, a.also]) === JSON.stringify([b.subject, b.also]);

/** A unit, cut where somebody else begins to be spoken of. */
function cutUp(one: Labelled, clauses: { end: number; read: Read }[]): Piece[] {
  const { unit } = one;
  const out: Piece[] = [];
  let from = unit.start;
  for (const { end, read } of clauses) {
    if (end <= from) continue;
    const to = Math.min(end, unit.end);
    const text = unit.text.slice(from - unit.start, to - unit.start).trimEnd();
    if (text !== '') {
      const { subject, also } = read;
      const touches = read.touches && (subject.kind !== 'other' || read.touched.some((one) => one.start >= from && one.start < to));
      const spoken = read.spoken && read.spoken.start >= from && read.spoken.end <= to ? read.spoken : null;
      out.push({ ...one, unit: { ...unit, start: from, end: from + text.length, text, line_start: from === unit.start ? unit.line_start : from }, subject, touches, also, spoken });
    }
    from = to;
    if (from >= unit.end) break;
  }
  return out;
}

/** Whether a line goes on without a subject of its own. */
const headless = (list: Token[], reading: Reading): boolean => list.length > 0 && subjectOf(list, reading).kind === 'none';

type Header = { ref: Ref; at: number; alone: boolean };
/** "Tom:", "Her brother Tom –", "Tom (34)" at the head of a line. */
function headerOf(list: Token[], reading: Reading): Header | null {
  if (list.length === 0) return null;
  const ref = refAt(list, 0, reading);
  if (!ref || ref.kind === 'pronoun' || ref.kind === 'thing') return null;
  let at = ref.to;
  if (list[at]?.text === '(') {
    const close = list.findIndex((token, i) => i > at && token.text === ')');
    if (close > 0) at = close + 1;
  }
  if (at >= list.length) return { ref, at, alone: true };
  const mark = list[at] as Token;
  const apart = mark.text === ':' || ((mark.text === '-' || mark.text === '–' || mark.text === '—') && mark.start > (list[at - 1] as Token).end) || mark.text === '=' || (mark.text === ',' && ref.kind === 'name');
  if (!apart) return null;
  const after = refAt(list, at + 1, reading);
  if (mark.text === ',' && after && after.kind !== 'name') return null;
  return { ref, at: at + 1, alone: at + 1 >= list.length };
}

type Place = { newLine: boolean; sameSentence: boolean; section: Who[] | null; bullet: boolean; header: Header | null; label: number; offset: number };
type Read = { subject: Subject; touches: boolean; touched: { start: number; end: number }[]; also: Named[]; who: Who[]; reporter: Who[]; meant: [Ref, Who[]][]; spoken: Spoken | null };

function readClause(cast: Cast, clause: Token[], reading: Reading, place: Place): Read {
  const found = place.header && !place.header.alone ? subjectOf(clause, reading, place.header.at) : subjectOf(clause, reading);
  const meant: [Ref, Who[]][] = [];
  let reporter: Who[] = [];
  if (found.reporter) {
    const by = cast.meantBy(found.reporter);
    reporter = by.sure ? by.who : [];
    meant.push([found.reporter, reporter]);
    // "Maria said she …": she is Maria, when Maria can be she
    if (by.sure && by.who.length === 1 && by.who[0] !== WRITER) cast.topic = { who: by.who, sure: true, clause: cast.clause };
  }
  let who: Who[] = [];
  let sure = false;
  let candidates: Who[] = [];
  const own = found.kind === 'own' && found.refs.length > 0;
  if (own) {
    const [first] = found.refs;
    const self = found.reporter && found.refs.length === 1 && first?.kind === 'pronoun' && (first.form === 'he' || first.form === 'she') && reporter.length === 1 ? reportedSelf(cast, reporter[0] as Who, first.form) : null;
    const inQuotes = reporter.length === 1 && first?.kind === 'pronoun' && first.form === 'i' && /^["“”'‘:]$/.test(clause[first.from - 1]?.text ?? '');
    const all = self ?? (inQuotes ? { who: reporter, sure: true } : meantTogether(cast, found.refs));
    ({ who, sure } = all);
    // "Two kids." tells what somebody has
    const has = found.refs.length === 1 && first?.kind === 'role' && first.of === null && first.names.length === 0 && first.role.plural && !clause.slice(first.to).some(verbish);
    if (has) who = cast.entity(who[0] ?? PERSON).tie?.of === PERSON ? [PERSON] : who;
    if (found.refs.length === 1 && first?.kind === 'pronoun' && first.form === 'they' && who.length === 0) ({ who, sure } = carriedOn(cast, place));
    // "You have to offer twice": advice on whoever it is about
    if (found.refs.length === 1 && first?.kind === 'pronoun' && first.form === 'you' && who.length === 0) ({ who, sure } = carriedOn(cast, place));
    if (found.refs.every((ref) => ref.kind === 'thing' && ref.of === null)) ({ who, sure } = petOwner(cast));
    // "her mother" was found once: asked again, "her" might be the mother
    for (const ref of found.refs) meant.push([ref, !sure ? [] : all.who.length === 1 && first === ref && ref.kind === 'role' ? all.who : cast.meantBy(ref, []).who]);
    const presented = place.header && first?.kind === 'role' && first.names.length === 0 && first.from === place.header.at && !clause.slice(first.to).some(verbish);
    if (place.header && presented) {
      const of = first.of === null || first.of.kind === 'pronoun' ? PERSON : (cast.meantBy(first.of).who[0] ?? PERSON);
      ({ who, sure } = cast.meantBy(place.header.ref));
      if (who.length === 1 && who[0] !== of && !(first.of?.kind === 'pronoun' && (first.of.form === 'i' || first.of.form === 'we'))) statedTie(cast, first, of, who[0] as Who, { from: place.offset + (clause[place.header.ref.from] as Token).start, to: place.offset + (clause[first.to - 1] as Token).end });
    }
    if (place.header && !place.header.alone && who.length === 1 && who[0] === WRITER && cast.speaker[0] === WRITER) ({ who, sure } = cast.meantBy(place.header.ref));
  } else if (place.header) {
    ({ who, sure } = cast.meantBy(place.header.ref));
  } else if (found.kind === 'relative') {
    ({ who, sure } = lastSpokenOf(cast));
  } else if (found.kind === 'met') {
    who = [WRITER];
    sure = true;
  } else ({ who, sure } = carriedOn(cast, place));

  // Everybody else the clause speaks of.
  const objects: Who[] = [];
  let unclear = false;
  // where the clause speaks of the note's person, or says who somebody is to them
  const touched: { start: number; end: number }[] = [];
  const touch = (ref: Ref) => touched.push({ start: place.offset + (clause[ref.from] as Token).start, end: place.offset + (clause[ref.to - 1] as Token).end });
  for (const ref of found.refs) if (ref.kind === 'role' || (ref.kind === 'thing' && ref.of?.kind === 'role')) touch(ref);
  const subjectTokens = new Set(found.refs.flatMap((ref) => [ref.from]));
  const imperative = !own && place.label === ACTIONABLE && !place.header;
  const bound = sure && !imperative ? who.filter((one) => one !== WRITER) : [];
  for (const ref of refsIn(clause, reading)) {
    if (subjectTokens.has(ref.from) || ref === place.header?.ref || (place.header && ref.from === place.header.ref.from)) continue;
    const reported = found.reporter && ref.from === found.reporter.from;
    if (reported) continue;
    if (ref.kind === 'thing' && ref.of === null) continue;
    const one = cast.meantBy(ref, bound);
    if (ref.kind === 'pronoun' && (ref.form === 'i' || ref.form === 'we' || ref.form === 'you')) continue;
    meant.push([ref, one.sure ? one.who : []]);
    if (ref.kind === 'role' || (one.sure && one.who.includes(PERSON))) touch(ref);
    if (one.sure) objects.push(...one.who.flatMap((each) => (cast.entity(each).members.length > 0 ? cast.entity(each).members : [each])));
    else unclear = true;
  }
  candidates = sure ? [] : who;
  const flat = [...new Set(who.flatMap((one) => (cast.entity(one).members.length > 0 ? cast.entity(one).members : [one])))];
  const spokenRef = own && found.refs.length === 1 ? (found.refs[0] as Ref) : null;
  const spoken = ofSomebody(cast, spokenRef, flat) ? ownerSpoken(spokenRef, clause) : spokenOf(spokenRef, clause);
  const finish = (subject: Subject, touches: boolean, also: Named[] = []): Read => ({ subject, touches, touched, also, who: sure ? who : [], reporter, meant, spoken });

  const writerSpeaks = sure && flat.length > 0 && flat.every((one) => one === WRITER);
  if (writerSpeaks || imperative) {
    if (objects.includes(PERSON)) return finish({ kind: 'person' }, true);
    const others = objects.filter((one) => one > WRITER);
    if (unclear) return finish(unsure(cast, [PERSON, ...others]), false);
    if (others.length > 0) {
      if (found.kind === 'met' || imperative || place.label === ACTIONABLE) setTopic(cast, others.slice(0, 1), others.length === 1);
      return finish(about(cast, others[0] as Who), tiedHere(cast, others[0] as Who, clause, reading), others.slice(1).map((one) => named(cast, one)));
    }
    if (place.section && place.section.length > 0 && imperative) return finish(about(cast, place.section[0] as Who), false);
    if (imperative) return finish({ kind: 'person' }, false);
    // "I must clean the oven": for this person, or for nobody in particular
    if (place.label === ACTIONABLE) return finish(unsure(cast, [PERSON]), false);
    if (found.kind === 'none' && !own) return finish({ kind: 'person' }, false);
    return finish({ kind: 'writer' }, false);
  }
  if (!sure || flat.length === 0) {
    const open = candidates.length > 0 ? candidates : cast.topic.who.length > 0 ? [PERSON, ...cast.topic.who] : [PERSON];
    cast.topic = { who: open.filter((one) => one !== WRITER), sure: false, clause: cast.clause };
    return finish(unsure(cast, open), false);
  }
  const people = flat.filter((one) => one !== WRITER);
  setTopic(cast, who.filter((one) => one !== WRITER), true);
  if (people.includes(PERSON)) return finish({ kind: 'person' }, true, people.filter((one) => one !== PERSON && cast.entity(one).named).map((one) => named(cast, one)));
  const [main] = people;
  const stated = people.some((one) => tiedHere(cast, one, clause, reading));
  return finish(about(cast, main as Who), stated || objects.includes(PERSON), people.slice(1).filter((one) => cast.entity(one).named).map((one) => named(cast, one)));
}

const setTopic = (cast: Cast, who: Who[], sure: boolean) => {
  cast.topic = { who, sure, clause: cast.clause };
};

/** A clause without a subject goes on about whoever the last one was about, as far as that is sure. */
function carriedOn(cast: Cast, place: Place): { who: Who[]; sure: boolean } {
  const { topic } = cast;
  if (place.newLine) {
    if (place.section) return { who: place.section, sure: place.section.length > 0 };
    const [speaker] = cast.speaker;
    if (speaker !== undefined && speaker !== WRITER) return { who: [speaker], sure: true };
    if (cast.speaker.length === 1 && place.bullet === false && cast.hearer.length === 1) return { who: [WRITER], sure: true };
    return { who: [PERSON], sure: true };
  }
  const [one] = topic.who;
  if (one === undefined) {
    const [speaker] = cast.speaker;
    return speaker !== undefined && speaker !== WRITER ? { who: [speaker], sure: true } : { who: [PERSON], sure: true };
  }
  if (place.sameSentence || (topic.sure && topic.who.every((who) => who === PERSON))) return { who: topic.who, sure: topic.sure };
  if (place.section) return { who: place.section, sure: place.section.length > 0 };
  const [speaker] = cast.speaker;
  if (speaker !== undefined && speaker !== WRITER && topic.who.length === 1 && one === speaker) return { who: [speaker], sure: true };
  return { who: [PERSON, ...topic.who], sure: false };
}

const petOwner = (cast: Cast) => ({ who: [PERSON] as Who[], sure: cast.all.length < 3 || cast.topic.who.length === 0 || cast.topic.who[0] === PERSON });

/** "…, who works at Shell": whoever was named right before. */
const lastSpokenOf = (cast: Cast): { who: Who[]; sure: boolean } => (cast.latest === null ? { who: [], sure: false } : { who: [cast.latest], sure: true });

/** Maria, when she can be who "Maria said she" means and nobody else was just spoken of. */
function reportedSelf(cast: Cast, reporter: Who, form: 'he' | 'she'): { who: Who[]; sure: boolean } | null {
  const gender = form === 'he' ? 'm' : 'f';
  const one = cast.entity(reporter);
  if (reporter === WRITER || one.plural || (one.gender !== gender && one.gender !== 'u')) return null;
  const rivals = cast.all.some((other, i) => i !== reporter && i !== WRITER && !other.plural && other.gender === gender && other.last >= cast.clause - 2 && other.last > 0);
  return rivals ? null : { who: [reporter], sure: true };
}

const named = (cast: Cast, who: Who): Named => ({ name: cast.entity(who).name, contact_ids: cast.entity(who).contact_ids });
const whoIs = (cast: Cast, who: Who) => ({ ...named(cast, who), is_person: who === PERSON });
const unsure = (cast: Cast, who: Who[]): Subject => ({ kind: 'unsure', candidates: [...new Set(who)].filter((one) => one === PERSON || (one > WRITER && cast.entity(one).named && !cast.entity(one).plural)).map((one) => whoIs(cast, one)) });

function about(cast: Cast, who: Who): Subject {
  if (who === PERSON) return { kind: 'person' };
  if (who === WRITER) return { kind: 'writer' };
  const one = cast.entity(who);
  if (one.named && !one.plural) return { kind: 'other', who: named(cast, who), tie: one.tie?.of === PERSON ? one.tie.word : null };
  const root = rootOf(cast, one);
  if (root !== null && root > WRITER) return about(cast, root);
  if (root === PERSON) return { kind: 'relative', name: one.name };
  if (root === WRITER) return { kind: 'writer' };
  // somebody without a name and of nobody's circle: there is nobody to propose it for
  return { kind: 'unsure', candidates: [] };
}

/** Whose circle an unnamed somebody is of: "her brother's wife" is of hers, "Tom's wife" of Tom's. */
function rootOf(cast: Cast, one: Entity): Who | null {
  let { tie } = one;
  for (let i = 0; tie && i < 5; i++) {
    if (tie.of <= WRITER || cast.entity(tie.of).named) return tie.of;
    if (cast.entity(tie.of).members.includes(PERSON)) return PERSON;
    ({ tie } = cast.entity(tie.of));
  }
  return null;
}

/** Whether the clause itself says who somebody is to the note's person. */
function tiedHere(cast: Cast, who: Who, clause: Token[], reading: Reading): boolean {
  const one = cast.entity(who);
  if (one.tie?.of !== PERSON && rootOf(cast, one) !== PERSON) return false;
  return refsIn(clause, reading).some((ref) => ref.kind === 'role' || (ref.kind === 'thing' && ref.of?.kind === 'role'));
}

/** "Ben's mother": nobody in particular, so what is said of her is told of Ben, in those words. */
const ofSomebody = (cast: Cast, ref: Ref | null, who: Who[]): ref is RoleRef => {
  const [one] = who;
  return ref?.kind === 'role' && one !== undefined && one > WRITER && !cast.entity(one).named && (rootOf(cast, cast.entity(one)) ?? WRITER) > WRITER;
};

/** Only whose relative it is stands for a name: "His mother" is "Ben’s mother". */
const ownerSpoken = ({ of }: RoleRef, clause: Token[]): Spoken | null => (of?.kind === 'pronoun' ? spokenOf({ ...of, possessive: true }, clause) : null);

function spokenOf(ref: Ref | null, clause: Token[]): Spoken | null {
  if (!ref) return null;
  const head = ref.kind === 'thing' && ref.of ? ref.of : ref;
  const from = clause[head.from];
  const to = clause[head.to - 1];
  if (!from || !to) return null;
  if (head.kind === 'pronoun') return { start: from.start, end: from.end, possessive: head.possessive };
  return { start: from.start, end: to.end, possessive: false };
}

/** Keeps track of whose words stand between quotation marks. */
function quoted(text: string, open: Who[] | null, read: Read): Who[] | null {
  let quote = open;
  for (const mark of text.matchAll(/["“”]/gu)) {
    if (quote === null && mark[0] !== '”') quote = read.reporter.length > 0 ? read.reporter : read.who.filter((who) => who !== WRITER);
    else quote = null;
  }
  return quote;
}

const TOGETHER: [RegExp, TieType][] = [
  [/^(?:married|engaged|wed)$/, 'partner'],
  [/^(?:dating|seeing)$/, 'partner'],
  [/^(?:divorced|separated|split)$/, 'ex_partner'],
  [/^friends$/, 'friend'],
];

/** Ties said by a verb: "is married to Ken", "Tom is her brother", "reports to Maria". */
function ties(cast: Cast, clause: Token[], reading: Reading, offset: number): void {
  const span = (from: number, to: number) => ({ from: offset + (clause[from] as Token).start, to: offset + (clause[to - 1] as Token).end });
  const { topic } = cast;
  const subject = topic.sure && topic.who.length === 1 && topic.clause === cast.clause ? (topic.who[0] as Who) : null;
  if (subject === null || subject === WRITER || cast.entity(subject).plural) return;
  for (let i = 0; i < clause.length; i++) {
    const word = (clause[i] as Token).lower;
    const past = /^(?:was|were|used|once)$/.test(clause[i - 1]?.lower ?? '') || /\b(?:used|once)\b/.test(clause.slice(Math.max(0, i - 4), i).map((token) => token.lower).join(' '));
    for (const [verb, type] of TOGETHER) {
      if (!verb.test(word)) continue;
      let at = /^(?:to|with|from)$/.test(clause[i + 1]?.lower ?? '') ? i + 2 : i + 1;
      // "a guy from work called Rui"
      if (/^(?:a|an|some|this|someone|somebody)$/.test(clause[at]?.lower ?? '')) {
        const called = clause.findIndex((token, n) => n > at && n <= at + 6 && /^(?:called|named)$/.test(token.lower));
        at = called > 0 ? called + 1 : clause.length;
      }
      const name = at < clause.length ? nameAt(clause, at, reading) : null;
      if (!name || name.plural || /^(?:n't|not)$/.test(clause[i - 1]?.lower ?? '')) continue;
      cast.tie({ of: subject, who: cast.byName(name), type: past && type === 'partner' ? 'ex_partner' : type, word: type === 'friend' ? 'friend' : word, ...span(i, name.to) });
    }
    if (word === 'reports' && clause[i + 1]?.lower === 'to') {
      const name = i + 2 < clause.length ? nameAt(clause, i + 2, reading) : null;
      if (name) cast.tie({ of: subject, who: cast.byName(name), type: 'manager', word: 'manager', ...span(i, name.to) });
    }
    // "Tom is her brother"
    if (/^(?:is|was|as)$/.test(word) || (clause[i] as Token).tail === 'verb') {
      const ref = i + 1 < clause.length ? refAt(clause, i + 1, reading) : null;
      if (ref?.kind === 'role' && ref.of && ref.names.length === 0 && !ref.role.plural && !(clause[ref.to - 1]?.tail === 'poss')) {
        const of = cast.meantBy(ref.of);
        const owner = of.sure && of.who.length === 1 ? (of.who[0] as Who) : null;
        const pronounOfSubject = ref.of.kind === 'pronoun' && (owner === subject || (!of.sure && of.who.every((who) => who === subject || who === PERSON)));
        if (owner !== null && owner !== WRITER && owner !== subject && !pronounOfSubject) statedTie(cast, ref, owner, subject, span(i, ref.to));
        else if (pronounOfSubject && subject !== PERSON && ref.of.kind === 'pronoun') ownerIsPerson(cast, ref, subject, span(i, ref.to));
      }
    }
  }
}

/** Ties said by putting one beside the other: "Tom (her brother)", "Tom, her brother,". */
function appositions(cast: Cast, clause: Token[], reading: Reading, offset: number): void {
  for (let i = 1; i < clause.length; i++) {
    if (!/^[,(]$/.test((clause[i] as Token).text)) continue;
    const ref = refAt(clause, i + 1, reading);
    const before = ref?.kind === 'role' ? endsWithName(clause, i, reading) : null;
    if (ref?.kind !== 'role' || !before || ref.names.length > 0 || ref.role.plural || !/^(?:[,).;]|undefined)$/.test(String(clause[ref.to]?.text))) continue;
    if (ref.of?.kind === 'pronoun' && (ref.of.form === 'i' || ref.of.form === 'we')) continue;
    const who = cast.byName(before);
    const of = ref.of && ref.of.kind !== 'pronoun' ? (cast.meantBy(ref.of).who[0] as Who | undefined) : PERSON;
    if (of !== undefined && of !== WRITER && of !== who) statedTie(cast, ref, of, who, { from: offset + (clause[i + 1] as Token).start, to: offset + (clause[ref.to - 1] as Token).end });
  }
}

/** "Maria is her boss": her cannot be Maria. */
function ownerIsPerson(cast: Cast, ref: RoleRef, subject: Who, span: { from: number; to: number }): void {
  const form = ref.of?.kind === 'pronoun' ? ref.of.form : null;
  const gender = cast.entity(PERSON).gender;
  if ((form === 'she' && (gender === 'f' || gender === 'u')) || (form === 'he' && (gender === 'm' || gender === 'u'))) statedTie(cast, ref, PERSON, subject, span);
}

function statedTie(cast: Cast, ref: RoleRef, of: Who, who: Who, span: { from: number; to: number }): void {
  if (who <= WRITER && who !== PERSON) return;
  const one = cast.entity(who);
  if (who > WRITER) {
    one.tie ??= { of, type: ref.role.type, word: ref.word };
    if (ref.role.gender !== 'u') one.gender = ref.role.gender;
  }
  cast.tie({ of, who, type: ref.role.type, word: ref.word, ...span });
}

/** The name that ends right before a token. */
function endsWithName(clause: Token[], at: number, reading: Reading) {
  for (let from = Math.max(0, at - 4); from < at; from++) {
    const name = nameAt(clause, from, reading);
    if (name && name.to === at && !name.plural) return name;
  }
  return null;
}

function mention(cast: Cast, ref: Ref, unit: { start: number }, clause: Token[], out: People, who: Who[]): void {
  const add = (from: number, to: number, one: Who, how: Mention['how']) => {
    const start = unit.start + (clause[from] as Token).start;
    const end = unit.start + (clause[to - 1] as Token).end;
    if (one === WRITER || cast.entity(one).members.length > 0 || out.mentions.some((old) => old.start === start && old.end === end)) return;
    out.mentions.push({ ...whoIs(cast, one), start, end, text: '', how });
  };
  if (ref.kind === 'name' && !ref.plural) add(ref.from, ref.to, cast.byName(ref), 'name');
  else if (ref.kind === 'role') {
    if (ref.of) mention(cast, ref.of, unit, clause, out, []);
    for (const name of ref.names) add(name.from, name.to, cast.byName(name), 'name');
    if (ref.names.length === 0 && who.length === 1) add(ref.from, ref.to, who[0] as Who, 'role');
  } else if (ref.kind === 'thing' && ref.of) mention(cast, ref.of, unit, clause, out, who);
  else if (ref.kind === 'pronoun' && who.length === 1) add(ref.from, ref.to, who[0] as Who, 'pronoun');
}
=======
>>>>>>> engine
