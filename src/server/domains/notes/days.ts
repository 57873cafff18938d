import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import type { SourceSpan } from '../../platform/intelligence/categories.ts';
import type { Channel } from './channels.ts';
import * as store from './days.store.ts';
import { relocate } from './sources.ts';

/** A note of a day of messages. `created_at`: its last message, ISO 8601. */
export type DayNote = store.DayNote;

/** Keeps new notes of days, unanalysed, in the caller's transaction. One statement. */
export const addDayNotes = async (tx: Db, ctx: Ctx, channel: Channel, notes: DayNote[]): Promise<void> => void (notes.length && (await store.insertDayNotes(tx, ctx.space.id, ctx.identity.user.id, channel, notes)));

/** What notes say now, by id; locked until the transaction ends. */
export const contentsOf = async (tx: Db, ctx: Ctx, ids: string[]) => new Map((ids.length ? await store.selectContents(tx, ctx.space.id, ids) : []).map((note) => [note.id, note]));

/** Gives notes more text. Entries drawn from them stay, their sources follow the text. Three statements, however many. */
export async function growDayNotes(tx: Db, ctx: Ctx, notes: DayNote[]): Promise<void> {
  if (notes.length === 0) return;
  await store.updateDayNotes(tx, ctx.space.id, notes);
  const content = new Map(notes.map((note) => [note.id, note.content]));
  const drawn = await store.selectSources(tx, ctx.space.id, [...content.keys()]);
  await moveSources(tx, ctx, drawn.map(({ id, note_id, sources }) => ({ id, sources, content: content.get(note_id)! })));
}

/** The sources of entries after their notes were rewritten to `content`. One statement, however many. */
export async function moveSources(tx: Db, ctx: Ctx, entries: { id: string; sources: SourceSpan[]; content: string }[]): Promise<void> {
  const moved = entries.map(({ id, sources, content }) => ({ id, was: sources, sources: relocate(sources, content) })).filter(({ was, sources }) => JSON.stringify(was) !== JSON.stringify(sources));
  if (moved.length) await store.updateSources(tx, ctx.space.id, moved);
}
