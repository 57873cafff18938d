/** Where what somebody tells begins. */
import { canLead } from './lead.ts';
import { refAt, type Reading, type Ref } from './refs.ts';
import type { Token } from './text.ts';
import { verbish } from './verbs.ts';

/** "says (that) she is": whom a report without a teller of its own is about. */
export function toldOf(tokens: Token[], at: number, reading: Reading): Ref | null {
  let inner = at + 1;
  // "Heard from Raymond that …"
  const by = /^(?:from|by)$/.test(tokens[inner]?.lower ?? '') ? refAt(tokens, Math.min(inner + 1, tokens.length - 1), reading) : null;
  if (by) inner = by.to;
  while (/^(?:that|me|us|to|how)$/.test(tokens[inner]?.lower ?? '')) inner++;
  const ref = inner < tokens.length ? refAt(tokens, inner, reading) : null;
  return canLead(ref, tokens) && (verbish(tokens[ref.to]) || (tokens[ref.to - 1] as Token).tail === 'verb') ? ref : null;
}

/** "told me the other day" */
export const isOtherDay = (tokens: Token[], at: number) => tokens[at]?.lower === 'the' && tokens[at + 1]?.lower === 'other' && /^(?:day|week|night)$/.test(tokens[at + 2]?.lower ?? '');

/** "rang to say (that)", "called to let me know": where what is told begins, 0 when nothing is. */
export function toSay(tokens: Token[], verb: number): number {
  if (!/^(?:rang|rings?|called|calls?|phoned|phones?|texted|texts?|wrote|writes?|emailed|messaged|pinged|came|popped|dropped|stopped|sent|left|got|got)$/.test(tokens[verb]?.lower ?? '')) return 0;
  const to = tokens.findIndex((one, i) => i > verb && i <= verb + 5 && one.lower === 'to' && /^(?:say|tell|let|announce|report|warn|inform|confirm|mention)$/.test(tokens[i + 1]?.lower ?? ''));
  if (to < 0) return 0;
  let at = to + 2;
  while (/^(?:me|us|know|that|how|everyone|everybody)$/.test(tokens[at]?.lower ?? '')) at++;
  return at;
}
