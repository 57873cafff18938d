import { z } from 'zod';
import { malformed } from '../errors.ts';

/** Shapes that every domain's requests and responses share. */

const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');
/** A moment, ISO 8601 with offset, of the years 1 to 9999: others have no such form in UTC. */
export const Timestamp = z.iso.datetime({ offset: true }).refine((text) => Date.parse(text) >= FIRST_MOMENT && Date.parse(text) <= LAST_MOMENT, 'use a year from 0001 to 9999');
export const Id = z.uuid();
export const IdParams = z.object({ id: Id });

/** `limit` and `cursor` of every list (default 50, at most 100). */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(1000).optional(),
});

/** One page of a list. */
export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), has_more: z.boolean(), next_cursor: z.string().nullable() });

export type Page<T> = { data: T[]; has_more: boolean; next_cursor: string | null };

/** Text a person typed: trimmed, between `min` and `max` characters. */
export const trimmed = (min: number, max: number) => z.string().trim().min(min).max(max);

/** Cursors are opaque to clients: the sort values of the last row, in base64url. */
export const encodeCursor = (values: readonly (string | number | null)[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

/** @throws 400 when the cursor is not one of ours. */
export function decodeCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.infer<T> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw malformed('cursor', 'cursor: Use the next_cursor of the page before, unchanged.');
  }
}

/** Makes a page of rows that were asked for with one more than `limit`. */
export function toPage<T>(rows: T[], limit: number, cursorOf: (row: T) => readonly (string | number | null)[]): Page<T> {
  const data = rows.length > limit ? rows.slice(0, limit) : rows;
  const has_more = rows.length > limit;
  return { data, has_more, next_cursor: has_more ? encodeCursor(cursorOf(data.at(-1)!)) : null };
}
