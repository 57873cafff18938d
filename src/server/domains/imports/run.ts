import { type Ctx, within } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import type { ImportFormat, ImportRun } from './format.ts';
import type { Outcome, PreviewRow, RowError } from './imports.schema.ts';
import * as store from './imports.store.ts';

/** Rows that one statement takes. */
const BATCH = 1000;
/** Bytes of rows that are held at once. */
const BATCH_BYTES = 16 * 1024 * 1024;
/** Rows of a preview, and characters of their details. */
const PREVIEW_ROWS = 50;
const DETAIL = 200;
const WARNINGS = 50;
const COLUMNS = 200;
const CHOICES = 500;
/** Steps in which progress is seen. */
const SLICE_BYTES = 64 * 1024;

/** A file to import. `open` may be called more than once, each time from the beginning. */
export type Source = { name: string; size: number; open(): AsyncIterable<Buffer> };
type How = { dry_run: boolean; progress?: (percent: number, message: string) => void; signal?: AbortSignal };

/** A run in the caller's transaction, and what it comes to so far. */
export function createRun(tx: Db, ctx: Ctx, options: object, file: { name: string; size: number }, dry_run: boolean): { run: ImportRun<never>; outcome: Outcome } {
  const outcome: Outcome = { counts: {}, preview: [], warnings: [], choices: [], columns: [], errors: [], error_count: 0 };
  const run: ImportRun<never> = {
    tx,
    ctx: within(ctx, tx),
    options: options as never, // of whichever format; its schema has read them
    dry_run,
    file: { name: file.name, size: file.size },
    count: (what, n = 1) => void (outcome.counts[what] = (outcome.counts[what] ?? 0) + n),
    fail(line, message, column) {
      outcome.error_count++;
      if (outcome.errors.length < store.KEPT_ERRORS) outcome.errors.push({ line, column: column ?? null, message: message.slice(0, 500) } satisfies RowError);
    },
    warn: (message) => void (outcome.warnings.length < WARNINGS && outcome.warnings.push(message.slice(0, 500))),
    columns: (mapping) => void (outcome.columns = mapping.slice(0, COLUMNS).map(({ column, field }) => ({ column: column.slice(0, DETAIL), field }))),
    choose: (choice) => void (outcome.choices.length < CHOICES && outcome.choices.push({ ...choice, key: choice.key.slice(0, 400), name: choice.name.slice(0, DETAIL) })),
    show: (row) => void (outcome.preview.length < PREVIEW_ROWS && outcome.preview.push({ ...row, name: row.name.slice(0, DETAIL), detail: row.detail.slice(0, DETAIL) } satisfies PreviewRow)),
  };
  return { run, outcome };
}

/**
 * Reads a file and takes its rows in, all in the caller's transaction. A dry run does the same and takes it back.
 * @param format with `options` it has parsed
 * @throws what makes the whole file unreadable (422); the caller's transaction then rolls back
 */
export async function runImport(tx: Db, ctx: Ctx, format: ImportFormat, options: object, source: Source, { dry_run, progress, signal }: How): Promise<Outcome> {
  const { run, outcome } = createRun(tx, ctx, options, source, dry_run);
  if (dry_run) await store.savepoint(tx);
  let rows = 0;
  let read = 0;
  async function* counted() {
    read = 0;
    for await (const chunk of source.open())
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
        signal?.throwIfAborted(); // also while no row is any good
        const slice = chunk.subarray(at, at + SLICE_BYTES);
        read += slice.length;
        yield slice;
      }
  }
  const importer = format.start(run);
  const take = async (batch: unknown[]) => {
    signal?.throwIfAborted();
    await importer.apply(batch);
    rows += batch.length;
    progress?.(Math.min(98, (98 * read) / Math.max(1, source.size)), `${rows.toLocaleString('en')} rows read`);
  };
  let batch: unknown[] = [];
  let weight = 0;
  for await (const row of format.parse(counted, run)) {
    batch.push(row);
    weight += format.weigh?.(row) ?? 0;
    if (batch.length < BATCH && weight < BATCH_BYTES) continue;
    await take(batch);
    batch = [];
    weight = 0;
  }
  if (batch.length) await take(batch);
  signal?.throwIfAborted();
  await importer.finish?.();
  if (dry_run) await store.rollbackToSavepoint(tx);
  outcome.errors.sort((a, b) => a.line - b.line);
  return outcome;
}
