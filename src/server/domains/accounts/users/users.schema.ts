import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';
import { Email, Password, Role, Username } from '../accounts.schema.ts';
import { OpenedAccess } from '../support/support.schema.ts';

/** An account as an admin sees it: how much is in its personal space, nothing of what. */
export const AdminUser = z
  .object({
    id: Id,
    username: z.string(),
    email: z.string().nullable(),
    full_name: z.string(),
    role: Role,
    state: z.enum(['active', 'waiting', 'disabled']).describe('waiting: no password was set yet'),
    totp_enabled: z.boolean(),
    created_at: Timestamp,
    last_active_at: Timestamp.nullable(),
    people: z.int(),
    notes: z.int(),
    entries: z.int(),
    shared_spaces: z.int(),
    storage_bytes: z.int().describe('Photos, recordings and uploads'),
  })
  .meta({ id: 'AdminUser' });
export type AdminUser = z.infer<typeof AdminUser>;

export const AdminUserQuery = PageQuery.extend({ q: trimmed(1, 100).optional().describe('Part of the username, name or email') });
export type AdminUserQuery = z.infer<typeof AdminUserQuery>;
export const AdminUserPage = page(AdminUser);
export const AdminUserAnswer = z.object({ user: AdminUser, access: OpenedAccess.shape.access.nullable().describe('The support access you have to this person now') });
export const AdminUserChanged = z.object({ user: AdminUser });

export const NewUserBody = z.object({ username: Username, email: Email.optional(), full_name: trimmed(0, 255).default(''), role: Role.default('user'), time_zone: trimmed(1, 64).default('UTC') });
export type NewUserBody = z.infer<typeof NewUserBody>;
export const UserPatch = z
  .object({ role: Role, disabled: z.boolean() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Send at least one field to change.');
export type UserPatch = z.infer<typeof UserPatch>;
export const DeleteUserBody = z.object({ username: trimmed(1, 64).describe('The name of the account, typed to confirm') });

/** The link is `/set-password/` and the token, which is shown here and never again. */
export const PasswordLink = z.object({ token: z.string(), expires_at: Timestamp }).meta({ id: 'PasswordLink' });
export type PasswordLink = z.infer<typeof PasswordLink>;
export const PasswordLinkAnswer = z.object({ link: PasswordLink });
export const UserCreated = z.object({ user: AdminUser, link: PasswordLink });

export const LinkParams = z.object({ token: z.string().min(1).max(200) });
export const PasswordLinkShown = z.object({ link: z.object({ username: z.string(), expires_at: Timestamp }) });
export const SetPasswordBody = z.object({ new_password: Password });
