import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Ctx } from '../../../platform/context.ts';
import { entriesOf } from '../../notes/index.ts';
import { type PeopleFilter, peopleInBatches } from '../../people/index.ts';
import { COLUMNS, DONE, guard } from './columns.ts';

const MARK = '\uFEFF';
type Cell = string | number | null;
type Head = { bom: boolean; done: boolean; user?: string };
/** Quotes what a reader could trim or take for an end of line. */
const FORMAT = { record_delimiter: '\r\n', quoted_match: /[\r\n]|^\s|\s$/ } as const;
const write = (rows: Cell[][]) => stringify(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guard(cell) : cell))), FORMAT);

/**
 * People and their entries as Kith's own CSV, one row an entry; written as it is read, some hundred people at a time.
 * @param options.done with when somebody was done with what an entry asks for, in a column of its own at the end
 * @param options.bom begin with a byte order mark, which some spreadsheets need to see UTF-8
 * @param options.user whose people they are, in a column of its own before the others
 * @param options.headless without the line that names the columns
 * @throws 404 for an id there is not, before anything is written
 */
export async function exportCsv(ctx: Ctx, filter: PeopleFilter, options: Head & { headless?: boolean }): Promise<Readable> {
  const batches = peopleInBatches(ctx, filter);
  const first = await batches.next();
  async function* rows() {
    if (!options.headless) yield exportHead(options);
    for (let batch = first; !batch.done; batch = await batches.next()) {
      const people = batch.value;
      const entries = await entriesOf(ctx, people.map((person) => person.id));
      yield write(
        people.flatMap((person): Cell[][] => {
          const who = [...(options.user === undefined ? [] : [options.user]), person.id, person.full_name, person.tier];
          const telegram = [person.telegram_id, person.telegram_username];
          const known = entries.get(person.id);
          if (!known) return [[...who, null, null, null, person.created_at, ...telegram, ...(options.done ? [null] : [])]];
          return known.map((entry) => [...who, entry.category, entry.content, entry.confidence, entry.created_at, ...telegram, ...(options.done ? [entry.done_at] : [])]);
        }),
      );
      await setImmediate(); // others get their turn
    }
  }
  return Readable.from(rows());
}

/** The line that names the columns. */
export const exportHead = ({ bom, done, user }: Head) => (bom ? MARK : '') + write([[...(user === undefined ? [] : ['User']), ...COLUMNS, ...(done ? [DONE] : [])]]);

/** `kith_platform_export_20260131_093000.csv`, in UTC. */
export const exportName = (now = new Date()) => `kith_platform_export_${now.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15)}.csv`;
