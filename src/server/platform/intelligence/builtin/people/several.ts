/** Words that mean several people who were named before, or one of them by order: "both of them", "all three", "the former". */
import type { Cast, Meant } from './cast.ts';
import { PERSON, type Who, WRITER } from './persons.ts';
import type { PronounRef, Ref } from './refs.ts';
import type { Token } from './text.ts';
import { AUX, verbish } from './verbs.ts';

const NUMBERS: Record<string, number> = { two: 2, pair: 2, couple: 2, three: 3, four: 4, five: 5, lot: 0, '2': 2, '3': 3, '4': 4 };

/** What follows "the one" and "the other" of two. */
export const REASON = /^(?:because|since|due|out|for|thanks|from)$/;

/** The reference that begins at a token; null when none does. */
export function severalAt(tokens: Token[], at: number): PronounRef | null {
  const word = (i: number) => tokens[i]?.lower ?? '';
  const ref = (form: PronounRef['form'], to: number, count?: number): PronounRef => ({ kind: 'pronoun', form, possessive: false, from: at, to, ...(count === undefined ? {} : { count }) });
  if (word(at) === 'the' && /^(?:former|latter)$/.test(word(at + 1))) {
    const { tail } = tokens[at + 1] as Token;
    return tail === 'verb' || verbish(tokens[at + 2]) ? ref(word(at + 1) as 'former' | 'latter', at + 2) : null;
  }
  // "the one because of her chest, the other because of the organist"
  if (at < 2 && word(at) === 'the' && /^(?:one|other)$/.test(word(at + 1)) && (REASON.test(word(at + 2)) || (word(at + 1) === 'other' && AUX.test(word(at + 2))))) return ref(word(at + 1) === 'one' ? 'former' : 'latter', at + 2);
  if (word(at) === 'they') {
    const be = AUX.test(word(at + 1)) ? at + 2 : at + 1;
    return /^(?:both|all)$/.test(word(be)) ? ref('they', at + 1, word(be) === 'both' ? 2 : 0) : null;
  }
  if (!/^(?:all|both|each|neither|none|the)$/.test(word(at))) return null;
  const numbered = NUMBERS[word(at + 1)];
  const of = numbered === undefined ? at + 1 : at + 2;
  const count = numbered ?? (/^(?:both|neither)$/.test(word(at)) ? 2 : 0);
  if (word(of) === 'of' && /^(?:them|us)$/.test(word(of + 1)) && !(word(at) === 'the' && numbered === undefined)) return ref(word(of + 1) === 'us' ? 'we' : 'they', of + 2, count);
  // "Both prefer Swedish", "All three are running"
  if (word(at) !== 'the' && (numbered !== undefined || word(at) === 'both') && word(at - 1) !== 'them' && (AUX.test(word(of)) || (verbish(tokens[of]) && !/(?:s|ing)$/.test(word(of))))) return ref('they', of, count);
  return null;
}

/** Notes down who stands in a list: "Anna, Ben and Maria". `meant`: the references of a clause and whom they mean. */
export function noteLists(cast: Cast, meant: readonly [Ref, Who[]][], clause: readonly Token[]): void {
  let run: Who[] = [];
  let end = -9;
  const close = () => {
    const who = [...new Set(run)];
    if (who.length > 1) cast.lists.push({ who, clause: cast.clause });
    run = [];
  };
  for (const [ref, who] of [...meant].sort(([a], [b]) => a.from - b.from)) {
    const between = clause.slice(Math.max(0, end), ref.from).map((token) => token.lower);
    const joined = end >= 0 && between.length > 0 && between.length < 3 && between.every((word) => /^(?:,|and|&|\+|n|nor|or)$/.test(word));
    if (!joined) close();
    if (ref.kind === 'name' || ref.kind === 'role' || (ref.kind === 'pronoun' && !ref.possessive)) run.push(...who.filter((one) => one !== WRITER).flatMap((one) => membersOf(cast, one)).filter((one) => cast.entity(one).named && !cast.entity(one).plural));
    end = ref.to;
  }
  close();
}

const membersOf = (cast: Cast, who: Who): Who[] => (cast.entity(who).members.length > 0 ? cast.entity(who).members : [who]);

/** The last list of that many, unless as many others were spoken of since; else everybody named so far, when they are that many. */
export function listOf(cast: Cast, count: number): Who[] | null {
  const list = cast.lists.findLast(({ who }) => (count === 0 ? who.length > 1 : who.length === count));
  const others = (since: number, but: Who[]) => cast.all.filter((one, i) => i !== WRITER && one.named && !one.plural && one.last > since && !but.includes(i)).length;
  if (list && others(list.clause, list.who) < Math.max(2, count) && cast.clause - list.clause <= 12) return list.who;
  const named = cast.all.map((_, i) => i).filter((i) => i !== WRITER && cast.entity(i).named && !cast.entity(i).plural && cast.entity(i).last > 0);
  return !list && count > 0 && named.length === count && named.every((who) => cast.clause - cast.entity(who).last <= 4) ? named : null;
}

/** "His wife finds them both tiring": neither of them is he. Empty when the clause has no such words. */
export function themBoth(cast: Cast): Who[] {
  if (!/\b(?:them both|both of them)\b/.test(cast.tokens.map(({ lower }) => lower).join(' '))) return [];
  const latest = cast.all.map((_, i) => i).filter((i) => i > WRITER && cast.entity(i).named && !cast.entity(i).plural && cast.clause - cast.entity(i).last <= 5);
  return listOf(cast, 2) ?? latest.sort((a, b) => cast.entity(b).last - cast.entity(a).last).slice(0, 2);
}

/** "the former", "the latter": of the last two named together. */
export function ofTwo(cast: Cast, form: 'former' | 'latter'): Meant {
  const list = cast.lists.at(-1);
  if (!list || list.who.length !== 2 || cast.clause - list.clause > 4) return { who: list?.who ?? [], sure: false };
  return { who: [list.who[form === 'former' ? 0 : 1] as Who], sure: true };
}

/** "She" of a man and a woman the last sentence was about; `both`: this one has a "he", too. */
export function oneOfPair(cast: Cast, gender: 'm' | 'f'): Who | null {
  const { pair } = cast;
  if (!pair || cast.clause - pair.clause > 2) return null;
  const of = (wanted: string) => pair.who.filter((who) => cast.entity(who).gender === wanted);
  const opposite = of(gender === 'm' ? 'f' : 'm');
  // of Josh and Dana "he" is Josh when there is a "she", too, and "she" can only be Dana
  const fits = of(gender).length === 1 && opposite.length + (cast.parallel ? of('u').length : 0) === 1 ? of(gender) : of(gender).length === 0 && opposite.length === 1 ? of('u') : [];
  if (fits.length !== 1) return null;
  const person = cast.entity(PERSON).gender;
  return pair.who.includes(PERSON) || !(person === gender || person === 'u') || cast.parallel ? (fits[0] as Who) : null;
}
