/**
 * Every way Kith says no. A verb throws one of these; the one error handler (http/errors.ts) turns it into a problem
 * document. Messages are for people: they name the field and the way out, never a path, SQL, token or stack.
 */
export class Rejection extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly merged_into: string | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, extra: { field?: string; merged_into?: string; headers?: Record<string, string> } = {}) {
    super(message);
    this.name = 'Rejection';
    this.status = status;
    this.code = code;
    this.field = extra.field;
    this.merged_into = extra.merged_into;
    this.headers = extra.headers ?? {};
  }
}

/** 400: the request has the wrong shape. */
export const malformed = (field: string | undefined, message: string) => new Rejection(400, 'malformed', message, field ? { field } : {});
/** 401: nobody is signed in, or what was shown does not open this door. */
export const unauthenticated = (message = 'Sign in first.', code = 'unauthenticated') => new Rejection(401, code, message);
/** 403: signed in, but not allowed to do this. */
export const forbidden = (message: string, code = 'forbidden') => new Rejection(403, code, message);
/** 404: it does not exist, or not for you. `what` is a word a person knows: 'contact', 'tag'. */
export const notFound = (what: string) => new Rejection(404, 'not_found', `This ${what} does not exist.`);
/** 404: it was merged into another one of its kind, which is named. */
export const mergedAway = (what: string, into: string) => new Rejection(404, 'merged', `This ${what} was merged into another one.`, { merged_into: into });
/** 409: the thing is in another state than the request assumes. */
export const conflict = (code: string, message: string, field?: string) => new Rejection(409, code, message, field ? { field } : {});
/** 422: well formed, but the value cannot be accepted. */
export const unacceptable = (field: string, message: string, code = 'unacceptable') => new Rejection(422, code, message, { field });
/** 429: too often. */
export const tooMany = (seconds: number, message: string, code = 'too_many_requests') =>
  new Rejection(429, code, message, { headers: { 'retry-after': String(Math.max(1, Math.ceil(seconds))) } });
/** 503: a part Kith needs does not answer right now. */
export const unavailable = (message = 'The database does not answer right now. Nothing was changed; try again in a moment.') =>
  new Rejection(503, 'unavailable', message, { headers: { 'retry-after': '2' } });
