import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isConnectionLoss } from '../database/pool.ts';
import { conflict, malformed, notFound, Rejection, unacceptable, unavailable } from '../errors.ts';
import './words.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What went wrong when the answer is a 500. */
    fault: unknown;
  }
}

/** RFC 9457 problem details, with the short form clients expect beside it. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    error: z.string(),
    error_code: z.string(),
    status_code: z.int(),
    field: z.string().optional(),
    merged_into: z.uuid().optional().describe('On 404: the thing this one was merged into'),
    request_id: z.string(),
  })
  .meta({ id: 'Problem' });

/** What JSON may weigh. */
export const BODY_LIMIT = 2 * 1024 * 1024;
/** How long, and how far beyond its limit, a body that is too large is read on. */
const LINGER_MS = 10_000;
const LINGER_BYTES = 16 * 1024 * 1024;

/** Error codes of PostgreSQL that a request can cause, and what they mean to the one who sent it. */
const DATABASE_ERRORS: Record<string, (error: { constraint?: string; column?: string }) => Rejection> = {
  '22021': () => malformed(undefined, 'The text holds a character that cannot be stored (NUL). Remove it.'),
  '22P05': () => malformed(undefined, 'The text holds a character that cannot be stored (NUL or half of a surrogate pair). Remove it.'),
  '22003': () => malformed(undefined, 'A number is out of range.'),
  '22007': () => malformed(undefined, 'A date or time is not valid.'),
  '22008': () => malformed(undefined, 'A date or time is out of range.'),
  '22009': () => malformed(undefined, 'The offset of a time is out of range.'),
  '23505': () => conflict('duplicate', 'Something with this value exists already.'),
  '23503': () => conflict('missing_reference', 'Something this refers to does not exist any more.'),
  '23514': () => unacceptable('body', 'A value is outside what can be stored.'),
  '40P01': () => unavailable('Too many changes to the same thing at once. Try again.'),
  '57014': () => unavailable('This took too long and was stopped. Nothing was changed; narrow it down or try again.'),
  KT409: () => conflict('changed_since', 'This has changed since, so it cannot be undone.'),
};

/** Codes of Fastify and its plugins, in our words. */
const HTTP_ERRORS: Record<string, [code: string, message: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'The request body is too large.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send JSON with Content-Type: application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed', 'The body is empty; send a JSON object.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed', 'The body is not as long as its Content-Length says.'],
  FST_ERR_BAD_URL: ['malformed', 'The address is not valid.'],
};

/** What any thrown value means. Unknown ones are a 500 that tells nothing. */
export function toRejection(error: unknown): Rejection {
  if (error instanceof Rejection) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0] as { instancePath?: string; message?: string } | undefined;
    const field = issue?.instancePath?.replace(/^\//, '').replaceAll('/', '.') || undefined;
    return malformed(field, field ? `${field}: ${issue!.message}` : (issue?.message ?? 'The request has the wrong shape.'));
  }
  if (isConnectionLoss(error)) return unavailable();
  if ((error as FastifyError).code === 'FST_ERR_MAX_PARAM_LENGTH') return notFound('address');
  const { code, statusCode } = error as FastifyError & { code?: string };
  const known = code && DATABASE_ERRORS[code];
  if (known) return known(error as { constraint?: string });
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    const [word, message] = (code && HTTP_ERRORS[code]) || ['malformed', 'The request could not be understood.'];
    return new Rejection(statusCode, word, message);
  }
  return new Rejection(500, 'internal', 'Something went wrong on our side. It was logged under the request id.');
}

/** The body of a rejection. */
export function problem(rejection: Rejection, requestId: string): z.infer<typeof Problem> {
  return {
    type: `urn:kith:error:${rejection.code}`,
    title: rejection.message,
    status: rejection.status,
    error: rejection.message,
    error_code: rejection.code,
    status_code: rejection.status,
    ...(rejection.field ? { field: rejection.field } : {}),
    ...(rejection.merged_into ? { merged_into: rejection.merged_into } : {}),
    request_id: requestId,
  };
}

/**
 * Reads what is still being sent and drops it, up to as much again as is allowed and some more: closing a connection before tears the
 * answer away from whoever listens only when they have sent everything. Who says that it is more than that is not heard at all.
 * @param limit what the body may weigh, in bytes
 * @returns whether it came to its end
 */
async function restOf(incoming: IncomingMessage, limit: number): Promise<boolean> {
  if (incoming.readableEnded) return true;
  const atMost = limit + LINGER_BYTES;
  if (incoming.destroyed || Number(incoming.headers['content-length'] ?? 0) > limit + atMost) return false;
  const enough = new AbortController();
  const { socket } = incoming;
  const until = socket.bytesRead + atMost;
  const count = () => void (socket.bytesRead > until && enough.abort());
  const timer = setTimeout(() => enough.abort(), LINGER_MS).unref();
  incoming.unpipe().on('data', count).resume();
  const heard = await finished(incoming, { signal: enough.signal, cleanup: true }).then(() => true, () => false);
  clearTimeout(timer);
  incoming.off('data', count);
  if (!heard) incoming.pause();
  return heard;
}

/** The one place where an error becomes an answer. */
export async function errorHandler(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const rejection = toRejection(error);
  if (rejection.status >= 500 && rejection.status !== 503) {
    request.fault = error;
    request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
  }
  if (rejection.status === 413) {
    if (await restOf(request.raw, request.routeOptions.config?.upload?.max_bytes ?? BODY_LIMIT)) reply.removeHeader('connection');
    else reply.header('connection', 'close');
  }
  // RFC 9110, 11.6.1 and RFC 6750, 3. A browser opens no dialog for this scheme.
  if (rejection.status === 401) reply.header('www-authenticate', request.headers.authorization ? 'Bearer error="invalid_token"' : 'Bearer');
  return reply
    .code(rejection.status)
    .headers({ ...rejection.headers, 'x-request-id': request.id }) // an address that cannot be parsed reaches no hook
    .type('application/problem+json')
    .serializer(JSON.stringify as (payload: unknown) => string)
    .send(problem(rejection, request.id));
}
