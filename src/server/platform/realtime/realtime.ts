import { type Socket, Server } from 'socket.io';
import sql from 'sql-template-tag';
import type { Identity, Platform } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { fromAnotherSite, SESSION_COOKIE, type Authenticate, type SupportGate } from '../http/session.ts';
import type { App } from '../http/server.ts';
import { type ChangesEvent, followFeed, lastPosition, missedBy } from './feed.ts';

/** How often it is made sure that open sockets may still be open. */
const RECHECK_MS = 3_000;
/** Pages of one user at the same time. */
const MOST_SOCKETS = 50;

/** `support`: an admin who reads somebody else's space; told which rows changed, but nothing of jobs. */
type SocketData = { identity: Identity; token_hash: Buffer; space_ids: string[]; bound: boolean; support: boolean };
type JobEvent = { id: string; kind: string; state: string; progress: number; message: string | null; error: string | null };
type ServerEvents = {
  position: (event: { position: number; space_ids: string[] }) => void;
  changes: (event: ChangesEvent) => void;
  job: (event: JobEvent) => void;
  closing: (event: { reason: 'signed_out' | 'membership' | 'stopping' }) => void;
};
type Page = Socket<Record<string, never>, ServerEvents, Record<string, never>, SocketData>;

export type Realtime = ReturnType<typeof createRealtime>;

const spaceRoom = (id: string) => `space:${id}`;
const supportRoom = (id: string) => `support:${id}`;
const userRoom = (id: string) => `user:${id}`;

/**
 * Live updates over Socket.IO on /api/socket: which rows changed (ids only) and how jobs proceed, in rooms per space. See
 * docs/decisions/0006-live-updates.md.
 */
export function createRealtime(app: App, platform: Platform, authenticate: Authenticate, supportGate: SupportGate) {
  const { config, database, listener, log } = platform;
  const ownOrigin = config.public_url && new URL(config.public_url).origin;
  let io: Server<Record<string, never>, ServerEvents, Record<string, never>, SocketData> | undefined;
  let rechecker: NodeJS.Timeout | undefined;
  let rechecking: Promise<void> | undefined;

  const audience = (spaceId?: string) => (spaceId ? [spaceRoom(spaceId), supportRoom(spaceId)].some((room) => io!.of('/').adapter.rooms.has(room)) : io!.of('/').sockets.size > 0);
  const feed = followFeed(database, listener, log, (spaceId) => io !== undefined && audience(spaceId), (event) => io!.to([spaceRoom(event.space_id), supportRoom(event.space_id)]).emit('changes', event));

  listener.on('kith_jobs', (payload) => {
    if (!io) return;
    const { space_id, cancel_requested: _, ...job } = JSON.parse(payload) as JobEvent & { space_id: string; cancel_requested: boolean };
    io.to(spaceRoom(space_id)).emit('job', job);
  });
  listener.on('kith_auth', () => void recheck()); // rights changed somewhere

  /** Lets a page in: the same credentials and the same rule against other sites as HTTP. */
  async function admit(socket: Page): Promise<void> {
    const { headers } = socket.request;
    const { token: given, space_id: wanted } = socket.handshake.auth as { token?: unknown; space_id?: unknown };
    const bearer = typeof given === 'string' && given.length <= 200 ? given : headers.authorization?.match(/^Bearer +(\S{1,200})$/i)?.[1];
    const host = (config.trust_proxy > 0 && headers['x-forwarded-host']?.toString()) || headers.host || '';
    if (!bearer && fromAnotherSite(headers, host, ownOrigin)) throw refusal('cross_site', 'This connection came from another site and was refused.');
    const token = bearer ?? app.parseCookie(headers.cookie ?? '')[SESSION_COOKIE];
    const identity = token ? await authenticate(token) : null;
    if (!token || !identity?.credential.scopes.includes('read')) throw refusal('unauthenticated', 'Sign in first.');
    const spaces = identity.spaces.filter((space) => wanted === undefined || wanted === null || space.id === wanted);
    const support = spaces.length === 0 ? identity.support?.find((access) => access.space_id === wanted) : undefined;
    if (support) await supportGate(identity, support, { method: 'GET', route: '/api/socket', path: '/api/socket' }).catch(() => Promise.reject(refusal('not_found', 'This space does not exist.')));
    const space_ids = support ? [support.space_id] : spaces.map((space) => space.id);
    if (space_ids.length === 0) throw refusal('not_found', 'This space does not exist.');
    if ((io!.of('/').adapter.rooms.get(userRoom(identity.user.id))?.size ?? 0) >= MOST_SOCKETS) throw refusal('too_many', 'Too many pages are open.');
    Object.assign(socket.data, { identity, token_hash: sha256(token), space_ids, bound: wanted != null, support: support !== undefined } satisfies SocketData);
  }

  /** Joins the rooms first and reads the position after, so that nothing falls between. */
  async function welcome(socket: Page) {
    const { identity, space_ids, support } = socket.data;
    await socket.join([userRoom(identity.user.id), ...space_ids.map(support ? supportRoom : spaceRoom)]);
    const position = await lastPosition(database);
    const since = Number((socket.handshake.auth as { since?: unknown }).since ?? Number.NaN);
    if (Number.isSafeInteger(since) && since >= 0) for (const event of await missedBy(database, identity, space_ids, since, position)) socket.emit('changes', event);
    socket.emit('position', { position, space_ids });
  }

  function close(socket: Page, reason: 'signed_out' | 'membership' | 'stopping') {
    socket.emit('closing', { reason });
    socket.disconnect(true);
  }

  async function checkSockets() {
    const sockets = [...io!.of('/').sockets.values()] as Page[];
    const hashes = [...new Map(sockets.map(({ data }) => [data.token_hash.toString('hex'), data.token_hash])).values()];
    if (hashes.length === 0) return;
    const rows = await database.anonymous<{ hash: Buffer; scopes: string[]; space_ids: string[]; support_space_ids: string[] }>(sql`
      select given.hash, a.scopes, a.space_ids, a.support_space_ids from unnest(${hashes}::bytea[]) as given(hash), lateral kith.authenticate(given.hash) a`);
    const valid = new Map(rows.filter((row) => row.scopes.includes('read')).map((row) => [row.hash.toString('hex'), row]));
    for (const socket of sockets) {
      const row = valid.get(socket.data.token_hash.toString('hex'));
      const spaces = socket.data.support ? row?.support_space_ids : row?.space_ids;
      if (!spaces) close(socket, 'signed_out');
      else if (socket.data.space_ids.some((id) => !spaces.includes(id))) close(socket, 'membership');
      else if (!socket.data.bound && spaces.length > socket.data.space_ids.length) {
        socket.data.space_ids = spaces;
        await socket.join(spaces.map(spaceRoom));
      }
    }
  }

  async function recheck(): Promise<void> {
    if (!io || rechecking) return rechecking;
    rechecking = checkSockets()
      .catch((error: unknown) => log.warn({ err: error }, 'open sockets could not be checked now'))
      .finally(() => (rechecking = undefined));
    return rechecking;
  }

  return {
    /** Begins to take sockets, on the server that answers HTTP. */
    async start() {
      await feed.start();
      io = new Server(app.server, { path: '/api/socket', serveClient: false, pingInterval: 15_000, pingTimeout: 10_000, connectTimeout: 10_000, maxHttpBufferSize: 10_000, cors: { origin: false } });
      io.use((socket, next) => {
        admit(socket as Page).then(
          () => next(),
          (error: unknown) => next(error instanceof Refusal ? error : refusal('unavailable', 'Kith cannot let you in right now. Try again in a moment.')),
        );
      });
      io.on('connection', (socket) => {
        welcome(socket as Page).catch(() => socket.conn.close()); // the page connects again by itself
      });
      rechecker = setInterval(recheck, RECHECK_MS);
      rechecker.unref();
    },
    /** How many pages are connected, and whether this process hears what it should tell them. */
    health: () => ({ status: listener.connected ? ('ok' as const) : ('degraded' as const), sockets: io?.of('/').sockets.size ?? 0 }),
    /** Lets go of every page; they look for another process. */
    async stop() {
      clearInterval(rechecker);
      await rechecking;
      await feed.stop();
      for (const socket of io?.of('/').sockets.values() ?? []) socket.emit('closing', { reason: 'stopping' });
      io?.engine.close();
      io = undefined;
    },
  };
}

/** Why a socket was not let in; the page finds `error_code` in `error.data`. */
class Refusal extends Error {
  readonly data: { error: string; error_code: string };
  constructor(code: string, message: string) {
    super(message);
    this.data = { error: message, error_code: code };
  }
}
const refusal = (code: string, message: string) => new Refusal(code, message);
