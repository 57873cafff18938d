import { useEffect } from 'react';
import { Toaster as Sonner, toast } from 'sonner';

let ready: () => void;
/** A toast that is sent before the list is on the page would be lost. */
export const mounted = new Promise<void>((resolve) => {
  ready = resolve;
});
export { toast };

/** The list of toasts; ui/toast.tsx draws it with the first one. */
export function ToasterSonner() {
  useEffect(() => ready(), []);
  return (
    <Sonner
      position="bottom-center"
      offset={{ bottom: 20 }}
      // above dialogs, below menus: what was opened last is not covered by what was done before
      style={{ zIndex: 55 }}
      mobileOffset={{ bottom: 'calc(4.5rem + env(safe-area-inset-bottom))' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-full items-center gap-3 rounded-xl border border-line bg-raised px-4 py-3 text-sm text-text shadow-float sm:w-90',
          title: 'font-medium',
          description: 'text-muted',
          content: 'grow min-w-0',
          actionButton: 'shrink-0 rounded-lg border border-line px-3 min-h-9 coarse:min-h-11 font-medium text-link hover:bg-hover',
          icon: 'shrink-0',
        },
      }}
    />
  );
}
