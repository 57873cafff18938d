import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../ui/Button.tsx';

/** Beside the map on wide screens, a sheet from below on a phone. The map stays in reach. */
export function Panel({ title, onClose, children, footer }: { title: ReactNode; onClose: () => void; children: ReactNode; footer?: ReactNode }) {
  return (
    <section
      aria-label={typeof title === 'string' ? title : 'Selected'}
      className="z-10 flex flex-col border-line bg-raised shadow-float max-sm:fixed max-sm:inset-x-0 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-sm:max-h-[45dvh] max-sm:rounded-t-2xl max-sm:border-t sm:absolute sm:top-3 sm:right-16 sm:max-h-[calc(100%-1.5rem)] sm:w-80 sm:rounded-xl sm:border"
    >
      <div className="flex items-start gap-2 py-2.5 pr-2 pl-4">
        <h2 className="min-w-0 grow pt-1 font-semibold">{title}</h2>
        <IconButton label="Close" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 grow overflow-y-auto px-4 pb-3">{children}</div>
      {footer && <div className="flex flex-wrap gap-2 border-t border-line px-4 py-2.5">{footer}</div>}
    </section>
  );
}
