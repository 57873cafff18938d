import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound, unacceptable } from '../../platform/errors.ts';
import { requireVersion } from '../../platform/http/etag.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import { getPreferences } from '../accounts/index.ts';
import { getContact, namesOf } from '../people/index.ts';
import * as store from './entries.store.ts';
import type { Entry, EntryBody, EntryVersion } from './notes.schema.ts';
import * as notes from './notes.store.ts';
import { peopleIn } from './noticing.ts';
import { endOlder } from './past.ts';
import { keepFound } from './proposals/proposals.ts';
import { pointFollowUps } from './proposals/proposals.store.ts';
import { requireSources } from './sources.ts';

/** One page of what is known about a contact, newest first. @throws 404 */
export async function listEntries(ctx: Ctx, contactId: string, query: { limit: number; cursor?: string | undefined; category?: string | undefined }): Promise<Page<Entry>> {
  const before = decodeCursor(query.cursor, z.tuple([z.iso.datetime({ offset: true }), z.uuid()]));
  const rows = await store.selectEntries(ctx, ctx.space.id, contactId, query, before);
  if (rows.length === 0) await getContact(ctx, contactId);
  return toPage(rows, query.limit, (entry) => [entry.created_at, entry.id]);
}

/** @throws 404 */
export async function getEntry(ctx: Ctx, id: string): Promise<Entry> {
  const entry = await store.selectEntry(ctx, ctx.space.id, id);
  if (!entry) throw notFound('entry');
  return entry;
}

/** Adds what a person knows without a note. @throws 404; 422 for sources, which need a note */
export async function addEntry(ctx: Ctx, contactId: string, entry: EntryBody): Promise<Entry> {
  const contact = await getContact(ctx, contactId);
  if (entry.sources.length) throw unacceptable('sources', 'An entry without a note has no sources.');
  return ctx.tx(async (tx) => {
    const [added] = (await store.insertEntries(tx, ctx.space.id, { contact_id: contactId, note_id: null, engine: null }, [entry])) as [Entry];
    await endOlder(tx, ctx, { id: contactId, name: contact.full_name }, [added]);
    return added;
  });
}

/** Saves reviewed entries of a stored note, with whom it mentions and what it proposes. @throws 404; 422 when the note has no person or a source is not in it */
export async function saveReviewed(ctx: Ctx, noteId: string, reviewed: EntryBody[]): Promise<Entry[]> {
  const read = await notes.selectNote(ctx, ctx.space.id, noteId);
  if (!read) throw notFound('note');
  const people = read.contact_id ? await peopleIn(ctx, read.contact_id, read.content) : undefined;
  const { time_zone, locale } = await getPreferences(ctx);
  return ctx.tx(async (tx) => {
    const note = await notes.lockNote(tx, ctx.space.id, noteId);
    if (!note) throw notFound('note');
    if (!note.contact_id) throw unacceptable('contact_id', 'This note belongs to nobody yet. Give it to a person first.');
    for (const [i, entry] of reviewed.entries()) requireSources(entry.sources, note.content, `entries.${i}.sources`);
    const about = { id: noteId, content: note.content, contact_id: note.contact_id, contact_name: (await namesOf(tx, ctx.space.id, [note.contact_id])).get(note.contact_id) ?? '', created_at: read.created_at };
    const saved = await store.insertEntries(tx, ctx.space.id, { contact_id: about.contact_id, note_id: noteId, engine: null }, reviewed);
    await endOlder(tx, ctx, { id: about.contact_id, name: about.contact_name }, saved, read);
    await notes.finishAnalysis(tx, ctx.space.id, noteId, { analysis: 'done', engine: null, ai_error: null });
    // another text or another person since: whose facts these are was read in the old one
    if (people && note.content === read.content && note.contact_id === read.contact_id) await keepFound(tx, ctx, { note: about, people, entries: saved, clock: { time_zone, locale } });
    return saved;
  });
}

/**
 * Edits an entry, moves it to another category or person, or says that it is done; what it said before is kept as history, and what
 * it ends with its new words, or with the person it is of now, is past.
 * @throws 404 (also for the person), 409 stale, 422 for being done with what is not Actionable
 */
export async function updateEntry(ctx: Ctx, id: string, { contact_id, ...patch }: Parameters<typeof store.updateEntry>[3] & { contact_id?: string | undefined }, versions?: string[]): Promise<Entry> {
  if (contact_id) await getContact(ctx, contact_id);
  return ctx.tx(async (tx) => {
    const [current] = await store.lockEntries(tx, ctx.space.id, [id]);
    if (!current) throw notFound('entry');
    requireVersion(current, versions, 'entry');
    if (patch.done && (patch.category ?? current.category) !== 'Actionable') throw unacceptable('done', 'Only an Actionable entry can be done.');
    const moved = contact_id !== undefined && contact_id !== current.contact_id;
    if (moved) await store.moveEntry(tx, ctx.space.id, id, contact_id);
    const entry = (await store.updateEntry(tx, ctx.space.id, id, patch))!;
    if (patch.content === undefined && !moved) return entry;
    const note = entry.note_id ? await notes.selectNote(tx, ctx.space.id, entry.note_id) : undefined;
    await endOlder(tx, ctx, { id: entry.contact_id, name: (await namesOf(tx, ctx.space.id, [entry.contact_id])).get(entry.contact_id) ?? '' }, [entry], note ?? { created_at: entry.created_at, source: 'manual' });
    return (await store.selectEntry(tx, ctx.space.id, id))!;
  });
}

/** @param versions what the caller last read (If-Match) @throws 404, 409 stale */
export const deleteEntry = (ctx: Ctx, id: string, versions?: string[]): Promise<void> =>
  ctx.tx(async (tx) => {
    const [current] = await store.lockEntries(tx, ctx.space.id, [id]);
    if (!current) throw notFound('entry');
    requireVersion(current, versions, 'entry');
    await store.deleteEntries(tx, ctx.space.id, [id]);
  });

/** Moves what another domain hung on entries that became one: from `from` to `into`. */
export type EntryCarrier = (tx: Db, spaceId: string, into: string, from: string[]) => Promise<unknown>;

/**
 * Makes one entry of several about the same person: the first keeps its id and category, takes the highest confidence and all
 * sources of its own note, and says `content` (by default what all of them said). What the others ended stays past.
 * @throws 404; 422 when they are about different people
 */
export function mergeEntries(ctx: Ctx, id: string, otherIds: string[], content: string | undefined, carriers: EntryCarrier[]): Promise<Entry> {
  const ids = [...new Set(otherIds)].filter((other) => other !== id);
  return ctx.tx(async (tx) => {
    const all = await store.lockEntries(tx, ctx.space.id, [id, ...ids]);
    const kept = all.find((entry) => entry.id === id);
    const others = ids.map((other) => all.find((entry) => entry.id === other));
    if (!kept || others.includes(undefined)) throw notFound('entry');
    if (ids.length === 0) throw unacceptable('other_ids', 'Name at least one other entry.');
    const merged = others as Entry[];
    if (merged.some((entry) => entry.contact_id !== kept.contact_id)) throw unacceptable('other_ids', 'Entries of different people cannot become one.');
    const said = [...new Set([kept, ...merged].map((entry) => entry.content))].join(' ');
    if (content === undefined && said.length > 2000) throw unacceptable('content', 'Together they are longer than 2,000 characters. Say it shorter in content.');
    const confidences = [kept, ...merged].map((entry) => entry.confidence).filter((value) => value !== null);
    await store.inheritEnded(tx, ctx.space.id, id, ids);
    await pointFollowUps(tx, ctx.space.id, id, merged);
    for (const carry of carriers) await carry(tx, ctx.space.id, id, ids);
    await store.deleteEntries(tx, ctx.space.id, ids);
    return (await store.updateEntry(tx, ctx.space.id, id, {
      content: content ?? said,
      confidence: confidences.length ? Math.max(...confidences) : null,
      sources: [kept, ...merged].filter((entry) => entry.note_id === kept.note_id).flatMap((entry) => entry.sources),
    }))!;
  });
}

/** What an entry said before, newest first. @throws 404 */
export async function listVersions(ctx: Ctx, id: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<EntryVersion>> {
  const rows = await store.selectVersions(ctx, ctx.space.id, id, query.limit, decodeCursor(query.cursor, z.tuple([z.uuid()])));
  if (rows.length === 0) await getEntry(ctx, id);
  return toPage(rows, query.limit, (version) => [version.id]);
}
