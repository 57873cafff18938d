import sql from 'sql-template-tag';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound } from '../../platform/errors.ts';
import type { Circle } from '../../platform/intelligence/index.ts';

/** Names a note may mention; whoever was spoken with last comes first when there are more. */
const MOST = 5000;

/** Who a note is about and everybody else it may name, by name only. @throws 404 */
export async function circleOf(ctx: Ctx, contactId: string): Promise<Circle> {
  const rows = await ctx.query<{ id: string; full_name: string; nickname: string | null; pronouns: string | null }>(sql`
    (select c.id, c.full_name, c.nickname, c.pronouns from contacts c where c.space_id = ${ctx.space.id} and c.id = ${contactId})
    union all
    (select c.id, c.full_name, c.nickname, null from contacts c where c.space_id = ${ctx.space.id} and c.id <> ${contactId}
      order by coalesce(c.last_interaction_at, '-infinity') desc, c.id limit ${MOST})`);
  const [person, ...others] = rows;
  if (person?.id !== contactId) throw notFound('contact');
  return { person, others: others.map(({ id, full_name, nickname }) => [id, full_name, nickname] as const) };
}

/** The names of people, by id. */
export const namesOf = async (db: Db, spaceId: string, ids: string[]) =>
  new Map((await db.query<{ id: string; full_name: string }>(sql`select id, full_name from contacts where space_id = ${spaceId} and id = any (${ids}::uuid[])`)).map(({ id, full_name }) => [id, full_name]));

/** Pairs of these people who are something to each other already, of any type. */
export const tiedAmong = (db: Db, spaceId: string, ids: string[]) =>
  db.query<{ source_contact_id: string; target_contact_id: string }>(sql`
    select source_contact_id, target_contact_id from relationships where space_id = ${spaceId} and source_contact_id = any (${ids}::uuid[]) and target_contact_id = any (${ids}::uuid[])`);
