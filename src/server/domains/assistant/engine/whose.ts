import { fold } from '../../../platform/fold.ts';
import { isFirstName, isWordToo, sameFirst } from '../../../platform/intelligence/builtin/people/names.ts';

export type Called = { id: string; full_name: string; nickname: string | null };

/** Names that a sentence begins with: "Tom broke his leg", "Tom Becker is away", "Maya’s sister moved". */
const BEGINS = /^["“‘(]?((?:\p{Lu}[\p{L}-]+)(?:\s+\p{Lu}[\p{L}-]+){0,3})(?:['’]s)?(?=[\s,])/u;
/** What follows a name, where the name is an everyday word too: "Will plays", but not "Will call". */
const ACTS = /^\s+(?:is|was|has|had|does|did|can|\p{Ll}{2,}(?:s|ed))\b/u;
export const wordsOf = (name: string | null): string[] => fold(name ?? '').split(/[^\p{L}\p{N}-]+/u).filter(Boolean);

/** The words with a capital that a sentence begins with, as they are written. */
export const beginningOf = (sentence: string): string[] => BEGINS.exec(sentence)?.[1]?.split(/\s+/) ?? [];

/** Whether somebody is called by the first of these words, and by the second, if there is one. */
function isCalled({ full_name, nickname }: Called, [first = '', second]: readonly string[]): boolean {
  const [calls, all] = [[wordsOf(full_name)[0] ?? '', ...wordsOf(nickname)], wordsOf(`${full_name} ${nickname ?? ''}`)];
  return calls.some((call) => sameFirst(call, first)) && (!second || all.includes(fold(second)));
}

/**
 * Who a sentence of what is written about `own` is about, by the name it begins with.
 * @param people everybody else who may be meant
 * @returns nobody: it is about `own`; an empty list: about somebody who is not known; several: about one of them
 */
export function whose(sentence: string, own: Called, people: readonly Called[]): readonly Called[] | null {
  const said = beginningOf(sentence);
  const [first] = said;
  if (!first) return null;
  const others = people.filter((person) => person.id !== own.id);
  const exact = said.length > 1 ? others.filter(({ full_name }) => wordsOf(said.join(' ')).join(' ').startsWith(wordsOf(full_name).join(' '))) : [];
  if (exact.length > 0) return exact;
  if (wordsOf(`${own.full_name} ${own.nickname ?? ''}`).includes(fold(first)) || isCalled(own, [first])) return null;
  const called = others.filter((person) => isCalled(person, said));
  if (!isWordToo(first)) return called.length > 0 || isFirstName(first) ? called : null;
  return called.length > 0 && ACTS.test(sentence.slice(sentence.indexOf(said.at(-1)!) + said.at(-1)!.length)) ? called : null;
}
