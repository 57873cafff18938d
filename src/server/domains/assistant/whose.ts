import type { Ctx } from '../../platform/context.ts';
import { namedIn } from '../people/index.ts';
import type { Passage } from './engine/passages.ts';
import { attributed, type Called, textOf, windowsOf } from './engine/reading.ts';

/**
 * Passages with whom they are about, as the reader of notes tells it; only `wanted` ones are read, the first ones first, and not more
 * than is quick. Those that are not read, or cannot be, stay as they are, and are told of nobody. One query. `people`: whoever may be meant.
 */
export async function readWhose(ctx: Ctx, passages: readonly Passage[], wanted: readonly Passage[]): Promise<{ passages: readonly Passage[]; people: Map<string, Called> }> {
  const windows = windowsOf(wanted);
  const texts = windows.map(textOf);
  const people = texts.length > 0 ? await namedIn(ctx, texts.map(({ content }) => content).join(' ')) : [];
  const byId = new Map(people.map((one) => [one.id, one]));
  try {
    const read = texts.length > 0 ? await ctx.platform.intelligence.whose(texts, people.map(({ id, full_name, nickname }) => [id, full_name, nickname] as const)) : [];
    return { passages: attributed(passages, windows, read), people: byId };
  } catch (error) {
    ctx.log.error({ err: error }, 'it could not be read whom notes are about');
    return { passages, people: byId };
  }
}
