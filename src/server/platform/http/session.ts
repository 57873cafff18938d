import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Ctx, Identity, Platform, Scope, SupportAccess } from '../context.ts';
import { createCtx } from '../context.ts';
import { forbidden, notFound, unauthenticated } from '../errors.ts';
import { addressOf } from './address.ts';
import type { App } from './server.ts';

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null;
    /** Set on every route that is not public. */
    ctx: Ctx;
  }
  interface FastifyContextConfig {
    /** Who may call: anybody; whoever may change the account (no API key); an admin. Default: any signed-in user with the scope. */
    access?: 'public' | 'account' | 'admin';
    /** This POST only reads, or may be done by a viewer. */
    reads?: boolean;
    /** A viewer may ask for part of what this does; the verb refuses the rest (`requireEditor`). */
    viewers?: boolean;
    /** The route keeps its own idempotency (it goes on where the first request stopped). */
    ownIdempotency?: boolean;
    /** The route has several transactions, or waits for something outside between them: none is held open for an Idempotency-Key. */
    spansTransactions?: boolean;
    /** The answer holds a secret that is shown once: it is not kept for a repeat with the same Idempotency-Key, which is refused. */
    shownOnce?: boolean;
  }
}

/** Methods that change nothing. */
export const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
export const SESSION_COOKIE = 'kith_session';
/** What newToken makes for sessions, programs and keys (platform/crypto.ts). */
const TOKEN = /^kith_[sak]_[\w-]{43}$/;
/** Routes that want to know who asks: those of the API and what tells about the inside, but not the probes. */
const asksWho = (route = '') => (route.startsWith('/api/v1/') && !/^\/api\/v1\/health(\/live|\/ready)?$/.test(route)) || route === '/metrics' || route === '/health/detailed';

/** Resolves a token to who it belongs to, or null. Supplied by the accounts domain. */
export type Authenticate = (token: string) => Promise<Identity | null>;

/**
 * Asked before an admin reads somebody else's space: notes the request down, or throws. `route` is the pattern, `path` what was asked.
 * Supplied by the accounts domain.
 */
export type SupportGate = (identity: Identity, access: SupportAccess, request: { method: string; route: string; path: string }) => Promise<void>;

/**
 * Requests that a browser sends with its cookie must come from our own pages. Clients that send neither header (curl, programs)
 * are not browsers.
 */
export function fromAnotherSite(headers: IncomingHttpHeaders, host: string, ownOrigin: string | undefined): boolean {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && origin !== ownOrigin && URL.parse(origin)?.host !== host;
}

/** @throws 403 for a viewer of the space */
export function requireEditor({ space }: Pick<Ctx, 'space'>): void {
  if (space.role === 'viewer') throw forbidden('You may read this space but not change it.', 'viewer');
}

/** The identity for a request under support access: it also reads that space, and writes nowhere. */
const readingOnly = (identity: Identity, space: Identity['spaces'][number]): Identity => ({ ...identity, spaces: [...identity.spaces, space].map(({ id }) => ({ id, role: 'viewer' })) });

/** Gives each request its identity and context before the handler runs. */
export function addSessions(app: App, platform: Platform, authenticate: Authenticate, supportGate: SupportGate) {
  const ownOrigin = platform.config.public_url && new URL(platform.config.public_url).origin;
  app.decorateRequest('identity', null);
  app.decorateRequest('ctx', undefined as unknown as Ctx); // set before any handler runs, which the types of a decorator cannot say

  app.addHook('onRequest', async (request) => {
    // pages, assets, the documentation and probes are for everybody, also while the database is away
    if (request.is404 || !asksWho(request.routeOptions.url)) return;
    const bearer = request.headers.authorization?.match(/^Bearer +(\S{1,200})$/i)?.[1];
    if (!bearer && !SAFE.has(request.method) && fromAnotherSite(request.headers, request.host, ownOrigin)) throw forbidden('This request came from another site and was refused.', 'cross_site');
    const token = bearer ?? request.cookies[SESSION_COOKIE];
    // whatever has not the form of our tokens costs the database nothing
    if (token && TOKEN.test(token)) request.identity = await authenticate(token);
    const { access } = request.routeOptions.config;
    if (access === 'public') return; // every other route is guarded

    const { identity } = request;
    if (!identity) throw unauthenticated(token ? 'Your session has ended. Sign in again.' : 'Sign in first.');
    const reads = SAFE.has(request.method) || request.routeOptions.config.reads === true;
    const needed: Scope = access ? 'account' : reads ? 'read' : 'write';
    if (!identity.credential.scopes.includes(needed)) throw forbidden(needed === 'account' ? 'Sign in with your password to do this; an API key cannot.' : `This key may not ${needed}.`, 'scope');
    if (access === 'admin' && identity.user.role !== 'admin') throw forbidden('Only an admin may do this.');
    if (access === 'admin' && identity.credential.lapsed) throw unauthenticated('You were away for a while. Sign in again to use the admin pages.', 'reauthenticate');

    // a picture or a download in a page cannot send a header
    const wanted = request.headers['kith-space'] ?? (SAFE.has(request.method) ? (request.query as { space?: unknown }).space : undefined);
    if (wanted !== undefined && !z.uuid().safeParse(wanted).success) throw notFound('space');
    const own = identity.spaces.find((candidate) => candidate.id === (wanted ?? identity.personal_space_id));
    const support = own ? undefined : identity.support?.find((candidate) => candidate.space_id === wanted);
    if (support) await supportGate(identity, support, { method: request.method, route: request.routeOptions.url ?? '', path: request.url.split('?')[0]! });
    const space = own ?? (support && { id: support.space_id, role: 'viewer' as const });
    if (!space) throw notFound('space');
    if (needed === 'write' && (!request.routeOptions.config.viewers || support)) requireEditor({ space });
    request.ctx = createCtx({
      platform,
      identity: support ? readingOnly(identity, space) : identity,
      space,
      support,
      request_id: request.id,
      channel: identity.credential.kind === 'browser' ? 'web' : 'api',
      ip: addressOf(request),
      user_agent: request.headers['user-agent']?.slice(0, 400) ?? null,
      log: request.log,
    });
  });

  // What undo needs to name: the action that this request was, or the one it repeats.
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!SAFE.has(request.method) && request.ctx && reply.statusCode < 400) reply.header('kith-action-id', request.idempotency?.repeats ?? request.id);
    done(null, payload);
  });
}
