/** Where what somebody tells begins. */
import { canLead } from './lead.ts';
import { refAt, type Reading, type Ref } from './refs.ts';
import type { Token } from './text.ts';
import { verbAt } from './verbs.ts';

/** "says (that) she is": whom a report without a teller of its own is about. */
export function toldOf(tokens: Token[], at: number, reading: Reading): Ref | null {
  let inner = at + 1;
  // "Heard from Raymond that …"
  const by = /^(?:from|by)$/.test(tokens[inner]?.lower ?? '') ? refAt(tokens, Math.min(inner + 1, tokens.length - 1), reading) : null;
  if (by) inner = by.to;
  while (/^(?:that|me|us|him|her|them|everybody|everyone|people|to|how)$/.test(tokens[inner]?.lower ?? '')) inner++;
  const ref = inner < tokens.length ? refAt(tokens, inner, reading) : null;
  return canLead(ref, tokens) && (verbAt(tokens, ref.to) || (tokens[ref.to - 1] as Token).tail === 'verb') ? ref : null;
}

/** "told her that Declan has": whom it is about, whoever was told left aside. */
export function pastListener(tokens: Token[], verb: number, reading: Reading): Ref | null {
  const plain = toldOf(tokens, verb, reading);
  if (plain || !/^(?:told|tells?|telling|texts?|texted)$/.test(tokens[verb]?.lower ?? '')) return plain;
  const heard = verb + 1 < tokens.length ? refAt(tokens, verb + 1, reading) : null;
  return heard && heard.kind !== 'thing' ? toldOf(tokens, heard.to - 1, reading) : null;
}

/** "so anna goes", "anna was like": what somebody said follows. */
export const quotes = (tokens: Token[], at: number) => /^(?:goes|went)$/.test(tokens[at]?.lower ?? '') || (tokens[at]?.lower === 'like' && /^(?:is|was|are|were|be|all|just)$/.test(tokens[at - 1]?.lower ?? ''));

/** Before "that": somebody tells, knows or feels something. */
const TELLS = /^(?:adds?|added|says?|said|saying|told|telling|tells|confided|revealed|slip|pointed|complain\w*|admitted|insist\w*|announced|informed|warned|claim\w*|argued|whispered|joked|hinted|mention\w*|remarked|swears?|swore|gathers?|understands?|concluded|discovered|forgot|forgets|remember\w*|dream\w*|pray\w*|worr\w*|hopes?|hoped|hear|hears|heard|find|know|knows|knew|learn\w*|think\w*|thought|believes?|feels?|fears?|guess\w*|reckons?|surprised|glad|happy|sorry|sad|afraid|sure|convinced|aware|proud|delighted|relieved|shocked|pleased|upset|angry|furious|disappointed|certain|word|news|rumou?r|opinion|message|reports?|reported|writes?|wrote|texted|email\w*|see|sees|saw|noticed|noted|means|meant|jealous|annoyed|thrilled)$/;

/** "kept saying Max should", "is surprised to hear that Iris has": whom the second half of a clause is about. */
export function complement(tokens: Token[], from: number, reading: Reading): Ref | null {
  for (let i = from; i < Math.min(tokens.length, from + 12); i++) {
    const { lower, text } = tokens[i] as Token;
    if (/^[,.;:!?"“]$/.test(text)) return null;
    const that = lower === 'that' && tokens.slice(from, i).some((token) => TELLS.test(token.lower));
    if (!that && !/^(?:saying|telling|claiming|insisting|swearing|announcing|complaining|whispering)$/.test(lower)) continue;
    const ref = toldOf(tokens, i, reading);
    if (ref) return ref;
  }
  return null;
}

/** "rang to say (that)", "called to let me know": where what is told begins, 0 when nothing is. */
export function toSay(tokens: Token[], verb: number): number {
  if (!/^(?:rang|rings?|called|calls?|phoned|phones?|texted|texts?|wrote|writes?|emailed|messaged|pinged|came|popped|dropped|stopped|sent|left|got|got)$/.test(tokens[verb]?.lower ?? '')) return 0;
  const to = tokens.findIndex((one, i) => i > verb && i <= verb + 5 && one.lower === 'to' && /^(?:say|tell|let|announce|report|warn|inform|confirm|mention)$/.test(tokens[i + 1]?.lower ?? ''));
  if (to < 0) return 0;
  let at = to + 2;
  while (/^(?:me|us|know|that|how|everyone|everybody)$/.test(tokens[at]?.lower ?? '')) at++;
  return at;
}
