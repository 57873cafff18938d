import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { Member, SpaceItem } from './spaces.schema.ts';

const SPACES = (userId: string) => sql`
  select s.id, s.name, s.kind, m.role, (select count(*)::int from space_members o where o.space_id = s.id) as member_count, s.created_at
  from spaces s join space_members m on m.space_id = s.id and m.user_id = ${userId}`;

/** The personal space first, then by age. The cursor is `[kind, id]`. */
export const selectSpaces = (db: Db, userId: string, limit: number, after: [string, string] | undefined) =>
  db.query<SpaceItem>(sql`${SPACES(userId)} ${after ? sql`where (s.kind, s.id) > (${after[0]}, ${after[1]}::uuid)` : sql``} order by s.kind, s.id limit ${limit + 1}`);
export const selectSpace = async (db: Db, userId: string, id: string) => (await db.query<SpaceItem>(sql`${SPACES(userId)} where s.id = ${id}`))[0];

/** Null when the user is in as many spaces as one can be. */
export const createSpace = async (db: Db, name: string) => (await db.query<{ id: string | null }>(sql`select kith.create_space(${name}) as id`))[0]!.id;
export const renameSpace = async (db: Db, id: string, name: string) => (await db.query<{ done: boolean }>(sql`select kith.rename_space(${id}, ${name}) as done`))[0]!.done;
export const deleteSpace = async (db: Db, id: string) => (await db.query<{ done: boolean }>(sql`select kith.delete_space(${id}) as done`))[0]!.done;

export type MemberRow = Member & { id: string };
export const selectMembers = (db: Db, spaceId: string, limit: number, after: string | undefined) =>
  db.query<MemberRow>(sql`select * from kith.list_members(${spaceId}, ${after ?? null}, ${limit + 1})`);
export const selectMember = async (db: Db, spaceId: string, userId: string) =>
  (await db.query<MemberRow>(sql`select * from kith.list_members(${spaceId}, null, 2147483647) where user_id = ${userId}`))[0];
/** `role` null removes the member. */
export const setMemberRole = async (db: Db, spaceId: string, userId: string, role: string | null) =>
  (await db.query<{ outcome: 'ok' | 'forbidden' | 'missing' | 'last_owner' }>(sql`select kith.set_member_role(${spaceId}, ${userId}, ${role}) as outcome`))[0]!.outcome;
