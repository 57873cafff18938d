/** Where somebody else begins to be spoken of inside a sentence. */
import { appositionEnd, pastApposition, saidTwice } from './asides.ts';
import { contrastIn } from './contrast.ts';
import { deniedIn } from './denied.ts';
import { itemsIn } from './items.ts';
import { canLead, LEAD, notOnly, PREPOSITION } from './lead.ts';
import { isFirstName, isWordToo } from './names.ts';
import { PRONOUNS } from './pronouns.ts';
import { refAt, type Reading, type Ref, refsIn } from './refs.ts';
import { toldOf } from './reports.ts';
import { REASON } from './several.ts';
import type { Token } from './text.ts';
import { roleOf } from './ties.ts';
import { acts, ADVERB, AUX, REPORT, verbAt, verbish } from './verbs.ts';

/** "(Gemma plays the cello,) Pete the trombone": the verb is that of the clause before. */
function gapped(tokens: Token[], from: number, comma: number, ref: Ref, reading: Reading): boolean {
  if (ref.kind !== 'name' || (tokens[ref.to - 1] as Token).tail !== '') return false;
  const article = /^(?:the|a|an|his|her|their|in|at|for|to|only|just|ditto|too|neither|not)$/.test(tokens[ref.to]?.lower ?? '');
  const end = tokens.findIndex((one, i) => i >= ref.to && /^[,.;:!?]$/.test(one.text));
  const rest = tokens.slice(ref.to, end < 0 ? tokens.length : end);
  // "Mia medicine"
  const bare = rest.length > 0 && rest.length < 3 && rest.every((token) => /^\p{Ll}{3,}$/u.test(token.text) && !verbish(token) && !/^(?:and|but|who|whose|with|from|included|excepted|aside|apart|instead|though|please|today|tomorrow|yesterday)$/.test(token.lower));
  if (!article && !bare) return false;
  const first = refAt(tokens, from, reading) ?? refAt(tokens, from + 1, reading);
  return rest.length > (article ? 1 : 0) && !rest.slice(2).some(verbish) && first?.kind === 'name' && tokens.slice(first.to, comma).some((one) => verbish(one));
}

/** Before these words goes on what they belong to: "because tim is", "says tim is", "the ring she gave". */
const GOES_ON = /^(?:the|a|an|his|her|their|my|our|your|this|these|those|some|and|or|but|so|n|&|that|than|who|which|what|where|how|why|when|whenever|if|because|cos|coz|cause|as|since|while|although|before|after|until|till|once|unless|like|even|only|both|poor|dear|old|young|little|big|silly|then|maybe|apparently)$/;
const NOUN_AFTER = /^(?:the|a|an|some|no|two|three|his|her|their|my|our|your|all|those|these|on|in|at|with|w|for|to|from|of|\d+)$/;

/** "(it is al who sings) tim built a shed" without a mark: a name or "he" after what ends a clause, and it does something. */
function runsInto(tokens: Token[], at: number, from: number, reading: Reading): boolean {
  const [token, last, before] = [tokens[at] as Token, tokens[at - 1] as Token, (tokens[at - 2] as Token | undefined)?.lower ?? ''];
  const pronoun = /^(?:he|she)s?$/.test(token.lower);
  if (!pronoun && !reading.roster.has(token.text) && !reading.roster.isPerson([token.text]) && !(isFirstName(token.lower) && !isWordToo(token.lower))) return false;
  const noun = NOUN_AFTER.test(before);
  if (at - from < 3 || GOES_ON.test(last.lower) || PREPOSITION.test(last.lower) || /^(?:to|of)$/.test(last.lower) || (pronoun && (noun || (last.lower in PRONOUNS)))) return false;
  if (!noun && (AUX.test(last.lower) || (ADVERB.test(last.lower) && !/^(?:now|already|later|once|too)$/.test(last.lower)) || REPORT.test(last.lower) || (pronoun && verbish(last)))) return false;
  let ref = refAt(tokens, at, reading);
  if (!ref || ref.kind === 'thing' || ref.kind === 'stranger' || ref.kind === 'role' || (ref.kind === 'name' && ref.plural) || (ref.kind === 'pronoun' && ref.possessive)) return false;
  // "gaz n danny sorting it"
  const second = /^(?:and|n|&)$/.test(tokens[ref.to]?.lower ?? '') ? refAt(tokens, ref.to + 1, reading) : null;
  const both = second?.kind === 'name' && verbish(tokens[second.to]);
  if (both) ref = second;
  return (both || acts(tokens[ref.to]) || (tokens[ref.to - 1] as Token).tail === 'verb' || /^(?:he|she)s$/.test(token.lower)) && tokens.slice(from, at).some((one) => verbish(one) || one.tail === 'verb');
}

/** "(Mo drives,) same depot as Phil": of either, or of both. */
export const asWith = (tokens: Token[], reading: Reading): boolean => {
  const at = /^(?:,|and|–|—|-)$/.test(tokens[0]?.lower ?? '') ? 1 : 0;
  const from = tokens[at]?.lower === 'the' ? at + 1 : at;
  const as = tokens[from]?.lower === 'same' ? tokens.findIndex((one, i) => i > from && i < from + 5 && /^(?:as|with)$/.test(one.lower)) : -1;
  return as > 0 && refAt(tokens, as + 1, reading)?.kind === 'name';
};
/** "(Both quit,) the one because of her chest, the other because of the organist" */
const other = (tokens: readonly Token[], at: number): boolean => tokens[at]?.lower === 'the' && tokens[at + 1]?.lower === 'other' && REASON.test(tokens[at + 2]?.lower ?? '') && /^(?:the )?one /.test(tokens.slice(0, 2).map(({ lower }) => lower).join(' ') + ' ');

/** "(Martin has two boys), Kofi (9) and Jonah (6)": the names say whom he has. */
function whomHas(tokens: Token[], from: number, at: number): boolean {
  const role = tokens.findIndex((one, i) => i > from && i < at && roleOf(one.lower) !== undefined && /^[,:–—-]$/.test(tokens[i + 1]?.text ?? ''));
  if (role < 0 || !tokens.slice(Math.max(from, role - 4), role).some((one) => /^(?:has|have|had|got|with)$/.test(one.lower) || one.tail === 'verb')) return false;
  return tokens.slice(role + 1, at).every((one) => one.cap || /^(?:[,:()–—-]|and|&|\d+)$/.test(one.lower));
}

/** Where a clause of its own begins inside a sentence: "Anna is a vet | and Tom is a nurse". Token indexes. */
export function clauseStarts(tokens: Token[], reading: Reading): number[] {
  const out: number[] = [];
  let depth = 0;
  const items = new Set(itemsIn(tokens, reading));
  const denied = [...deniedIn(tokens, reading).values()];
  const contrast = contrastIn(tokens, reading);
  const dictated = reading.lowercase && tokens.length > 9 && tokens.slice(0, -1).filter((one) => /^[,.;:!?]$/.test(one.text)).length * 12 < tokens.length;
  const opensSubordinate = PREPOSITION.test(tokens[0]?.lower ?? '') && !/^(?:with|for|from|at|by|about)$/.test(tokens[0]?.lower ?? '');
  let subordinate = opensSubordinate;
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (contrast && i < contrast.to) continue; // one clause, about one person
    if (/^(?:who|whose)$/.test(token.lower) && depth === 0) {
      // "…, who works there" at the end of a sentence is about the one before it; between subject and verb it is part of the subject
      const before = tokens[i - 1]?.text === ',' ? i - 1 : i;
      const from = out.at(-1) ?? 0;
      const closes = tokens.findIndex((one, n) => n > i && one.text === ',');
      const owner = refsIn(tokens.slice(from, before), reading).at(-1);
      if (owner && from + owner.to === before && !(closes > 0 && tokens.slice(from, from + owner.from).every((one) => LEAD.test(one.lower)))) out.push(i);
      continue;
    }
    if (token.text === '(') depth++;
    if (token.text === ')') depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    if (items.has(i + 1)) {
      out.push(token.text === ':' ? i + 1 : i);
      continue;
    }
    // "Not Anna, but Ben speaks": one clause
    if (denied.some((ref) => (ref.to === i || (ref.to === i - 1 && tokens[i - 1]?.text === ',')) && !tokens.slice(out.at(-1) ?? 0, ref.from - 1).some(verbish))) continue;
    // "Not only Anna, but also Ben speaks": neither is this
    const only = i > 2 && /^(?:,|but)$/.test(token.lower) ? tokens.findIndex((_, n) => notOnly(tokens, n)) : -1;
    const first = only >= 0 ? refAt(tokens, only + 2, reading) : null;
    if (first && (first.to === i || (first.to === i - 1 && tokens[i - 1]?.text === ','))) continue;
    const mark = /^[,;–—:.!?]$/.test(token.text) || (token.text === '-' && token.start > (tokens[i - 1] as Token).end);
    const joint = /^(?:and|but|while|whereas|so|then|yet|&|n|plus|although|though)$/.test(token.lower);
    if (!mark && !joint) {
      if (dictated && runsInto(tokens, i, out.at(-1) ?? 0, reading)) out.push(i);
      continue;
    }
    let next = i + 1;
    while (/^(?:and|but|while|whereas|so|then|yet|n|,|apparently|also|now|meanwhile|plus|although|though|that|poor|dear|old|little|silly)$/.test(tokens[next]?.lower ?? '')) next++;
    if (next >= tokens.length) continue;
    if (mark && (asWith(tokens.slice(i), reading) || other(tokens, next))) {
      out.push(i);
      i = next;
      continue;
    }
    const ref = refAt(tokens, next, reading);
    if (joint && REPORT.test(tokens[next]?.lower ?? '') && toldOf(tokens, next, reading)) {
      out.push(i);
      i = next;
      continue;
    }
    if (!canLead(ref, tokens)) continue;
    // "Siri, she makes": one clause
    if (mark && i - (out.at(-1) ?? 0) <= 3) {
      const name = refAt(tokens, out.length > 0 && /^[,;]$|^(?:and|but|n)$/.test(tokens[out.at(-1) as number]?.lower ?? '') ? (out.at(-1) as number) + 1 : (out.at(-1) ?? 0), reading);
      if (name?.to === i && saidTwice(tokens, name, reading)?.from === ref.from) continue;
    }
    if (subordinate) {
      subordinate = false;
      continue;
    }
    let end = ref.to;
    if (/^(?:and|&)$/.test(tokens[end]?.lower ?? '')) {
      const second = refAt(tokens, Math.min(end + 1, tokens.length - 1), reading);
      if (second && second.kind !== 'thing' && second.to > end + 1) end = second.to;
    }
    end = pastApposition(tokens, end, reading, ref);
    const verb = verbAt(tokens, end) || (mark && ref.kind === 'name' && tokens[end]?.text === ':') || (token.text === ',' && gapped(tokens, out.at(-1) ?? 0, i, ref, reading)) || (tokens[end - 1] as Token).tail === 'verb' || (mark && tokens[end]?.text === '(' && !whomHas(tokens, out.at(-1) ?? 0, i));
    if (!verb) continue;
    // "She signs it, Mrs Hale does"
    if (token.text === ',' && ref.kind === 'name' && /^(?:does|is|has|did|was)$/.test(tokens[end]?.lower ?? '') && /^[.!]?$/.test(tokens[end + 1]?.text ?? '') && /^(?:he|she)$/.test(tokens[out.at(-1) ?? 0]?.lower ?? '')) continue;
    // "…, or so Anna says, …"
    if (REPORT.test(tokens[end]?.lower ?? '') && /^(?:|[,.!?)])$/.test(tokens[end + 1]?.text ?? '')) continue;
    // "Tom, her brother, is": an apposition is no clause
    if (token.text === ',' && ref.kind === 'role' && tokens[appositionEnd(tokens, ref.to)]?.text === ',') continue;
    if (/^(?:who|which)$/.test(tokens[end]?.lower ?? '') && joint && !mark) continue;
    // "her brother Tom and sister Ann are": a list
    if (token.lower === 'and' && (ref.kind !== 'pronoun' ? /^(?:are|were|have)$/ : /^(?:he|she)$/.test(ref.form) ? /^(?:are|were)$/ : /^$/).test(tokens[end]?.lower ?? '?') && !mark) continue;
    // "Katie and I went": what has no verb yet is no clause
    if (joint && !tokens.slice(out.at(-1) ?? 0, i).some((one, n, all) => n > 0 && (verbish(one) || (all[n - 1] as Token).tail === 'verb'))) continue;
    out.push(i);
    i = next;
  }
  return out;
}
