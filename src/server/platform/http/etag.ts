import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { conflict } from '../errors.ts';

/** The version of a row: changes with every edit, not with derived counts. Empty for what nobody edits. */
const versionOf = (row: { updated_at: string } | null) => (row ? Buffer.from(row.updated_at).toString('base64url') : '');

/**
 * Answers one thing with its ETag, or 304 when the client has it already. The ETag is the row's version (what If-Match compares)
 * and a hash of the answer (so that a changed count is sent again). `row` is null for what cannot be changed with If-Match.
 */
export function sendWithEtag(request: FastifyRequest, reply: FastifyReply, row: { updated_at: string } | null, body: Record<string, unknown>) {
  const text = String(reply.serializeInput(body, '200'));
  const etag = `"${versionOf(row)}.${hash('sha1', text, 'base64url').slice(0, 12)}"`;
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const seen = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (seen?.includes(etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').serializer(String).send(text);
}

/** The versions in If-Match that a change may be made to, or undefined when any will do. One that is not ours fits nothing. */
export function ifMatch({ headers: { 'if-match': given } }: FastifyRequest): string[] | undefined {
  if (given === undefined || given.trim() === '*') return undefined;
  return given.split(',').map((tag) => /^\s*(?:W\/)?"([\w-]+)\./.exec(tag)?.[1] ?? '');
}

/** Refuses a change of a row (locked, so that this stays true) that has changed since the client read it. @throws 409 stale */
export function requireVersion(row: { updated_at: string }, versions: readonly string[] | undefined, what: string): void {
  if (versions && !versions.includes(versionOf(row))) throw conflict('stale', `This ${what} was changed elsewhere in the meantime. Load it again and repeat your change.`);
}
