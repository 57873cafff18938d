import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unacceptable } from '../../../platform/errors.ts';
import { type ImportRun, storable } from '../format.ts';
import { decodeHead, readText } from '../text.ts';
import { layoutOf, unguard, type UserColumn } from './columns.ts';

/** One record: its line, and the cells of the known columns. */
export type CsvRow = { line: number; cell(column: UserColumn): string };

/** Longer than nine cells of the longest content; a quote that is never closed must not pull the whole file into memory. */
const RECORD_CHARACTERS = 200_000;

/**
 * Reads a CSV file as Kith, a spreadsheet or a person wrote it.
 * @param ofUsers whether it holds the people of several users, named in a column User
 * @throws 422 when it cannot be read
 */
export async function* parseCsv(open: () => AsyncIterable<Buffer>, run: ImportRun, ofUsers = false): AsyncGenerator<CsvRow> {
  const layout = layoutOf(await headOf(open), ofUsers);
  if (!layout || !(layout.at.has('Contact Name') || layout.at.has('Contact ID') || layout.at.has('Telegram ID')))
    throw unacceptable('file', 'The first line must name the columns, and one of them must be "Contact Name".', 'unreadable');
  if (ofUsers && !layout.at.has('User')) throw unacceptable('file', 'One column must be "User": the name of the account whose people they are.', 'unreadable');
  if (layout.twice.length) throw unacceptable('file', `The column "${layout.twice[0]}" is there twice.`, 'unreadable');
  if (layout.ignored.length) run.warn(`Columns Kith does not know were passed over: ${layout.ignored.slice(0, 20).join(', ')}`);

  const parser = parse({
    delimiter: layout.delimiter, from_line: layout.from_line, record_delimiter: ['\r\n', '\n', '\r'], info: true, skip_empty_lines: true,
    relax_quotes: true, relax_column_count: true, max_record_size: RECORD_CHARACTERS,
  });
  const reading = pipeline(Readable.from(readText(open)), parser);
  reading.catch(() => {}); // the loop hears of it
  let before = layout.from_line - 1;
  let empty = 0;
  let twice = 0; // inside quotes the parser counts CR LF as two lines
  let header = true;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number; empty_lines: number } }>) {
      const line = before + 1 + info.empty_lines - empty;
      for (const cell of record) twice += cell.split('\r\n').length - 1;
      before = info.lines - twice;
      empty = info.empty_lines;
      if (header) header = false;
      else if (record.length > layout.width && record.slice(layout.width).some((cell) => cell !== '')) run.fail(line, `This row has ${record.length} cells, but the first line names ${layout.width} columns.`);
      else yield { line, cell: (column) => storable(unguard(record[layout.at.get(column) ?? -1] ?? '')) };
    }
    await reading;
  } catch (error) {
    if (error instanceof CsvError) throw unacceptable('file', explain(error), 'unreadable');
    throw error;
  }
}

async function headOf(open: () => AsyncIterable<Buffer>): Promise<string> {
  for await (const chunk of open()) return decodeHead(chunk);
  throw unacceptable('file', 'The file is empty.', 'unreadable');
}

function explain(error: CsvError): string {
  const line = (error as { lines?: number }).lines;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') return `A quotation mark is opened and not closed, near line ${line}. Nothing was imported.`;
  return `The file cannot be read as CSV near line ${line}. Nothing was imported.`;
}
