import sql, { join } from 'sql-template-tag';
import type { Db } from '../database/database.ts';
import type { Action, Change } from './changes.schema.ts';

const COLUMNS = sql`c.id, c.position, c.action_id, c.table_name, c.row_id, c.operation, c.contact_id, c.old, c.new, c.actor_id,
  kith.name_of(c.actor_id) as actor_name, c.channel, c.created_at`;

/** Up to `limit + 1` sealed changes of a space after a position, oldest first. */
export const selectChanges = (db: Db, spaceId: string, since: number, limit: number) =>
  db.query<Change>(sql`select ${COLUMNS} from changes c where c.space_id = ${spaceId} and c.position > ${since} order by c.position limit ${limit + 1}`);

/** Up to `limit + 1` changes about one person, newest first, before the change `[id]`. */
export const selectChangesOfContact = (db: Db, spaceId: string, contactId: string, limit: number, before: [string] | undefined) => {
  const where = [sql`c.space_id = ${spaceId}`, sql`c.contact_id = ${contactId}`];
  if (before) where.push(sql`c.id < ${before[0]}`);
  return db.query<Change>(sql`select ${COLUMNS} from changes c where ${join(where, ' and ')} order by c.id desc limit ${limit + 1}`);
};

/** Up to `limit + 1` actions, newest first, each with what it did to how many rows (counted up to 1,000). */
export const selectActions = (db: Db, spaceId: string, query: { limit: number; contact_id?: string | undefined }, before: [string, string] | undefined) => {
  const where = [sql`a.space_id = ${spaceId}`];
  if (before) where.push(sql`(a.created_at, a.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`);
  if (query.contact_id) where.push(sql`exists (select 1 from changes c where c.action_id = a.id and c.space_id = a.space_id and c.contact_id = ${query.contact_id})`);
  return db.query<Action>(sql`
    select a.id, a.created_at, a.channel, a.actor_id, kith.name_of(a.actor_id) as actor_name, a.undoes, a.undone_by is not null as undone,
      a.undoable and a.undone_by is null and a.undoes is null as undoable,
      coalesce((
        select jsonb_agg(jsonb_build_object('table_name', g.table_name, 'operation', g.operation, 'count', g.count, 'label', g.label, 'contact_id', g.contact_id) order by g.first)
        from (
          select c.table_name, c.operation, count(*)::int as count, min(c.id::text) as first,
            case when count(distinct c.contact_id) = 1 then (array_agg(c.contact_id))[1] end as contact_id,
            coalesce(
              (array_agg(left(coalesce(c.new ->> 'full_name', c.old ->> 'full_name', c.new ->> 'name', c.old ->> 'name', c.new ->> 'content', c.old ->> 'content'), 120)))[1],
              (select p.full_name from contacts p where p.space_id = a.space_id and p.id = (array_agg(c.contact_id))[1]),
              (array_agg(left(coalesce(c.new ->> 'title', c.old ->> 'title'), 120)))[1]) as label
          from (select * from changes x where x.action_id = a.id and x.space_id = a.space_id order by x.id limit 1000) c
          group by c.table_name, c.operation) g), '[]') as changes
    from actions a where ${join(where, ' and ')} order by a.created_at desc, a.id desc limit ${query.limit + 1}`);
};

type Undoable = { id: string; undoes: string | null; undone_by: string | null; undoable: boolean };
const UNDOABLE = sql`select id, undoes, undone_by, undoable from actions`;

export const selectAction = async (db: Db, spaceId: string, id: string) => (await db.query<Undoable>(sql`${UNDOABLE} where space_id = ${spaceId} and id = ${id}`))[0];
/** The newest action of the actor that can still be undone. */
export const selectLastUndoable = async (db: Db, spaceId: string, actorId: string) =>
  (await db.query<Undoable>(sql`${UNDOABLE} where space_id = ${spaceId} and actor_id = ${actorId} and undoable and undoes is null and undone_by is null order by created_at desc, id desc limit 1`))[0];
/** The newest undo of the actor, unless something was done since: then there is nothing to redo. */
export const selectLastRedoable = async (db: Db, spaceId: string, actorId: string) =>
  (
    await db.query<Undoable>(sql`
      select u.id, u.undoes, u.undone_by, u.undoable from actions u
      where u.space_id = ${spaceId} and u.actor_id = ${actorId} and u.undoes is not null and u.undone_by is null
        and exists (select 1 from actions x where x.space_id = u.space_id and x.id = u.undoes and x.undoes is null and x.undone_by = u.id)
        and not exists (select 1 from actions later where later.space_id = u.space_id and later.actor_id = u.actor_id and later.created_at > u.created_at and later.undoes is null)
      order by u.created_at desc, u.id desc limit 1`)
  )[0];

/** Locks an action, so that two undos of it cannot both run. @returns false when it was undone by now */
export const claimAction = async (db: Db, spaceId: string, id: string) =>
  (await db.query<{ free: boolean }>(sql`select undone_by is null as free from actions where space_id = ${spaceId} and id = ${id} for update`))[0]?.free === true;

/** Puts back what the action changed. @returns how many changes were reversed @throws KT409 */
export const undoAction = async (db: Db, spaceId: string, id: string) => (await db.query<{ n: number }>(sql`select kith.undo_action(${spaceId}, ${id}) as n`))[0]!.n;

export const markUndone = (db: Db, spaceId: string, id: string, by: string | null) => db.query(sql`update actions set undone_by = ${by} where space_id = ${spaceId} and id = ${id}`);
