/** Members of the cast as the outside knows them. */
import { type Cast, type Entity, PERSON, type Who, WRITER } from './cast.ts';
import { type Reading, refsIn } from './refs.ts';
import type { Token } from './text.ts';
import type { Named, Subject } from './types.ts';

export const named = (cast: Cast, who: Who): Named => ({ name: cast.entity(who).name, contact_ids: cast.entity(who).contact_ids });
export const whoIs = (cast: Cast, who: Who) => ({ ...named(cast, who), is_person: who === PERSON });
export const unsure = (cast: Cast, who: Who[]): Subject => ({ kind: 'unsure', candidates: [...new Set(who)].filter((one) => one === PERSON || (one > WRITER && cast.entity(one).named && !cast.entity(one).plural)).map((one) => whoIs(cast, one)) });

export function about(cast: Cast, who: Who): Subject {
  if (who === PERSON) return { kind: 'person' };
  if (who === WRITER) return { kind: 'writer' };
  const one = cast.entity(who);
  if (one.either.length > 0) return unsure(cast, one.either);
  if (one.named && !one.plural) return { kind: 'other', who: named(cast, who), tie: one.tie?.of === PERSON ? one.tie.word : null };
  const root = rootOf(cast, one);
  if (root !== null && root > WRITER) return about(cast, root);
  if (root === PERSON) return { kind: 'relative', name: one.name };
  if (root === WRITER) return { kind: 'writer' };
  // somebody without a name and of nobody's circle: there is nobody to propose it for
  return { kind: 'unsure', candidates: [] };
}

/** Whose circle an unnamed somebody is of: "her brother's wife" is of hers, "Tom's wife" of Tom's. */
export function rootOf(cast: Cast, one: Entity): Who | null {
  let { tie } = one;
  for (let i = 0; tie && i < 5; i++) {
    if (tie.of <= WRITER || cast.entity(tie.of).named) return tie.of;
    if (cast.entity(tie.of).members.includes(PERSON)) return PERSON;
    ({ tie } = cast.entity(tie.of));
  }
  return null;
}

/** Whether the clause itself says who somebody is to the note's person. */
export function tiedHere(cast: Cast, who: Who, clause: Token[], reading: Reading): boolean {
  const one = cast.entity(who);
  if (one.tie?.of !== PERSON && rootOf(cast, one) !== PERSON) return false;
  return refsIn(clause, reading).some((ref) => ref.kind === 'role' || (ref.kind === 'thing' && ref.of?.kind === 'role'));
}
