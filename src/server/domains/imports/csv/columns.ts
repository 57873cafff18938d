import { parse } from 'csv-parse/sync';

/** The columns of Kith's own CSV, in their order. */
export const COLUMNS = ['Contact ID', 'Contact Name', 'Tier', 'Category', 'Content', 'AI Confidence', 'Created At', 'Telegram ID', 'Telegram Username'] as const;
/** When somebody was done with an Actionable entry: one more column for who asks for it. */
export const DONE = 'Done At' as const;
export type Column = (typeof COLUMNS)[number] | typeof DONE;
/** Whose people they are, where a file holds those of several users. */
export type UserColumn = Column | 'User';

const DELIMITERS = [',', ';', '\t', '|'];
const fold = (name: string) => name.trim().toLowerCase().replace(/[\s_-]+/g, ' ');
const KNOWN = new Map<string, UserColumn>(([...COLUMNS, DONE] as const).map((column) => [fold(column), column]));
const KNOWN_WITH_USER = new Map(KNOWN).set('user', 'User');

/** How a file is laid out. */
export type Layout = { delimiter: string; /** The line of the header. */ from_line: number; /** Where in a record each column is. */ at: Map<UserColumn, number>; width: number; ignored: string[]; twice: UserColumn[] };

/**
 * Reads the layout off the first lines: the delimiter under which most columns are known. Order and case of the columns are free.
 * @param ofUsers whether there is a column User
 * @returns undefined when no line of columns is there
 */
export function layoutOf(head: string, ofUsers = false): Layout | undefined {
  const told = /^sep=(.)\r?\n/i.exec(head); // what spreadsheets write to tell themselves
  const layouts = (told ? [told[1]!] : DELIMITERS).map((delimiter) => read(head, delimiter, told ? 2 : 1, ofUsers ? KNOWN_WITH_USER : KNOWN)).filter((layout) => layout !== undefined);
  const best = layouts.sort((a, b) => b.at.size - a.at.size)[0];
  return best && best.at.size > 0 ? best : undefined;
}

function read(head: string, delimiter: string, from_line: number, known: ReadonlyMap<string, UserColumn>): Layout | undefined {
  let names: string[] | undefined;
  try {
    [names] = parse(head, { delimiter, from_line, to: 1, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] }) as string[][];
  } catch {
    return undefined;
  }
  if (!names) return undefined;
  const layout: Layout = { delimiter, from_line, at: new Map(), width: names.length, ignored: [], twice: [] };
  for (const [i, name] of names.entries()) {
    const column = known.get(fold(name));
    if (column === undefined) layout.ignored.push(name.trim());
    else if (layout.at.has(column)) layout.twice.push(column);
    else layout.at.set(column, i);
  }
  layout.ignored = layout.ignored.filter((name) => name !== '');
  return layout;
}

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front; so does one that is such a text behind apostrophes
 * already. `unguard` takes exactly that one away again, so that every text comes back as it was.
 */
export const guard = (cell: string) => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
export const unguard = (cell: string) => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
