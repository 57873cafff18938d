import { useCallback, useEffect, useRef, useState } from 'react';

const prefix = 'kith-draft:';
const keptFor = 30 * 86_400_000;

type Stored = { text: string; saved_at: number };

function load(key: string): string {
  try {
    const stored = JSON.parse(localStorage.getItem(prefix + key) ?? 'null') as Stored | null;
    return stored && Date.now() - stored.saved_at < keptFor ? stored.text : '';
  } catch {
    return '';
  }
}

/**
 * Text that survives a reload, a crash and a closed tab. Returns the text, its setter, whether it was restored from
 * earlier, and `clear` for when it has been stored on the server.
 */
export function useDraft(key: string): { text: string; setText: (text: string) => void; restored: boolean; clear: () => void } {
  const [text, setText] = useState(() => load(key));
  const [restored, setRestored] = useState(() => text !== '');
  // The text that was cleared. Whoever stores it may close in the same breath, before the empty text is rendered.
  const cleared = useRef<string>(undefined);

  useEffect(() => {
    const save = () => {
      if (cleared.current === text) return;
      cleared.current = undefined;
      try {
        if (text.trim() === '') localStorage.removeItem(prefix + key);
        else localStorage.setItem(prefix + key, JSON.stringify({ text, saved_at: Date.now() } satisfies Stored));
      } catch {
        // Storage is full or blocked: the text is still on the screen.
      }
    };
    const timer = setTimeout(save, 300);
    addEventListener('pagehide', save);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', save);
      save();
    };
  }, [key, text]);

  const clear = useCallback(() => {
    cleared.current = text;
    setText('');
    setRestored(false);
    localStorage.removeItem(prefix + key);
  }, [key, text]);

  return { text, setText, restored, clear };
}

/** Forgets every draft, when somebody signs out on a shared device. */
export function clearDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
}
