import sql from 'sql-template-tag';
import type { SearchSource } from '../../platform/search.ts';

/** Contacts, tags, groups and what was had with a person among the results of a search. */
export const peopleSearch: SearchSource[] = [
  {
    kind: 'contact',
    shown: (spaceId) => sql`
      select c.full_name as contact_name, c.full_name as title, null::text as category,
        kith.excerpt(concat_ws(' · ', c.nickname, c.title, c.company, nullif(c.city, ''),
          (select string_agg(e ->> 'value', ' · ') from jsonb_array_elements(c.emails || c.phones || c.custom_fields) e),
          (select string_agg(h ->> 'handle', ' · ') from jsonb_array_elements(c.social_handles) h),
          c.telegram_username, c.how_we_met, c.description), f.matched) as text, null::uuid as note_id
      from contacts c where f.kind = 'contact' and c.space_id = ${spaceId} and c.id = f.row_id`,
  },
  {
    kind: 'tag',
    shown: (spaceId) => sql`
      select null, t.name, null, t.description, null from tags t where f.kind = 'tag' and t.space_id = ${spaceId} and t.id = f.row_id`,
  },
  {
    kind: 'group',
    shown: (spaceId) => sql`
      select null, g.name, null, g.description, null from groups g where f.kind = 'group' and g.space_id = ${spaceId} and g.id = f.row_id`,
  },
  {
    kind: 'interaction',
    shown: (spaceId) => sql`
      select c.full_name, c.full_name, i.kind, concat_ws(' · ', to_char(i.at at time zone kith.time_zone(), 'YYYY-MM-DD HH24:MI'), kith.excerpt(i.text, f.matched)), null
      from interactions i join contacts c on c.space_id = i.space_id and c.id = i.contact_id
      where f.kind = 'interaction' and i.space_id = ${spaceId} and i.id = f.row_id`,
  },
];
