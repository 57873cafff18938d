import sql from 'sql-template-tag';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { RELATIONSHIP_WORDS, RELATIONSHIPS, type RelationshipType, typeOf } from './graph/relationship-types.schema.ts';

/** What ties the people of an address book together: relationships and groups, many at once, for its import and export. */

/** What one person is to another: "`other_id` is the `word` of `id`". `label` says it in words of one's own. */
export type Tie = { id: string; other_id: string; word: string; label: string | null };

/** Words of other programs for what Kith knows under another name; null: only the label says it. */
const WORDS: Record<string, string> = {
  neighbor: 'neighbour', 'co-worker': 'colleague', coworker: 'colleague', kin: 'relative', met: 'acquaintance', contact: 'acquaintance', sweetheart: 'partner', date: 'partner', lover: 'partner', 'significant other': 'partner', 'domestic partner': 'partner',
  ex: 'ex_partner', 'ex husband': 'ex_partner', 'ex wife': 'ex_partner', husband: 'spouse', wife: 'spouse', father: 'parent', mother: 'parent', son: 'child', daughter: 'child', brother: 'sibling', sister: 'sibling', boss: 'manager', subordinate: 'report', protege: 'mentee',
  bestfriend: 'friend', 'best friend': 'friend', uncle: 'relative', aunt: 'relative', nephew: 'relative', niece: 'relative', cousin: 'relative', godfather: 'relative', godson: 'relative', stepparent: 'relative', stepchild: 'relative',
};

/** A tie in Kith's words; one that it has no word for keeps its own as the label. */
export function tieOf(said: string): Pick<Tie, 'word' | 'label'> {
  const plain = said.trim().toLowerCase().replaceAll('_', ' ').slice(0, 64);
  const word = RELATIONSHIP_WORDS.find((known) => known.replaceAll('_', ' ') === plain) ?? WORDS[plain] ?? 'other';
  return { word, label: word.replaceAll('_', ' ') === plain && word !== 'other' ? null : plain || 'related' };
}

/** Adds the relationships that are not there. Both people may tell of one: then what says more is taken. One statement. @returns how many are new */
export async function addTies(tx: Db, ctx: Ctx, ties: Tie[]): Promise<number> {
  const told = new Map<string, { source: string; target: string; type: string; label: string | null }>();
  for (const { id, other_id, word, label } of ties) {
    const { type, reversed } = typeOf(word);
    const key = [...[id, other_id].toSorted(), type].join(' ');
    if (id !== other_id && !told.get(key)?.label) told.set(key, { source: reversed ? id : other_id, target: reversed ? other_id : id, type, label });
  }
  const rows = [...told.values()];
  if (rows.length === 0) return 0;
  const added = await tx.query(sql`
    insert into relationships (space_id, source_contact_id, target_contact_id, type, label)
    select ${ctx.space.id}, r.source, r.target, r.type, r.label from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (source uuid, target uuid, type text, label text)
    where not exists (select 1 from relationships o where o.space_id = ${ctx.space.id} and r.type = o.type
      and ((o.source_contact_id, o.target_contact_id) = (r.source, r.target) or (o.source_contact_id, o.target_contact_id) = (r.target, r.source)))
    on conflict do nothing returning id`);
  return added.length;
}

/** Puts people into groups by name; makes those that are not there. @returns how many memberships are new */
export async function joinGroups(tx: Db, ctx: Ctx, groups: { name: string; contact_ids: string[] }[]): Promise<number> {
  if (groups.length === 0) return 0;
  const pairs = groups.flatMap(({ name, contact_ids }) => contact_ids.map((id) => ({ name, id })));
  await tx.query(sql`insert into groups (space_id, name) select ${ctx.space.id}, n from unnest(${groups.map(({ name }) => name)}::text[]) n on conflict (space_id, name_key) do nothing`);
  const added = await tx.query(sql`
    insert into group_members (space_id, group_id, contact_id) select distinct ${ctx.space.id}::uuid, g.id, p.id
    from unnest(${pairs.map(({ name }) => name)}::text[], ${pairs.map(({ id }) => id)}::uuid[]) as p (name, id) join groups g on g.space_id = ${ctx.space.id} and g.name_key = kith.fold(p.name)
    on conflict do nothing returning id`);
  return added.length;
}

/** What others are to these people (as it is now), with the ids that the cards of the others bear. */
export async function tiesOf(ctx: Ctx, ids: string[]): Promise<{ id: string; word: string; label: string | null; uid: string }[]> {
  const rows = await ctx.query<{ id: string; type: RelationshipType; label: string | null; inverse_label: string | null; is_source: boolean; uid: string }>(sql`
    select e.id, r.type, r.label, r.inverse_label, e.is_source, coalesce(o.vcard_uid, o.id::text) as uid
    from relationships r cross join lateral (values (r.source_contact_id, r.target_contact_id, true), (r.target_contact_id, r.source_contact_id, false)) as e (id, other_id, is_source)
    join contacts o on o.space_id = r.space_id and o.id = e.other_id
    where r.space_id = ${ctx.space.id} and r.until is null and (r.source_contact_id = any (${ids}::uuid[]) or r.target_contact_id = any (${ids}::uuid[])) and e.id = any (${ids}::uuid[])
    order by e.id, r.type, uid`);
  return rows.map(({ id, type, label, inverse_label, is_source, uid }) => {
    const words = RELATIONSHIPS[type];
    return { id, uid, word: is_source && !words.symmetric ? words.inverse : type, label: is_source ? (inverse_label ?? (words.symmetric ? label : null)) : label };
  });
}

/** The groups of the space by name, with the ids that the cards of their members bear. */
export const groupsWithMembers = (ctx: Ctx) =>
  ctx.query<{ id: string; name: string; updated_at: string; members: { id: string; uid: string }[] }>(sql`
    select g.id, g.name, g.updated_at, coalesce(json_agg(json_build_object('id', c.id, 'uid', coalesce(c.vcard_uid, c.id::text)) order by c.name_folded, c.id) filter (where c.id is not null), '[]') as members
    from groups g left join group_members m on m.space_id = g.space_id and m.group_id = g.id left join contacts c on c.space_id = m.space_id and c.id = m.contact_id
    where g.space_id = ${ctx.space.id} group by g.id order by g.name_key`);
