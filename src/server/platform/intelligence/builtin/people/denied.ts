/** Of whom a clause says that it is not them: "not Anna but Ben", "Ben, not Anna,", "Ben rather than Anna", "Ben, unlike Anna,". */
import { contrastIn } from './contrast.ts';
import { type Reading, type Ref, refAt, refsIn } from './refs.ts';
import type { Token } from './text.ts';

/** Where the references begin that a clause names only to leave them out. */
export function deniedIn(tokens: Token[], reading: Reading): Map<number, Ref> {
  const out = new Map<number, Ref>();
  const word = (i: number) => tokens[i]?.lower ?? '';
  const contrast = contrastIn(tokens, reading);
  for (const ref of contrast?.instead ?? []) out.set(ref.from, ref);
  if (!tokens.some(({ lower }) => /^(?:not|than|instead|unlike|opposed)$/.test(lower))) return out;
  let listed = -2; // "not Anna or Ben but …"
  for (const ref of refsIn(tokens, reading)) {
    if (ref.kind === 'thing' || (ref.kind === 'pronoun' && ref.possessive)) continue;
    // "not to Anna"
    const at = /^(?:to|for|with|by|from|about|of)$/.test(word(ref.from - 1)) && word(ref.from - 2) === 'not' ? ref.from - 1 : ref.from;
    const [before, after] = [word(at - 1), word(/^(?:him|her|them)sel(?:f|ves)$/.test(word(ref.to)) ? ref.to + 1 : ref.to)];
    const contrasted = (before === 'not' || listed === ref.from - 1) && (/^(?:|,|but|\.|!|;|\))$/.test(after) || word(at - 2) === 'and' || beforeBut(tokens, ref.to, reading));
    const replaced = (before === 'than' && word(at - 2) === 'rather') || (before === 'of' && word(at - 2) === 'instead') || (before === 'to' && word(at - 2) === 'opposed') || before === 'unlike';
    if (!contrasted && !replaced) continue;
    out.set(ref.from, ref);
    if (/^(?:or|nor|and|,)$/.test(after)) listed = ref.to;
  }
  return out;
}

/** "or Ben but": the list of whom it is not goes on until "but". */
function beforeBut(tokens: Token[], from: number, reading: Reading): boolean {
  let at = from;
  while (/^(?:or|nor|and|,)$/.test(tokens[at]?.lower ?? '')) {
    const next = refAt(tokens, tokens[at + 1]?.lower === 'or' ? at + 2 : at + 1, reading);
    if (!next || next.kind === 'thing') break;
    at = next.to;
  }
  return at > from && (tokens[at]?.lower === 'but' || (tokens[at]?.text === ',' && tokens[at + 1]?.lower === 'but'));
}
