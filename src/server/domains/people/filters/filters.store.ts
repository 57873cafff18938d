import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { SavedFilter, SavedFilterBody } from './filters.schema.ts';

const COLUMNS = sql`f.id, f.page, f.name, f.query, f.position, f.created_at, f.updated_at`;

/** Up to `limit + 1` filters of a page in their order, after the cursor `[position, id]`. */
export const selectFilters = (db: Db, spaceId: string, page: string, limit: number, after: [number, string] | undefined) =>
  db.query<SavedFilter>(sql`select ${COLUMNS} from saved_filters f where f.space_id = ${spaceId} and f.page = ${page}
    ${after ? sql`and (f.position, f.id) > (${after[0]}::int, ${after[1]}::uuid)` : sql``} order by f.position, f.id limit ${limit + 1}`);

export const selectFilter = async (db: Db, spaceId: string, id: string) => (await db.query<SavedFilter>(sql`select ${COLUMNS} from saved_filters f where f.space_id = ${spaceId} and f.id = ${id}`))[0];

export const lockFilter = async (db: Db, spaceId: string, id: string) => (await db.query<SavedFilter>(sql`select ${COLUMNS} from saved_filters f where f.space_id = ${spaceId} and f.id = ${id} for update`))[0];

export const countFilters = async (db: Db, spaceId: string, page: string) =>
  (await db.query<{ count: number }>(sql`select count(*)::int as count from saved_filters where space_id = ${spaceId} and page = ${page}`))[0]!.count;

/** @returns undefined when the name is taken */
export const insertFilter = async (db: Db, spaceId: string, userId: string, { page, name, query }: SavedFilterBody) =>
  (
    await db.query<SavedFilter>(sql`insert into saved_filters as f (space_id, page, name, query, position, created_by)
      values (${spaceId}, ${page}, ${name}, ${JSON.stringify(query)}::jsonb, (select coalesce(max(position) + 1, 0) from saved_filters where space_id = ${spaceId} and page = ${page}), ${userId})
      on conflict (space_id, page, name_key) do nothing returning ${COLUMNS}`)
  )[0];

export const updateFilter = (db: Db, spaceId: string, id: string, { name, query }: { name?: string | undefined; query?: object | undefined }) =>
  db.query(sql`update saved_filters set name = coalesce(${name ?? null}, name), query = coalesce(${query ? JSON.stringify(query) : null}::jsonb, query), updated_at = now() where space_id = ${spaceId} and id = ${id}`);

/** Moves a filter to a place among the others of its page; they close ranks, which is no change of theirs. */
export const moveFilter = (db: Db, spaceId: string, filter: SavedFilter, position: number) =>
  db.query(sql`
    with others as (select id, row_number() over (order by position, id) - 1 as n from saved_filters where space_id = ${spaceId} and page = ${filter.page} and id <> ${filter.id}),
      places as (select id, n + (n >= ${position}::int)::int as place from others
        union all select ${filter.id}::uuid, least(${position}::int, (select count(*) from others)))
    update saved_filters f set position = places.place, updated_at = case when f.id = ${filter.id} then now() else f.updated_at end from places where f.space_id = ${spaceId} and f.id = places.id and f.position <> places.place`);

export const deleteFilter = (db: Db, spaceId: string, id: string) => db.query(sql`delete from saved_filters where space_id = ${spaceId} and id = ${id}`);

/** Filters that ask for one of `from` ask for `into` instead: those tags become one. */
export const replaceTags = (db: Db, spaceId: string, into: string, from: string[]) =>
  db.query(sql`
    update saved_filters set updated_at = now(), query = jsonb_set(query, '{tag}', (
      select jsonb_agg(distinct case when t = any (${from}) then ${into}::text else t end) from jsonb_array_elements_text(query -> 'tag') t))
    where space_id = ${spaceId} and query -> 'tag' ?| ${from}::text[]`);
