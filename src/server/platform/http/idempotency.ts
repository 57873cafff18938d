import sql from 'sql-template-tag';
import type { Ctx } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Db } from '../database/database.ts';
import { conflict, malformed, unacceptable } from '../errors.ts';
import type { App } from './server.ts';
import { SAFE } from './session.ts';

/** The key of a request that must happen once, and the hash that tells a repeat from another request with the same key. */
export type Idempotency = { key: string; request_hash: Buffer };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when a write came with an Idempotency-Key. Routes with `ownIdempotency` use it themselves. */
    idempotency: Idempotency | null;
    unitOfWork: { commit(): Promise<void>; rollback(): Promise<void>; query: Db['query'] } | null;
  }
}

type Stored = { request_hash: Buffer; status: number | null; body: string | null; note_id: string | null };
export type Claim = { fresh: true } | { fresh: false; status: number | null; body: string | null; note_id: string | null };

/**
 * Takes a key for this request, in the transaction of its writes: either both are there or neither. A second request with the
 * same key waits for the first one's transaction.
 * @throws 422 when the key was used for another request
 */
export async function claimKey(tx: Db, userId: string, { key, request_hash }: Idempotency): Promise<Claim> {
  await tx.query(sql`delete from idempotency_keys where user_id = ${userId} and key = ${key} and created_at < now() - interval '24 hours'`);
  const claimed = await tx.query(sql`insert into idempotency_keys (user_id, key, request_hash) values (${userId}, ${key}, ${request_hash}) on conflict do nothing returning key`);
  if (claimed.length) return { fresh: true };
  const [stored] = await tx.query<Stored>(sql`select request_hash, status, body, note_id from idempotency_keys where user_id = ${userId} and key = ${key}`);
  if (!stored) throw conflict('in_progress', 'A request with this Idempotency-Key is running. Repeat it in a moment.');
  if (!stored.request_hash.equals(request_hash)) throw unacceptable('Idempotency-Key', 'This Idempotency-Key was used for another request. Use a new one.');
  return { fresh: false, status: stored.status, body: stored.body, note_id: stored.note_id };
}

/** Names the note a key stands for, where the work goes on after this transaction. */
export const rememberNote = (tx: Db, userId: string, key: string, noteId: string) => tx.query(sql`update idempotency_keys set note_id = ${noteId} where user_id = ${userId} and key = ${key}`);

/** Keeps the answer for repeats. */
export const rememberAnswer = (tx: Db, userId: string, key: string, status: number, body: string | null) =>
  tx.query(sql`update idempotency_keys set status = ${status}, body = ${body} where user_id = ${userId} and key = ${key}`);

/**
 * Writes outside /auth accept `Idempotency-Key`. The whole request runs in one transaction with the key; it is committed before
 * the first byte of the answer leaves, so a client that hears nothing may repeat.
 */
export function addIdempotency(app: App) {
  app.decorateRequest('idempotency', null);
  app.decorateRequest('unitOfWork', null);

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    // a handler that calls not-found runs the hooks a second time
    if (key === undefined || !request.ctx || SAFE.has(request.method) || request.unitOfWork || request.url.startsWith('/api/v1/auth/')) return;
    if (typeof key !== 'string' || key.length < 1 || key.length > 255) throw malformed('Idempotency-Key', 'Idempotency-Key: use 1 to 255 characters.');
    const fingerprint = `${request.method} ${request.url}\n${request.ctx.space.id}\n${JSON.stringify(request.body ?? null)}`;
    request.idempotency = { key, request_hash: sha256(fingerprint) };
    if (request.routeOptions.config.ownIdempotency) return;

    const { ctx } = request;
    const work = await ctx.begin();
    request.unitOfWork = work;
    const claim = await claimKey(work, ctx.identity.user.id, request.idempotency);
    if (!claim.fresh) {
      await reply.code(claim.status!).header('idempotency-replayed', 'true').type('application/json; charset=utf-8').send(claim.body ?? undefined);
      return reply;
    }
    const joined: Ctx = {
      ...ctx,
      query: work.query,
      tx: (fn) => fn(work),
      reversing: (actionId) => ({
        ...joined,
        tx: async (fn) => {
          await work.query(sql`select set_config('kith.undoes', ${actionId}, true)`);
          return fn(work);
        },
      }),
    };
    request.ctx = joined;
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const work = request.unitOfWork;
    if (!work) return done(null, payload);
    request.unitOfWork = null;
    const end = async () => {
      if (reply.statusCode >= 400) return work.rollback();
      if (!reply.getHeader('idempotency-replayed')) await rememberAnswer(work, request.ctx.identity.user.id, request.idempotency!.key, reply.statusCode, typeof payload === 'string' ? payload : null);
      await work.commit();
    };
    end().then(() => done(null, payload), done);
  });
}
