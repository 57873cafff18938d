import sql from 'sql-template-tag';
import type { SearchSource } from '../../platform/search.ts';

/** Notes and entries among the results of a search. */
export const noteSearch: SearchSource[] = [
  {
    kind: 'entry',
    shown: (spaceId) => sql`
      select c.full_name, c.full_name, e.category, e.content, e.note_id
      from entries e join contacts c on c.space_id = e.space_id and c.id = e.contact_id
      where f.kind = 'entry' and e.space_id = ${spaceId} and e.id = f.row_id`,
  },
  {
    kind: 'note',
    shown: (spaceId) => sql`
      select c.full_name, coalesce(c.full_name, left(split_part(ltrim(n.content, E' \\n\\r\\t'), E'\\n', 1), 80)), null, kith.excerpt(n.content, f.matched), n.id
      from notes n left join contacts c on c.space_id = n.space_id and c.id = n.contact_id
      where f.kind = 'note' and n.space_id = ${spaceId} and n.id = f.row_id`,
  },
];
