import { useCallback, useState } from 'react';

/** Whether the lines of a clamped text are cut off, as wide as it is now: only then is there more to show. */
export function useCut() {
  const [cut, setCut] = useState(false);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const watch = new ResizeObserver(() => setCut(element.scrollHeight > element.clientHeight + 1));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { ref, cut };
}
