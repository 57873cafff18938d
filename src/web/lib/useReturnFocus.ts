import { useState } from 'react';

/** For each layer that lies on the page, where the focus was before it. */
const before = new WeakMap<Element, HTMLElement[]>();

/** Where the focus is, and what led there: a menu or dialog it is in may be gone when it should come back. */
function trail(): HTMLElement[] {
  const here = document.activeElement;
  if (!(here instanceof HTMLElement) || here === document.body) return [];
  const layer = here.closest('[role=menu], [role=dialog]');
  const trigger = layer?.id ? document.querySelector<HTMLElement>(`[aria-controls="${CSS.escape(layer.id)}"]`) : null;
  return [here, ...(trigger ? [trigger] : []), ...((layer && before.get(layer)) ?? [])];
}

/** What gives the focus back to what opened a dialog when it closes, or to the page when that is gone: for the content of the dialog. */
export function useReturnFocus(isOpen: boolean) {
  const [wasOpen, setWasOpen] = useState(isOpen);
  // While it is drawn nothing in it has taken the focus yet.
  const [from, setFrom] = useState(() => (isOpen ? trail() : []));
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    if (isOpen) setFrom(trail());
  }
  return {
    ref: (content: HTMLElement | null) => void (content && before.set(content, from)),
    onCloseAutoFocus: (event: Event) => {
      if (from.length === 0) return;
      event.preventDefault();
      const back = from.find((element) => element.isConnected) ?? document.getElementById('main');
      back?.focus({ preventScroll: true });
    },
  };
}
