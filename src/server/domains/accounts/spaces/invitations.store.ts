import sql from 'sql-template-tag';
import type { Database, Db } from '../../../platform/database/database.ts';
import type { Invitation, InvitationShown } from './spaces.schema.ts';

const COLUMNS = sql`id, role, email, created_at, expires_at`;
/** A space, or the installation (null). */
const of = (spaceId: string | null) => (spaceId ? sql`space_id = ${spaceId}` : sql`space_id is null`);

export const selectInvitations = (db: Db, spaceId: string | null, limit: number, before: string | undefined) =>
  db.query<Invitation>(sql`
    select ${COLUMNS} from invitations where ${of(spaceId)} and accepted_at is null and expires_at > now() ${before ? sql`and id < ${before}` : sql``}
    order by id desc limit ${limit + 1}`);

type NewInvitation = { space_id: string | null; role: string | null; email: string | null; token_hash: Buffer; created_by: string; days: number };
export const insertInvitation = async (db: Db, i: NewInvitation) =>
  (
    await db.query<Invitation>(sql`
      insert into invitations (space_id, role, email, token_hash, created_by, expires_at)
      values (${i.space_id}, ${i.role}, ${i.email}, ${i.token_hash}, ${i.created_by}, now() + make_interval(days => ${i.days})) returning ${COLUMNS}`)
  )[0]!;

export const deleteInvitation = async (db: Db, spaceId: string | null, id: string) =>
  (await db.query(sql`delete from invitations where ${of(spaceId)} and id = ${id} and accepted_at is null returning id`)).length === 1;

export const findInvitation = async (db: Database, tokenHash: Buffer) =>
  (await db.anonymous<InvitationShown>(sql`select space_name, role, invited_by, expires_at from kith.find_invitation(${tokenHash})`))[0];

export const acceptInvitation = async (db: Db, tokenHash: Buffer) =>
  (await db.query<{ outcome: 'ok' | 'missing' | 'member' | 'full'; in_space: string | null }>(sql`select * from kith.accept_invitation(${tokenHash}, false)`))[0]!;
