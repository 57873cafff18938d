let leaving = false;

/** To the sign-in page by a full load, which empties every cache in memory; afterwards somebody comes back to where they were. */
export function leaveToLogin(): void {
  if (leaving || location.pathname === '/login') return;
  const here = location.pathname + location.search;
  location.assign(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`);
}

/**
 * Ends the session (or a way into a space) by `request`, then leaves for good, to `to`. The server tells open pages that their session ended before it answers the
 * one that asked for it: that news must not win, or the next sign-in would begin where this one stopped.
 */
export async function leaveBy(request: () => Promise<unknown>, forget: () => void, to = '/login'): Promise<void> {
  leaving = true;
  try {
    await request();
  } catch (error) {
    leaving = false;
    throw error;
  }
  forget();
  location.assign(to);
}

/** Loads the page afresh, when a space is not open any more, unless it is being left anyway. */
export function reload(): void {
  if (!leaving) location.reload();
}

/** How long answers to what was asked with the former session may still come in. */
const LATE_MS = 2_000;

/** Signs in again by `request` without leaving the page: news that the former session ended, which comes before its answer, does not count. */
export async function stayWhile<T>(request: () => Promise<T>): Promise<T> {
  leaving = true;
  try {
    return await request();
  } finally {
    setTimeout(() => (leaving = false), LATE_MS);
  }
}
