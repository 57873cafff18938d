/** "Rudd – injured, Lamb – away, the new lad – suspended": several people on a line, each with how they are. */
import { isIn } from '../lexicon.ts';
import { everyday, STARTERS } from './everyday.ts';
import { refAt, type Reading } from './refs.ts';
import { isDash, setsApart } from './states.ts';
import type { Token } from './text.ts';
import { verbish } from './verbs.ts';

/** Where the names of such a list begin, by token index; empty unless there are two and one of them is a name. */
export function itemsIn(tokens: Token[], reading: Reading): number[] {
  if (!tokens.some((_, i) => setsApart(tokens, i))) return [];
  const labels: { at: number; to: number; name: boolean }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (at > 0 && !/^[,;:]$/.test((tokens[at - 1] as Token).text)) continue;
    const to = tokens.findIndex((_, i) => i > at && i < at + 5 && setsApart(tokens, i));
    if (to < 0 || to + 1 >= tokens.length) continue;
    const words = tokens.slice(at, to);
    const ref = refAt(tokens, at, reading);
    const name = ref?.kind === 'name' && ref.to === to && !ref.plural;
    const stranger = words[0]?.lower === 'the' ? words.length > 1 && words.slice(1).every((word) => /^\p{L}/u.test(word.text) && !verbish(word)) : words.every((word) => word.cap && word.tail === '' && !STARTERS.has(word.lower) && !isIn('place', word.lower)) && !(at === 0 && everyday((words[0] as Token).lower));
    if (name || stranger) labels.push({ at, to, name });
  }
  // "Helen – 'over my dead body' – refuses": what stands between dashes is an aside
  const items = labels.filter(({ to }, i) => !(isDash(tokens, to) && tokens.slice(to + 1, labels[i + 1]?.at ?? tokens.length).some((_, n) => isDash(tokens, to + 1 + n))));
  return items.length > 1 && items.some(({ name }) => name) ? items.map(({ at }) => at) : [];
}
