import type { QueryClient } from '@tanstack/react-query';
import { notify, notifyError } from '../ui/toast.tsx';
import { api, ApiError, write } from './api.ts';
import { plural } from './format.ts';

type Direction = '/api/v1/undo' | '/api/v1/redo';
type Answer = { undone?: { changes?: number }; redone?: { changes?: number } };

async function reverse(queries: QueryClient, direction: Direction, actionId?: string): Promise<void> {
  const word = direction === '/api/v1/undo' ? 'Undone' : 'Redone';
  try {
    const { data } = await write<Answer>(api.POST(direction, { body: actionId ? { action_id: actionId } : {} }));
    const count = (data.undone ?? data.redone)?.changes;
    notify(count && count > 1 ? `${word}: ${plural(count, 'change')}` : word, direction === '/api/v1/undo' ? () => void redo(queries) : () => void undo(queries));
  } catch (error) {
    if (error instanceof ApiError && error.code.startsWith('nothing_to')) notify(direction === '/api/v1/undo' ? 'Nothing to undo' : 'Nothing to redo');
    else notifyError(error, direction === '/api/v1/undo' ? 'Could not undo' : 'Could not redo');
  } finally {
    // An action may reach any table.
    await queries.invalidateQueries();
  }
}

/** Takes back an action (the last one of this person without an id), refreshes what is on screen and says so. */
export function undo(queries: QueryClient, actionId?: string): Promise<void> {
  return reverse(queries, '/api/v1/undo', actionId);
}

/** Brings back what was undone last. */
export function redo(queries: QueryClient): Promise<void> {
  return reverse(queries, '/api/v1/redo');
}
