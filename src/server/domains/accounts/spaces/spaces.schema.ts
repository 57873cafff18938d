import { z } from 'zod';
import { Id, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';
import { Email, MemberRole, Space } from '../accounts.schema.ts';

export const SpaceItem = z.object({ ...Space.shape, member_count: z.int(), created_at: Timestamp }).meta({ id: 'SpaceItem' });
export type SpaceItem = z.infer<typeof SpaceItem>;
export const SpacePage = page(SpaceItem);
export const SpaceAnswer = z.object({ space: SpaceItem });
export const SpaceBody = z.object({ name: trimmed(1, 100) });

export const Member = z.object({ user_id: Id, username: z.string(), full_name: z.string(), role: MemberRole, joined_at: Timestamp }).meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;
export const MemberPage = page(Member);
export const MemberAnswer = z.object({ member: Member });
export const MemberPatch = z.object({ role: MemberRole });
export const MemberParams = z.object({ id: Id, user_id: Id });

const InvitedRole = z.enum(['editor', 'viewer']);
/** An invitation that has not been accepted. `role` is null when it is to the installation itself. */
export const Invitation = z
  .object({ id: Id, role: InvitedRole.nullable(), email: z.string().nullable(), created_at: Timestamp, expires_at: Timestamp })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;
export const InvitationPage = page(Invitation);
export const SpaceInvitationBody = z.object({ role: InvitedRole.default('viewer'), email: Email.optional() });
export const InstallationInvitationBody = z.object({ email: Email.optional() }).nullish();
/** The link is `/join/` and the token, which is shown here and never again. */
export const InvitationCreated = z.object({ invitation: Invitation, token: z.string() });
export const InvitationParams = z.object({ id: Id, invitation_id: Id });
export const TokenParams = z.object({ token: z.string().min(1).max(200) });
/** What somebody with the link sees. `space_name` is null when it is to the installation itself. */
export const InvitationShown = z.object({ invitation: z.object({ space_name: z.string().nullable(), role: InvitedRole.nullable(), invited_by: z.string(), expires_at: Timestamp }) });
export type InvitationShown = z.infer<typeof InvitationShown>['invitation'];
