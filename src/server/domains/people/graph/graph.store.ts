import sql, { join, type Sql } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { Positions } from './graph.schema.ts';
import { edgeOf, RELATIONSHIP_TYPES } from './relationship-types.schema.ts';

/**
 * Where a space stands: changes with every committed change of it, sealed or not yet, and with the layout of its reader
 * where one is named.
 * The sealer comes a moment later, so the position alone would call a change that somebody has just made no change.
 */
export const selectVersion = async (db: Db, spaceId: string, userId: string | null) =>
  (
    await db.query<{ version: string }>(sql`
      select concat_ws('.',
        coalesce((select c.position from changes c where c.space_id = ${spaceId} and c.position is not null order by c.position desc limit 1), 0),
        (select count(*) || '.' || coalesce(max(c.id::text), '') from changes c where c.space_id = ${spaceId} and c.position is null),
        (select l.updated_at from graph_layouts l where l.space_id = ${spaceId} and l.user_id = ${userId})) as version`)
  )[0]!.version;

/** How the JSON of an edge without a label of its own ends: written once a type, not once a row. */
const ENDS: Sql = join(RELATIONSHIP_TYPES.map((type) => sql`(${type}, ${JSON.stringify({ type, label: edgeOf({ type, label: null }) }).replace('{', ',')})`));

/**
 * The whole graph as the JSON text it is answered with. One query; PostgreSQL writes it, since 25,000 rows through the driver and
 * JSON.stringify cost as much again; it joins strings because json_build_object took twice as long.
 * @param health of people by id, where somebody knows it
 */
export async function selectGraphText(db: Db, spaceId: string, userId: string, options: { archived: boolean; health: ReadonlyMap<string, number> }): Promise<string> {
  const { archived, health } = options;
  const rows = await db.query<{ body: string }>(sql`
    with people as materialized (
      select c.id, c.full_name, c.name_folded, c.tier, c.note_count, c.entry_count, c.last_interaction_at, c.starred, c.archived, c.photo_id, c.company
      from contacts c where c.space_id = ${spaceId} and c.archived = any (${archived ? [true, false] : [false]}::boolean[])),
    in_groups as (select m.contact_id, string_agg('"' || m.group_id::text || '"', ',' order by m.group_id) as ids from group_members m where m.space_id = ${spaceId} group by 1),
    in_tags as (select t.contact_id, string_agg('"' || t.tag_id::text || '"', ',' order by t.tag_id) as ids from contact_tags t where t.space_id = ${spaceId} group by 1),
    healths as (select * from unnest(${[...health.keys()]}::uuid[], ${[...health.values()]}::float8[]) h (contact_id, health)),
    ends (type, text) as (values ${ENDS})
    select concat(
      '{"contacts":[', (
        select string_agg('{"id":"' || p.id::text || '","full_name":' || to_json(p.full_name)::text || ',"tier":' || p.tier::text || ',"note_count":' || p.note_count::text
          || ',"entry_count":' || p.entry_count::text || ',"last_interaction_at":' || coalesce(to_json(p.last_interaction_at)::text, 'null')
          || case when p.starred then ',"starred":true' else ',"starred":false' end || case when p.archived then ',"archived":true' else ',"archived":false' end
          || ',"photo_id":' || coalesce('"' || p.photo_id::text || '"', 'null') || ',"company":' || coalesce(to_json(p.company)::text, 'null')
          || ',"groups":[' || coalesce(g.ids, '') || '],"tags":[' || coalesce(t.ids, '') || '],"health":' || coalesce(h.health::text, 'null') || '}', ',' order by p.name_folded, p.id)
        from people p left join in_groups g on g.contact_id = p.id left join in_tags t on t.contact_id = p.id left join healths h on h.contact_id = p.id),
      '],"relationships":[', (
        select string_agg('{"id":"' || r.id::text || '","source_contact_id":"' || r.source_contact_id::text || '","target_contact_id":"' || r.target_contact_id::text || '"'
          || case when r.label is null then e.text else ',"type":"' || r.type || '","label":' || to_json(r.label)::text || '}' end, ',' order by r.id)
        from relationships r join ends e on e.type = r.type
        where r.space_id = ${spaceId} and r.source_contact_id in (select id from people) and r.target_contact_id in (select id from people)),
      '],"groups":', coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name, 'color', g.color) order by g.name_key) from groups g where g.space_id = ${spaceId}), '[]'),
      ',"tags":', coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color) order by t.name_key) from tags t where t.space_id = ${spaceId}), '[]'),
      ',"layout":', coalesce((select l.positions::text from graph_layouts l where l.space_id = ${spaceId} and l.user_id = ${userId}), 'null'),
      '}') as body`);
  return rows[0]!.body;
}

export const upsertLayout = (db: Db, spaceId: string, userId: string, positions: Positions) =>
  db.query(sql`insert into graph_layouts (space_id, user_id, positions) values (${spaceId}, ${userId}, ${JSON.stringify(positions)}::json)
    on conflict (space_id, user_id) do update set positions = excluded.positions, updated_at = now()`);
