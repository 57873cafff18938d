import type { QueryClient } from '@tanstack/react-query';
import { notify, notifyError } from '../ui/toast.tsx';
import { api, ApiError, read } from './api.ts';
import { plural } from './format.ts';

type Reversal = { word: string; failed: string; nothing: string; label: string; again: () => void };

async function reverse(queries: QueryClient, call: Promise<{ changes: number }>, { word, failed, nothing, label, again }: Reversal): Promise<void> {
  try {
    const { changes } = await call;
    notify(changes > 1 ? `${word}: ${plural(changes, 'change')}` : word, again, label);
  } catch (error) {
    if (error instanceof ApiError && error.code.startsWith('nothing_to')) notify(nothing);
    else notifyError(error, failed);
  } finally {
    // An action may reach any table.
    await queries.invalidateQueries();
  }
}

/** Takes back an action (the last one of this person without an id), refreshes what is on screen and says so. */
export function undo(queries: QueryClient, actionId?: string): Promise<void> {
  const call = read(api.POST('/api/v1/undo', { body: actionId ? { action_id: actionId } : {} })).then((answer) => answer.undone);
  return reverse(queries, call, { word: 'Undone', failed: 'Could not undo', nothing: 'Nothing to undo', label: 'Redo', again: () => void redo(queries) });
}

/** Brings back what was undone last. */
export function redo(queries: QueryClient): Promise<void> {
  const call = read(api.POST('/api/v1/redo')).then((answer) => answer.redone);
  return reverse(queries, call, { word: 'Redone', failed: 'Could not redo', nothing: 'Nothing to redo', label: 'Undo', again: () => void undo(queries) });
}
