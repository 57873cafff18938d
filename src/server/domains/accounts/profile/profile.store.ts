import sql, { join, raw } from 'sql-template-tag';
import type { Db } from '../../../platform/database/database.ts';
import type { Preferences, User } from '../accounts.schema.ts';
import type { PreferencesPatch, ProfilePatch } from './profile.schema.ts';

export const selectUser = async (db: Db, userId: string) =>
  (
    await db.query<User>(sql`
      select id, username, email, full_name, role, totp_enabled_at is not null as totp_enabled, onboarded_at, created_at from users where id = ${userId}`)
  )[0]!;

export async function updateUser(db: Db, userId: string, patch: ProfilePatch): Promise<void> {
  const sets = [
    patch.username !== undefined && sql`username = ${patch.username}`,
    patch.email !== undefined && sql`email = ${patch.email}`,
    patch.full_name !== undefined && sql`full_name = ${patch.full_name}`,
    patch.onboarded && sql`onboarded_at = coalesce(onboarded_at, now())`,
    sql`updated_at = now()`,
  ].filter((set) => !!set);
  await db.query(sql`update users set ${join(sets)} where id = ${userId}`);
}

const COLUMNS = raw('time_zone, units, language, locale, response_style, emoji, detail_level, theme, week_start, currency, birthday_reminders, birthday_days_before, birthday_time');
export const selectPreferences = async (db: Db, userId: string) => (await db.query<Preferences>(sql`select ${COLUMNS} from preferences where user_id = ${userId}`))[0]!;

/** The keys of `patch` are columns: the schema lets no other through. */
export const updatePreferences = async (db: Db, userId: string, patch: PreferencesPatch) => {
  const sets = Object.entries(patch).map(([column, value]) => sql`${raw(column)} = ${value}`);
  return (await db.query<Preferences>(sql`update preferences set ${join(sets)}, updated_at = now() where user_id = ${userId} returning ${COLUMNS}`))[0]!;
};
