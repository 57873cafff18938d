import { z } from 'zod';
import { Id, page, PageQuery, Timestamp } from '../../platform/http/shapes.ts';

export const ImportState = z.enum(['analysing', 'ready', 'running', 'done', 'failed', 'undone']);

export const PreviewRow = z
  .object({
    line: z.int(),
    what: z.enum(['new', 'changed', 'same', 'skipped']),
    name: z.string().describe('Whom or what the row is about'),
    detail: z.string(),
  })
  .meta({ id: 'ImportPreviewRow' });
export type PreviewRow = z.infer<typeof PreviewRow>;

export const RowError = z.object({ line: z.int(), column: z.string().nullable(), message: z.string() }).meta({ id: 'ImportRowError' });
export type RowError = z.infer<typeof RowError>;

/** Somebody in a file of whom it is said, or asked, who they are. */
export const Choice = z
  .object({
    key: z.string().describe('What the option `mapping` names them by'),
    name: z.string(),
    messages: z.int(),
    answer: z.string().nullable().describe('The id of a contact, "new", "me" or "skip"; null: nobody knows yet'),
    contact: z.object({ id: Id, name: z.string() }).nullable().describe('Whom they were taken for'),
    candidates: z.array(z.object({ id: Id, name: z.string() })).describe('Who they could be, when that is not clear'),
  })
  .meta({ id: 'ImportChoice' });
export type Choice = z.infer<typeof Choice>;

const Counts = z.record(z.string(), z.int()).describe('What was (or would be) done: people_created, people_updated, people_skipped, entries, …');

/** What a run of an import came to. */
const outcome = {
  counts: Counts,
  preview: z.array(PreviewRow).describe('The first rows'),
  warnings: z.array(z.string()),
  choices: z.array(Choice).describe('The senders of messages, those nobody knows first'),
  columns: z.array(z.object({ column: z.string(), field: z.string().nullable() })).describe('What each column of a table is taken for; null: left out'),
  errors: z.array(RowError).describe('The first 100; all that were kept: GET /imports/{id}/errors'),
  error_count: z.int().describe('Rows that were left out because something in them is wrong'),
};
export type Outcome = { counts: Record<string, number>; preview: PreviewRow[]; warnings: string[]; choices: Choice[]; columns: { column: string; field: string | null }[]; errors: RowError[]; error_count: number };

export const ImportSummary = z
  .object({
    id: Id,
    kind: z.string(),
    file_name: z.string(),
    file_size: z.int(),
    state: ImportState.describe('`ready` waits to be run; `undone` was taken back'),
    counts: Counts,
    error_count: z.int(),
    error: z.string().nullable().describe('Why all of it failed'),
    action_id: Id.nullable(),
    job_id: Id.nullable(),
    created_by_name: z.string().nullable(),
    created_at: Timestamp,
    finished_at: Timestamp.nullable(),
  })
  .meta({ id: 'ImportSummary' });
export type ImportSummary = z.infer<typeof ImportSummary>;

export const Import = z
  .object({
    ...ImportSummary.shape,
    ...outcome,
    options: z.record(z.string(), z.unknown()),
    imported_before: Timestamp.nullable().describe('When the very same file was imported the last time'),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof Import>;

export const ImportAnswer = z.object({ import: Import });
export const ImportQueued = z.object({ job_id: Id, import_id: Id });
export const ImportPage = page(ImportSummary);
export const ImportQuery = PageQuery;
export const RowErrorPage = page(RowError);

/** The answer of a route that imports at once. */
export const ImportResult = z
  .object({ success: z.literal(true), dry_run: z.boolean(), import_id: Id.nullable().describe('None for a dry run'), action_id: Id.nullable().describe('What undo needs; none for a dry run'), ...outcome })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof ImportResult>;

export const Format = z
  .object({
    kind: z.string(),
    label: z.string(),
    description: z.string(),
    extensions: z.array(z.string()),
    options: z.record(z.string(), z.unknown()).describe('JSON schema of its options, with titles, descriptions and defaults'),
  })
  .meta({ id: 'ImportFormat' });
export const FormatsAnswer = z.object({ data: z.array(Format), has_more: z.literal(false), next_cursor: z.null() });

export const UploadFields = z.object({ kind: z.string().max(64).optional().describe('A kind of GET /imports/formats; recognised when left out') });
export const RunBody = z
  .object({ options: z.record(z.string().max(64), z.union([z.string().max(60_000), z.number(), z.boolean(), z.null()])).default({}), dry_run: z.boolean().default(false).describe('Look again what would happen, with other options') })
  .nullish();
export const UndoneImport = z.object({ undone: z.object({ action_id: Id, changes: z.int() }), import: Import });
