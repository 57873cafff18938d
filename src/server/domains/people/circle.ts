import type { Ctx } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Circle } from '../../platform/intelligence/index.ts';
import { formsOf } from '../../platform/intelligence/builtin/people/names.ts';
import { selectCircle, selectNamedIn } from './circle.store.ts';

/** Names a note may mention. */
const MOST = 5000;

/** Who a note is about and everybody else its text may name, in short forms too, by name only. @throws 404 */
export async function circleOf(ctx: Ctx, contactId: string, text: string): Promise<Circle> {
  const [person, ...others] = await selectCircle(ctx, ctx.space.id, contactId, namesSaid(text), MOST);
  if (person?.id !== contactId) throw notFound('contact');
  return { person, others: others.map(({ id, full_name, nickname }) => [id, full_name, nickname] as const) };
}

/** Everybody a text may name, in short forms too, by name only. One query. */
export const namedIn = (ctx: Ctx, text: string): Promise<{ id: string; full_name: string; nickname: string | null }[]> => selectNamedIn(ctx, ctx.space.id, namesSaid(text), MOST);

/** The text with all other forms of its words that are first names: who is called Robert may be Bob in a note. */
const namesSaid = (text: string): string => [text, ...new Set((text.match(/\p{L}+/gu) ?? []).flatMap((word) => formsOf(word).slice(1)))].join(' ');
