const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
const MAX_BACKOFF_MS = 8_000;

/** Whether sending the request twice does no harm. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/** Answers that may be different in a moment: too many requests, and faults of the server. */
export function isTransientStatus(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * How long to wait before the next try, in ms. The server's own word (`retry-after`, seconds or a date) wins; else
 * exponential back-off with jitter: half of it fixed, half random, so that callers do not return in step.
 */
export function retryDelayMs(attempt: number, baseMs: number, headers: Headers | null): number {
  const asked = headers ? retryAfterMs(headers) : null;
  if (asked !== null) return asked;
  const ceiling = Math.min(MAX_BACKOFF_MS, baseMs * 2 ** attempt);
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

function retryAfterMs(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
