import type { Ctx } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Circle } from '../../platform/intelligence/index.ts';
import { selectCircle } from './circle.store.ts';

/** Names a note may mention. */
const MOST = 5000;

/** Who a note is about and everybody else it may name, by name only. @throws 404 */
export async function circleOf(ctx: Ctx, contactId: string): Promise<Circle> {
  const [person, ...others] = await selectCircle(ctx, ctx.space.id, contactId, MOST);
  if (person?.id !== contactId) throw notFound('contact');
  return { person, others: others.map(({ id, full_name, nickname }) => [id, full_name, nickname] as const) };
}
