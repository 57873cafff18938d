import sql from 'sql-template-tag';
import type { SearchSource } from '../../platform/search.ts';

/** Messages among the results of a search. */
export const chatSearch: SearchSource[] = [
  {
    kind: 'message',
    shown: (spaceId) => sql`
      select c.full_name, m.sender_name, m.channel, kith.excerpt(m.text, f.matched), m.note_id
      from chat_messages m join contacts c on c.space_id = m.space_id and c.id = m.contact_id
      where f.kind = 'message' and m.space_id = ${spaceId} and m.id = f.row_id`,
  },
];
