/** Names that no list has, told by where they stand: short forms of people in Kith ("dre got subbed"), and names of nobody yet ("Quillon has broken"). */
import { lookUp } from '../lexicon.ts';
import { words as lexiconWords } from '../words.ts';
import { everyday, isPet, STARTERS } from './everyday.ts';
import { isFirstName, isWordToo } from './names.ts';
import { PRONOUNS } from './pronouns.ts';
import type { Reading } from './refs.ts';
import type { Token } from './text.ts';
import { roleOf } from './ties.ts';
import { acts, HUMAN, verbish } from './verbs.ts';

/** One letter that may be somebody: not "u", "n", "w", "k" or "x", which are words when people write quickly. */
const LETTER = /^[b-hjlmp-tvxz]$/;
const OPENS = /^(?:[.!?:;,"“(–—•*→-]|and|but|so|n|that|says?|said|goes|bro|brother|sis|sister|cousin|mate|friend)$/;

/** Whether nothing else is known of a word that could be a name. */
const strange = ({ lower, text }: Token): boolean =>
  /^\p{L}{2,}$/u.test(text) && text !== text.toUpperCase() && !(lower in PRONOUNS) && !STARTERS.has(lower) && !everyday(lower) && !isWordToo(lower) && !isPet(lower) && !roleOf(lower) && !roleOf(lower.replace(/s$/, ''));

/** "ty" is thanks, or Tyrell. */
const isTalk = (word: string): boolean => word.length > 1 && !STARTERS.has(word) && !roleOf(word) && lookUp(lexiconWords(word)).every((hit) => hit.class === 'smalltalk') && !isWordToo(word);

/** Whether a word may be short for somebody's name where it stands. */
export function isShortHere(tokens: readonly Token[], at: number, { roster, lowercase }: Reading): boolean {
  const [head, next, before] = [tokens[at] as Token, tokens[at + 1], tokens[at - 1]];
  if (!(LETTER.test(head.lower) || strange(head) || isTalk(head.lower)) || isFirstName(head.lower) || !(head.cap || lowercase)) return false;
  const opens = before === undefined || OPENS.test(before.lower);
  const after = tokens[at + 2];
  const joined = /^(?:and|n|&|,)$/.test(next?.lower ?? '') && after !== undefined && (roster.has(after.text) || roster.isPerson([after.text]) || roster.short(after.lower).length > 0);
  const does = acts(next) || (/^(?:both|all|also|just|still|only|never|always|really|already|finally|apparently)$/.test(next?.lower ?? '') && acts(after)) || head.tail !== '' || (opens && joined);
  const reached = head.cap && before !== undefined && /^(?:met|told|asked|called|texted|saw|visited|with|and|for|to|at|by)$/.test(before.lower) && head.lower.length > 2;
  if (!(opens && does) && !reached && !(head.cap && does)) return false;
  const ids = roster.short(head.lower);
  return ids.length > 0 && ids.length < 10 && (head.lower.length > 1 || (ids.length < 4 && !head.cap));
}

/** Whether a clause begins with what can only be somebody nobody here knows: "zdzich has his old room". */
export function nobodyKnown(clause: readonly Token[], from: number, { lowercase, roster }: Reading): boolean {
  // "Frost killed": somebody of that name, or the weather
  const word = clause[from];
  if (word?.cap && word.tail === '' && everyday(word.lower) && roster.family(word.lower).length > 0 && acts(clause[from + 1])) return true;
  // "Baljit Kaur has", "Preacher Dobbs comes"
  const second = clause[from + 1];
  if (word?.cap && word.tail === '' && !STARTERS.has(word.lower) && second?.cap && second.start === word.end + 1 && /^\p{Lu}\p{Ll}+$/u.test(second.text) && second.tail === '' && (strange(second) || isFirstName(word.lower)) && acts(clause[from + 2])) return true;
  // "the linesman says"
  const at = clause[from]?.lower === 'the' ? from + 1 : from;
  const head = clause[at];
  if (!head || (at > from && head.cap) || !strange(head) || !(head.cap || lowercase || at > from) || verbish(head)) return false;
  const next = clause[at + 1]?.lower ?? '';
  return at > from ? HUMAN.test(next) : head.tail !== '' || acts(clause[at + 1]);
}
