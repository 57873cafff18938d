import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { RelationshipType } from './graph/relationship-types.schema.ts';

export type NewTie = { source: string; target: string; type: string; label: string | null };

/** Adds the relationships that are not there, either way round. @returns how many are new */
export const insertTies = async (db: Db, spaceId: string, ties: NewTie[]) =>
  (
    await db.query(sql`
      insert into relationships (space_id, source_contact_id, target_contact_id, type, label)
      select ${spaceId}, r.source, r.target, r.type, r.label from jsonb_to_recordset(${JSON.stringify(ties)}::jsonb) as r (source uuid, target uuid, type text, label text)
      where not exists (select 1 from relationships o where o.space_id = ${spaceId} and r.type = o.type
        and ((o.source_contact_id, o.target_contact_id) = (r.source, r.target) or (o.source_contact_id, o.target_contact_id) = (r.target, r.source)))
      on conflict do nothing returning id`)
  ).length;

export const insertGroups = (db: Db, spaceId: string, names: string[]) => db.query(sql`insert into groups (space_id, name) select ${spaceId}, n from unnest(${names}::text[]) n on conflict (space_id, name_key) do nothing`);

/** Puts people into groups by the groups' names. @returns how many memberships are new */
export const insertMembers = async (db: Db, spaceId: string, members: { name: string; id: string }[]) =>
  (
    await db.query(sql`
      insert into group_members (space_id, group_id, contact_id) select distinct ${spaceId}::uuid, g.id, p.id
      from unnest(${members.map(({ name }) => name)}::text[], ${members.map(({ id }) => id)}::uuid[]) as p (name, id) join groups g on g.space_id = ${spaceId} and g.name_key = kith.fold(p.name)
      on conflict do nothing returning id`)
  ).length;

/** A relationship seen from one person; `uid` is what the card of the other bears. */
export type TieRow = { id: string; type: RelationshipType; label: string | null; inverse_label: string | null; is_source: boolean; uid: string };

/** The relationships of these people that hold now. */
export const selectTies = (db: Db, spaceId: string, ids: string[]) =>
  db.query<TieRow>(sql`
    select e.id, r.type, r.label, r.inverse_label, e.is_source, coalesce(o.vcard_uid, o.id::text) as uid
    from relationships r cross join lateral (values (r.source_contact_id, r.target_contact_id, true), (r.target_contact_id, r.source_contact_id, false)) as e (id, other_id, is_source)
    join contacts o on o.space_id = r.space_id and o.id = e.other_id
    where r.space_id = ${spaceId} and r.until is null and (r.source_contact_id = any (${ids}::uuid[]) or r.target_contact_id = any (${ids}::uuid[])) and e.id = any (${ids}::uuid[])
    order by e.id, r.type, uid`);

/** The groups of the space by name, with the ids that the cards of their members bear. */
export const selectGroupsWithMembers = (db: Db, spaceId: string) =>
  db.query<{ id: string; name: string; updated_at: string; members: { id: string; uid: string }[] }>(sql`
    select g.id, g.name, g.updated_at, coalesce(json_agg(json_build_object('id', c.id, 'uid', coalesce(c.vcard_uid, c.id::text)) order by c.name_folded, c.id) filter (where c.id is not null), '[]') as members
    from groups g left join group_members m on m.space_id = g.space_id and m.group_id = g.id left join contacts c on c.space_id = m.space_id and c.id = m.contact_id
    where g.space_id = ${spaceId} group by g.id order by g.name_key`);
