import type { Ctx } from '../../platform/context.ts';
import { namedIn } from '../people/index.ts';
import type { Passage } from './engine/passages.ts';
import { attributed, type Called, portionsOf, textOf, windowsOf } from './engine/reading.ts';

/**
 * Passages with whom they are about, as the reader of notes tells it; only `wanted` ones are read, the first ones first, until it is
 * `enough`, and not more than is quick. Those that are not read, or cannot be, stay as they are, and are told of nobody. One query.
 * @returns `people`: whoever may be meant, by id
 */
export async function readWhose(ctx: Ctx, passages: readonly Passage[], wanted: readonly Passage[], enough: (passages: readonly Passage[]) => boolean = () => false): Promise<{ passages: readonly Passage[]; people: Map<string, Called> }> {
  const windows = windowsOf(wanted);
  const named = windows.length > 0 ? await namedIn(ctx, windows.map((window) => textOf(window).content).join(' ')) : [];
  const people = new Map(named.map((one) => [one.id, one]));
  let known = passages;
  try {
    for (const portion of portionsOf(windows)) {
      const read = await ctx.platform.intelligence.whose(portion.map(textOf), named.map(({ id, full_name, nickname }) => [id, full_name, nickname] as const));
      known = attributed(known, portion, read, people);
      if (enough(known)) break;
    }
  } catch (error) {
    ctx.log.warn({ err: error }, 'it could not be read whom notes are about');
  }
  return { passages: known, people };
}
