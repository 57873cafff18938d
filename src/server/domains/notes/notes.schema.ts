import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../platform/http/shapes.ts';
import { Proposal } from './proposals/proposals.schema.ts';
import { CATEGORIES } from '../../platform/intelligence/categories.ts';

export const CategoryName = z.enum(CATEGORIES);
/** A stretch of the note: UTF-16 offsets, end exclusive; `text` is what stands there. */
export const Source = z.object({ start: z.int().min(0), end: z.int().min(1), text: z.string().min(1).max(10_000) }).meta({ id: 'Source' });
const Confidence = z.int().min(1).max(10);
const EntryContent = trimmed(1, 2000);
/** Notes to analyse. Stored as written: only what makes it empty is trimmed. */
const NoteContent = z.string().min(10, 'write at least 10 characters').max(10_000, 'write at most 10,000 characters').refine((text) => text.trim().length >= 10, 'write at least 10 characters');

export const Note = z
  .object({
    id: Id,
    contact_id: Id.nullable(),
    contact_name: z.string().nullable(),
    content: z.string(),
    source: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    analysis: z.enum(['none', 'pending', 'done', 'failed']),
    engine: z.string().nullable(),
    ai_error: z.string().nullable(),
    analysed_at: Timestamp.nullable(),
    entry_count: z.int(),
    tags: z.array(z.object({ id: Id, name: z.string(), color: z.string() })),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof Note>;

export const Entry = z
  .object({
    id: Id,
    contact_id: Id,
    note_id: Id.nullable(),
    category: CategoryName,
    content: z.string(),
    confidence: Confidence.nullable(),
    sources: z.array(Source),
    engine: z.string().nullable().describe('Who drew it: builtin or a model; null for a person'),
    superseded_by: Id.nullable().describe('The entry that ended this one: it is past, and kept'),
    valid_until: Timestamp.nullable().describe('When that was said'),
    done_at: Timestamp.nullable().describe('Of an Actionable entry: when somebody was done with it'),
    mentions: z.array(z.object({ contact_id: Id, full_name: z.string(), text: z.string() })).describe('Others it mentions, and the words that mean them'),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Entry' });
export type Entry = z.infer<typeof Entry>;

export const ProcessBody = z.object({ contact_id: Id, content: NoteContent, async: z.boolean().optional(), preview: z.boolean().optional() });
export const Synthesis = z.object({ id: Id.nullable(), category: CategoryName, content: z.string(), confidence: Confidence.nullable(), sources: z.array(Source) }).meta({ id: 'Synthesis' });
export const ProcessAnswer = z
  .object({ success: z.boolean(), raw_note_id: Id.nullable(), synthesis: z.array(Synthesis), contact_name: z.string(), engine: z.string().nullable(), ai_error: z.string().optional(), proposals: z.array(Proposal).describe('What it says of others, or of nobody can say whom: nothing of it is stored before somebody accepts it') })
  .meta({ id: 'ProcessedNote' });
export type ProcessAnswer = z.infer<typeof ProcessAnswer>;
export const QueuedAnswer = z.object({ job_id: Id, raw_note_id: Id });

export const ReanalyseBody = z.object({ contact_id: Id.optional().describe('Only the notes of this person; all notes when left out') }).nullish();
export const ReanalyseAnswer = z.object({ job_id: Id });

/** What a program keeps with a note; lists of notes carry it along. */
const Metadata = z.record(z.string().max(64), z.unknown()).refine((value) => JSON.stringify(value).length <= 10_000, 'may have at most 10,000 characters as JSON');
export const NoteBody = z.object({ contact_id: Id.nullish(), content: z.string().min(1).max(100_000).refine((text) => text.trim() !== '', 'write something'), metadata: Metadata.optional(), tag_ids: z.array(Id).max(50).optional() });
export const NotePatch = NoteBody.partial().refine((patch) => Object.keys(patch).length > 0, 'Send at least one field to change.');
export const NoteQuery = PageQuery.extend({ q: trimmed(0, 200).optional().describe('Words the note contains'), tag: Id.optional() });
export const NotePage = page(Note);
export const NoteAnswer = z.object({ note: Note });

export const EntryBody = z.object({ category: CategoryName, content: EntryContent, confidence: Confidence.nullish(), sources: z.array(Source).max(20).default([]) });
export const EntriesBody = z.object({ entries: z.array(EntryBody).min(1).max(500) });
export const EntryPatch = z.object({ contact_id: Id.describe('Whose it is, when it was put on the wrong person'), category: CategoryName, content: EntryContent, confidence: Confidence.nullable(), done: z.boolean().describe('Done with what an Actionable entry asks for, or not after all') }).partial().refine((patch) => Object.keys(patch).length > 0, 'Send at least one field to change.');
export const EntryQuery = PageQuery.extend({ category: CategoryName.optional() });
export const EntryPage = page(Entry);
export const EntryAnswer = z.object({ entry: Entry });
export const EntriesAnswer = z.object({ data: z.array(Entry), has_more: z.literal(false), next_cursor: z.null() });
export const MergeBody = z.object({ other_ids: z.array(Id).min(1).max(50), content: EntryContent.optional() });
export const EntryVersion = z.object({ id: Id, category: CategoryName, content: z.string(), confidence: Confidence.nullable(), valid_until: Timestamp, changed_by: z.string().nullable() }).meta({ id: 'EntryVersion' });
export type EntryVersion = z.infer<typeof EntryVersion>;
export const EntryVersionPage = page(EntryVersion);
export type EntryBody = z.infer<typeof EntryBody>;
/** Which entry ended this one. */
export const SuccessorBody = z.object({ entry_id: Id });
