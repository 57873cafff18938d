import sql, { join } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { CommunityName, PathContact } from './graph.schema.ts';
import { type RelationshipRow, TODAY } from './relationships.store.ts';

/** Who is connected with whom, by the place in `ids`: two numbers an edge. */
export type Network = { ids: string[]; pairs: Int32Array };

/**
 * All people and relationships of a space, numbered: a tenth of the bytes that ids would be. One query.
 * @param archived whether archived people are part of it
 */
export async function selectNetwork(db: Db, spaceId: string, archived: boolean): Promise<Network> {
  const [row] = await db.query<{ ids: string[] | null; pairs: string | null }>(sql`
    with people as materialized (
      select c.id, row_number() over (order by c.id) - 1 as n from contacts c where c.space_id = ${spaceId} and c.archived = any (${archived ? [true, false] : [false]}::boolean[]))
    select (select array_agg(p.id order by p.n) from people p) as ids,
      (select string_agg(s.n::text || ' ' || t.n::text, ' ' order by r.id) from relationships r
        join people s on s.id = r.source_contact_id join people t on t.id = r.target_contact_id where r.space_id = ${spaceId}) as pairs`);
  return { ids: row!.ids ?? [], pairs: Int32Array.from(row!.pairs?.split(' ') ?? [], Number) };
}

/** Which of these people exist. */
export const selectExisting = async (db: Db, spaceId: string, ids: string[]) =>
  new Set((await db.query<{ id: string }>(sql`select id from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[])`)).map((row) => row.id));

export const selectInnerCircle = async (db: Db, spaceId: string) => (await db.query<{ id: string }>(sql`select id from contacts where space_id = ${spaceId} and tier = 1`)).map((row) => row.id);

export const selectPathContacts = (db: Db, spaceId: string, ids: string[]) =>
  db.query<PathContact & { interactions: number }>(sql`
    select c.id, c.full_name, c.tier, c.photo_id, c.company, c.note_count + c.entry_count as interactions from contacts c where c.space_id = ${spaceId} and c.id = any (${ids}::uuid[])`);

/** The relationships between each of these people and the next, in no order. */
export const selectBetween = (db: Db, spaceId: string, ids: string[]) =>
  db.query<Pick<RelationshipRow, 'id' | 'source_contact_id' | 'target_contact_id' | 'type' | 'label' | 'inverse_label' | 'since' | 'until' | 'today'>>(sql`
    select r.id, r.source_contact_id, r.target_contact_id, r.type, r.label, r.inverse_label, r.since, r.until, ${TODAY}
    from unnest(${ids.slice(0, -1)}::uuid[], ${ids.slice(1)}::uuid[]) p (a, b)
    join relationships r on r.space_id = ${spaceId} and ((r.source_contact_id = p.a and r.target_contact_id = p.b) or (r.source_contact_id = p.b and r.target_contact_id = p.a))
    order by (r.until is not null), r.created_at, r.id`);

/**
 * What the people of each community share more than others do: the group, tag, company or city with the best balance (F1) of how many
 * of the community have it and how many of those who have it are in the community; at least two people and two in five.
 * @param communities the community of each of `ids`, from 0
 */
export const selectCommunityNames = (db: Db, spaceId: string, ids: string[], communities: number[]) =>
  db.query<CommunityName & { community: number }>(sql`
    with members as materialized (select * from unnest(${ids}::uuid[], ${communities}::int[]) m (contact_id, community)),
    sizes as (select community, count(*) as size from members group by 1),
    features as (
      ${join(
        [
          sql`select m.contact_id, 'group' as kind, 1 as rank, g.name from group_members m join groups g on g.space_id = m.space_id and g.id = m.group_id where m.space_id = ${spaceId}`,
          sql`select t.contact_id, 'tag', 2, g.name from contact_tags t join tags g on g.space_id = t.space_id and g.id = t.tag_id where t.space_id = ${spaceId}`,
          sql`select c.id, 'company', 3, c.company from contacts c where c.space_id = ${spaceId} and c.company <> ''`,
          sql`select c.id, 'city', 4, c.city from contacts c where c.space_id = ${spaceId} and c.city <> ''`,
        ],
        ' union all ',
      )}),
    shared as (
      select m.community, f.kind, f.rank, f.name, count(*) as n, sum(count(*)) over (partition by f.kind, f.name) as of_all
      from members m join features f on f.contact_id = m.contact_id group by 1, 2, 3, 4)
    select distinct on (s.community) s.community, s.kind, s.name
    from shared s join sizes z on z.community = s.community
    where s.n >= 2 and s.n >= 0.4 * z.size
    order by s.community, round(2.0 * s.n / (z.size + s.of_all), 3) desc, s.rank, s.name`);

export const selectNamesOf = (db: Db, spaceId: string, ids: string[]) =>
  db.query<{ id: string; full_name: string; tier: 1 | 2 }>(sql`select id, full_name, tier from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[])`);
