import { z } from 'zod';
import type { Ctx } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { conflict, notFound, unacceptable } from '../../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../../platform/http/shapes.ts';
import type { Contact } from '../people.schema.ts';
import { getContact } from '../people.ts';
import { selectContact } from '../people.store.ts';
import { mergeFields, type Side, unmergeFields } from './fields.ts';
import type { Merge, MergeBody, MergeOrigin, MergesQuery, NotRestored, UnmergeAnswer } from './merge.schema.ts';
import * as store from './merge.store.ts';

/**
 * Merges other people into one, who gets everything that hangs on them. One action, so undo takes all of it back.
 * @throws 404 for any of them; 422 for a person with themselves, and for choices that cannot be
 */
export async function mergeContacts(ctx: Ctx, id: string, body: MergeBody): Promise<{ contact: Contact; merge: Merge; merges: Merge[] }> {
  const others = [...new Set([...(body.other_id ? [body.other_id] : []), ...(body.other_ids ?? [])])];
  if (others.includes(id)) throw unacceptable(body.other_id === id ? 'other_id' : 'other_ids', 'A person cannot be merged with themselves.');
  return ctx.tx(
    async (tx) => {
      const locked = new Map((await store.lockPeople(tx, ctx.space.id, [id, ...others])).map((row) => [row.id, row.fields]));
      if (locked.size < others.length + 1) throw notFound('contact');
      const ids: string[] = [];
      for (const [index, other] of others.entries()) {
        const kept = index === 0 ? locked.get(id)! : await store.selectFields(tx, ctx.space.id, id);
        const fields = mergeFields(kept, locked.get(other)!, choicesFor(body.choices ?? {}, index));
        if (Object.keys(fields).length > 0) fields.updated_at = 'now';
        ids.push(await store.mergeContacts(tx, ctx.space.id, id, other, fields));
      }
      const merges = await store.selectMerges(tx, ctx.space.id, ids);
      return { contact: (await selectContact(tx, ctx.space.id, id))!, merge: merges[0]!, merges };
    },
    { timeout: 'complex' },
  );
}

/** The choices as they are for the other person at `index`: "other" is the first of them, a number the n-th. */
function choicesFor(choices: NonNullable<MergeBody['choices']>, index: number): Record<string, Side> {
  const sides = Object.entries(choices).flatMap(([field, choice]): [string, Side][] => {
    if (choice === undefined) return [];
    if (choice === 'this' || choice === 'both') return [[field, choice]];
    return [[field, (choice === 'other' ? 1 : choice) === index + 1 ? 'other' : 'this']];
  });
  return Object.fromEntries(sides);
}

const WHY: Record<NotRestored['reason'], string> = {
  deleted: 'It was deleted since.',
  moved: 'It was given to somebody else since.',
  taken: 'Something in its place exists already.',
  missing: 'What it belongs to is gone.',
  edited: 'It was changed since, and stays as it is.',
};
const TOLD = 200;

/**
 * Takes a merge back, also long after: the other person comes back under the same id with what came from them and still hangs on the
 * kept one. What was added since stays with the kept one. It is an action itself, so undo merges again.
 * @throws 404; 409 already_undone, merged_again (the kept person was merged into somebody in turn: that comes first), exists
 */
export async function unmerge(ctx: Ctx, id: string): Promise<UnmergeAnswer> {
  const { contactId, otherId, left } = await ctx.tx((tx) => unmergeIn(tx, ctx, id), { timeout: 'complex' });
  const [contact, other] = [await getContact(ctx, contactId), await getContact(ctx, otherId)];
  return { contact, other, not_restored: left.slice(0, TOLD), not_restored_count: left.length };
}

async function unmergeIn(tx: Db, ctx: Ctx, id: string): Promise<{ contactId: string; otherId: string; left: NotRestored[] }> {
  const merge = await store.lockMerge(tx, ctx.space.id, id);
  if (!merge) throw notFound('merge');
  if (merge.undone) throw conflict('already_undone', 'This merge was undone already.');
  if (merge.merged_on) throw conflict('merged_again', 'This person was merged into somebody else since. Undo that merge first.');
  const { contact_id: contactId, other_id: otherId } = merge;
  const [kept] = await store.lockPeople(tx, ctx.space.id, [contactId]);
  if (!kept) throw notFound('contact');
  const changes = await store.selectFieldChanges(tx, ctx.space.id, id);
  const { fields, edited } = unmergeFields(kept.fields, changes);
  if (Object.keys(fields).length > 0) {
    const time = changes.find((change) => change.field === 'updated_at');
    // as if nothing had been, where nothing has been since
    fields.updated_at = time && time.after === kept.fields.updated_at ? time.before : 'now';
  }
  try {
    const rows = await store.unmergeContacts(tx, ctx.space.id, id, fields);
    const left = [...rows.map((row) => ({ ...row, field: null })), ...edited.map((field) => ({ table_name: 'contacts', row_id: contactId, field, reason: 'edited' as const }))];
    return { contactId, otherId, left: left.map((item) => ({ ...item, message: WHY[item.reason] })) };
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw conflict('exists', 'The other person exists already.');
    throw error;
  }
}

/** One page of merges, newest first. */
export async function listMerges(ctx: Ctx, query: MergesQuery): Promise<Page<Merge>> {
  const rows = await store.selectMergePage(ctx, ctx.space.id, query, decodeCursor(query.cursor, z.tuple([z.uuid()])));
  return toPage(rows, query.limit, (row) => [row.id]);
}

/** @throws 404 */
export async function getMerge(ctx: Ctx, id: string): Promise<Merge> {
  const [merge] = await store.selectMerges(ctx, ctx.space.id, [id]);
  if (!merge) throw notFound('merge');
  return merge;
}

/** Rows of a person that came with somebody who was merged in: "came with Bob (merged on …)". @throws 404 */
export async function listOrigins(ctx: Ctx, contactId: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<MergeOrigin>> {
  const rows = await store.selectOrigins(ctx, ctx.space.id, contactId, query.limit, decodeCursor(query.cursor, z.tuple([z.uuid()])));
  if (rows.length === 0) await getContact(ctx, contactId);
  const list = toPage(rows, query.limit, (row) => [row.id]);
  return { ...list, data: list.data.map(({ id: _id, ...origin }) => origin) };
}
