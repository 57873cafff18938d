/** Whose a clause is, and whom else it speaks of. */
import { LABELS } from '../model.ts';
import { afterthought } from './afterthought.ts';
import { type Cast, PERSON, type Who, WRITER } from './cast.ts';
import { deniedIn } from './denied.ts';
import { isPet } from './everyday.ts';
import type { Header } from './headers.ts';
import { nobodyKnown } from './nicknamed.ts';
import { type Reading, type Ref, refsIn, type RoleRef } from './refs.ts';
import { statedTie } from './stated.ts';
import { asWith } from './starts.ts';
import { bareStranger, inPassing } from './strangers.ts';
import { meantTogether, subjectOf } from './subject.ts';
import type { Token } from './text.ts';
import { roleOf } from './ties.ts';
import type { Named, Spoken, Subject } from './types.ts';
import { REPORT, verbish } from './verbs.ts';
import { about, named, rootOf, tiedHere, unsure } from './who.ts';

const ACTIONABLE = LABELS.indexOf('Actionable');

/** `item`: it is one of a list that each begin with a name. */
export type Place = { newLine: boolean; sameSentence: boolean; section: Who[] | null; bullet: boolean; header: Header | null; label: number; offset: number; quiet: boolean; item: boolean };
/** `behind`: it is told of somebody as what another is to them, "(Sabine cares for her mother,) who has dementia". */
export type Read = { subject: Subject; touches: boolean; touched: { start: number; end: number }[]; also: Named[]; who: Who[]; reporter: Who[]; meant: [Ref, Who[]][]; spoken: Spoken | null; behind: boolean };

export function readClause(cast: Cast, clause: Token[], reading: Reading, place: Place): Read {
  const found = place.header && !place.header.alone ? subjectOf(clause, reading, place.header.at) : subjectOf(clause, reading);
  const meant: [Ref, Who[]][] = [];
  let reporter: Who[] = [];
  if (found.outer) meant.push([found.outer, cast.meantBy(found.outer).who]);
  if (found.reporter) {
    const by = cast.meantBy(found.reporter);
    reporter = by.sure && found.reporter.kind !== 'stranger' ? by.who : [];
    meant.push([found.reporter, reporter]);
    // "Maria said she …": she is Maria, when Maria can be she
    if (reporter.length === 1 && reporter[0] !== WRITER) cast.reported = { who: reporter[0] as Who, clause: cast.clause };
    if (reporter.length === 1 && reporter[0] !== WRITER) cast.topic = { who: by.who, sure: true, clause: cast.clause };
  }
  let who: Who[] = [];
  let sure = false;
  let candidates: Who[] = [];
  let unknown = false;
  const own = found.kind === 'own' && found.refs.length > 0;
  if (own) {
    const [first] = found.refs;
    const self = found.reporter && found.refs.length === 1 && first?.kind === 'pronoun' && (first.form === 'he' || first.form === 'she') && reporter.length === 1 ? reportedSelf(cast, reporter[0] as Who, first.form) : null;
    const inQuotes = reporter.length === 1 && first?.kind === 'pronoun' && first.form === 'i' && /^["“”'‘:]$/.test(clause[first.from - 1]?.text ?? '');
    const called = place.quiet ? null : afterthought(clause, first, reading);
    const all = called ? { who: [cast.byName(called)], sure: true } : self ?? (inQuotes ? { who: reporter, sure: true } : meantTogether(cast, found.refs));
    ({ who, sure } = all);
    // "Two kids." tells what somebody has
    const has = found.refs.length === 1 && first?.kind === 'role' && first.of === null && first.names.length === 0 && first.role.plural && !clause.slice(first.to).some(verbish);
    if (has) who = cast.entity(who[0] ?? PERSON).tie?.of === PERSON ? [PERSON] : who;
    const they = clause.some((token) => /^they\/(?:them|their)/.test(token.lower));
    const theirs = clause.some((token, i) => token.lower === 'their' && i > (first?.to ?? 0) && !beside(clause[i - 1])) && first?.kind === 'name' && cast.lists.length === 0 && cast.all.every((one) => !one.plural);
    if (theirs && sure && who.length === 1 && who[0] !== PERSON && cast.entity(who[0] as Who).gender === 'u') cast.entity(who[0] as Who).gender = 'p';
    // "(Lexi and Sam came.) Sam's doing their PhD": Sam's own, not the pair's
    const their = clause.findIndex((token, i) => token.lower === 'their' && i >= (first?.to ?? 0) && !beside(clause[i - 1]));
    if (sure && who.length === 1 && who[0] !== PERSON && first?.kind === 'name' && !first.plural && their > 0 && cast.entity(who[0] as Who).gender === 'u' && !shared(clause[their + 1])) {
      cast.entity(who[0] as Who).gender = 'p';
      cast.theirs = who[0] as Who;
    }
    if (they && sure && who.length === 1 && first?.kind === 'name') cast.entity(who[0] as Who).gender = 'p';
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
  } else if (place.item || nobodyKnown(clause, found.at, reading) || (found.kind === 'none' && bareStranger(clause, found.at) && refsIn(clause, reading).every((ref) => ref.kind === 'stranger'))) {
    unknown = true;
  } else if (found.kind === 'none' && asWith(clause, reading)) {
    who = [...cast.topic.who];
  } else ({ who, sure } = carriedOn(cast, place));

  // Everybody else the clause speaks of.
  const objects: Who[] = [];
  let unclear = false;
  let leftOut = false;
  // where the clause speaks of the note's person, or says who somebody is to them
  const touched: { start: number; end: number }[] = [];
  const touch = (ref: Ref) => touched.push({ start: place.offset + (clause[ref.from] as Token).start, end: place.offset + (clause[ref.to - 1] as Token).end });
  for (const ref of found.refs) if (ref.kind === 'role' || (ref.kind === 'thing' && ref.of?.kind === 'role')) touch(ref);
  const subjectTokens = new Set(found.refs.flatMap((ref) => [ref.from]));
  const imperative = !own && !unknown && place.label === ACTIONABLE && !place.header;
  const bound = sure && !imperative ? who.filter((one) => one !== WRITER) : [];
  const denied = deniedIn(clause, reading);
  for (const ref of refsIn(clause, reading)) {
    if (subjectTokens.has(ref.from) || ref === place.header?.ref || (place.header && ref.from === place.header.ref.from)) continue;
    const reported = found.reporter && ((found.outer && ref.from < (found.refs[0]?.from ?? 0)) || ref.from <= found.reporter.from || (ref.kind === 'pronoun' && ref.from === found.reporter.to));
    if (reported || accordingTo(clause, ref) || saidOnTheSide(clause, ref)) continue;
    // "Siri, she makes", "Mercer can't come he's in court": the subject once more
    if (ref.kind === 'pronoun' && /^(?:he|she|hes|shes)$/.test((clause[ref.from] as Token).lower) && bound.length === 1 && cast.mayBe(bound[0] as Who, ref.form === 'he' ? 'm' : 'f')) continue;
    if (ref.kind === 'thing' && ref.of === null) continue;
    if (ref.kind === 'stranger') {
      meant.push([ref, cast.meantBy(ref, bound).who]);
      continue;
    }
    if (denied.has(ref.from)) {
      const { latest } = cast;
      const not = cast.meantBy(ref, bound).who;
      meant.push([ref, not]);
      leftOut ||= not.includes(PERSON);
      // "Unlike Ben, who hates it,"
      if (clause.slice(ref.to).some((token) => token.text !== ',')) cast.latest = latest;
      continue;
    }
    const before = cast.all.length;
    const one = cast.meantBy(ref, bound);
    // "a house beside her sister": only where or how something is
    if (ref.kind === 'role' && ref.names.length === 0 && cast.all.length > before && one.who.length === 1 && bound.includes(PERSON) && asides(clause, ref.from)) cast.entity(one.who[0] as Who).last = -99;
    if (ref.kind === 'pronoun' && (ref.form === 'i' || ref.form === 'we' || ref.form === 'you')) continue;
    meant.push([ref, one.sure ? one.who : []]);
    if (ref.kind === 'role' || (one.sure && one.who.includes(PERSON))) touch(ref);
    if (one.sure) objects.push(...one.who.flatMap((each) => (cast.entity(each).members.length > 0 ? cast.entity(each).members : [each])));
    else unclear = true;
  }
  for (const ref of inPassing(clause)) {
    const { latest } = cast;
    cast.stranger(ref, null);
    cast.latest = latest;
  }
  candidates = sure ? [] : who;
  const flat = [...new Set(who.flatMap((one) => (cast.entity(one).members.length > 0 ? cast.entity(one).members : [one])))];
  const spokenRef = own && found.refs.length === 1 ? (found.refs[0] as Ref) : null;
  const [behind] = flat;
  const whose = found.kind === 'relative' && clause[0]?.lower === 'who' && sure && flat.length === 1 && behind !== undefined && !cast.entity(behind).named && (rootOf(cast, cast.entity(behind)) ?? WRITER) > WRITER ? { start: clause[0].start, end: clause[0].end, possessive: false, as: cast.entity(behind).name } : null;
  const spoken = whose ?? (ofSomebody(cast, spokenRef, flat) ? ownerSpoken(spokenRef, clause) : spokenAs(cast, spokenRef, flat, clause));
  const finish = (subject: Subject, touches: boolean, also: Named[] = []): Read => ({ subject, touches: touches && !leftOut, touched, also, who: sure ? who : [], reporter, meant, spoken, behind: whose !== null });

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
  if (unknown) {
    // whoever it is, "he" may be them
    cast.topic = { who: [cast.stranger({ word: 'somebody', gender: 'u', role: null }, null)], sure: true, clause: cast.clause };
    return finish(unsure(cast, []), false);
  }
  if (!sure || flat.length === 0) {
    const open = candidates.length > 0 ? candidates : cast.topic.who.length > 0 ? [PERSON, ...cast.topic.who] : [PERSON];
    cast.topic = { who: open.filter((one) => one !== WRITER), sure: false, clause: cast.clause };
    return finish(unsure(cast, open), false);
  }
  const people = flat.filter((one) => one !== WRITER);
  setTopic(cast, who.filter((one) => one !== WRITER), true);
  if (people.includes(PERSON)) return finish({ kind: 'person' }, true, people.filter((one) => one !== PERSON && cast.entity(one).named).map((one) => named(cast, one)));
  // "The doctor put her on statins" tells of her
  if (found.refs[0]?.kind === 'stranger' && objects.includes(PERSON)) return finish({ kind: 'person' }, true);
  const [main] = people;
  const stated = people.some((one) => tiedHere(cast, one, clause, reading));
  return finish(about(cast, main as Who), stated || objects.includes(PERSON), people.slice(1).filter((one) => cast.entity(one).named).map((one) => named(cast, one)));
}

const setTopic = (cast: Cast, who: Who[], sure: boolean) => {
  cast.topic = { who, sure, clause: cast.clause };
  const flat = who.flatMap((one) => (cast.entity(one).members.length > 0 ? cast.entity(one).members : [one]));
  if (flat.length === 1 && flat[0] === PERSON && sure) cast.personTold = cast.clause;
  if (flat.length === 2 && sure) cast.pair = { who: flat, clause: cast.clause };
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

/** "Jules, their partner," is not Jules's own. */
const beside = (before: Token | undefined) => /^[,(–—-]$/.test(before?.text ?? '');

/** Whether what begins at a token is only compared with, or tells a place. */
const asides = (clause: readonly Token[], at: number) => /^(?:beside|near|behind|opposite|like|than|without|below|above)$/.test(clause[at - 1]?.lower ?? '') || (clause[at - 1]?.lower === 'to' && /^(?:next|close|door|compared|similar)$/.test(clause[at - 2]?.lower ?? ''));

/** What a couple has together: "Sam has lost their dog" may be of both. */
const shared = (token: Token | undefined) => token !== undefined && (roleOf(token.lower) !== undefined || isPet(token.lower) || /^(?:house|home|flat|wedding|car|garden|baby|marriage|honeymoon|holiday|landlord|landlady|place)$/.test(token.lower));

/** "…, who works at Shell": whoever was named right before. */
const lastSpokenOf = (cast: Cast): { who: Who[]; sure: boolean } => (cast.latest === null ? { who: [], sure: false } : { who: [cast.latest], sure: true });

/** Maria, when she can be who "Maria said she" means and nobody else was just spoken of. */
function reportedSelf(cast: Cast, reporter: Who, form: 'he' | 'she'): { who: Who[]; sure: boolean } | null {
  const gender = form === 'he' ? 'm' : 'f';
  const one = cast.entity(reporter);
  if (reporter === WRITER || one.plural || (one.gender !== gender && one.gender !== 'u')) return null;
  const rivals = cast.all.some((other, i) => i !== reporter && i !== WRITER && !other.plural && other.gender === gender && other.last >= cast.clause - 1 && other.last > 0 && (i === PERSON || cast.topic.who.includes(i)));
  if (rivals) return null;
  one.gender = gender;
  return { who: [reporter], sure: true };
}

/** "Ben's mother": nobody in particular, so what is said of her is told of Ben, in those words. */
const ofSomebody = (cast: Cast, ref: Ref | null, who: Who[]): ref is RoleRef => {
  const [one] = who;
  return ref?.kind === 'role' && one !== undefined && one > WRITER && !cast.entity(one).named && (rootOf(cast, cast.entity(one)) ?? WRITER) > WRITER;
};

/** Only whose relative it is stands for a name: "His mother" is "Ben’s mother". */
const ownerSpoken = ({ of }: RoleRef, clause: Token[]): Spoken | null => (of?.kind === 'pronoun' ? spokenOf({ ...of, possessive: true }, clause) : null);

/** "He" is Mel’s ex, "They both" are Peter and Moira. */
function spokenAs(cast: Cast, ref: Ref | null, who: Who[], clause: Token[]): Spoken | null {
  const spoken = spokenOf(ref, clause);
  const [one] = who;
  if (!spoken || ref?.kind !== 'pronoun' || ref.possessive || one === undefined) return spoken;
  if (who.length > 1) return { ...spoken, as: who.map((each) => cast.entity(each).name).join(' and ') };
  return cast.entity(one).named || (rootOf(cast, cast.entity(one)) ?? WRITER) <= WRITER ? spoken : { ...spoken, as: cast.entity(one).name };
}

function spokenOf(ref: Ref | null, clause: Token[]): Spoken | null {
  if (!ref) return null;
  const head = ref.kind === 'thing' && ref.of ? ref.of : ref;
  const from = clause[head.from];
  const to = clause[head.to - 1];
  if (!from || !to) return null;
  if (head.kind === 'pronoun') return { start: from.start, end: head.possessive ? from.end : to.end, possessive: head.possessive };
  return { start: from.start, end: to.end, possessive: false };
}

/** "…, or so Anna says, …" */
const saidOnTheSide = (clause: Token[], ref: Ref) => /^(?:,|so)$/.test(clause[ref.from - 1]?.lower ?? '') && REPORT.test(clause[ref.to]?.lower ?? '') && /^(?:|[,.!?)])$/.test(clause[ref.to + 1]?.text ?? '');
const accordingTo = (clause: Token[], ref: Ref) => clause[ref.from - 1]?.lower === 'per' || (clause[ref.from - 1]?.lower === 'from' && clause[ref.from - 2]?.lower === 'heard') || (clause[ref.from - 1]?.lower === 'to' && clause[ref.from - 2]?.lower === 'according');

/** Keeps track of whose words stand between quotation marks. */
export function quoted(text: string, open: Who[] | null, read: Read): Who[] | null {
  let quote = open;
  for (const mark of text.matchAll(/["“”]/gu)) {
    if (quote === null && mark[0] !== '”') quote = read.reporter.length > 0 ? read.reporter : read.who.filter((who) => who !== WRITER);
    else quote = null;
  }
  return quote;
}
