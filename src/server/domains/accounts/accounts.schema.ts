import { z } from 'zod';
import { Id, Timestamp, trimmed } from '../../platform/http/shapes.ts';

export const Role = z.enum(['user', 'admin']);
export const MemberRole = z.enum(['owner', 'editor', 'viewer']);

export const Username = trimmed(2, 64).regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, 'may hold letters, digits, dot, dash and underscore, and starts with a letter or digit');
export const Email = z.email().max(254);
export const Password = z.string().min(8, 'needs at least 8 characters').max(256, 'may have at most 256 characters');

export const User = z
  .object({ id: Id, username: z.string(), email: z.string().nullable(), full_name: z.string(), role: Role, totp_enabled: z.boolean(), onboarded_at: Timestamp.nullable(), created_at: Timestamp })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const Preferences = z
  .object({
    time_zone: z.string(),
    units: z.enum(['metric', 'imperial']),
    language: z.string(),
    locale: z.string(),
    response_style: z.enum(['concise', 'friendly', 'coach']),
    emoji: z.boolean(),
    detail_level: z.enum(['brief', 'normal', 'detailed']),
    theme: z.enum(['light', 'dark', 'system']),
    week_start: z.enum(['monday', 'sunday', 'saturday']),
    currency: z.string(),
    birthday_reminders: z.boolean().describe('Whether birthdays and important dates are announced'),
    birthday_days_before: z.array(z.int().min(0).max(60)).max(6).describe('So many days before'),
    birthday_time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM').describe('At this time of the day, in your zone'),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;

export const Space = z.object({ id: Id, name: z.string(), kind: z.enum(['personal', 'shared']), role: MemberRole }).meta({ id: 'Space' });
export type Space = z.infer<typeof Space>;

/** What a signed-in page needs at once. */
export const SessionAnswer = z
  .object({
    user: User,
    space: Space,
    preferences: Preferences,
    support: z.object({ id: Id, user_id: Id, person: z.string(), expires_at: Timestamp }).nullable().describe('The working space is somebody else’s, read by an admin under support access'),
  })
  .meta({ id: 'Session' });
export type SessionAnswer = z.infer<typeof SessionAnswer>;

export const RegisterBody = z.object({
  username: Username,
  password: Password,
  email: Email.optional(),
  full_name: trimmed(0, 255).optional(),
  time_zone: z.string().max(64).optional(),
  setup_code: z.string().max(64).optional(),
  invite_token: z.string().max(200).optional(),
});
/** What names an account, also on the command line. */
export const NewAccount = RegisterBody.pick({ username: true, email: true });
export const LoginBody = z.object({ username: z.string().trim().min(1).max(254), password: z.string().min(1).max(256), totp: z.string().trim().max(32).optional() });

export const SetupAnswer = z.object({ first_account: z.boolean(), setup_code_required: z.boolean(), registration: z.enum(['open', 'invite', 'closed']) });
export const StrengthBody = z.object({ password: z.string().max(256) });
export const StrengthAnswer = z.object({ score: z.int().min(0).max(4), warning: z.string().nullable(), suggestions: z.array(z.string()) });
