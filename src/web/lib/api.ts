import createClient from 'openapi-fetch';
import type { paths } from './api.gen.ts';
import { noticeFailure } from './availability.ts';

/** The error every request of the API may answer with; see F-42. */
export type Problem = {
  error: string;
  error_code: string;
  status_code: number;
  field?: string;
  merged_into?: string;
  request_id?: string;
};

/**
 * A refused or failed request. `status` 0 means that no answer came at all (offline, server down).
 * `message` is fit to be shown to a person; `code` is the stable `error_code`.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly requestId: string | undefined;
  /** Of a person who was merged into another one: who that is. */
  readonly mergedInto: string | undefined;
  /** Seconds to wait before trying again, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfter?: number) {
    super(problem.error ?? (status === 0 ? 'No connection to Kith.' : `Kith answered with ${status}.`));
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.error_code ?? 'unknown';
    this.field = problem.field;
    this.requestId = problem.request_id;
    this.mergedInto = problem.merged_into;
    this.retryAfter = retryAfter;
  }
}

const spaceKey = 'kith-space';
let activeSpace = localStorage.getItem(spaceKey) ?? undefined;

/** Work in another space from the next load on; undefined is the personal one. */
export function enterSpace(spaceId: string | undefined): void {
  if (spaceId) localStorage.setItem(spaceKey, spaceId);
  else localStorage.removeItem(spaceKey);
}

/** Back to the personal space at once. Returns whether it was another one. */
export function leaveSpace(): boolean {
  const left = activeSpace !== undefined;
  activeSpace = undefined;
  enterSpace(undefined);
  return left;
}

/** What names the working space in a link or a picture, which cannot send the header: `?space=…`, or nothing. */
export const spaceSearch = (): string => (activeSpace ? `?space=${activeSpace}` : '');
/** The address of a person's photo; another photo has another one. Undefined without a photo. */
export function photoUrl({ id, photo_id }: { id: string; photo_id: string | null }): string | undefined {
  if (!photo_id) return undefined;
  return `/api/v1/contacts/${id}/photo?${activeSpace ? `space=${activeSpace}&` : ''}v=${photo_id}`;
}

/** What is about the account or the installation is the same in every space, and open also while an admin only reads one. */
const ABOUT_ACCOUNT = /\/api\/v1\/(admin|spaces|invitations|auth(?!\/session$))(\/|\?|$)/;

/** The typed client. Wrap each call in `read` or `write` to get the data or an ApiError. */
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });

api.use({
  onRequest({ request }) {
    if (activeSpace && !request.headers.has('Kith-Space') && !ABOUT_ACCOUNT.test(request.url)) request.headers.set('Kith-Space', activeSpace);
    return request;
  },
  onResponse({ response }) {
    if (response.status >= 502 && response.status <= 504) noticeFailure();
  },
  onError({ error }) {
    // A query that nobody waits for any more was stopped by the page itself.
    if (!(error instanceof DOMException && error.name === 'AbortError')) noticeFailure();
    return new ApiError(0, {});
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer, or an ApiError. */
export async function read<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await write(call)).data;
}

/** Like `read`, with the id of the action that the write became, so that exactly this one can be undone, and the version it left (`etag`). */
export async function write<T>(call: Promise<Answer<T>>): Promise<{ data: T; action_id: string | undefined; etag: string | undefined }> {
  const { data, error, response } = await call;
  if (!response.ok) {
    const wait = Number(response.headers.get('retry-after'));
    throw new ApiError(response.status, isProblem(error) ? error : {}, Number.isFinite(wait) && wait > 0 ? wait : undefined);
  }
  return { data: data as T, action_id: response.headers.get('kith-action-id') ?? undefined, etag: response.headers.get('etag') ?? undefined };
}

/** The header with which a change is refused (409 `stale`) when the row was changed since it was read: the beginning of its ETag. */
export const ifUnchanged = (seen: { updated_at: string } | undefined): { 'If-Match'?: string } => (seen ? { 'If-Match': `"${btoa(seen.updated_at).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}."` } : {});

/** Whether a change was refused because somebody else made one first. */
export const isStale = (error: unknown): boolean => error instanceof ApiError && error.code === 'stale';

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'string';
}
