/** Who a pronoun means by how the sentence goes on. */
import type { Cast } from './cast.ts';
import { type Who, WRITER } from './persons.ts';
import type { PronounRef } from './refs.ts';

/** "She herself": whoever told the rest, when somebody else was spoken of meanwhile. */
export function tellsOfSelf(cast: Cast, ref: PronounRef, gender: 'm' | 'f'): Who | null {
  const { reported, topic } = cast;
  if (!ref.emphatic || !reported || cast.clause - reported.clause > 6 || topic.who.includes(reported.who)) return null;
  return [gender, 'u'].includes(cast.entity(reported.who).gender) ? reported.who : null;
}

/** "Doris bakes and she sells it": the same woman, when the sentence speaks of no other. */
export function goesOn(cast: Cast, gender: 'm' | 'f', subject: Who[]): Who | null {
  const [topic] = cast.topic.who;
  if (topic === undefined || topic <= WRITER || cast.topic.who.length > 1 || !cast.topic.sure || cast.topic.clause < cast.sentence || !cast.mayBe(topic, gender) || cast.entity(topic).plural || !cast.entity(topic).named) return null;
  if (cast.tokens.slice(0, 2).some((token) => /^(?:so|then)$/.test(token.lower))) return null;
  // "(Aaliyah made the team.) Coach Delgado says she has a chance"
  if (cast.reported?.who === topic && cast.reported.clause === cast.clause && cast.entity(topic).gender === 'u' && cast.all.some((one, i) => i !== topic && i !== WRITER && !subject.includes(i) && !one.plural && one.gender === gender && one.last >= cast.sentence - 2)) return null;
  const rival = cast.all.some((one, i) => i !== topic && i !== WRITER && !subject.includes(i) && !one.plural && (one.gender === gender || one.gender === 'u') && one.last >= cast.sentence);
  return rival ? null : topic;
}
