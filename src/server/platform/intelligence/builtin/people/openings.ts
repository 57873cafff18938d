/** Sentences whose subject does not stand before its verb: questions, "the one who sings is Lotte", "as for Rita". */
import { canLead } from './lead.ts';
import { refAt, type Reading, type Ref, refsIn } from './refs.ts';
import type { Token } from './text.ts';
import { AUX } from './verbs.ts';

const known = (tokens: Token[], reading: Reading): Ref[] => refsIn(tokens, reading).filter((ref) => ref.kind !== 'stranger');

/** "Did Liv pass?", "Neither does Ann": the verb stands before its subject. */
export function asks(tokens: Token[], at: number, reading: Reading): boolean {
  const [word, before] = [tokens[at]?.lower ?? '', tokens[at - 1]?.lower ?? ''];
  const turned = /^(?:so|neither|nor)$/.test(before);
  if (!AUX.test(word) || at + 1 >= tokens.length || !(turned || /^(?:did|does|do|will|would|can|could|should)$/.test(word) || tokens.at(-1)?.text === '?')) return false;
  const ref = refAt(tokens, at + 1, reading);
  return canLead(ref, tokens) && (ref.kind === 'name' || (ref.kind === 'pronoun' && /^(?:he|she|they)$/.test(ref.form)) || (ref.kind === 'role' && tokens.at(-1)?.text === '?'));
}

/** "The one who sings is Lotte": it is said of whoever stands last. */
export function presented(tokens: Token[], reading: Reading): Ref | null {
  if (tokens[0]?.lower !== 'the') return null;
  const all = known(tokens, reading);
  const [ref] = all;
  if (all.length !== 1 || ref?.kind !== 'name' || ref.from < 3 || ref.other || !/^(?:is|was)$/.test(tokens[ref.from - 1]?.lower ?? '')) return null;
  return /^(?:|[.!?])$/.test(tokens[ref.to]?.text ?? '') && (tokens[ref.to - 1] as Token).tail === '' ? ref : null;
}

/** "As for Rita, the exams …", "Back to Simeon: the ulcer …": whom the words after it are about. */
export function broughtUp(tokens: Token[], reading: Reading): Ref | null {
  const words = tokens.slice(0, 3).map((token) => token.lower).join(' ');
  const at = /^(?:and )?(?:back to|as for|as to|with regard|in re)/.test(words) ? (words.startsWith('and ') ? 3 : 2) : /^(?:re|regarding|concerning|about)\b/.test(words) ? (tokens[1]?.text === ':' ? 2 : 1) : 0;
  const but = /^(?:apart from|aside from|except for|other than)/.test(words) ? 2 : 0;
  const left = but > 0 && but < tokens.length ? refAt(tokens, but, reading) : null;
  if (left?.kind === 'name' && /^(?:nobody|no|none|everybody|everyone|all)$/.test(tokens[tokens[left.to]?.text === ',' ? left.to + 1 : left.to]?.lower ?? '')) return left;
  const ref = at > 0 && at < tokens.length ? refAt(tokens, at, reading) : null;
  if (!ref || ref.kind === 'thing' || ref.kind === 'stranger' || (ref.kind === 'pronoun' && ref.possessive)) return null;
  const after = tokens[ref.to];
  const own = refAt(tokens, Math.min(ref.to + 1, tokens.length - 1), reading);
  return (after === undefined || /^[:,–—-]$/.test(after.text)) && !(canLead(own, tokens) && own.kind !== 'role') ? ref : null;
}

/** "The house was Ben's, not Anna's", "the one who sings is Ben, not Anna", "vegan: Ben, not Anna": what it is said of stands last. */
export function belongsTo(tokens: Token[], denied: Map<number, Ref>, reading: Reading): Ref | null {
  const last = [...denied.values()].at(-1);
  const comma = last ? tokens.findLastIndex((one, i) => i < last.from && one.text === ',') : -1;
  if (!last || comma < 1 || tokens[comma + 1]?.lower !== 'not') return null;
  const all = known(tokens.slice(0, comma), reading);
  const ref = all.at(-1);
  const before = tokens[(ref?.from ?? 0) - 1];
  if (!ref || ref.to !== comma || ref.kind === 'thing' || !/^(?:is|was|are|were|:)$/.test(before?.text ?? '')) return null;
  // nobody else is spoken of: "Anna's boss is Ben, not Tom" is about her
  return all.length === 1 && !/^(?:it|this|that)$/.test(tokens[0]?.lower ?? '') ? ref : null;
}
