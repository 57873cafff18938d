import { createContext, useContext } from 'react';

/** What a viewer is told, in one sentence, wherever something cannot be changed. */
export const readOnly = 'You can read this space, not change it.';

/** Whether the person may write in the space they work in. The shell knows. */
export const WriteContext = createContext(true);

/** Whether controls that write are shown: not to a viewer of a shared space. */
export function useCanWrite(): boolean {
  return useContext(WriteContext);
}

/** Whether an admin reads somebody else's space under support access. The shell knows. */
export const SupportContext = createContext(false);

/** Whether only what support access opens is shown: people, their entries and notes, graph and insights. */
export function useSupport(): boolean {
  return useContext(SupportContext);
}
