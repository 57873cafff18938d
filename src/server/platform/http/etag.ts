import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The version of a row: changes with every edit, not with derived counts. */
export const versionOf = (row: { updated_at: string }) => Buffer.from(row.updated_at).toString('base64url');

/**
 * Answers one thing with its ETag, or 304 when the client has it already. The ETag is the row's version (what If-Match compares)
 * and a hash of the answer (so that a changed count is sent again).
 */
export function sendWithEtag(request: FastifyRequest, reply: FastifyReply, row: { updated_at: string }, body: Record<string, unknown>) {
  const text = String(reply.serializeInput(body, '200'));
  const etag = `"${versionOf(row)}.${hash('sha1', text, 'base64url').slice(0, 12)}"`;
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const seen = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (seen?.includes(etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').serializer(String).send(text);
}

/** The version in If-Match, or undefined when the client sent none (or *). */
export const ifMatch = (request: FastifyRequest) => /^(?:W\/)?"([\w-]+)\./.exec(request.headers['if-match'] ?? '')?.[1];
