import type { Ctx } from '../../platform/context.ts';
import type { NotePeople } from '../../platform/intelligence/index.ts';
import { circleOf } from '../people/index.ts';

/**
 * Whom a text about a person mentions and what it says of others, found by the built-in engine, which is quick and costs nothing: for
 * entries that somebody chose, and for notes that were rewritten or given to another person.
 * @returns undefined when the engine fails: then there is nothing to propose @throws 404 for an unknown person
 */
export async function peopleIn(ctx: Ctx, contactId: string, content: string): Promise<NotePeople | undefined> {
  const circle = await circleOf(ctx, contactId, content);
  try {
    return (await ctx.platform.intelligence.analyse({ content, contact_name: circle.person.full_name, circle }, { engine: 'builtin' })).people;
  } catch (error) {
    ctx.log.error({ err: error }, 'looking for people in a note failed');
    return undefined;
  }
}
