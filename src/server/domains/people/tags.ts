import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { replaceTags } from './filters/filters.store.ts';
import { conflict, notFound, unacceptable } from '../../platform/errors.ts';
import { requireVersion } from '../../platform/http/etag.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import { requireContact } from './people.ts';
import type { Tag } from './people.schema.ts';
import { contactExists } from './people.store.ts';
import * as store from './tags.store.ts';

/** Enough for anybody, and few enough to answer at once. */
export const TAGS_PER_CONTACT = 50;
const nameTaken = () => conflict('tag_name_taken', 'A tag with this name exists already.', 'name');

/** One page of tags by name, each with how many people carry it. */
export async function listTags(ctx: Ctx, query: { limit: number; cursor?: string | undefined; q?: string | undefined }): Promise<Page<Tag>> {
  const rows = await store.selectTags(ctx, ctx.space.id, query, decodeCursor(query.cursor, z.tuple([z.string()])));
  const list = toPage(rows, query.limit, (row) => [row.name_key]);
  return { ...list, data: list.data.map(({ name_key: _key, ...tag }) => tag) };
}

/** @throws 404 */
export async function getTag(ctx: Ctx, id: string): Promise<Tag> {
  const tag = await store.selectTag(ctx, ctx.space.id, id);
  if (!tag) throw notFound('tag');
  return tag;
}

/** @throws 409 when the name is taken (case and accents do not count) */
export async function createTag(ctx: Ctx, tag: { name: string; color: string; description: string | null }): Promise<Tag> {
  const created = await ctx.tx((tx) => store.insertTag(tx, ctx.space.id, tag));
  if (!created) throw nameTaken();
  return created;
}

/** The tag of that name (case and accents do not count), made when there is none. */
export const ensureTag = (ctx: Ctx, tag: { name: string; color: string; description: string | null }): Promise<{ tag: Tag; created: boolean }> =>
  ctx.tx(async (tx) => {
    const created = await store.insertTag(tx, ctx.space.id, tag);
    return { tag: created ?? (await store.selectTagByName(tx, ctx.space.id, tag.name))!, created: created !== undefined };
  });

/** @throws 404, 409 */
export async function updateTag(ctx: Ctx, id: string, patch: Parameters<typeof store.updateTag>[3], versions?: string[]): Promise<Tag> {
  try {
    return await ctx.tx(async (tx) => {
      const [current] = await store.lockTags(tx, ctx.space.id, [id]);
      if (!current) throw notFound('tag');
      requireVersion(current, versions, 'tag');
      return (await store.updateTag(tx, ctx.space.id, id, patch))!;
    });
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw nameTaken();
    throw error;
  }
}

/** Deletes the tag and takes it off everybody; undo brings both back. @throws 404 */
export async function deleteTag(ctx: Ctx, id: string): Promise<void> {
  if (!(await ctx.tx((tx) => store.deleteTag(tx, ctx.space.id, id)))) throw notFound('tag');
}

/** All tags of one contact (at most 50). @throws 404 */
export async function tagsOfContact(ctx: Ctx, contactId: string): Promise<Tag[]> {
  const tags = await store.selectTagsOfContact(ctx, ctx.space.id, contactId);
  if (tags.length === 0) await requireContact(ctx, contactId);
  return tags;
}

/** Puts a tag on a contact; a second time changes nothing. @throws 404 for either, 422 above 50 tags */
export function assignTag(ctx: Ctx, contactId: string, tagId: string): Promise<Tag[]> {
  return ctx.tx(async (tx) => {
    if (!(await contactExists(tx, ctx.space.id, contactId))) throw notFound('contact');
    if (!(await store.selectTag(tx, ctx.space.id, tagId))) throw notFound('tag');
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
export function mergeTags(ctx: Ctx, id: string, otherIds: string[], carriers: TagCarrier[]): Promise<Tag> {
  const others = [...new Set(otherIds)];
  if (others.includes(id)) throw unacceptable('other_ids', 'A tag cannot be merged into itself.');
  return ctx.tx(
    async (tx) => {
      if ((await store.lockTags(tx, ctx.space.id, [id, ...others])).length < others.length + 1) throw notFound('tag');
      await store.copyContactTags(tx, ctx.space.id, id, others);
      for (const carry of carriers) await carry(tx, ctx.space.id, id, others);
      await replaceTags(tx, ctx.space.id, id, others);
      await store.deleteTags(tx, ctx.space.id, others);
      return (await store.selectTag(tx, ctx.space.id, id))!;
    },
    { timeout: 'complex' },
  );
}
