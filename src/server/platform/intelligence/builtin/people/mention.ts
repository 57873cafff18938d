/** Places in a note that mean somebody. */
import { type Cast, type Who, WRITER } from './cast.ts';
import type { Ref } from './refs.ts';
import type { Token } from './text.ts';
import type { Mention, People } from './types.ts';
import { whoIs } from './who.ts';

/** Notes down whom a reference means, with the references inside it. */
export function mention(cast: Cast, ref: Ref, unit: { start: number }, clause: Token[], out: People, who: Who[]): void {
  const add = (from: number, to: number, one: Who, how: Mention['how']) => {
    const start = unit.start + (clause[from] as Token).start;
    const end = unit.start + (clause[to - 1] as Token).end;
    if (one === WRITER || cast.entity(one).members.length > 0 || out.mentions.some((old) => old.start === start && old.end === end)) return;
    out.mentions.push({ ...whoIs(cast, one), start, end, text: '', how });
  };
  if (ref.kind === 'name' && !ref.plural) add(ref.from, ref.to, cast.byName(ref), 'name');
  else if (ref.kind === 'role') {
    if (ref.of) mention(cast, ref.of, unit, clause, out, []);
    for (const name of ref.names) add(name.from, name.to, cast.byName(name), 'name');
    if (ref.names.length === 0 && who.length === 1) add(ref.from, ref.to, who[0] as Who, 'role');
  } else if (ref.kind === 'thing' && ref.of) mention(cast, ref.of, unit, clause, out, who);
  else if (ref.kind === 'pronoun' && who.length === 1) add(ref.from, ref.to, who[0] as Who, 'pronoun');
}
