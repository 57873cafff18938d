import type { Sql } from 'sql-template-tag';

/**
 * How a domain shows one kind of thing that search found. Its words come from `kith.search_table` in a migration; this is what a
 * person sees of it.
 */
export type SearchSource = {
  kind: string;
  /**
   * A select of `contact_name, title, category, text` (all text, nullable but the title) and `note_id` (uuid, the note to open, or null) of the row `f.row_id` in a space, with
   * `f.kind` as a condition; `f.matched` are the words found, for `kith.excerpt`.
   */
  shown(spaceId: string): Sql;
};
