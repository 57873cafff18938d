import { createReadStream } from 'node:fs';
import { z } from 'zod';
import * as changes from '../../platform/changes/changes.ts';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { conflict, malformed, notFound, Rejection } from '../../platform/errors.ts';
import { decodeCursor, encodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import type { Upload } from '../../platform/http/upload.ts';
import type { JobTools } from '../../platform/jobs/jobs.ts';
import { deleteFiles, readFile, storeFile } from '../../platform/storage/storage.ts';
import type { ImportFormat } from './format.ts';
import { allFormats, formatOf, recognise } from './formats.ts';
import type { Import, ImportResult, ImportSummary, RowError } from './imports.schema.ts';
import * as store from './imports.store.ts';
import { inJob, storedFile } from './job.ts';
import { runImport, type Source } from './run.ts';

/** Larger files are imported in the background. */
export const AT_ONCE_BYTES = 1024 * 1024;
export const MAX_BYTES = 200 * 1024 * 1024;
export const IMPORT_JOB = 'import';

export type File = Omit<Upload, 'fields'>;
type Queued = { job_id: string; import_id: string };
export const isQueued = (answer: object): answer is Queued => !('dry_run' in answer || 'import' in answer);

/** Every kind of file Kith reads, with the JSON schema of its options. */
export const listFormats = () =>
  allFormats().map(({ kind, label, description, extensions, options }) => ({ kind, label, description, extensions, options: z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown> }));

/** One page of the imports of the working space, newest first. */
export async function listImports(ctx: Ctx, query: { limit: number; cursor?: string | undefined }): Promise<Page<ImportSummary>> {
  return toPage(await store.selectImports(ctx, ctx.space.id, query.limit, decodeCursor(query.cursor, z.tuple([z.uuid()]))), query.limit, (row) => [row.id]);
}

const find = async (db: Db, ctx: Ctx, id: string) => (await store.selectImport(db, ctx.space.id, id)) ?? missing();
const missing = (): never => {
  throw notFound('import');
};
const shown = ({ file_id: _, ...row }: Awaited<ReturnType<typeof find>>): Import => row;

/** @throws 404 */
export const getImport = async (ctx: Ctx, id: string): Promise<Import> => shown(await find(ctx, ctx, id));

/** One page of the rows that were left out because something in them is wrong, by line. @throws 404 */
export async function listErrors(ctx: Ctx, id: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<RowError>> {
  const from = decodeCursor(query.cursor, z.tuple([z.int().min(0).max(store.KEPT_ERRORS)]))?.[0] ?? 0;
  const rows = (await store.selectErrors(ctx, ctx.space.id, id, from, query.limit)) ?? missing();
  const has_more = rows.length > query.limit;
  return { data: rows.slice(0, query.limit), has_more, next_cursor: has_more ? encodeCursor([from + query.limit]) : null };
}

/**
 * Imports a file that was just received: at once when it is small, else in the background. All of it or nothing.
 * @param given options as they came; parsed by the format
 * @returns what it came to, or the job that does it
 * @throws 400 for options, 422 for a file that cannot be read as this format
 */
export async function importFile(ctx: Ctx, format: ImportFormat, file: File, given: object, dry_run: boolean): Promise<ImportResult | Queued> {
  const options = parseOptions(format, given);
  const source: Source = { name: file.name, size: file.size, open: () => createReadStream(file.path) };
  const row = { kind: format.kind, file_name: file.name, file_size: file.size, file_hash: file.sha256, options };
  return ctx.tx(
    async (tx) => {
      if (file.size > AT_ONCE_BYTES || !(await store.claimSpace(tx, ctx.space.id))) {
        const stored = await storeFile(tx, ctx, { ...file, content: source.open() });
        const id = await store.insertImport(tx, ctx.space.id, ctx.identity.user.id, ctx.request_id, { ...row, file_id: stored.id, state: dry_run ? 'analysing' : 'running' });
        return { job_id: await enqueue(tx, ctx, id, dry_run), import_id: id };
      }
      const outcome = await runImport(tx, ctx, format, options, source, { dry_run });
      const answer = { success: true as const, dry_run, ...outcome, errors: store.shownErrors(outcome.errors) };
      if (dry_run) return { ...answer, import_id: null, action_id: null };
      const id = await store.insertImport(tx, ctx.space.id, ctx.identity.user.id, ctx.request_id, { ...row, file_id: null, state: 'running' });
      await store.finishImport(tx, ctx.space.id, id, 'done', outcome);
      return { ...answer, import_id: id, action_id: ctx.request_id };
    },
    { timeout: 'export' },
  );
}

/**
 * Keeps a file, recognises it and looks what importing it would do.
 * @returns the import, `ready` or, when the file is large, still `analysing` by the job
 * @throws 422 for a file of no known kind, or one that cannot be read
 */
export async function prepareImport(ctx: Ctx, file: File, kind?: string): Promise<{ import: Import } | Queued> {
  const format = kind ? formatOf(kind) : await recognise(file);
  const options = parseOptions(format, {});
  const content = () => createReadStream(file.path);
  return ctx.tx(
    async (tx) => {
      const stored = await storeFile(tx, ctx, { ...file, content: content() });
      const row = { kind: format.kind, file_id: stored.id, file_name: file.name, file_size: stored.size, file_hash: stored.sha256, options, state: 'analysing' as const };
      const id = await store.insertImport(tx, ctx.space.id, ctx.identity.user.id, ctx.request_id, row);
      if (file.size > AT_ONCE_BYTES || !(await store.claimSpace(tx, ctx.space.id))) return { job_id: await enqueue(tx, ctx, id, true), import_id: id };
      await perform(tx, ctx, { id, format, options, dry_run: true, source: { name: file.name, size: file.size, open: content } });
      return { import: shown(await find(tx, ctx, id)) };
    },
    { timeout: 'export' },
  );
}

/**
 * Runs an import that is ready, or looks again what it would do with other options.
 * @throws 400 for options, 404, 409 when it is not ready
 */
export function startImport(ctx: Ctx, id: string, given: object, dry_run: boolean): Promise<{ import: Import } | Queued> {
  return ctx.tx(
    async (tx) => {
      if (!(await store.lockImport(tx, ctx.space.id, id))) throw notFound('import');
      const row = await find(tx, ctx, id);
      if (row.state !== 'ready' || !row.file_id) throw conflict('not_ready', NOT_READY[row.state] ?? 'This import cannot be run.');
      const format = formatOf(row.kind);
      const options = parseOptions(format, { ...row.options, ...given });
      await store.beginImport(tx, ctx.space.id, id, { state: dry_run ? 'analysing' : 'running', options, action_id: dry_run ? null : ctx.request_id });
      if (row.file_size > AT_ONCE_BYTES || !(await store.claimSpace(tx, ctx.space.id))) return { job_id: await enqueue(tx, ctx, id, dry_run), import_id: id };
      const file = await storedFile(tx, ctx, row.file_id);
      await perform(tx, ctx, { id, format, options, dry_run, source: { ...file, open: () => readFile({ ...ctx, query: tx.query }, file) } });
      return { import: shown(await find(tx, ctx, id)) };
    },
    { timeout: 'export' },
  );
}

const NOT_READY: Record<string, string> = {
  analysing: 'This file is still being looked at. Wait until it is ready.',
  running: 'This import is running already.',
  done: 'This was imported already. Choose the file again to import it once more.',
  undone: 'This import was undone. Choose the file again to import it once more.',
  failed: 'This import failed. Choose the file again.',
};

/** What a job does: the whole import in one transaction. @throws 409 when the file is not there any more */
export async function performJob(ctx: Ctx, id: string, dry_run: boolean, tools: JobTools) {
  const row = await find(ctx, ctx, id);
  const wanted = dry_run ? 'analysing' : 'running';
  if (!row.file_id || row.state !== wanted) throw conflict('not_ready', 'The file of this import is not there any more. Choose it again.');
  return inJob(
    ctx,
    row.file_id,
    { dry_run, ...tools },
    async (tx, source) => {
      await store.awaitSpace(tx, ctx.space.id);
      const format = formatOf(row.kind);
      const outcome = await perform(tx, ctx, { id, format, options: parseOptions(format, row.options), dry_run, source, ...tools });
      return { import_id: id, counts: outcome.counts };
    },
    (tx, why) => giveUp(tx, ctx, id, row.file_id!, why),
  );
}

type Work = { id: string; format: ImportFormat; options: object; dry_run: boolean; source: Source; progress?: (percent: number, message: string) => void; signal?: AbortSignal };

/** Runs an import whose row there is, and writes down what it came to. Its file is not needed any more when it is done. */
async function perform(tx: Db, ctx: Ctx, { id, format, options, source, ...how }: Work) {
  const outcome = await runImport(tx, ctx, format, options, source, how);
  await store.finishImport(tx, ctx.space.id, id, how.dry_run ? 'ready' : 'done', outcome);
  const { file_id } = await find(tx, ctx, id);
  if (!how.dry_run && file_id) await deleteFiles(tx, ctx, [file_id]);
  return outcome;
}

async function giveUp(tx: Db, ctx: Ctx, id: string, fileId: string, error: string) {
  await store.failImport(tx, ctx.space.id, id, error);
  await deleteFiles(tx, ctx, [fileId]);
}

/**
 * Takes back everything an import did, as undo does.
 * @throws 404; 409 when it was undone already, changed nothing, is not done, or something it brought has changed since
 */
export async function undoImport(ctx: Ctx, id: string) {
  const row = await find(ctx, ctx, id);
  if (row.state === 'undone') throw conflict('already_undone', 'This import was undone already.');
  if (row.state !== 'done' || !row.action_id) throw conflict('not_done', 'Only an import that is done can be undone.');
  try {
    const undone = await changes.undo(ctx, row.action_id);
    return { undone, import: await getImport(ctx, id) };
  } catch (error) {
    if (error instanceof Rejection && error.status === 404) throw conflict('nothing_to_undo', 'This import changed nothing, so there is nothing to undo.');
    if (error instanceof Rejection && error.code === 'changed_since') throw conflict('changed_since', `${error.message.replace('this action', 'this import')} Or delete what you do not want by hand.`);
    throw error;
  }
}

/** Forgets an import and its file; what it brought stays. @throws 404, 409 while it runs */
export function forgetImport(ctx: Ctx, id: string): Promise<void> {
  return ctx.tx(async (tx) => {
    if (!(await store.lockImport(tx, ctx.space.id, id))) throw notFound('import');
    const row = await find(tx, ctx, id);
    if (row.state === 'running' || row.state === 'analysing') throw conflict('running', 'This import is running. Cancel it first.');
    await store.deleteImport(tx, ctx.space.id, id);
    if (row.file_id) await deleteFiles(tx, ctx, [row.file_id]);
  });
}

function parseOptions(format: ImportFormat, given: object): Record<string, unknown> {
  const parsed = format.options.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw malformed(issue.path.join('.') || 'options', `${issue.path.join('.') || 'options'}: ${issue.message}`);
}

async function enqueue(tx: Db, ctx: Ctx, id: string, dry_run: boolean): Promise<string> {
  const job = await ctx.platform.jobs.enqueue(tx, ctx, { kind: IMPORT_JOB, input: { import_id: id, space_id: ctx.space.id, dry_run }, unique_key: id });
  await store.setJob(tx, ctx.space.id, id, job.id);
  return job.id;
}
