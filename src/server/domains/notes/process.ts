import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound } from '../../platform/errors.ts';
import { claimKey, type Idempotency, rememberNote } from '../../platform/http/idempotency.ts';
import type { Analysis } from '../../platform/intelligence/index.ts';
import { getPreferences } from '../accounts/index.ts';
import { circleOf, contactExists, getContact } from '../people/index.ts';
import * as entries from './entries.store.ts';
import type { Entry, Note, ProcessAnswer } from './notes.schema.ts';
import * as store from './notes.store.ts';
import { endOlder } from './past.ts';
import { keepFound, proposalsOfNote } from './proposals/proposals.ts';
import type { Proposal } from './proposals/proposals.schema.ts';
import { reading } from './readings.ts';
import { isSpoken, ofOthers, withoutHead, withoutTimes } from './spoken.ts';

const toAnswer = (note: { id: string | null; contact_name: string; engine: string | null; ai_error?: string | null | undefined; success: boolean }, drawn: (Omit<Entry, 'id'> | Entry | Analysis['entries'][number])[], proposals: Proposal[] = []): ProcessAnswer => ({
  success: note.success,
  raw_note_id: note.id,
  synthesis: drawn.map((entry) => ({ id: 'id' in entry ? entry.id : null, category: entry.category, content: entry.content, confidence: entry.confidence, sources: entry.sources })),
  contact_name: note.contact_name,
  engine: note.engine,
  proposals,
  ...(note.ai_error ? { ai_error: note.ai_error } : {}),
});

/** What the analysis would give, saving nothing. @throws 404 */
export async function previewNote(ctx: Ctx, note: { contact_id: string; content: string }): Promise<ProcessAnswer> {
  const contact = await getContact(ctx, note.contact_id);
  const { analysis, engine, ai_error, entries: drawn } = await tryAnalysis(ctx, note.content, contact.id, undefined, 'preview');
  return toAnswer({ id: null, contact_name: contact.full_name, engine, ai_error, success: analysis === 'done' }, drawn);
}

/**
 * Stores a note that waits for its analysis: committed before anything is tried with it (P-10). With an Idempotency-Key, a
 * repeat gets the note of the first request. `alongside` writes in the same transaction.
 * @returns the id of the note @throws 404
 */
export async function acceptNote(ctx: Ctx, note: { contact_id: string; content: string }, idempotency: Idempotency | null, alongside?: (tx: Db, noteId: string) => Promise<void>): Promise<string> {
  return ctx.tx(async (tx) => {
    const userId = ctx.identity.user.id;
    const claim = idempotency && (await claimKey(tx, userId, idempotency));
    if (claim && !claim.fresh) return claim.note_id!;
    if (!(await contactExists(tx, ctx.space.id, note.contact_id))) throw notFound('contact');
    const id = await store.insertNote(tx, ctx.space.id, userId, { ...note, analysis: 'pending', metadata: {}, source: 'manual' });
    if (idempotency) await rememberNote(tx, userId, idempotency.key, id);
    await alongside?.(tx, id);
    return id;
  });
}

/** Stores a note and analyses it at once. @throws 404 */
export const processNote = async (ctx: Ctx, note: { contact_id: string; content: string }, idempotency: Idempotency | null) => analyseNote(ctx, await acceptNote(ctx, note, idempotency));

type Options = { signal?: AbortSignal; again?: boolean; since?: string; unlessUndone?: boolean };

/**
 * Analyses an accepted note and stores its entries, whom it mentions, and proposals for what is not (surely) the person's own. May run
 * twice (a retry, a repeat, a take-over after a crash): whoever comes second waits, finds the note done and answers from what is stored.
 * With `again` it is done unless somebody else has since `since` (a time of the database; by default since this began), so that a job that is tried again
 * goes on where it was.
 * With `unlessUndone` nothing is stored when the action was undone meanwhile.
 * @throws 404 when the note is gone
 */
export async function analyseNote(ctx: Ctx, noteId: string, options: Options = {}): Promise<ProcessAnswer> {
  const note = await selectOwned(ctx, noteId);
  if (note.analysis === 'pending' || options.again) {
    const since = options.since ?? note.analysed_at ?? '';
    await reading(ctx, note, () => selectOwned(ctx, noteId), options.signal, async (current) => {
      const { analysis, analysed_at, updated_at } = current;
      const done = options.again ? analysed_at !== null && analysed_at > since && analysed_at >= updated_at : analysis !== 'pending';
      if (!done) await readNote(ctx, current, options);
    });
  }
  const [done, drawn, proposals] = await Promise.all([
    store.selectNote(ctx, ctx.space.id, noteId),
    entries.selectEntriesOfNote(ctx, ctx.space.id, noteId, note.contact_id),
    proposalsOfNote(ctx, noteId),
  ]);
  if (!done) throw notFound('note');
  return toAnswer({ id: noteId, contact_name: done.contact_name ?? note.contact_name!, engine: done.engine, ai_error: done.ai_error, success: done.analysis === 'done' }, drawn, proposals);
}

async function selectOwned(ctx: Ctx, noteId: string): Promise<Note & { contact_id: string }> {
  const note = await store.selectNote(ctx, ctx.space.id, noteId);
  if (!note?.contact_id) throw notFound('note');
  return { ...note, contact_id: note.contact_id };
}

/** Asks for the analysis of a note as it reads now, and keeps what comes of it, unless the note is another one by then. */
async function readNote(ctx: Ctx, note: Note & { contact_id: string }, options: Options): Promise<void> {
  const spoken = isSpoken(note.source);
  const outcome = await tryAnalysis(ctx, spoken ? withoutHead(note.content) : note.content, note.contact_id, options.signal);
  if (outcome.people && spoken) outcome.people = ofOthers(outcome.people, note.content);
  const { time_zone, locale } = await getPreferences(ctx);
  await ctx.tx(async (tx) => {
    if (options.unlessUndone && (await store.holdUndone(tx, ctx.space.id, ctx.request_id))) return;
    const current = await store.lockNote(tx, ctx.space.id, note.id);
    if (!current?.contact_id) throw notFound('note');
    // Another text or another person: whose facts these are was decided for the old one.
    const stale = current.content !== note.content || current.contact_id !== note.contact_id || (!options.again && current.analysis !== 'pending');
    if (stale) return;
    if (options.again && outcome.analysis === 'done') await entries.deleteUntouched(tx, ctx.space.id, note.id);
    const kept = options.again ? await entries.selectEntriesOfNote(tx, ctx.space.id, note.id, current.contact_id) : [];
    const fresh = outcome.entries.filter((entry) => !kept.some((other) => other.sources[0]?.text === entry.sources[0]?.text));
    const drawn = await entries.insertEntries(tx, ctx.space.id, { contact_id: current.contact_id, note_id: note.id, engine: outcome.engine }, fresh);
    await store.finishAnalysis(tx, ctx.space.id, note.id, outcome);
    const about = { id: note.id, content: spoken ? withoutTimes(note.content) : note.content, contact_id: current.contact_id, contact_name: note.contact_name!, created_at: note.created_at };
    await endOlder(tx, ctx, { id: about.contact_id, name: about.contact_name }, drawn, note);
    if (outcome.people) await keepFound(tx, ctx, { note: about, people: outcome.people, entries: [...kept, ...drawn], clock: { time_zone, locale } });
  });
}

export const FAILED = 'The note is saved, but its analysis failed. Analyse it again from the note.';
type Outcome = { analysis: 'done' | 'failed'; engine: string | null; ai_error: string | null; entries: Analysis['entries']; people?: Analysis['people'] };

async function tryAnalysis(ctx: Ctx, content: string, contactId: string, signal: AbortSignal | undefined, purpose = 'note'): Promise<Outcome> {
  const circle = await circleOf(ctx, contactId, content);
  try {
    const { entries: drawn, engine, ai_error, people } = await ctx.platform.intelligence.analyse({ content, contact_name: circle.person.full_name, circle }, { meter: ctx.platform.meter(ctx), purpose, ...(signal ? { signal } : {}) });
    return { analysis: 'done', engine, ai_error: ai_error ?? null, entries: drawn, people };
  } catch (error) {
    signal?.throwIfAborted();
    ctx.log.error({ err: error }, 'note analysis failed');
    return { analysis: 'failed', engine: null, ai_error: purpose === 'preview' ? 'The analysis failed. Try it again, or write the entries yourself.' : FAILED, entries: [] };
  }
}
