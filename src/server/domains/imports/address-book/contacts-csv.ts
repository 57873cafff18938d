import { parse } from 'csv-parse/sync';
import { unacceptable } from '../../../platform/errors.ts';
import { getPreferences } from '../../accounts/index.ts';
import { defineFormat } from '../format.ts';
import { readText } from '../text.ts';
import { cleanDraft, type Found } from './draft.ts';
import { bookImporter, BookOptions, weighFound } from './importer.ts';
import { delimiterOf, readTable } from './table.ts';
import { type PeopleTable, recogniseTable } from './tables.ts';

/** The header stands within so many records: LinkedIn explains itself first. */
const PREAMBLE = 20;
/** Characters. Outlook's is 1,500, Google's grows with the most phones anybody has. */
const LONGEST_HEADER = 20_000;

/** The table at the beginning of a text, if there is one. */
function tableIn(head: string): PeopleTable | undefined {
  const delimiter = delimiterOf(head);
  const lines = head.split(/\r?\n|\r/, PREAMBLE).filter((line) => line.length <= LONGEST_HEADER);
  for (const line of lines) {
    try {
      // told what ends a record, the parser does not look for it at every byte
      const [cells] = parse(line, { delimiter, record_delimiter: '\n', relax_quotes: true, relax_column_count: true }) as string[][];
      const table = cells && recogniseTable(cells);
      if (table) return table;
    } catch {
      // half of a record: the next line may be the header
    }
  }
  return undefined;
}

/** Contacts as Google, Outlook and LinkedIn export them, or a table of people that somebody made. */
export const contactsCsv = defineFormat<Found, typeof BookOptions>({
  kind: 'contacts_csv',
  label: 'Contacts as CSV',
  description: 'People from Google Contacts, Outlook (in English, German, French or Spanish) or LinkedIn (Connections.csv), or a table of your own with a header row such as Name, Email, Phone, Company. Columns Kith does not know become custom fields.',
  extensions: ['.csv', '.tsv', '.txt'],
  options: BookOptions,
  accepts: ({ text }) => tableIn(text) !== undefined,
  async *parse(open, run) {
    let head = '';
    for await (const piece of readText(open)) {
      head += piece;
      if (head.length > 65_536) break;
    }
    const { locale } = await getPreferences(run.ctx);
    const dayFirst = !/[-_]US\b/.test(locale) && locale !== 'en';
    let table: PeopleTable | undefined;
    let before = 0;
    for await (const { line, cells } of readTable(readText(open), delimiterOf(head))) {
      if (table) {
        if (cells.some((cell) => cell.trim())) yield cleanDraft(table.read(line, cells, table.dayFirst ?? (dayFirst && table.program !== 'Outlook')));
      } else {
        table = recogniseTable(cells);
        if (table) run.columns(table.mapping.filter(({ column }) => column));
        else if (++before > PREAMBLE) break;
      }
    }
    if (!table) throw unacceptable('file', 'Kith does not recognise these columns. It reads the exports of Google Contacts, Outlook and LinkedIn, and tables with a header row such as Name, Email, Phone.');
  },
  start: (run) => bookImporter(run, 'contacts_csv'),
  weigh: weighFound,
});
