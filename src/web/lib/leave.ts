let leaving = false;

/** To the sign-in page by a full load, which empties every cache in memory; afterwards somebody comes back to where they were. */
export function leaveToLogin(): void {
  if (leaving || location.pathname === '/login') return;
  const here = location.pathname + location.search;
  location.assign(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`);
}

/**
 * Ends the session by `request`, then leaves for good. The server tells open pages that their session ended before it answers the
 * one that asked for it: that news must not win, or the next sign-in would begin where this one stopped.
 */
export async function leaveBy(request: () => Promise<unknown>, forget: () => void): Promise<void> {
  leaving = true;
  try {
    await request();
  } catch (error) {
    leaving = false;
    throw error;
  }
  forget();
  location.assign('/login');
}
