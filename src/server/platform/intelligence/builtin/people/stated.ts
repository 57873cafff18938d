/** Ties that a clause states. */
import { appositionEnd } from './asides.ts';
import { type Cast, PERSON, type Who, WRITER } from './cast.ts';
import { nameAt } from './called.ts';
import { type Reading, refAt, type RoleRef } from './refs.ts';
import type { Token } from './text.ts';
import type { TieType } from './ties.ts';
import { rootOf } from './who.ts';

const TOGETHER: [RegExp, TieType][] = [
  [/^(?:married|engaged|wed)$/, 'partner'],
  [/^(?:dating|seeing)$/, 'partner'],
  [/^(?:divorced|separated|split)$/, 'ex_partner'],
  [/^friends$/, 'friend'],
];

/** Ties said by a verb: "is married to Ken", "Tom is her brother", "reports to Maria". */
export function ties(cast: Cast, clause: Token[], reading: Reading, offset: number): void {
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
export function appositions(cast: Cast, clause: Token[], reading: Reading, offset: number): void {
  for (let i = 1; i < clause.length; i++) {
    if (!/^[,(]$/.test((clause[i] as Token).text)) continue;
    const ref = refAt(clause, i + 1, reading);
    const before = ref?.kind === 'role' ? endsWithName(clause, i, reading) : null;
    if (ref?.kind !== 'role' || !before || ref.names.length > 0 || ref.role.plural || !/^(?:[,).;]|undefined)$/.test(String(clause[appositionEnd(clause, ref.to)]?.text))) continue;
    if (ref.of?.kind === 'pronoun' && (ref.of.form === 'i' || ref.of.form === 'we')) continue;
    const who = cast.byName(before);
    // "Kuba, the father," of whose children were just spoken of
    const [topic] = cast.topic.who;
    if (ref.of === null && topic !== undefined && topic !== who && cast.topic.clause >= cast.clause - 3 && ofAnother(cast, topic)) continue;
    const of = ref.of && ref.of.kind !== 'pronoun' ? (cast.meantBy(ref.of).who[0] as Who | undefined) : PERSON;
    if (of !== undefined && of !== WRITER && of !== who) statedTie(cast, ref, of, who, { from: offset + (clause[i + 1] as Token).start, to: offset + (clause[ref.to - 1] as Token).end });
  }
}

/** Somebody who is nothing to the note's person, as far as is known, or of theirs. */
const ofAnother = (cast: Cast, who: Who): boolean => who > WRITER && cast.entity(who).tie?.of !== PERSON && (cast.entity(who).named || (rootOf(cast, cast.entity(who)) ?? PERSON) > WRITER);

/** "Maria is her boss": her cannot be Maria. */
function ownerIsPerson(cast: Cast, ref: RoleRef, subject: Who, span: { from: number; to: number }): void {
  const form = ref.of?.kind === 'pronoun' ? ref.of.form : null;
  const gender = cast.entity(PERSON).gender;
  if ((form === 'she' && (gender === 'f' || gender === 'u')) || (form === 'he' && (gender === 'm' || gender === 'u'))) statedTie(cast, ref, PERSON, subject, span);
}

export function statedTie(cast: Cast, ref: RoleRef, of: Who, who: Who, span: { from: number; to: number }): void {
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
