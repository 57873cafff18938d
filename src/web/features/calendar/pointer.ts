import { useEffect, type PointerEvent as ReactPointerEvent, type RefObject } from 'react';

/** What a drag does while it lasts. */
export type Drag = { move: (event: PointerEvent) => void; drop: () => void; cancel: () => void };

const SLACK_PX = 5;
const HOLD_MS = 350;
let dragging = false;

/**
 * Begins a drag at a pointer that went down: a mouse by moving, a finger by staying (or, `atOnce`, by moving too). Until then a click
 * stays a click and a swipe scrolls. Escape gives it up.
 */
export function dragFrom(down: ReactPointerEvent<HTMLElement>, start: () => Drag, atOnce = false): void {
  if (down.button !== 0 || !down.isPrimary || dragging) return;
  const { pointerId, clientX, clientY } = down;
  const waits = down.pointerType !== 'mouse' && !atOnce;
  let drag: Drag | undefined;
  const begin = () => {
    dragging = true;
    drag = start();
    getSelection()?.removeAllRanges();
  };
  const timer = waits ? setTimeout(begin, HOLD_MS) : undefined;
  const finish = (how: 'drop' | 'cancel') => {
    clearTimeout(timer);
    stop.abort();
    dragging = false;
    if (!drag) return;
    if (how === 'drop') swallowClick();
    drag[how]();
  };
  const stop = new AbortController();
  const listen = { signal: stop.signal };
  addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerId !== pointerId) return;
      if (!drag) {
        if (Math.hypot(event.clientX - clientX, event.clientY - clientY) <= SLACK_PX) return;
        if (waits) return finish('cancel'); // it scrolls
        begin();
      }
      drag!.move(event);
    },
    listen,
  );
  addEventListener('pointerup', (event) => event.pointerId === pointerId && finish('drop'), listen);
  addEventListener('pointercancel', (event) => event.pointerId === pointerId && finish('cancel'), listen);
  addEventListener('contextmenu', (event) => (waits || drag) && event.preventDefault(), listen);
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !drag) return;
      event.preventDefault();
      event.stopPropagation();
      finish('cancel');
    },
    { ...listen, capture: true },
  );
}

/** The click that follows a drop is none. */
function swallowClick() {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50);
}

/** Keeps what is in an element from scrolling under a finger that drags. */
export function useHeldStill(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current;
    const hold = (event: TouchEvent) => {
      if (dragging && event.cancelable) event.preventDefault();
    };
    element?.addEventListener('touchmove', hold, { passive: false });
    return () => element?.removeEventListener('touchmove', hold);
  }, [ref]);
}
