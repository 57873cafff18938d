import sql from 'sql-template-tag';
import type { Ctx } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Db, UnitOfWork } from '../database/database.ts';
import { conflict, malformed, unacceptable } from '../errors.ts';
import type { App } from './server.ts';
import { SAFE } from './session.ts';

/**
 * The key of a request that must happen once, and the hash that tells a repeat from another request with the same key. `repeats`:
 * the action of the first request, once it is known that this one repeats it.
 */
export type Idempotency = { key: string; request_hash: Buffer; repeats?: string | null };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when a write came with an Idempotency-Key. Routes with `ownIdempotency` use it themselves. */
    idempotency: Idempotency | null;
    /** The transaction that the key and the whole request share. */
    unitOfWork: UnitOfWork | null;
    /** The key was taken before the request, which has transactions of its own; the answer is kept when it is there. */
    keyTaken: boolean;
  }
}

type Stored = { request_hash: Buffer; status: number | null; body: string | null; note_id: string | null; action_id: string | null };
export type Claim = { fresh: true } | { fresh: false; status: number | null; body: string | null; note_id: string | null };

const inProgress = () => conflict('in_progress', 'A request with this Idempotency-Key is running. Repeat it in a moment.');

/**
 * Takes a key for this request, in the transaction of its writes: either both are there or neither. A second request with the
 * same key waits for the first one's transaction. A key that was taken before its request, which then died, is free after a while.
 * @throws 422 when the key was used for another request
 */
export async function claimKey(tx: Db, userId: string, idempotency: Idempotency): Promise<Claim> {
  const { key, request_hash } = idempotency;
  await tx.query(sql`delete from idempotency_keys where user_id = ${userId} and key = ${key}
    and (created_at < now() - interval '24 hours' or created_at < now() - interval '15 minutes' and status is null and note_id is null)`);
  const claimed = await tx.query(sql`insert into idempotency_keys (user_id, key, request_hash, action_id) values (${userId}, ${key}, ${request_hash}, kith.action_id()) on conflict do nothing returning key`);
  if (claimed.length) return { fresh: true };
  const [stored] = await tx.query<Stored>(sql`select request_hash, status, body, note_id, action_id from idempotency_keys where user_id = ${userId} and key = ${key}`);
  if (!stored) throw inProgress();
  if (!stored.request_hash.equals(request_hash)) throw unacceptable('Idempotency-Key', 'This Idempotency-Key was used for another request. Use a new one.');
  idempotency.repeats = stored.action_id;
  return { fresh: false, status: stored.status, body: stored.body, note_id: stored.note_id };
}

/** Names the note a key stands for, where the work goes on after this transaction. */
export const rememberNote = (tx: Db, userId: string, key: string, noteId: string) => tx.query(sql`update idempotency_keys set note_id = ${noteId} where user_id = ${userId} and key = ${key}`);

/** Keeps the answer for repeats. */
export const rememberAnswer = (tx: Db, userId: string, key: string, status: number, body: string | null) =>
  tx.query(sql`update idempotency_keys set status = ${status}, body = ${body} where user_id = ${userId} and key = ${key}`);

/** A request that failed may be tried again under its key. */
const forgetKey = (tx: Db, userId: string, key: string) => tx.query(sql`delete from idempotency_keys where user_id = ${userId} and key = ${key}`);

/**
 * Writes outside /auth accept `Idempotency-Key`. The whole request runs in one transaction with the key; it is committed before
 * the first byte of the answer leaves, so a client that hears nothing may repeat. Where that would hold a transaction open while
 * something else is waited for (an upload, a provider), the key is taken before and the answer kept after.
 */
export function addIdempotency(app: App) {
  app.decorateRequest('idempotency', null);
  app.decorateRequest('unitOfWork', null);
  app.decorateRequest('keyTaken', false);

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    // By the route, not by the address, which can be written in many ways. A handler that calls not-found runs the hooks a second time.
    if (key === undefined || !request.ctx || SAFE.has(request.method) || request.unitOfWork || request.keyTaken || request.routeOptions.url?.startsWith('/api/v1/auth/')) return;
    if (typeof key !== 'string' || key.length < 1 || key.length > 255) throw malformed('Idempotency-Key', 'Idempotency-Key: use 1 to 255 characters.');
    const { received } = request;
    const content = received ? { fields: received.fields, name: received.name, sha256: received.sha256.toString('hex') } : (request.body ?? null);
    const fingerprint = `${request.method} ${request.url}\n${request.ctx.space.id}\n${JSON.stringify(content)}`;
    const idempotency: Idempotency = { key, request_hash: sha256(fingerprint) };
    request.idempotency = idempotency;
    const { ownIdempotency, spansTransactions, upload, reads, shownOnce } = request.routeOptions.config;
    if (ownIdempotency) return;

    const { ctx } = request;
    const userId = ctx.identity.user.id;
    const replay = async ({ status, body }: { status: number | null; body: string | null }) => {
      if (status === null) throw inProgress();
      if (shownOnce) throw conflict('shown_once', 'This was done by the first request with this Idempotency-Key. Its answer holds a secret that is shown once and kept nowhere; if you did not see it, make a new one with another key.');
      await reply.code(status).header('idempotency-replayed', 'true').type('application/json; charset=utf-8').send(body ?? undefined);
      return reply;
    };
    if (spansTransactions || upload || reads) {
      const claim = await ctx.tx((tx) => claimKey(tx, userId, idempotency));
      request.keyTaken = claim.fresh;
      return claim.fresh ? undefined : replay(claim);
    }
    const work = await ctx.begin();
    request.unitOfWork = work;
    const claim = await claimKey(work, userId, idempotency);
    if (!claim.fresh) return replay(claim);
    const joined: Ctx = {
      ...ctx,
      query: work.query,
      tx: async (fn, options) => fn(await work.within(options)),
      reads: async (fn, options) => fn(await work.within(options)),
      reversing: (actionId) => ({
        ...joined,
        tx: async (fn, options) => {
          await work.query(sql`select set_config('kith.undoes', ${actionId}, true)`);
          return fn(await work.within(options));
        },
      }),
    };
    request.ctx = joined;
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const { unitOfWork: work, keyTaken, ctx, idempotency } = request;
    if (!work && !keyTaken) return done(null, payload);
    request.unitOfWork = null;
    request.keyTaken = false;
    const failed = reply.statusCode >= 400;
    const keep = (tx: Db) => rememberAnswer(tx, ctx.identity.user.id, idempotency!.key, reply.statusCode, typeof payload === 'string' && !request.routeOptions.config.shownOnce ? payload : null);
    const end = async () => {
      if (!work) return void (await ctx.tx((tx) => (failed ? forgetKey(tx, ctx.identity.user.id, idempotency!.key) : keep(tx))));
      if (failed) return work.rollback();
      if (!reply.getHeader('idempotency-replayed')) await keep(work);
      await work.commit();
    };
    end().then(() => done(null, payload), done);
  });
}
