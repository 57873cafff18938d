import { useSyncExternalStore } from 'react';

/** Why nothing new arrives: the device is offline, nobody answers, or Kith waits for its database. */
export type Trouble = 'offline' | 'unreachable' | 'database';

const firstPause = 1500;
const longestPause = 10_000;

let trouble: Trouble | null = null;
let asking = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const waiting = new Set<() => void>();
const whenBack = new Set<() => void>();

/**
 * A request got no answer, or a 502 to 504. Whether that was one request or Kith as a whole is asked of Kith itself, until it is
 * well: `navigator.onLine` alone does not know, a server on the same machine answers without any network.
 */
export function noticeFailure(): void {
  if (!asking && !trouble) void ask(firstPause);
}

async function ask(pause: number): Promise<void> {
  clearTimeout(timer);
  asking = true;
  const found = await diagnose();
  asking = false;
  if (found) timer = setTimeout(() => void ask(Math.min(longestPause, pause * 1.5)), pause);
  const back = trouble !== null && found === null;
  if (found !== trouble) {
    trouble = found;
    for (const listener of listeners) listener();
  }
  if (found) return;
  for (const go of waiting) go();
  waiting.clear();
  if (back) for (const listener of whenBack) listener();
}

async function diagnose(): Promise<Trouble | null> {
  try {
    const { status } = await fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    if (status === 503) return 'database';
    return status < 500 ? null : 'unreachable';
  } catch {
    return navigator.onLine ? 'unreachable' : 'offline';
  }
}

addEventListener('online', () => trouble && void ask(firstPause));
addEventListener('offline', noticeFailure);
// A file of the app itself could not be fetched. The words are for whoever sees it; a reload would show the browser's error page.
addEventListener('vite:preloadError', (event) => {
  Object.assign(event.payload, { message: 'This part of Kith could not be fetched.', status: 0 });
  noticeFailure();
});

export const inTrouble = (): boolean => trouble !== null;

export function useTrouble(): Trouble | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => trouble,
  );
}

/** Calls back each time Kith answers again after trouble. Returns how to stop that. */
export function onBack(listener: () => void): () => void {
  whenBack.add(listener);
  return () => whenBack.delete(listener);
}

/** Until Kith answers: at once when it does. */
export function answering(): Promise<void> {
  return new Promise((done) => {
    waiting.add(done);
    noticeFailure();
  });
}
