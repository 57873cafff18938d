/** What stands beside a subject and says once more who it is. */
import { canLead } from './lead.ts';
import { refAt, type Reading, type Ref } from './refs.ts';
import type { Token } from './text.ts';
import { verbish } from './verbs.ts';

/** "her best friend since school,": where the words that belong to a role end; `at` is the token after it. */
export function appositionEnd(tokens: Token[], at: number): number {
  if (!/^(?:since|from|at|in|of|for)$/.test(tokens[at]?.lower ?? '')) return at;
  const end = tokens.findIndex((one, i) => i > at && i <= at + 6 && /^[,).;]$/.test(one.text));
  return end > 0 && !tokens.slice(at + 1, end).some(verbish) ? end : at;
}

/** "Aditi's number he will send": who does it stands after what it is done to. */
export function pastObject(tokens: Token[], ref: Ref, reading: Reading): Ref | null {
  if (ref.kind !== 'thing') return null;
  for (let i = ref.to; i < Math.min(tokens.length, ref.to + 3); i++) {
    const next = refAt(tokens, i, reading);
    if (next?.kind === 'pronoun') return canLead(next, tokens) && verbish(tokens[next.to]) ? next : null;
    if (next?.kind === 'name' && !next.plural && reading.roster.whole(next.words) && verbish(tokens[next.to])) return next;
    if (next || verbish(tokens[i]) || !/^\p{Ll}/u.test((tokens[i] as Token).text)) return null;
  }
  return null;
}

/** "Teresa she stays", "Siri, she makes": the pronoun says the name once more. */
export function saidTwice(tokens: Token[], ref: Ref, reading: Reading): Ref | null {
  if (ref.kind !== 'name' || ref.plural || (tokens[ref.to - 1] as Token).tail !== '') return null;
  const next = refAt(tokens, tokens[ref.to]?.text === ',' ? ref.to + 1 : ref.to, reading);
  if (next?.kind !== 'pronoun' || next.possessive || next.emphatic || !canLead(next, tokens) || (next.form !== 'he' && next.form !== 'she')) return null;
  return ['u', next.form === 'he' ? 'm' : 'f'].includes(ref.gender) && (verbish(tokens[next.to]) || (tokens[next.to - 1] as Token).tail === 'verb') ? next : null;
}

/** "Mira on the other hand wants" */
const BESIDE = /^(?:on the other hand|for (?:his|her|their) part|of all people|as (?:well|usual|ever)|of course|in turn|by contrast|by the way|at (?:last|least))(?= |$)/;

/** Where what stands between commas after a name ends: ", his missus,", ", some young gal from Lubbock,". `at` when nothing does. */
export function pastApposition(tokens: Token[], from: number, reading: Reading, after: Ref): number {
  const words = tokens.slice(from, from + 4).map((token) => token.lower).join(' ');
  const at = from + (BESIDE.exec(words)?.[0].split(' ').length ?? 0);
  const mark = tokens[at]?.text ?? '';
  if (!/^[,–—-]$/.test(mark)) return at;
  if (mark === ',' && after.kind === 'role' && after.names.length > 0 && tokens.slice(after.from, (after.names[0] as Ref).from).some((one) => one.text === ',')) return at + 1;
  const close = tokens.findIndex((one, i) => i > at && one.text === mark);
  if (close < 0 || close - at > 9) return at;
  const ref = refAt(tokens, at + 1, reading);
  const noun = ref?.kind === 'role' ? tokens[appositionEnd(tokens, ref.to)]?.text === mark : /^(?:who|whose|the|a|an|some|\d+)$/.test(tokens[at + 1]?.lower ?? '') && ((tokens[at + 1]?.lower ?? '').startsWith('who') || !tokens.slice(at + 2, close).some(verbish));
  return noun ? close + 1 : at;
}
