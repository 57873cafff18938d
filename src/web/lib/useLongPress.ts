import { useEffect, useRef, type MouseEvent, type PointerEvent } from 'react';

const holdMs = 450;
const slackPx = 10;

/**
 * What a finger that stays on an element does. The click that follows goes nowhere; with `taps` a plain tap does the same, as
 * long as a finger gives it. A mouse and the keyboard are not affected.
 */
export function useLongPress(onPress: (() => void) | undefined, taps: boolean) {
  const held = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number; fired: boolean } | undefined>(undefined);
  const end = () => clearTimeout(held.current?.timer);
  useEffect(() => () => clearTimeout(held.current?.timer), []);
  if (!onPress) return {};
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') return void (held.current = undefined);
      const press = { x: event.clientX, y: event.clientY, fired: false, timer: setTimeout(() => ((press.fired = true), onPress()), holdMs) };
      held.current = press;
    },
    onPointerMove: (event: PointerEvent) => {
      const press = held.current;
      if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > slackPx) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event: MouseEvent) => {
      if (held.current) event.preventDefault(); // the phone's own menu for links
    },
    onClickCapture: (event: MouseEvent) => {
      const press = held.current;
      held.current = undefined;
      if (!press || !(press.fired || taps)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!press.fired) onPress();
    },
  };
}
