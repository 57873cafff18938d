import sql from 'sql-template-tag';
import type { Database, Db } from '../../../platform/database/database.ts';
import type { Telegram } from './telegram.schema.ts';

export type Shown = Pick<Telegram, 'phone' | 'name' | 'code_via' | 'password_hint' | 'expires_at'> & { state: 'code' | 'password' | 'qr' | 'connected' | 'lost' };
export type Row = Shown & { id: string; secret: Buffer; version: number; updated_at: string };

/** The connection of a user; a login that was not finished in time is none. */
export const selectConnection = async (db: Db, spaceId: string, userId: string) =>
  (
    await db.query<Row>(sql`
      select t.id, t.state, t.phone, t.name, t.code_via, t.password_hint, t.expires_at, t.secret, t.version, t.updated_at
      from telegram_connections t where t.space_id = ${spaceId} and t.user_id = ${userId} and (t.expires_at is null or t.expires_at > now())`)
  )[0];

/** Puts a new login in the place of what was there. False when there is an account connected. */
export const replaceConnection = async (db: Db, spaceId: string, userId: string, id: string, { state, phone, name, code_via, password_hint }: Omit<Shown, 'expires_at'>, secret: Buffer, seconds: number | null) =>
  (
    await db.query(sql`
      insert into telegram_connections as t (id, space_id, user_id, state, phone, name, code_via, password_hint, secret, expires_at)
      values (${id}, ${spaceId}, ${userId}, ${state}, ${phone}, ${name}, ${code_via}, ${password_hint}, ${secret}, now() + ${seconds}::int * interval '1 second')
      on conflict (user_id) do update set id = excluded.id, state = excluded.state, phone = excluded.phone, name = excluded.name, code_via = excluded.code_via,
        password_hint = excluded.password_hint, secret = excluded.secret, expires_at = excluded.expires_at, version = 1, created_at = now(), updated_at = now()
      where t.state <> 'connected' returning id`)
  ).length === 1;

/** Takes a step. False when another one was taken in between. */
export const updateConnection = async (db: Db, { id, version }: { id: string; version: number }, { state, phone, name, code_via, password_hint }: Omit<Shown, 'expires_at'>, secret: Buffer, seconds: number | null) =>
  (
    await db.query(sql`
      update telegram_connections set state = ${state}, phone = ${phone}, name = ${name}, code_via = ${code_via}, password_hint = ${password_hint}, secret = ${secret},
        expires_at = now() + ${seconds}::int * interval '1 second', version = version + 1, updated_at = now()
      where id = ${id} and version = ${version} returning id`)
  ).length === 1;

export const deleteConnection = (db: Db, id: string) => db.query(sql`delete from telegram_connections where id = ${id}`);

export const markLost = (db: Db, id: string) => db.query(sql`update telegram_connections set state = 'lost', version = version + 1, updated_at = now() where id = ${id} and state = 'connected'`);

export const sweepTelegram = (database: Database) => database.anonymous(sql`select kith.sweep_telegram()`);
