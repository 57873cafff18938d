import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { malformed, notFound } from '../../platform/errors.ts';
import { requireVersion } from '../../platform/http/etag.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import type { Analysis, NotePeople } from '../../platform/intelligence/index.ts';
import { getPreferences } from '../accounts/index.ts';
import { contactExists, getContact, namesOf } from '../people/index.ts';
import * as entries from './entries.store.ts';
import type { Note } from './notes.schema.ts';
import * as store from './notes.store.ts';
import { moveSources } from './days.ts';
import { peopleIn } from './noticing.ts';
import { endOlder } from './past.ts';
import { keepFound, moveMentions } from './proposals/proposals.ts';
import { deleteOpen } from './proposals/proposals.store.ts';

const NoteCursor = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);
type NoteQuery = { limit: number; cursor?: string | undefined; q?: string | undefined; tag?: string | undefined };

/** One page of notes, newest first: of one contact, or of everybody. @throws 404 for an unknown contact */
export async function listNotes(ctx: Ctx, query: NoteQuery, contactId?: string): Promise<Page<Note>> {
  const rows = await store.selectNotes(ctx, ctx.space.id, query, contactId, decodeCursor(query.cursor, NoteCursor));
  if (rows.length === 0 && contactId) await getContact(ctx, contactId);
  return toPage(rows, query.limit, (note) => [note.created_at, note.id]);
}

/** @throws 404 */
export async function getNote(db: Ctx | Db, ctx: Ctx, id: string): Promise<Note> {
  const note = await store.selectNote(db, ctx.space.id, id);
  if (!note) throw notFound('note');
  return note;
}

type NewNote = { contact_id?: string | null | undefined; content: string; metadata?: object | undefined; tag_ids?: string[] | undefined };

/** Keeps a note as it was written, without analysing it. @throws 404 for an unknown contact or tag */
export function storeNote(ctx: Ctx, note: NewNote): Promise<Note> {
  return ctx.tx(async (tx) => {
    const contact_id = note.contact_id ?? null;
    if (contact_id && !(await contactExists(tx, ctx.space.id, contact_id))) throw notFound('contact');
    const id = await store.insertNote(tx, ctx.space.id, ctx.identity.user.id, { contact_id, content: note.content, analysis: 'none', metadata: note.metadata ?? {}, source: 'manual' });
    if (note.tag_ids) await setTags(tx, ctx, id, note.tag_ids);
    return getNote(tx, ctx, id);
  });
}

export type ImportedNote = { contact_id: string; content: string; source: string; created_at: string; tag_ids: string[]; analysis: Analysis; clock: { time_zone: string; locale: string } };

/**
 * Keeps a note that was written earlier, dated then, with the entries drawn from it, what they end, whom it mentions and what it proposes.
 * `source` says where it is from, `created_at` when it was written (ISO 8601), `clock` whose days its words mean.
 * @returns the id of the note @throws 404 for an unknown contact or tag
 */
export const importNote = (ctx: Ctx, { analysis, tag_ids, clock, ...note }: ImportedNote): Promise<string> =>
  ctx.tx(async (tx) => {
    const contact_name = (await namesOf(tx, ctx.space.id, [note.contact_id])).get(note.contact_id);
    if (contact_name === undefined) throw notFound('contact');
    const id = await store.insertNote(tx, ctx.space.id, ctx.identity.user.id, { ...note, analysis: 'pending', metadata: {} });
    const drawn = await entries.insertEntries(tx, ctx.space.id, { contact_id: note.contact_id, note_id: id, engine: analysis.engine, created_at: note.created_at }, analysis.entries);
    await store.finishAnalysis(tx, ctx.space.id, id, { analysis: 'done', engine: analysis.engine, ai_error: analysis.ai_error ?? null });
    if (tag_ids.length) await setTags(tx, ctx, id, tag_ids);
    await endOlder(tx, ctx, { id: note.contact_id, name: contact_name }, drawn, note);
    if (analysis.people) await keepFound(tx, ctx, { note: { ...note, id, contact_name }, people: analysis.people, entries: drawn, clock });
    return id;
  });

async function setTags(tx: Db, ctx: Ctx, noteId: string, tagIds: string[]) {
  const wanted = [...new Set(tagIds)];
  if ((await store.setNoteTags(tx, ctx.space.id, noteId, wanted)) !== wanted.length) throw notFound('tag');
}

/**
 * Changes a note. Its entries stay; those whose sentence is still there point to its new place, and they follow the note to
 * another person. Of an analysed note, what it says of others is read anew: proposals of the old text or for the old person go.
 * @param versions what the caller last read (If-Match)
 * @throws 404; 409 stale; 400 when a note with entries would lose its person
 */
export async function updateNote(ctx: Ctx, id: string, patch: Partial<NewNote>, versions?: string[]): Promise<Note> {
  const read = await peopleAfter(ctx, id, patch);
  return ctx.tx(async (tx) => {
    const current = await store.lockNote(tx, ctx.space.id, id);
    if (!current) throw notFound('note');
    requireVersion(current, versions, 'note');
    const { contact_id, content } = patch;
    if (contact_id && !(await contactExists(tx, ctx.space.id, contact_id))) throw notFound('contact');
    await store.updateNote(tx, ctx.space.id, id, {
      ...(contact_id !== undefined ? { contact_id } : {}),
      ...(content !== undefined ? { content } : {}),
      ...(patch.metadata !== undefined ? { metadata: patch.metadata } : {}),
    });
    const drawn = await entries.selectEntriesOfNote(tx, ctx.space.id, id);
    if (drawn.length > 0 && contact_id === null) throw malformed('contact_id', 'contact_id: This note has entries, so it must stay with a person. Delete them first.');
    // without a person there is nobody to say it of
    if (contact_id === null && current.analysis === 'pending') await store.finishAnalysis(tx, ctx.space.id, id, { analysis: 'none', engine: null, ai_error: null });
    const rewritten = content !== undefined && content !== current.content;
    const moved = contact_id !== undefined && contact_id !== current.contact_id;
    if (rewritten) await moveSources(tx, ctx, drawn.map((entry) => ({ ...entry, content })));
    if (patch.tag_ids) await setTags(tx, ctx, id, patch.tag_ids);
    const note = await getNote(tx, ctx, id);
    const about = { ...note, contact_id: note.contact_id ?? '', contact_name: note.contact_name ?? '' };
    if (moved && current.contact_id && note.contact_id) {
      const ids = await entries.moveEntries(tx, ctx.space.id, id, current.contact_id, note.contact_id);
      await endOlder(tx, ctx, { id: about.contact_id, name: about.contact_name }, drawn.filter((entry) => ids.includes(entry.id)), note);
    }
    // what was read may be another text by now, or of somebody else
    if ((rewritten || moved) && read?.people && read.text === note.content && read.contactId === note.contact_id) {
      await keepFound(tx, ctx, { note: about, people: read.people, entries: await entries.selectEntriesOfNote(tx, ctx.space.id, id, about.contact_id), clock: read.clock });
    } else if (rewritten || moved) {
      if (rewritten) await moveMentions(tx, ctx, id, content);
      await deleteOpen(tx, ctx.space.id, id);
    }
    return note;
  });
}

/** Whom an analysed note will mention once it is changed like this; undefined where that does not matter. */
async function peopleAfter(ctx: Ctx, id: string, patch: Partial<NewNote>): Promise<{ people: NotePeople | undefined; text: string; contactId: string; clock: { time_zone: string; locale: string } } | undefined> {
  if (patch.content === undefined && patch.contact_id === undefined) return undefined;
  const note = await store.selectNote(ctx, ctx.space.id, id);
  const contactId = patch.contact_id === undefined ? note?.contact_id : patch.contact_id;
  if (note?.analysis !== 'done' || !contactId) return undefined;
  const text = patch.content ?? note.content;
  const { time_zone, locale } = await getPreferences(ctx);
  return { people: await peopleIn(ctx, contactId, text), text, contactId, clock: { time_zone, locale } };
}

/** Deletes notes with the entries drawn from them. Unknown ids are passed over. @returns how many are gone */
export const deleteNotes = (ctx: Ctx, ids: string[]): Promise<number> => ctx.tx((tx) => store.deleteNotes(tx, ctx.space.id, ids), { timeout: 'complex' });

/** Deletes a note with the entries drawn from it; undo brings both back. @throws 404, 409 stale */
export const deleteNote = (ctx: Ctx, id: string, versions?: string[]): Promise<void> =>
  ctx.tx(async (tx) => {
    const current = await store.lockNote(tx, ctx.space.id, id);
    if (!current) throw notFound('note');
    requireVersion(current, versions, 'note');
    await store.deleteNote(tx, ctx.space.id, id);
  });
