/** Finds what in a sentence refers to people: names, pronouns, "her older brother Tom", "Anna's boss"; and what only looks so. */
import { isAgent } from './agents.ts';
import { calledThing, nameAfterRole, nameAt, TITLES } from './called.ts';
import { everyday, isPet } from './everyday.ts';
import { type Gender, isFirstName, isWordToo } from './names.ts';
import { type PronounForm, PRONOUNS } from './pronouns.ts';
import type { Roster } from './roster.ts';
import { severalAt } from './several.ts';
import { newcomerAt, strangerAt } from './strangers.ts';
import type { Token } from './text.ts';
import { BEFORE_ROLE, type Role, roleOf } from './ties.ts';
import { AUX, verbish } from './verbs.ts';

type Place = { from: number; to: number };
/** `other`: "the other Anna", somebody else of that name. `both`: "both Smiths". `title`: "fr" of "Fr Dominic". */
export type NameRef = Place & { kind: 'name'; words: string[]; titled: boolean; gender: Gender; plural: boolean; other?: boolean; both?: boolean; title?: string };
/** `count`: "both of them" are two, "all of them" are 0, any number. `emphatic`: "he himself". */
export type PronounRef = Place & { kind: 'pronoun'; form: PronounForm; possessive: boolean; count?: number; emphatic?: boolean };
export type RoleRef = Place & { kind: 'role'; role: Role; word: string; of: Ref | null; names: NameRef[] };
/** Somebody nobody here knows: "the vet", "some guy", "a friend of hers". */
export type StrangerRef = Place & { kind: 'stranger'; word: string; gender: Gender; role: Role | null };
/** A thing, an animal or an organisation; `of`: whose. */
export type ThingRef = Place & { kind: 'thing'; of: Ref | null; pet: string | null };
/** What a word refers to; places are token indexes, end exclusive. */
export type Ref = NameRef | PronounRef | RoleRef | StrangerRef | ThingRef;

/** What is known of the note while its sentences are read. */
export type Reading = { roster: Roster; pets: Set<string>; lowercase: boolean; names: Set<string> };

/** What is owned: "…'s older brother Tom" or "…'s flat". */
function owned(tokens: Token[], at: number, of: Ref | null, from: number, reading: Reading): Ref | null {
  let head = at;
  while (head < tokens.length && head - at < 4 && BEFORE_ROLE.has((tokens[head] as Token).lower) && !roleHere(tokens, head)) head++;
  const role = roleHere(tokens, head);
  if (!role) {
    const name = of?.kind === 'pronoun' && tokens[at] ? (ownNamed(tokens, at, from, reading) ?? besideNoun(tokens, at, from, reading)) : of?.kind === 'name' && tokens[at] && reading.roster.has((tokens[at] as Token).text) ? ownNamed(tokens, at, from, reading) : null;
    if (name) return name;
    const bracketed = inBrackets(tokens, at, from, reading);
    if (bracketed) return bracketed;
    const token = tokens[at];
    if (!token || !/^[\p{L}\p{N}]/u.test(token.text)) return null;
    for (let i = at; i < Math.min(tokens.length, at + 4); i++) {
      const one = tokens[i] as Token;
      if (!isPet(one.lower)) continue;
      const named = tokens[i + 1]?.text === ',' || /^(?:called|named)$/.test(tokens[i + 1]?.lower ?? '') ? i + 2 : i + 1;
      const pet = tokens[named]?.cap ? (tokens[named] as Token).lower : null;
      return { kind: 'thing', of, pet, from, to: pet ? named + 1 : i + 1 };
    }
    let to = at + 1;
    while (to < tokens.length && to - at < 4 && (tokens[to - 1] as Token).tail === '' && /^\p{Ll}/u.test((tokens[to] as Token).text) && (tokens[to] as Token).tail === 'poss') to++;
    const ref: ThingRef = { kind: 'thing', of, pet: null, from, to };
    return ref;
  }
  let ref: RoleRef = { kind: 'role', role: role.role, word: role.word, of, names: [], from, to: head + role.length };
  const tail = (tokens[ref.to - 1] as Token).tail;
  if (tail === 'poss') return owned(tokens, ref.to, ref, from, reading) ?? ref;
  // "the mother of Anna": as in "Anna's mother"
  const owner = of === null && tail === '' && tokens[ref.to]?.lower === 'of' && ref.to + 1 < tokens.length ? refAt(tokens, ref.to + 1, reading) : null;
  if (owner?.kind === 'name' && !owner.plural && (tokens[owner.to - 1] as Token).tail === '') ref = { ...ref, of: owner, to: owner.to };
  if (tail === '') ref = withNames(tokens, ref, reading);
  const last = tokens[ref.to - 1] as Token;
  if (ref.names.length === 1 && last.tail === 'poss') return owned(tokens, ref.to, ref, from, reading) ?? ref;
  return ref;
}

/** "His namesake (Roe)": somebody in Kith, named after what they are to another. */
function inBrackets(tokens: Token[], at: number, from: number, { roster }: Reading): NameRef | null {
  const [noun, open, name, close] = tokens.slice(at, at + 4);
  if (open?.text !== '(' || close?.text !== ')' || !name?.cap || !noun || !(isAgent(noun.lower) || /^(?:namesake|rival|replacement|predecessor|successor)$/.test(noun.lower))) return null;
  return roster.family(name.text).length > 0 || roster.has(name.text) ? { kind: 'name', words: [name.text], titled: false, gender: 'u', plural: false, from, to: at + 4 } : null;
}

/** "her lassie Eilidh", "his old drinking pal Jim": somebody in Kith after a noun that says what they are, whatever the noun. */
function besideNoun(tokens: Token[], at: number, from: number, reading: Reading): NameRef | null {
  for (let i = at; i < Math.min(tokens.length, at + 4); i++) {
    const token = tokens[i] as Token;
    if (i > at && token.cap && reading.roster.has(token.text) && token.start === (tokens[i - 1] as Token).end + 1) {
      const name = nameAt(tokens.slice(i), 0, reading);
      const end = name ? (tokens[i + name.to - 1] as Token) : null;
      return name && !name.plural && end?.tail === '' && !calledThing((tokens[i - 1] as Token).lower) ? { ...name, from, to: i + name.to } : null;
    }
    if (!/^\p{Ll}/u.test(token.text) || token.tail !== '' || isPet(token.lower) || AUX.test(token.lower)) return null;
  }
  return null;
}

/** "her Frank", "their Sam": somebody by name. */
function ownNamed(tokens: Token[], at: number, from: number, reading: Reading): Ref | null {
  const { text, lower, tail } = tokens[at] as Token;
  const name = (/^\p{Lu}\p{Ll}/u.test(text) || (reading.lowercase && reading.roster.has(text) && !isWordToo(lower))) && (reading.roster.has(text) || (isFirstName(lower) && !isWordToo(lower) && !everyday(lower))) ? nameAt(tokens.slice(at), 0, reading) : null;
  if (!name || name.plural) return null;
  const whole: NameRef = { ...name, from, to: at + name.to };
  return (tokens[whole.to - 1]?.tail ?? tail) === 'poss' ? (owned(tokens, whole.to, whole, from, reading) ?? whole) : whole;
}

/** The names that say who a role is: "brother Tom", "brother, Tom,", "sons Leo and Max", "brother (Tom)", "boss is called Maria". */
function withNames(tokens: Token[], ref: RoleRef, reading: Reading): RoleRef {
  let at = ref.to;
  const mark = tokens[at]?.text ?? '';
  let closing = '';
  if (/^[,(:–—-]$/.test(mark)) {
    closing = mark === '(' ? ')' : mark === ',' ? ',' : '';
    at++;
  } else if (/^(?:called|named)$/.test(tokens[at]?.lower ?? '')) at++;
  else if (/^(?:is|are)$/.test(tokens[at]?.lower ?? '') && /^(?:called|named)$/.test(tokens[at + 1]?.lower ?? '')) at += 2;
  else if (/^(?:is|was)$/.test(tokens[at]?.lower ?? '') && isNamed(tokens, at + 1, reading)) at++;
  else if (tokens[at]?.lower === "name" || tokens[at]?.lower === 'names') at++;
  // "his successor, a Mr Lund,"
  if (/^(?:a|one)$/.test(tokens[at]?.lower ?? '') && TITLES.test(tokens[at + 1]?.lower ?? '') && tokens[at + 1]?.cap) at++;
  const names: NameRef[] = [];
  for (let name = nameAfterRole(tokens, at, reading); name; name = nameAfterRole(tokens, at, reading)) {
    names.push(name);
    at = name.to;
    if ((tokens[at - 1] as Token).tail !== '') break;
    // an age in brackets
    if (tokens[at]?.text === '(' && /^\d+$/.test(tokens[at + 1]?.text ?? '') && tokens[at + 2]?.text === ')') at += 3;
    if (!ref.role.plural || !/^(?:and|,|&|\+)$/.test(tokens[at]?.lower ?? '') || !nameAfterRole(tokens, at + 1, reading)) break;
    at++;
  }
  if (names.length === 0) return ref;
  // ", Tom said hi": between commas, or to the end, else the name begins something new
  if (mark === ',' && !(tokens[at] === undefined || /^[,.;!?)]$/.test(tokens[at]?.text ?? ''))) return ref;
  if (closing === ')' && tokens[at]?.text === ')') at++;
  return { ...ref, names, to: at };
}

/** "his wife is Gwen,": a name stands there alone. */
function isNamed(tokens: Token[], at: number, reading: Reading): boolean {
  const name = at < tokens.length ? nameAt(tokens, at, reading) : null;
  return name !== null && !name.plural && (tokens[name.to - 1] as Token).tail === '' && (tokens[name.to] === undefined || /^[,.;)]$/.test((tokens[name.to] as Token).text));
}

function roleHere(tokens: Token[], at: number): { role: Role; word: string; length: number } | null {
  for (let length = 3; length >= 1; length--) {
    const part = tokens.slice(at, at + length);
    if (part.length < length || part.slice(0, -1).some((token) => token.tail !== '')) continue;
    const word = part.map((token) => token.lower).join(' ');
    const role = roleOf(word);
    if (role) return { role, word, length };
  }
  return null;
}

/** What refers to somebody (or belongs to somebody) at a token; null for anything else. */
export function refAt(tokens: Token[], at: number, reading: Reading): Ref | null {
  const token = tokens[at];
  if (!token) return null;
  const several = severalAt(tokens, at);
  if (several) return several;
  const pronoun = PRONOUNS[token.lower];
  const next = tokens[at + 1];
  if (pronoun && !(token.lower === 'us' && token.text === 'US') && !(token.lower === 'mine' && token.cap)) {
    const [form, always] = pronoun;
    const emphatic = !always && /^(?:he|she|they)$/.test(token.lower) && /^(?:him|her|them)sel(?:f|ves)$/.test(next?.lower ?? '');
    const ref: PronounRef = { kind: 'pronoun', form, possessive: always, from: at, to: emphatic ? at + 2 : at + 1, ...(emphatic ? { emphatic } : {}) };
    // "Him wife Yetunde": Pidgin and dialects
    const owns = token.lower === 'him' && roleHere(tokens, at + 1) !== null && (at === 0 || /^[,;:.–—-]$/.test(tokens[at - 1]?.text ?? ''));
    const possessive = always || owns || (token.lower === 'her' && next !== undefined && /^[\p{L}\p{N}]/u.test(next.text) && !AFTER_HER.test(next.lower));
    if (!possessive) return ref;
    return owned(tokens, at + 1, { ...ref, possessive: true }, at, reading) ?? { ...ref, possessive: true };
  }
  // "one of his sons"
  if (token.lower === 'one' && next?.lower === 'of') {
    const whole = refAt(tokens, at + 2, reading);
    if (whole?.kind === 'role' && whole.of && whole.role.plural) return { ...whole, role: { ...whole.role, plural: false }, from: at };
  }
  const name = nameAt(tokens, at, reading);
  if (name) {
    const last = tokens[name.to - 1] as Token;
    if (last.tail === 'poss') return owned(tokens, name.to, name, at, reading) ?? name;
    // "Anna herself is", "Anna one is"
    return /^(?:himself|herself|themselves|one)$/.test(tokens[name.to]?.lower ?? '') && verbish(tokens[name.to + 1]) ? { ...name, to: name.to + 1 } : name;
  }
  if (reading.pets.has(token.lower) && token.cap) return { kind: 'thing', of: null, pet: token.lower, from: at, to: at + 1 };
  const twoOf = token.lower === 'the' && next?.lower === 'two' ? firstNames(tokens, at, reading) : null;
  if (twoOf) return twoOf;
  const family = token.lower === 'both' && at + 1 < tokens.length ? nameAt(tokens, at + 1, reading) : null;
  if (family?.plural) return { ...family, from: at, both: true };
  if (/^(?:the|a|an|one|another|some|this|that)$/.test(token.lower)) {
    const ref = owned(tokens, at + 1, null, at, reading);
    // "Some kid called Tyler" is nobody's child
    const [called] = ref?.kind === 'role' && ref.of === null && token.lower === 'some' ? ref.names : [];
    if (called) return { ...called, from: at };
    if (ref?.kind === 'role' && (ref.names.length > 0 || token.lower === 'the') && !(OCCUPATIONS.has(ref.role.type) && ref.of === null && ref.names.length === 0 && ref.word !== 'boss') ) return ref.names.length === 0 && (ofAnybody(ref) || (YOUNG.test(ref.word) && !/^[,(]$/.test(tokens[at - 1]?.text ?? ''))) ? { kind: 'stranger', word: ref.word, gender: ref.role.gender, role: null, from: ref.from, to: ref.to } : ref;
    // "The Sina has phoned"
    const name = token.lower === 'the' && at + 1 < tokens.length ? nameAt(tokens, at + 1, reading) : null;
    if (name) return { ...name, from: at };
    return otherOf(tokens, at, reading) ?? strangerNamed(tokens, at, reading) ?? newcomerAt(tokens, at);
  }
  const alone = at === 0 || /^[,;:(.\-–—+&"“]$/.test(tokens[at - 1]?.text ?? '') || /^(?:and|but|with|then|so|when|because)$/.test(tokens[at - 1]?.lower ?? '');
  if (roleHere(tokens, at) || (BEFORE_ROLE.has(token.lower) && roleHere(tokens, at + 1))) {
    const ref = owned(tokens, at, null, at, reading);
    // "good bloke as ever" is nobody else
    if (ref?.kind === 'role' && ref.names.length === 0 && ref.of === null && token.lower !== ref.word && (ANYBODY.test(ref.word) || YOUNG.test(ref.word))) return null;
    if (ref?.kind === 'role' && (alone || ref.names.length > 0) && !(OCCUPATIONS.has(ref.role.type) && ref.of === null && ref.names.length === 0)) return ref;
    // "daughter's marriage is"
    if (ref?.kind === 'thing' && ref.of?.kind === 'role' && ref.of.names.length === 0 && ref.of.of === null && (at === 0 || /^[,;:.–—-]$/.test(tokens[at - 1]?.text ?? '')) && !OCCUPATIONS.has(ref.of.role.type) && verbish(tokens[ref.to])) return ref;
    // "has twins": somebody new
    return ref?.kind === 'role' && ref.role.plural && ref.names.length === 0 && /^(?:has|have|had|got)$/.test(tokens[at - 1]?.lower ?? '') ? { kind: 'stranger', word: ref.word, gender: 'u', role: ref.role, from: ref.from, to: ref.to } : null;
  }
  return null;
}
/** "the two Davids": people who share a first name. */
function firstNames(tokens: Token[], at: number, { roster }: Reading): NameRef | null {
  const word = tokens[at + 2];
  const one = word?.cap && word.text.endsWith('s') && word.tail === '' ? word.text.slice(0, -1) : '';
  if (one === '' || !(roster.isPerson([one]) || roster.has(one))) return null;
  return { kind: 'name', words: [one], titled: false, gender: 'u', plural: true, both: true, from: at, to: at + 3 };
}

/** "the other Anna", "the Ridley one" */
function otherOf(tokens: Token[], at: number, reading: Reading): Ref | null {
  if (tokens[at]?.lower !== 'the') return null;
  const word = tokens[at + 1];
  if (word?.lower === 'other') {
    const name = at + 2 < tokens.length ? nameAt(tokens, at + 2, reading) : null;
    if (!name || name.plural || name.words.length > 1) return null;
    const other: NameRef = { ...name, from: at, other: true };
    return (tokens[name.to - 1] as Token).tail === 'poss' ? (owned(tokens, name.to, other, at, reading) ?? other) : other;
  }
  if (!word || tokens[at + 2]?.lower !== 'one' || word.tail !== '' || reading.roster.family(word.lower).length === 0 || (!word.cap && everyday(word.lower))) return null;
  return { kind: 'name', words: [word.text], titled: false, gender: 'u', plural: false, from: at, to: at + 3 };
}

/** "The vet says"; "The younger one, Ishbel, is" is Ishbel. */
function strangerNamed(tokens: Token[], at: number, reading: Reading): Ref | null {
  const ref = strangerAt(tokens, at);
  const name = ref && tokens[ref.to]?.text === ',' && ref.to + 1 < tokens.length ? nameAt(tokens, ref.to + 1, reading) : null;
  return name && tokens[name.to]?.text === ',' ? { ...name, from: at } : ref;
}

/** "Her fella" is her partner, "the fella" some man and "the groom" whose wedding it is. */
const ANYBODY = /^(?:fella|feller|bloke|old man|stand-in|bride|groom)$/;
/** "Roy, the boy," is somebody's, "the boy is from Mangalore" anybody. */
const YOUNG = /^(?:boy|girl|lad)$/;
const ofAnybody = (ref: RoleRef): boolean => (ref.of === null ? ANYBODY.test(ref.word) : ref.of.kind === 'role' && ofAnybody(ref.of));
/** Roles that without an owner are what somebody does for a living. */
const OCCUPATIONS = new Set<string>(['manager', 'report', 'mentor', 'teacher', 'student', 'client', 'doctor', 'landlord', 'acquaintance', 'colleague']);
/** After these, "her" is not "hers". */
const AFTER_HER = /^(?:and|or|but|to|at|in|on|for|from|with|by|about|of|is|was|are|when|if|that|because|since|as|up|out|off|back|down|over|into|again|yesterday|today|tomorrow|tonight|next|last|this|every|a|an|the|not|so|too|also|how|what|where|who|why|whether|through|after|before|during|until|via|per|more|some|any|my|your|his|i|we|he|she|they|very|really|today|soon|later|around|there|here|know|feel|go|do|get|try|think|laugh|cry|money|once|twice|well|often|sometimes|always|regularly|now|then|anyway|instead|each)$/;

/** Everything in a sentence that refers to people, in order. */
export function refsIn(tokens: Token[], reading: Reading): Ref[] {
  const out: Ref[] = [];
  for (let at = 0; at < tokens.length; ) {
    const ref = refAt(tokens, at, reading);
    if (ref) out.push(ref);
    at = ref ? Math.max(ref.to, at + 1) : at + 1;
  }
  return out;
}
