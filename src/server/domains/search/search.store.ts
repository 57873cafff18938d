import sql, { join } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { SearchSource } from '../../platform/search.ts';
import type { SearchQuery, SearchResult } from './search.schema.ts';

/** Where a page ends: class, created_at and id of its last row, and how many rows came before the next page. */
export type Position = [number, string, string, number];

export type Found = Pick<SearchResult, 'kind' | 'id' | 'contact_id' | 'contact_name' | 'note_id' | 'title' | 'category' | 'created_at'> & {
  text: string | null;
  /** See kith.search: the lower, the better. */
  class: number;
  /** 'jonh*|john': words as they were understood, '*' where one may go on, alternatives after '|'. */
  matched: string[];
};

/** Up to `limit + 1` results after a position, best first. One query. */
export function selectFound(db: Db, spaceId: string, sources: readonly SearchSource[], query: Omit<SearchQuery, 'cursor'>, after: Position | undefined): Promise<Found[]> {
  return db.query(sql`
    select f.kind, f.row_id as id, f.contact_id, s.contact_name, s.note_id, s.title, s.text, s.category, f.class, f.created_at, f.matched
    from kith.search(${spaceId}, ${query.q}, ${query.kind ?? null}, ${query.contact_id ?? null}, ${query.from ?? null}, ${query.to ?? null},
      ${after?.[0] ?? null}, ${after?.[1] ?? null}, ${after?.[2] ?? null}, ${after?.[3] ?? 0}, ${query.limit + 1}) f
    cross join lateral (${join(sources.map((source) => source.shown(spaceId)), ' union all ')}) s
    order by f.class, f.created_at desc, f.row_id desc`);
}
