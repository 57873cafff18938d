import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import type { Choice, PreviewRow } from './imports.schema.ts';

/** The beginning of a file: enough to tell what it is. */
export type FileHead = {
  /** In lower case. */
  name: string;
  content_type: string;
  /** The first 64 KB. */
  bytes: Buffer;
  /** The same as text: by its byte order mark, else UTF-8, else windows-1252. */
  text: string;
};

/** One import, or the dry run of one, while its transaction is open. */
export type ImportRun<Options = unknown> = {
  tx: Db;
  /** Inside the transaction: verbs called with it are part of the import. */
  ctx: Ctx;
  options: Options;
  dry_run: boolean;
  file: { name: string; size: number };
  /** Adds to a number of the result. Names are words of the API (`people_created`); a result shows all there are. */
  count(what: string, n?: number): void;
  /** A row that is left out, and why; `line` counts from 1 in the file as an editor shows it. */
  fail(line: number, message: string, column?: string): void;
  /** Something about the whole file that the person should know. */
  warn(message: string): void;
  /** What the columns of a table are taken for; null: left out. */
  columns(mapping: { column: string; field: string | null }[]): void;
  /** Somebody in the file, and who that was taken to be or could be. */
  choose(choice: Choice): void;
  /** What happens to a row; the first ones are kept for the preview. */
  show(row: PreviewRow): void;
};

/** Takes rows in, a batch at a time; holds what one import has to remember. */
export type Importer<Row> = { apply(rows: Row[]): Promise<void>; finish?(): Promise<void> };

/**
 * A kind of file that Kith reads. Registered in formats.ts; the page, the API and undo follow from that.
 * It never sees the whole file at once: `parse` yields rows as they are read, `apply` gets them in batches, all in one transaction.
 */
export type ImportFormat<Row = unknown, Options extends z.ZodObject = z.ZodObject> = {
  /** As in the API: `csv`. */
  kind: string;
  /** As a person calls it: `Kith CSV`. */
  label: string;
  /** What it is and what is taken from it, in a sentence or two. */
  description: string;
  /** With the dot, for choosing a file. */
  extensions: string[];
  /**
   * What can be chosen; each field with a default and `.meta({ title, description })`: the page draws them from the schema, choices by
   * `labels` and `hints` (by value), anything else with `hint`. Values come from a form, too: use z.coerce, Flag.
   */
  options: Options;
  accepts(head: FileHead): boolean;
  /**
   * Reads the file. `open` may be called more than once, each time from the beginning.
   * @throws a Rejection (422) when the file as a whole cannot be read
   */
  parse(open: () => AsyncIterable<Buffer>, run: ImportRun<z.infer<Options>>): AsyncIterable<Row>;
  start(run: ImportRun<z.infer<Options>>): Importer<Row>;
  /** About how many bytes a row holds, where that may be much: a batch ends early when its rows are heavy. */
  weigh?(row: Row): number;
};

/** Keeps the types of a format together; who has it from the registry needs none of them. */
export const defineFormat = <Row, Options extends z.ZodObject>(format: ImportFormat<Row, Options>) => format as unknown as ImportFormat;

/** A yes or no of the options, from JSON or from a form. */
export const Flag = z.union([z.boolean(), z.stringbool()]);

/** Text that can be stored: without NUL and halves of surrogate pairs. */
export const storable = (text: string) => text.toWellFormed().replaceAll('\0', '');
