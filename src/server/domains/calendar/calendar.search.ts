import sql from 'sql-template-tag';
import type { SearchSource } from '../../platform/search.ts';

/** Events among the results of a search. */
export const calendarSearch: SearchSource[] = [
  {
    kind: 'event',
    shown: (spaceId) => sql`
      select c.full_name, v.title, null, concat_ws(' · ', replace(left(v.starts_at, 16), 'T', ' '), v.place, nullif(kith.excerpt(coalesce(v.description, ''), f.matched), '')), null
      from events v left join contacts c on c.space_id = v.space_id and c.id = v.contact_id
      where f.kind = 'event' and v.space_id = ${spaceId} and v.id = f.row_id`,
  },
];
