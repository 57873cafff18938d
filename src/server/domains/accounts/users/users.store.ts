import sql from 'sql-template-tag';
import type { Database, Db } from '../../../platform/database/database.ts';
import type { Client } from '../attempts.ts';
import type { AdminUser } from './users.schema.ts';

export type UserRow = AdminUser & { username_key: string; personal_space_id: string };

/** Accounts by name, after a folded name. Nothing unless an admin asks. */
export const selectUsers = (db: Db, query: string | undefined, after: string | undefined, limit: number) =>
  db.query<UserRow>(sql`select * from kith.admin_users(${query ?? null}, null, ${after ?? null}, ${limit + 1})`);
export const selectUser = async (db: Db, id: string) => (await db.query<UserRow>(sql`select * from kith.admin_users(null, ${id}, null, 1)`))[0];

type NewUser = { username: string; email: string | null; full_name: string; role: string; password_hash: string; time_zone: string };
/** Null unless an admin asks. */
export const insertUser = async (tx: Db, user: NewUser) =>
  (await tx.query<{ id: string | null }>(sql`select kith.admin_create_user(${user.username}, ${user.email}, ${user.full_name}, ${user.role}, ${user.password_hash}, ${user.time_zone}) as id`))[0]!.id;

export const changeUser = async (tx: Db, id: string, patch: { role?: string | undefined; disabled?: boolean | undefined }, by: string, client: Client) =>
  (await tx.query<{ outcome: 'ok' | 'missing' | 'last_admin' }>(sql`select kith.admin_change_user(${id}, ${patch.role ?? null}, ${patch.disabled ?? null}, ${by}, ${client.ip}::inet, ${client.user_agent}) as outcome`))[0]!.outcome;

export const deleteUser = async (tx: Db, id: string, name: string) => (await tx.query<{ outcome: 'ok' | 'missing' | 'name' | 'last_admin' }>(sql`select kith.admin_delete_user(${id}, ${name}) as outcome`))[0]!.outcome;

/** False when there is no such account, or it is disabled. */
export const insertLink = async (tx: Db, userId: string, tokenHash: Buffer, seconds: number, detail: string, client: Client) =>
  (await tx.query<{ made: boolean }>(sql`select kith.admin_password_link(${userId}, ${tokenHash}, ${seconds}, ${detail}, ${client.ip}::inet, ${client.user_agent}) as made`))[0]!.made;

export const findLink = async (db: Database, tokenHash: Buffer) =>
  (await db.anonymous<{ username: string; full_name: string; expires_at: string }>(sql`select username, full_name, expires_at from kith.find_password_link(${tokenHash})`))[0];
export const linkHistory = async (db: Database, tokenHash: Buffer) => (await db.anonymous<{ hash: string }>(sql`select hash from kith.password_link_history(${tokenHash}) hash`)).map(({ hash }) => hash);
export const useLink = async (db: Database, tokenHash: Buffer, passwordHash: string, client: Client) =>
  (await db.anonymous<{ used: boolean }>(sql`select kith.use_password_link(${tokenHash}, ${passwordHash}, ${client.ip}::inet, ${client.user_agent}) as used`))[0]!.used;

/** Leaves a notice among what happened to the safety of an account. */
export const notice = (db: Db, userId: string, kind: string, detail: string, client: Client) => db.query(sql`select kith.security_notice(${userId}, ${kind}, ${detail}, ${client.ip}::inet, ${client.user_agent})`);
