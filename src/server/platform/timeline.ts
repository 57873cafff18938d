import sql, { type Sql } from 'sql-template-tag';

/** Which stretch of time of whom is asked for. `contact_id` null: of everybody in the space. Moments are ISO 8601. */
export type TimelineScope = { space_id: string; contact_id: string | null; from: string | null; to: string | null; before: [at: string, id: string] | null; limit: number };

/** How a domain tells what happened with people. Each source is one indexed scan that ends after `limit` rows. */
export type TimelineSource = {
  kind: string;
  /** Stands on the timeline of one person only: on that of everybody it would repeat something. */
  personal?: true;
  /** A select of `id uuid, contact_id uuid, at timestamptz, title text, text text, category text, count int, note_id uuid, all_day boolean` (all but id, at and all_day may be null), narrowed by `within`. */
  select(scope: TimelineScope): Sql;
  /** A select of `at timestamptz, n int` over all of them, for counts by month: some moment of a month, in any zone, and how many are of it. Best read from an index alone. */
  moments(scope: Pick<TimelineScope, 'space_id' | 'contact_id'>): Sql;
};

/** The rest of a source's query: the stretch asked for, newest first. `at` and `id` are columns with an index that begins with space and contact. */
export const within = (scope: TimelineScope, at: Sql, id: Sql): Sql => sql`
  ${scope.from ? sql`and ${at} >= ${scope.from}::timestamptz` : sql``} ${scope.to ? sql`and ${at} < ${scope.to}::timestamptz` : sql``}
  ${scope.before ? sql`and (${at}, ${id}) < (${scope.before[0]}::timestamptz, ${scope.before[1]}::uuid)` : sql``}
  order by ${at} desc, ${id} desc limit ${scope.limit + 1}`;

/** `and column = contact`, when the timeline of one person is asked for. */
export const about = (scope: Pick<TimelineScope, 'contact_id'>, column: Sql): Sql => (scope.contact_id ? sql`and ${column} = ${scope.contact_id}::uuid` : sql``);
