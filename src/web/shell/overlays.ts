import { createContext, useContext } from 'react';
import type { Draft } from '../features/calendar/components/EventDialog.tsx';

/** What can lie over any page. */
export type Overlay = { name: 'palette' } | { name: 'help' } | { name: 'event'; draft?: Draft } | { name: 'person'; text?: string } | { name: 'note'; contact?: { id: string; full_name: string } };

export const OverlayContext = createContext<{ show: (overlay: Overlay) => void }>({ show: () => {} });

/** Opens the palette, the help sheet, or the forms for a new person, note or event from anywhere. */
export function useOverlays(): { show: (overlay: Overlay) => void } {
  return useContext(OverlayContext);
}
