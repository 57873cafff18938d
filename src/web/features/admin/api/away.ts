import { useSyncExternalStore } from 'react';
import { ApiError } from '../../../lib/api.ts';

// The admin pages close after half an hour without use, whichever of their requests finds it out first.
let away = false;
const listeners = new Set<() => void>();

export function setAway(next: boolean): void {
  away = next;
  for (const listener of listeners) listener();
}

/** Whether the admin has to sign in again before anything of the admin pages is shown. */
export const useAway = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => away,
  );

/** Passes a request of the admin pages through, and notices when it asks to sign in again. */
export async function asAdmin<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'reauthenticate') setAway(true);
    throw error;
  }
}
