/** To the sign-in page by a full load, which empties every cache in memory; afterwards somebody comes back to where they were. */
export function leaveToLogin(): void {
  if (location.pathname === '/login') return;
  const here = location.pathname + location.search;
  location.assign(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`);
}
