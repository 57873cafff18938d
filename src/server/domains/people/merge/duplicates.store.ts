import sql, { join } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import { CONTACT_DETAIL, CONTACT_SUMMARY, tagsOfContact } from '../people.store.ts';
import type { Contact } from '../people.schema.ts';
import type { Person } from './compare.ts';
import { NICKNAMES } from '../../../platform/nicknames.ts';
import { PUBLIC_DOMAINS, TITLES } from './words.ts';

/** A key that more people share than these says nothing about who they are. */
const CROWD = 40;
/** More pairs than anybody will ever look through. */
const PAIRS = 10_000;

export type Pair = { contact_id: string; other_contact_id: string; kinds: string[]; namesakes: number };

/** People who may be one and the same, the likeliest first; without those somebody said are not. */
export const selectPairs = (db: Db, spaceId: string) =>
  db.query<Pair>(sql`
    select p.contact_id, p.other_contact_id, p.kinds, p.namesakes
    from kith.find_duplicates(${spaceId}, ${JSON.stringify(NICKNAMES)}::jsonb, ${TITLES}::text[], ${PUBLIC_DOMAINS}::text[], ${CROWD}, ${PAIRS}) p`);

export const selectCompared = (db: Db, spaceId: string, ids: string[]) =>
  db.query<Person & { id: string }>(sql`
    select c.id, c.full_name, c.nickname, c.company, nullif(c.city, '') as city, c.birthday, c.emails, c.phones, c.social_handles, c.telegram_id, c.telegram_username
    from contacts c where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[])`);

export const selectContacts = (db: Db, spaceId: string, ids: string[]) =>
  db.query<Contact>(sql`select ${CONTACT_SUMMARY}, ${CONTACT_DETAIL}, ${tagsOfContact} from contacts c where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[]) order by c.created_at, c.id`);

/** Remembers that these are different people. @returns how many pairs are new */
export const insertDistinctions = async (db: Db, spaceId: string, pairs: [string, string][]) =>
  (
    await db.query(sql`
      insert into not_duplicates (space_id, contact_id, other_contact_id)
      select ${spaceId}, x, y from (values ${join(pairs.map(([x, y]) => sql`(${x}::uuid, ${y}::uuid)`))}) p (x, y)
      on conflict do nothing returning id`)
  ).length;
