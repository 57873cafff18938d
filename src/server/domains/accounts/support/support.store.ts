import sql from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { OpenedAccess, SupportAccess, SupportRead } from './support.schema.ts';

export const openAccess = async (tx: Db, access: { user_id: string; reason: string; seconds: number; ip: string | null; user_agent: string | null }) =>
  (await tx.query<{ id: string | null }>(sql`select kith.admin_open_access(${access.user_id}, ${access.reason}, ${access.seconds}, ${access.ip}::inet, ${access.user_agent}) as id`))[0]!.id;

/** The open access of an admin to somebody; `space_id` is that person's personal space. */
export const selectOpenAccess = async (db: Db, adminId: string, userId: string, spaceId: string) =>
  (
    await db.query<OpenedAccess>(sql`
      select id, ${spaceId}::uuid as space_id, reason, expires_at from support_access
      where admin_id = ${adminId} and user_id = ${userId} and ended_at is null and expires_at > now() order by id desc limit 1`)
  )[0];

/** Notes a request down. False when the access does not hold (any more). */
export const noteRead = async (tx: Db, accessId: string, route: string) => (await tx.query<{ open: boolean }>(sql`select kith.support_read(${accessId}, ${route}) as open`))[0]!.open;

export const endAccess = async (tx: Db, accessId: string) => (await tx.query<{ ended: boolean }>(sql`select kith.end_support_access(${accessId}) as ended`))[0]!.ended;

/** Who has looked at the data of `userId`, newest first. */
export const selectAccesses = (db: Db, userId: string, limit: number, before: string | undefined) =>
  db.query<SupportAccess>(sql`
    select a.id, a.admin_name, a.reason, a.created_at, a.expires_at, a.ended_at, a.ended_at is null and a.expires_at > now() as active,
      (select count(*)::int from support_reads r where r.access_id = a.id) as reads
    from support_access a where a.user_id = ${userId} ${before ? sql`and a.id < ${before}` : sql``} order by a.id desc limit ${limit + 1}`);

export const hasAccess = async (db: Db, userId: string, id: string) => (await db.query(sql`select 1 from support_access where user_id = ${userId} and id = ${id}`)).length === 1;

export const selectReads = (db: Db, userId: string, accessId: string, limit: number, before: string | undefined) =>
  db.query<SupportRead>(sql`
    select id, route, created_at from support_reads where user_id = ${userId} and access_id = ${accessId} ${before ? sql`and id < ${before}` : sql``} order by id desc limit ${limit + 1}`);
