import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { replaceTags } from './filters/filters.store.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { deleteNamed, lockNamed, selectNamed } from './named.store.ts';
import { requireContact } from './people.ts';
import type { Named } from './people.schema.ts';
import { contactExists } from './people.store.ts';
import * as store from './tags.store.ts';

/** Enough for anybody, and few enough to answer at once. */
export const TAGS_PER_CONTACT = 50;

/** All tags of one contact (at most 50). @throws 404 */
export async function tagsOfContact(ctx: Ctx, contactId: string): Promise<Named[]> {
  const tags = await store.selectTagsOfContact(ctx, ctx.space.id, contactId);
  if (tags.length === 0) await requireContact(ctx, contactId);
  return tags;
}

/** Puts a tag on a contact; a second time changes nothing. @throws 404 for either, 422 above 50 tags */
export function assignTag(ctx: Ctx, contactId: string, tagId: string): Promise<Named[]> {
  return ctx.tx(async (tx) => {
    if (!(await contactExists(tx, ctx.space.id, contactId))) throw notFound('contact');
    if (!(await selectNamed(tx, 'tags', ctx.space.id, tagId))) throw notFound('tag');
    await store.insertContactTag(tx, ctx.space.id, contactId, tagId);
    if ((await store.countTagsOfContact(tx, ctx.space.id, contactId)) > TAGS_PER_CONTACT) throw unacceptable('tag_id', `A contact can have at most ${TAGS_PER_CONTACT} tags.`);
    return store.selectTagsOfContact(tx, ctx.space.id, contactId);
  });
}

/** Takes a tag off a contact. @throws 404 when it was not on it */
export async function removeTag(ctx: Ctx, contactId: string, tagId: string): Promise<void> {
  if (!(await ctx.tx((tx) => store.deleteContactTag(tx, ctx.space.id, contactId, tagId)))) throw notFound('tag');
}

/** Moves tags on what another domain has tagged: whatever carries one of `from` carries `into` as well. The old ones go with their tag. */
export type TagCarrier = (tx: Db, spaceId: string, into: string, from: string[]) => Promise<unknown>;

/** Makes several tags one, on people, in saved filters and wherever else tags are; the others are gone. Undo brings them back. @throws 404 */
export function mergeTags(ctx: Ctx, id: string, otherIds: string[], carriers: TagCarrier[]): Promise<Named> {
  const others = [...new Set(otherIds)];
  if (others.includes(id)) throw unacceptable('other_ids', 'A tag cannot be merged into itself.');
  return ctx.tx(
    async (tx) => {
      if ((await lockNamed(tx, 'tags', ctx.space.id, [id, ...others])).length < others.length + 1) throw notFound('tag');
      await store.copyContactTags(tx, ctx.space.id, id, others);
      for (const carry of carriers) await carry(tx, ctx.space.id, id, others);
      await replaceTags(tx, ctx.space.id, id, others);
      await deleteNamed(tx, 'tags', ctx.space.id, others);
      return (await selectNamed(tx, 'tags', ctx.space.id, id))!;
    },
    { timeout: 'complex' },
  );
}
