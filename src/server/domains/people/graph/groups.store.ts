import sql, { join } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import { CONTACT_SUMMARY } from '../people.store.ts';
import type { ContactSummary } from '../people.schema.ts';

/** Only groups of this person: a further condition for `selectNamedPage`. */
export const hasMember = (contactId: string) => sql`exists (select 1 from group_members m where m.space_id = n.space_id and m.contact_id = ${contactId} and m.group_id = n.id)`;

export type Member = Omit<ContactSummary, 'tags'>;

/** Up to `limit + 1` people of a group by name, archived ones too, after the cursor `[name_folded, id]`. */
export const selectMembers = (db: Db, spaceId: string, groupId: string, query: { limit: number; q?: string | undefined }, after: [string, string] | undefined): Promise<(Member & { sort_value: string })[]> => {
  const where = [sql`m.space_id = ${spaceId}`, sql`m.group_id = ${groupId}`];
  if (after) where.push(sql`(c.name_folded, c.id) > (${after[0]}, ${after[1]}::uuid)`);
  if (query.q) where.push(sql`c.id = any (array(select kith.find_contacts(${spaceId}, ${query.q}, 1000)))`);
  return db.query(sql`
    select ${CONTACT_SUMMARY}, c.name_folded as sort_value from group_members m join contacts c on c.space_id = m.space_id and c.id = m.contact_id
    where ${join(where, ' and ')} order by c.name_folded, c.id limit ${query.limit + 1}`);
};

/** How many of these people there are. They stay until the transaction ends. */
export const lockContacts = async (db: Db, spaceId: string, ids: string[]) =>
  (await db.query(sql`select 1 from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[]) order by id for key share`)).length;

/** Puts people into a group; those in it already stay. */
export const insertMembers = (db: Db, spaceId: string, groupId: string, ids: string[]) =>
  db.query(sql`insert into group_members (space_id, group_id, contact_id) select ${spaceId}, ${groupId}, id from unnest(${ids}::uuid[]) id on conflict do nothing`);

/** @returns how many were in it */
export const deleteMembers = async (db: Db, spaceId: string, groupId: string, ids: string[]) =>
  (await db.query(sql`delete from group_members where space_id = ${spaceId} and group_id = ${groupId} and contact_id = any (${ids}::uuid[]) returning id`)).length;
