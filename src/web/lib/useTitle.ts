import { useEffect } from 'react';

/** Names the page in the tab, and to screen readers when one came from another page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Kith`;
    document.getElementById('route-name')?.replaceChildren(title);
  }, [title]);
}
