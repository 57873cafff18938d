import { useEffect, useRef } from 'react';

/**
 * Keeps the keyboard in a list of entries: when the one it was at goes away or moves to another category, it goes on there, or at
 * the one that stood beside it. `leave` is called before.
 */
export function useEntryFocus(entries: unknown) {
  const list = useRef<HTMLDivElement>(null);
  const next = useRef<string[]>([]);
  useEffect(() => {
    // Elsewhere already, or the entry has not gone yet and is where the keyboard is.
    if (!entries || next.current.length === 0 || document.activeElement !== document.body) return;
    for (const id of next.current) {
      const actions = list.current?.querySelector<HTMLElement>(`[data-entry="${id}"] [aria-label="Entry actions"]`);
      if (actions) {
        actions.focus({ preventScroll: true });
        break;
      }
    }
    next.current = [];
  }, [entries]);
  const leave = (id: string) => {
    const ids = [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])].map((row) => row.dataset.entry ?? '');
    const at = ids.indexOf(id);
    next.current = [id, ...ids.slice(at + 1), ...ids.slice(0, Math.max(at, 0)).toReversed()];
  };
  return { list, leave };
}
