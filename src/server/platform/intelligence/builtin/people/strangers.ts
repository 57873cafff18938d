/** Somebody nobody here knows, as what a clause is about: "the vet says", "some guy from Perth has offered", "a friend of hers is". By form alone. */
import { isIn } from '../lexicon.ts';
import { isAgent } from './agents.ts';
import { PREPOSITION } from './lead.ts';
import type { Gender } from './names.ts';
import { PRONOUNS } from './pronouns.ts';
import type { StrangerRef } from './refs.ts';
import type { Token } from './text.ts';
import { type Role, roleOf } from './ties.ts';
import { acts, ADVERB, AUX, verbish } from './verbs.ts';

const MAN = /^(?:man|guy|bloke|chap|dude|fellow|fella|gentleman|geezer|boy|lad)s?$/;
const WOMAN = /^(?:woman|lady|gal|lass|girl)s?$/;
const ANYBODY = /^(?:person|people|stranger|patient|expert|specialist|consultant|surgeon|newcomer|hire|newbie|guest|visitor|witness|couple|men|women|ladies|gentlemen|vicar|priest|councillor|inspector|agent|landlord|landlady|tenant|buyer|seller|owner|caller|registrar|ref|referee|umpire|dj|alto|tenor|soprano|undertaker)s?$/;
/** Between the determiner and the noun there may be adjectives, but none of these. */
const NO_ADJECTIVE = /^(?:of|in|at|on|to|for|from|with|by|and|or|but|who|which|that|the|a|an|he|she|they|i|we|you|it|not)$/;
const MODIFIES = /^(?:of|in|at|on|from|with|for|near|behind|opposite|next|downstairs|upstairs)$/;

/** The stranger that begins at a determiner and does something; null for anybody else, and for "A vet in Leeds." */
export function strangerAt(tokens: Token[], at: number): StrangerRef | null {
  const determiner = tokens[at]?.lower ?? '';
  const definite = determiner === 'the';
  if (!definite && !/^(?:a|an|some|this|that|one|another)$/.test(determiner)) return null;
  for (let i = at + 1; i < Math.min(tokens.length, at + 5); i++) {
    const { lower, tail } = tokens[i] as Token;
    if (!/^\p{Ll}/u.test(lower) || NO_ADJECTIVE.test(lower) || AUX.test(lower) || tail === 'poss') return null;
    const role = roleOf(lower) ?? null;
    const gender: Gender = role?.gender ?? (MAN.test(lower) ? 'm' : WOMAN.test(lower) ? 'f' : 'u');
    const elder = definite && lower === 'one' && /^(?:younger|older|elder|taller|shorter)$/.test(tokens[i - 1]?.lower ?? '');
    const agent = definite && isAgent(lower);
    if (!role && gender === 'u' && !elder && !agent && !ANYBODY.test(lower) && !isIn('job', lower)) continue;
    if (!role && agent && !isIn('job', lower) && !does(tokens, i + 1, false) && !heads(tokens, at, i + 1)) continue;
    return does(tokens, i + 1, !definite) || (definite && heads(tokens, at, i + 1)) ? { kind: 'stranger', word: lower, gender, role: definite ? null : role, from: at, to: i + 1 } : null;
  }
  return null;
}

/** Somebody new that another has or brings along: "has a new girlfriend". */
export function newcomerAt(tokens: Token[], at: number): StrangerRef | null {
  if (!/^(?:a|an|some|another)$/.test(tokens[at]?.lower ?? '')) return null;
  for (let i = at + 1; i < Math.min(tokens.length, at + 4); i++) {
    const { lower, tail } = tokens[i] as Token;
    if (NO_ADJECTIVE.test(lower) || AUX.test(lower) || tail !== '') return null;
    const role: Role | null = roleOf(lower) ?? null;
    const gender: Gender = role?.gender ?? (MAN.test(lower) ? 'm' : WOMAN.test(lower) ? 'f' : 'u');
    if (role || gender !== 'u') return { kind: 'stranger', word: lower, gender, role, from: at, to: i + 1 };
  }
  return null;
}

/** "Surveyor, a nervy chap, says": without an article, at the head of a clause. */
export function bareStranger(tokens: Token[], at: number): boolean {
  const { lower, tail, cap } = tokens[at] ?? { lower: '', tail: '', cap: false };
  if (!cap || tail === 'poss' || !(MAN.test(lower) || WOMAN.test(lower) || ANYBODY.test(lower) || isIn('job', lower) || isAgent(lower))) return false;
  // "Teacher, two kids, lives in Leeds" and "Deputy head" tell of whom the note is about
  return tokens[at + 1]?.text === ',' ? /^(?:a|an|some|the)$/.test(tokens[at + 2]?.lower ?? '') && does(tokens, at + 1, true) : acts(tokens[at + 1]) && !tokens[at + 1]?.lower.endsWith('ed');
}

/** "The treasurer – wants the money" at the head of a line. */
const heads = (tokens: Token[], at: number, end: number): boolean => (at === 0 || /^[,;:]$/.test(tokens[at - 1]?.text ?? '')) && /^[-–—:]$/.test(tokens[end]?.text ?? '') && (tokens[end]?.text === ':' || (tokens[end] as Token).start > (tokens[end - 1] as Token).end);

/** Whether a finite verb follows: at once, after "from Leeds", or after what stands between commas. */
function does(tokens: Token[], from: number, vague: boolean): boolean {
  let at = from;
  if ((tokens[at - 1] as Token).tail === 'verb') return true;
  if (tokens[at]?.text === ',') {
    const close = tokens.findIndex((one, i) => i > at && i <= at + 9 && one.text === ',');
    if (close < 0) return false;
    at = close + 1;
  } else if (MODIFIES.test(tokens[at]?.lower ?? '')) {
    const verb = tokens.findIndex((one, i) => i > at && i <= at + 6 && finite(one, false));
    return verb > 0 && !tokens.slice(at, verb).some((one) => /^[,;:.()]$/.test(one.text));
  }
  while (ADVERB.test(tokens[at]?.lower ?? '') && !AUX.test(tokens[at]?.lower ?? '')) at++;
  return finite(tokens[at], vague);
}

const finite = (token: Token | undefined, vague: boolean): boolean => {
  if (!token || token.lower.endsWith('ing') || /^(?:who|which|of|all)$/.test(token.lower)) return false;
  return AUX.test(token.lower) || (verbish(token) && !(vague && token.lower.endsWith('ed')) && !ADVERB.test(token.lower));
};

/** Strangers a clause names in passing, whom a pronoun after it may mean: "because of the new organist". */
export function inPassing(tokens: Token[]): StrangerRef[] {
  const out: StrangerRef[] = [];
  for (let at = 1; at < tokens.length; at++) {
    if (!/^(?:the|a|an|some)$/.test(tokens[at]?.lower ?? '') || /^(?:,|is|was|are|were|be|been|being|as|became|becomes?|like|than|or|not|isn't|wasn't)$/.test(tokens[at - 1]?.lower ?? '') || tokens[at - 1]?.tail === 'verb') continue;
    for (let i = at + 1; i < Math.min(tokens.length, at + 5); i++) {
      const { lower, tail } = tokens[i] as Token;
      if (!/^\p{Ll}/u.test(lower) || NO_ADJECTIVE.test(lower) || PREPOSITION.test(lower) || lower in PRONOUNS || AUX.test(lower) || tail === 'poss') break;
      const next = tokens[i + 1];
      const ends = next === undefined || !/^[\p{L}\p{N}]/u.test(next.text) || NO_ADJECTIVE.test(next.lower) || AUX.test(next.lower) || finite(next, true);
      const gender: Gender = MAN.test(lower) ? 'm' : WOMAN.test(lower) ? 'f' : 'u';
      const somebody = gender !== 'u' || ANYBODY.test(lower) || isIn('job', lower) || isAgent(lower);
      if (!somebody || !ends || lower.length < 3) continue;
      out.push({ kind: 'stranger', word: lower, gender, role: null, from: at, to: i + 1 });
      break;
    }
  }
  return out;
}
