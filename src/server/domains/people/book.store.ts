import sql, { join, raw } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import { CONTACT_COLUMNS } from './people.schema.ts';

/** What tells people apart, of one contact: enough to find out whether a card is about them. Values are folded as they are compared. */
export type BookKeys = {
  id: string;
  name: string;
  uid: string | null;
  emails: string[] | null;
  phones: string[] | null;
  /** What else agrees or not: `company …`, `born …`. Long texts come as their MD5. */
  facts: string[];
};

/** Up to `limit` contacts after an id. */
export const selectBookKeys = (db: Db, spaceId: string, after: string | null, limit: number) =>
  db.query<BookKeys>(sql`
    select c.id, c.name_folded as name, c.vcard_uid as uid,
      (select array_agg(lower(e.value ->> 'value')) from jsonb_array_elements(c.emails) e) as emails,
      (select array_agg(p.value ->> 'value') from jsonb_array_elements(c.phones) p) as phones,
      array_remove(array[
        'company ' || lower(c.company), 'born ' || c.birthday, 'nick ' || lower(c.nickname), 'title ' || lower(c.title), 'telegram ' || c.telegram_id, 'about ' || md5(c.description), 'met ' || md5(c.how_we_met)]
        || array(select 'at ' || lower(concat_ws(' ', a.value ->> 'street', a.value ->> 'city')) from jsonb_array_elements(c.addresses) a)
        || array(select 'on ' || lower(concat_ws(' ', s.value ->> 'network', s.value ->> 'handle')) from jsonb_array_elements(c.social_handles) s)
        || array(select 'day ' || (d.value ->> 'date') from jsonb_array_elements(c.important_dates) d)
        || array(select 'field ' || md5(concat_ws(' ', f.value ->> 'label', f.value ->> 'value')) from jsonb_array_elements(c.custom_fields) f), null) as facts
    from contacts c where c.space_id = ${spaceId} ${after ? sql`and c.id > ${after}::uuid` : sql``} order by c.id limit ${limit}`);

const COLUMNS = join(CONTACT_COLUMNS.map((column) => raw(`c.${column}`)));

/**
 * Everything an address book may say about these contacts. The tags are gathered once, not for each contact: right after a large
 * import the planner knows nothing of them, and read all of them 200 times a page.
 */
export const selectBook = <Row>(db: Db, spaceId: string, ids: string[]) =>
  db.query<Row>(sql`
    select c.id, ${COLUMNS}, c.vcard_uid, c.vcard_extra, c.photo_id, c.updated_at, coalesce(tagged.names, '{}') as tags
    from contacts c left join (
      select ct.contact_id, array_agg(t.name order by t.name_key) as names from contact_tags ct join tags t on t.space_id = ct.space_id and t.id = ct.tag_id
      where ct.space_id = ${spaceId} and ct.contact_id = any (${ids}::uuid[]) group by 1
    ) tagged on tagged.contact_id = c.id
    where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[])`);

/** Makes the tags that are not there. @returns the id of each, by the name asked for, and how many are new */
export async function ensureTags(db: Db, spaceId: string, names: string[]): Promise<Map<string, string>> {
  await db.query(sql`insert into tags (space_id, name) select ${spaceId}, n from unnest(${names}::text[]) n on conflict (space_id, name_key) do nothing`);
  const rows = await db.query<{ name: string; id: string }>(sql`select n as name, t.id from unnest(${names}::text[]) n join tags t on t.space_id = ${spaceId} and t.name_key = kith.fold(n)`);
  return new Map(rows.map(({ name, id }) => [name, id]));
}

export const insertContactTags = (db: Db, spaceId: string, pairs: { contact_id: string; tag_id: string }[]) =>
  db.query(sql`insert into contact_tags (space_id, contact_id, tag_id) select distinct ${spaceId}::uuid, p.contact_id, p.tag_id
    from unnest(${pairs.map((pair) => pair.contact_id)}::uuid[], ${pairs.map((pair) => pair.tag_id)}::uuid[]) as p (contact_id, tag_id) on conflict do nothing`);
