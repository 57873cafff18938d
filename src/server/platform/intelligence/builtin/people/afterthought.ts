/** "He is raging about it, Chidi.", "She has given up, Claudia I mean": whoever the pronoun is comes last. */
import { nameAt } from './called.ts';
import type { NameRef, Reading, Ref } from './refs.ts';
import type { Token } from './text.ts';

/** The name at the end of a clause that says who its subject is; null when there is none or it cannot be. */
export function afterthought(clause: Token[], subject: Ref | undefined, reading: Reading): NameRef | null {
  // "Astor has shingles, Claude I mean": one of several of that family
  const family = subject?.kind === 'name' && subject.words.length === 1 && !subject.plural ? reading.roster.family(subject.words[0] as string) : [];
  if (!subject || (family.length < 2 && (subject.kind !== 'pronoun' || subject.possessive || !/^(?:he|she)$/.test(subject.form)))) return null;
  const gender = subject.kind !== 'pronoun' ? 'u' : subject.form === 'he' ? 'm' : 'f';
  const comma = clause.findLastIndex((token) => token.text === ',');
  if (comma < subject.to + 1 || clause[comma - 1]?.cap) return null;
  const name = comma + 1 < clause.length ? nameAt(clause, comma + 1, reading) : null;
  if (!name || name.plural || (gender !== 'u' && !['u', gender].includes(name.gender)) || (family.length > 1 && !reading.roster.find(name.words).some((id) => family.includes(id))) || (clause[name.to - 1] as Token).tail !== '') return null;
  const rest = clause.slice(name.to).map((token) => token.lower).join(' ').replace(/[\s.!?)]+$/, '');
  return /^(?:|i mean|that is|i meant|of course|does|is|has|did|was)$/.test(rest) ? name : null;
}
