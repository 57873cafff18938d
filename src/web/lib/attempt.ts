import type { QueryClient } from '@tanstack/react-query';
import { notify, notifyError } from '../ui/toast.tsx';
import { undo } from './undo.ts';

type Words<T> = { done?: string | ((result: T) => string); failed: string; queries: QueryClient; actionId?: (result: T) => string | undefined };

/**
 * Says how a write went, with Undo where it became an action. Unlike the callbacks of a mutation it also speaks when the
 * component that began it is gone, as after deleting what it showed.
 * @returns whether it succeeded
 */
export async function attempt<T>(write: Promise<T>, { done, failed, queries, actionId }: Words<T>): Promise<boolean> {
  try {
    const result = await write;
    const id = actionId?.(result);
    if (done) notify(typeof done === 'function' ? done(result) : done, id ? () => void undo(queries, id) : undefined);
    return true;
  } catch (error) {
    notifyError(error, failed);
    return false;
  }
}
