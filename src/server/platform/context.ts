import type { FastifyBaseLogger } from 'fastify';
import type { Intelligence, Meter } from './intelligence/index.ts';
import sql, { type Sql } from 'sql-template-tag';
import type { Config } from './config.ts';
import type { Vault } from './crypto.ts';
import type { Database, Db, Tenant, TxOptions, UnitOfWork } from './database/database.ts';
import type { Egress } from './egress/index.ts';
import type { Listener } from './database/listener.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Telemetry } from './telemetry/index.ts';

/** What every domain stands on. Made once in app.ts and handed to domains through the context. */
export type Platform = {
  config: Config;
  database: Database;
  /** Notifications between the processes on one database. */
  listener: Listener;
  vault: Vault;
  /** Background work. */
  jobs: Jobs;
  /** What domains do in the transaction of an undo or redo, once everything is put back: for what depends on time and not only on rows. */
  afterUndo: ((ctx: Ctx, tx: Db) => Promise<void>)[];
  intelligence: Intelligence;
  /** Books a provider's call on whoever caused it. */
  meter(ctx: Ctx): Meter;
  telemetry: Telemetry;
  /** The way out of this machine. */
  egress: Egress;
  log: FastifyBaseLogger;
};

export type SpaceRole = 'owner' | 'editor' | 'viewer';
export type Scope = 'read' | 'write' | 'account';
export type Channel = 'web' | 'api' | 'job' | 'cli' | 'system' | 'admin';

/** Who a request comes from. */
export type Identity = {
  user: { id: string; username: string; full_name: string; role: 'user' | 'admin' };
  /** `lapsed`: a browser session that was left alone for 30 minutes; admin routes ask to sign in again. */
  credential: { id: string; kind: 'browser' | 'access' | 'key'; scopes: readonly Scope[]; lapsed?: boolean };
  spaces: readonly { id: string; role: SpaceRole }[];
  personal_space_id: string;
  /** Of an admin: the personal spaces of others that support access opens, for reading, while it lasts. */
  support?: readonly SupportAccess[];
};
export type SupportAccess = { id: string; space_id: string };

/**
 * One request (or job), one actor, one working space. Verbs take it first. As a `Db` it answers one query in one round trip;
 * `tx` is an ordinary transaction. Both carry the tenant, so nothing outside the actor's spaces can be read or written.
 */
export type Ctx = Db & {
  platform: Platform;
  identity: Identity;
  space: { id: string; role: SpaceRole };
  /** The support access by which an admin reads somebody else's space. */
  support?: SupportAccess | undefined;
  /** Also the id of the action: all changes of one request are undone together. */
  request_id: string;
  channel: Channel;
  ip: string | null;
  user_agent: string | null;
  log: FastifyBaseLogger;
  tx<T>(fn: (tx: Db) => Promise<T>, options?: TxOptions): Promise<T>;
  /** Several queries of one moment; those asked at once share a round trip. */
  reads<T>(fn: (db: Db) => Promise<T>, options?: TxOptions): Promise<T>;
  /** A transaction that the caller ends. */
  begin(): Promise<UnitOfWork>;
  /** The same context as another action that reverses `action_id`: what undo runs in. */
  reversing(action_id: string): Ctx;
};

export type CtxParts = Pick<Ctx, 'platform' | 'identity' | 'space' | 'support' | 'request_id' | 'channel' | 'ip' | 'user_agent' | 'log'>;

/** The same context inside a transaction that is open already: verbs called with it are part of that transaction. */
export const within = (ctx: Ctx, tx: Db): Ctx => ({ ...ctx, query: tx.query, tx: (fn) => fn(tx), reads: (fn) => fn(tx) });

const tenantOf = ({ identity, channel, request_id }: Pick<CtxParts, 'identity' | 'channel' | 'request_id'>): Tenant => ({
  user_id: identity.user.id,
  read_spaces: identity.spaces.map((space) => space.id),
  write_spaces: identity.spaces.filter((space) => space.role !== 'viewer').map((space) => space.id),
  channel,
  action_id: request_id,
});

/** Goes on in an open transaction as another context of the same user: what follows reads and writes the spaces of that one only. */
export async function enter(tx: Db, ctx: Ctx): Promise<Ctx> {
  const { read_spaces, write_spaces, channel, action_id } = tenantOf(ctx);
  await tx.query(sql`select set_config('kith.read_spaces', ${`{${read_spaces.join(',')}}`}, true), set_config('kith.write_spaces', ${`{${write_spaces.join(',')}}`}, true),
    set_config('kith.channel', ${channel}, true), set_config('kith.action_id', ${action_id}, true)`);
  return within(ctx, tx);
}

/** Binds an identity and a working space to the database. */
export function createCtx(parts: CtxParts, undoes?: string): Ctx {
  const { platform } = parts;
  const tenant: Tenant = { ...tenantOf(parts), undoes };
  return {
    ...parts,
    query: <T>(query: Sql) => platform.database.read<T>(tenant, query),
    tx: (fn, options) => platform.database.tx(tenant, fn, options),
    reads: (fn, options) => platform.database.reads(tenant, fn, options),
    begin: () => platform.database.begin(tenant),
    reversing: (action_id) => createCtx(parts, action_id),
  };
}
