import { useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';

/** What lies on top of the page, the latest last. */
const open: (() => void)[] = [];

/**
 * While something lies on the page, Back closes it as Escape does, and the page stays: on a phone that is the way out people know.
 */
export function useBackCloses(isOpen: boolean, onClose: () => void): void {
  const { history } = useRouter();
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!isOpen) return;
    const mine = () => close();
    open.push(mine);
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
  }, [isOpen, history]);
}
