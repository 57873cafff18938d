import { parse } from 'csv-parse';
import { unacceptable } from '../../../platform/errors.ts';

/** A record of a CSV file and the line on which it ends. */
export type Cells = { line: number; cells: string[] };

const RECORD_CHARACTERS = 1_000_000;
const COLUMNS = 500;

/** The delimiter of a table: what divides its first lines most evenly. */
export function delimiterOf(start: string): ',' | ';' | '\t' {
  const lines = start.split(/\r?\n/).slice(0, 20);
  const most = (delimiter: string) => Math.max(...lines.map((line) => line.split(delimiter).length));
  return ([',', ';', '\t'] as const).toSorted((a, b) => most(b) - most(a))[0]!;
}

/**
 * The records of a CSV text, one at a time. Quotes in the wrong place and rows of different length are borne.
 * @throws 422 when a record is longer than a million characters, which an open quote makes of a whole file
 */
export async function* readTable(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Cells> {
  const parser = parse({ delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, info: true, max_record_size: RECORD_CHARACTERS });
  const feeding = (async () => {
    try {
      for await (const piece of text) {
        if (parser.destroyed) return;
        if (!parser.write(piece)) await new Promise<void>((resume) => void parser.once('drain', resume).once('close', resume));
      }
      parser.end();
    } catch (error) {
      parser.destroy(error as Error);
    }
  })();
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) yield { line: info.lines, cells: record.slice(0, COLUMNS) };
  } catch (error) {
    const { code } = error as { code?: string };
    if (!code?.startsWith('CSV_')) throw error;
    throw unacceptable('file', code === 'CSV_MAX_RECORD_SIZE' ? 'A row of this file is longer than a million characters. Look for a quotation mark that is never closed.' : `The file is no table: ${(error as Error).message.slice(0, 200)}`);
  } finally {
    parser.destroy();
    await feeding;
  }
}
