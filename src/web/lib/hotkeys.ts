import { useEffect, useRef } from 'react';

/**
 * Keys are written "mod+k" (Ctrl, or ⌘ on a Mac), "shift+mod+z", "?", "j", or as a sequence "g p".
 * A handler that answers `false` leaves the key to the page. Single keys and sequences are ignored while somebody types or a dialog is open.
 */
export type Hotkeys = Record<string, (event: KeyboardEvent) => void | false>;

const sequenceWindow = 900;
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !isTickBox(target);
}

function isTickBox(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio');
}

function nameOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.shiftKey && (event.ctrlKey || event.metaKey)) parts.push('shift');
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return parts.join('+');
}

/** Binds keys to the window while the component is mounted. The handlers may change without rebinding. */
export function useHotkeys(keys: Hotkeys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    let first = '';
    let at = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = nameOf(event);
      const plain = !name.includes('mod+');
      // Ctrl-Z inside a field belongs to the field, and nothing but the palette works above a dialog.
      const busy = typing(event.target) || document.querySelector('[role=dialog],[role=menu]') !== null;
      if (busy && (plain || name !== 'mod+k')) return;
      const sequence = event.timeStamp - at < sequenceWindow ? `${first} ${name}` : name;
      const handler = current.current[sequence] ?? current.current[name];
      first = plain ? name : '';
      at = event.timeStamp;
      if (!handler) return;
      first = '';
      if (handler(event) !== false) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
