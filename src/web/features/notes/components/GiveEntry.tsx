import type { ReactNode } from 'react';
import type { Entry } from '../../../lib/types.ts';
import { Dialog } from '../../../ui/Dialog.tsx';

/** Asks whom an entry is about, when it is not about the person it stands with. */
export function GiveEntry({ entry, children, onClose }: { entry: Entry; children: ReactNode; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Whom is this about?" description={entry.content} size="sm">
      {children}
    </Dialog>
  );
}
