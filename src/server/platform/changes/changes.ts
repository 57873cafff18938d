import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import { decodeCursor, type Page, toPage } from '../http/shapes.ts';
import type { Action, Change } from './changes.schema.ts';
import * as store from './changes.store.ts';

/** The feed of the working space from a position on, oldest first: what a client needs to catch up. */
export async function listChanges(ctx: Ctx, query: { since: number; limit: number; cursor?: string | undefined }): Promise<Page<Change> & { position: number }> {
  const since = decodeCursor(query.cursor, z.tuple([z.int()]))?.[0] ?? query.since;
  const list = toPage(await store.selectChanges(ctx, ctx.space.id, since, query.limit), query.limit, (change) => [change.position]);
  return { ...list, position: list.data.at(-1)?.position ?? since };
}

/** What happened to one person, newest first. The person may be gone; the feed is not. */
export async function listChangesOfContact(ctx: Ctx, contactId: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<Change>> {
  const rows = await store.selectChangesOfContact(ctx, ctx.space.id, contactId, query.limit, decodeCursor(query.cursor, z.tuple([z.uuid()])));
  if (rows.length === 0 && !query.cursor) throw notFound('contact');
  return toPage(rows, query.limit, (change) => [change.id]);
}

/** What was done in the working space, newest first. */
export async function listActions(ctx: Ctx, query: { limit: number; cursor?: string | undefined; contact_id?: string | undefined }): Promise<Page<Action>> {
  const rows = await store.selectActions(ctx, ctx.space.id, query, decodeCursor(query.cursor, z.tuple([z.iso.datetime({ offset: true }), z.uuid()])));
  return toPage(rows, query.limit, (action) => [action.created_at, action.id]);
}

/** What tables are called on a page. */
const WORDS: Record<string, string> = { contacts: 'people', contact_tags: 'tags of people', note_tags: 'tags of notes', entry_versions: 'entries' };
const changedSince = (table?: string) => {
  const where = table ? ` (${WORDS[table] ?? table.replaceAll('_', ' ')})` : '';
  return conflict('changed_since', `Something in this action has changed since${where}, so it cannot be undone. Undo the later change first.`);
};

/**
 * Reverses one action, by default the last one of the actor. The undo is an action itself.
 * @throws 404 for an unknown action; 409 nothing_to_undo, already_undone, not_undoable, changed_since
 */
export async function undo(ctx: Ctx, actionId?: string) {
  const action = actionId ? await store.selectAction(ctx, ctx.space.id, actionId) : await store.selectLastUndoable(ctx, ctx.space.id, ctx.identity.user.id);
  if (!action) throw actionId ? notFound('action') : conflict('nothing_to_undo', 'There is nothing to undo.');
  if (action.undone_by) throw conflict('already_undone', 'This action was undone already.');
  if (!action.undoable || action.undoes) throw conflict('not_undoable', action.undoes ? 'This action is an undo itself; use redo.' : 'This action cannot be undone.');
  return { action_id: action.id, changes: await reverse(ctx, action.id) };
}

/** Reverses the last undo of the actor. @throws 409 nothing_to_redo, changed_since */
export async function redo(ctx: Ctx) {
  const last = await store.selectLastRedoable(ctx, ctx.space.id, ctx.identity.user.id);
  if (!last) throw conflict('nothing_to_redo', 'There is nothing to redo.');
  return { action_id: last.undoes!, changes: await reverse(ctx, last.id, last.undoes!) };
}

/** `restores`: the action that stands again when an undo is reversed. */
async function reverse(ctx: Ctx, actionId: string, restores?: string): Promise<number> {
  try {
    return await ctx.reversing(actionId).tx(
      async (tx) => {
        if (!(await store.claimAction(tx, ctx.space.id, actionId))) throw conflict('already_undone', 'This action was undone already.');
        const n = await store.undoAction(tx, ctx.space.id, actionId);
        if (n === 0) throw conflict('not_undoable', 'What this action changed was erased, so it cannot be undone.');
        await store.markUndone(tx, ctx.space.id, actionId, ctx.request_id);
        if (restores) await store.markUndone(tx, ctx.space.id, restores, null);
        for (const settle of ctx.platform.afterUndo) await settle(ctx, tx);
        return n;
      },
      { timeout: 'export' },
    );
  } catch (error) {
    if ((error as { code?: string }).code === 'KT409') throw changedSince((error as { detail?: string }).detail);
    throw error;
  }
}
