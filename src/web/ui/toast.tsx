import { Toaster as Sonner, toast } from 'sonner';

/** Where toasts appear. Above the bottom navigation on a phone. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      offset={{ bottom: 20 }}
      mobileOffset={{ bottom: 'calc(4.5rem + env(safe-area-inset-bottom))' }}
      closeButton
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-full items-center gap-3 rounded-xl border border-line bg-raised py-3 pr-4 pl-4 text-sm text-text shadow-float sm:w-90',
          title: 'font-medium',
          description: 'text-muted',
          content: 'grow min-w-0',
          actionButton: 'shrink-0 rounded-lg border border-line px-3 min-h-9 coarse:min-h-11 font-medium text-link hover:bg-hover',
          closeButton: 'hidden',
          icon: 'shrink-0',
        },
      }}
    />
  );
}

/** Something is done and can be taken back for eight seconds. `undo` may be left out when nothing can be taken back. */
export function notify(message: string, undo?: () => void, label = 'Undo'): void {
  toast(message, undo ? { action: { label, onClick: undo }, duration: 8000 } : { duration: 4000 });
}

/** Something failed and needs words. Stays longer. */
export function notifyError(error: unknown, during?: string): void {
  const message = error instanceof Error ? error.message : 'Something went wrong.';
  toast.error(during ?? message, { duration: 8000, ...(during ? { description: message } : {}) });
}
