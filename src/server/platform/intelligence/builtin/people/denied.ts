/** Of whom a clause says that it is not them: "not Anna but Ben", "Ben, not Anna,", "Ben rather than Anna". */
import { type Reading, type Ref, refsIn } from './refs.ts';
import type { Token } from './text.ts';

/** Where the references begin that a clause names only to leave them out. */
export function deniedIn(tokens: Token[], reading: Reading): Map<number, Ref> {
  const out = new Map<number, Ref>();
  const word = (i: number) => tokens[i]?.lower ?? '';
  if (!tokens.some(({ lower }) => lower === 'not' || lower === 'than' || lower === 'instead')) return out;
  for (const ref of refsIn(tokens, reading)) {
    if (ref.kind === 'thing' || (ref.kind === 'pronoun' && ref.possessive)) continue;
    const [before, after] = [word(ref.from - 1), word(ref.to)];
    const contrasted = before === 'not' && (/^(?:|,|but|\.|!|;|\))$/.test(after) || word(ref.from - 2) === 'and');
    const replaced = (before === 'than' && word(ref.from - 2) === 'rather') || (before === 'of' && word(ref.from - 2) === 'instead');
    if (contrasted || replaced) out.set(ref.from, ref);
  }
  return out;
}
