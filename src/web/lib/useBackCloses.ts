import { useRouter, type RouterHistory } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** This entry of the history shows the same page as the one below it. */
    same?: boolean;
  }
}

/** What lies on top of the page, the latest last. */
const open: (() => void)[] = [];

/**
 * While something lies on the page, Back closes it as Escape does, and the page stays: on a phone that is the way out people know.
 */
export function useBackCloses(isOpen: boolean, onClose: () => void): void {
  const router = useRouter();
  const { history } = router;
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!isOpen) return;
    const mine = () => close();
    open.push(mine);
    // Nobody is asked when Back leaves the first page of a tab, so the page gets a second entry for Back to come from.
    if (history.location.state.__TSR_index === 0) void router.navigate({ to: '.', search: true, hash: true, resetScroll: false, state: (before) => ({ ...before, same: true }) });
    const unblock = history.block({
      enableBeforeUnload: false,
      blockerFn: ({ action }) => {
        if (action !== 'BACK') return false;
        // The history goes forward again first: what closes may lead somewhere itself.
        addEventListener('popstate', () => open.at(-1)?.(), { once: true });
        return true;
      },
    });
    return () => {
      unblock();
      open.splice(open.indexOf(mine), 1);
    };
  }, [isOpen, history, router]);
}

/** When nothing lies on the page any more, Back does not stop at an entry that shows the same page. */
export function passSamePages(history: RouterHistory): void {
  let here = history.location;
  history.subscribe(({ location, action }) => {
    const from = here;
    here = location;
    // (a Back that was taken back is told too, from where it began)
    if (action.type === 'BACK' && from.state.same && from.href === location.href && location.state.__TSR_index === 0) history.back();
  });
}
