import sql from 'sql-template-tag';
import type { Database, Db } from '../../platform/database/database.ts';
import type { Identity, Scope, SpaceRole } from '../../platform/context.ts';
import type { Preferences, SessionAnswer, Space, User } from './accounts.schema.ts';

const one = <T>(rows: T[]): T => {
  if (!rows[0]) throw new Error('Expected a row.');
  return rows[0];
};

export const hasUsers = async (db: Database) => one(await db.anonymous<{ yes: boolean }>(sql`select kith.has_users() as yes`)).yes;

type Registered = { user_id: string; space_id: string; role: 'user' | 'admin' };
type NewUser = { username: string; email: string | null; full_name: string; password_hash: string; time_zone: string; role: string | null; invitation: Buffer | null; first_only: boolean };
export const registerUser = async (db: Database, user: NewUser) =>
  one(
    await db.anonymous<Registered>(sql`
      select * from kith.sign_up(${user.username}, ${user.email}, ${user.full_name}, ${user.password_hash}, ${user.time_zone}, ${user.role}, ${user.invitation}, ${user.first_only})`),
  );

/** Whether an account was made from just this within the last 15 minutes (its password is not looked at). */
export const justSignedUp = async (db: Database, user: Pick<NewUser, 'username' | 'email' | 'full_name' | 'time_zone' | 'invitation'>) =>
  one(await db.anonymous<{ yes: boolean }>(sql`select kith.just_signed_up(${user.username}, ${user.email}, ${user.full_name}, ${user.time_zone}, ${user.invitation}) as yes`)).yes;

/** Always a row; `user_id` is null when nobody has this name. */
type Login = { key: string } & ({ user_id: string; keys: string[]; password_hash: string; totp_enabled: boolean; disabled: boolean } | { user_id: null });
export const findLogin = async (db: Database, identifier: string) => one(await db.anonymous<Login>(sql`select * from kith.find_login(${identifier})`));

export const beginAttempt = async (db: Database, keys: string[]) => one(await db.anonymous<{ wait: number; locks: boolean }>(sql`select * from kith.begin_attempt(${keys})`));
export const passAttempt = async (db: Database, accountKeys: string[], addressKey: string | null) => void (await db.anonymous(sql`select kith.pass_attempt(${accountKeys}, ${addressKey})`));
export const releaseAttempt = (db: Database, keys: string[]) => db.anonymous(sql`select kith.release_attempt(${keys})`);
export const securityNotice = (db: Database, notice: { user_id: string | null; kind: string; ip: string | null; user_agent: string | null }) =>
  db.anonymous(sql`select kith.security_notice(${notice.user_id}, ${notice.kind}, null, ${notice.ip}::inet, ${notice.user_agent})`);

type Authenticated = {
  user_id: string;
  username: string;
  full_name: string;
  role: 'user' | 'admin';
  credential_id: string;
  credential_kind: 'browser' | 'access' | 'key';
  scopes: Scope[];
  lapsed: boolean;
  stale: boolean;
  seconds_left: number;
  space_ids: string[];
  space_roles: SpaceRole[];
  personal_space_id: string;
  support_ids: string[];
  support_space_ids: string[];
};
export async function authenticate(db: Database, tokenHash: Buffer): Promise<{ identity: Identity; stale: boolean; seconds_left: number } | null> {
  const [row] = await db.anonymous<Authenticated>(sql`select * from kith.authenticate(${tokenHash})`);
  if (!row) return null;
  return {
    stale: row.stale,
    seconds_left: row.seconds_left,
    identity: {
      user: { id: row.user_id, username: row.username, full_name: row.full_name, role: row.role },
      credential: { id: row.credential_id, kind: row.credential_kind, scopes: row.scopes, lapsed: row.lapsed },
      spaces: row.space_ids.map((id, i) => ({ id, role: row.space_roles[i]! })),
      personal_space_id: row.personal_space_id,
      ...(row.support_ids.length ? { support: row.support_ids.map((id, i) => ({ id, space_id: row.support_space_ids[i]! })) } : {}),
    },
  };
}
export const touchCredential = (db: Database, id: string) => db.anonymous(sql`select kith.touch_credential(${id})`);
export const sweep = (db: Database) => db.anonymous(sql`select kith.sweep_accounts(), kith.sweep_support()`);

/** Holds the user's row against a change of password. False when the password is not the one that was checked, or the account is disabled. */
export const holdUser = async (db: Db, userId: string, passwordHash: string) =>
  (await db.query(sql`select 1 from users where id = ${userId} and password_hash = ${passwordHash} and disabled_at is null for share`)).length === 1;

type NewSession = { user_id: string; kind: 'browser' | 'access'; family_id: string | null; token_hash: Buffer; ip: string | null; user_agent: string | null; idle_seconds: number; lifetime_seconds: number };
export const insertSession = (db: Db, s: NewSession) =>
  db.query(sql`
    insert into sessions (user_id, kind, family_id, token_hash, ip, user_agent, idle_seconds, expires_at)
    values (${s.user_id}, ${s.kind}, ${s.family_id}, ${s.token_hash}, ${s.ip}::inet, ${s.user_agent}, ${s.idle_seconds}, now() + make_interval(secs => ${s.lifetime_seconds}))`);
export const deleteSession = (db: Db, id: string) => db.query(sql`delete from sessions where id = ${id}`);
/** Ends a browser session, or everything a program got with one sign-in. */
export async function endCredential(db: Db, id: string): Promise<void> {
  const [gone] = await db.query<{ family_id: string | null }>(sql`delete from sessions where id = ${id} returning family_id`);
  if (!gone?.family_id) return;
  await db.query(sql`delete from refresh_tokens where family_id = ${gone.family_id}`);
  await db.query(sql`delete from sessions where family_id = ${gone.family_id}`);
}

export const insertSecurityEvent = (db: Db, event: { user_id: string; kind: string; detail?: string; ip: string | null; user_agent: string | null }) =>
  db.query(sql`insert into security_events (user_id, kind, detail, ip, user_agent) values (${event.user_id}, ${event.kind}, ${event.detail ?? null}, ${event.ip}::inet, ${event.user_agent})`);

/** Everything about the signed-in user and one of the spaces, in one query. */
export const selectSession = async (db: Db, userId: string, spaceId: string, accessId: string | undefined) =>
  one(
    await db.query<{ user: User; space: Omit<Space, 'role'>; preferences: Preferences; support: SessionAnswer['support'] }>(sql`
      select jsonb_build_object('id', u.id, 'username', u.username, 'email', u.email, 'full_name', u.full_name, 'role', u.role,
          'totp_enabled', u.totp_enabled_at is not null, 'onboarded_at', u.onboarded_at, 'created_at', u.created_at) as "user",
        (select jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind) from spaces s where s.id = ${spaceId}) as space,
        to_jsonb(p) - array['id', 'space_id', 'user_id', 'created_at', 'updated_at'] as preferences,
        (select jsonb_build_object('id', a.id, 'user_id', a.user_id, 'person', kith.name_of(a.user_id), 'expires_at', a.expires_at) from support_access a where a.id = ${accessId ?? null}) as support
      from users u join preferences p on p.user_id = u.id where u.id = ${userId}`),
  );
export const selectPassword = async (db: Db, userId: string) => one(await db.query<{ password_hash: string }>(sql`select password_hash from users where id = ${userId}`)).password_hash;
