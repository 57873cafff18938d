import { Suspense, useSyncExternalStore } from 'react';
import { lazyPart } from '../lib/lazyPart.ts';
import type { toast as Toast } from 'sonner';

// Nobody sees a toast before they have done something: its code is fetched with the first one.
const load = () => import('./ToasterSonner.tsx');
const Sonner = lazyPart(async () => (await load()).ToasterSonner);

/** Fetches the code of toasts ahead, so that they can also say that the connection is gone. */
export const warmToasts = (): Promise<unknown> => load();

let wanted = false;
const listeners = new Set<() => void>();

/** Where toasts appear. Above the bottom navigation on a phone. */
export function Toaster() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wanted,
  );
  return <Suspense>{shown && <Sonner />}</Suspense>;
}

async function show(write: (toast: typeof Toast) => void): Promise<void> {
  wanted = true;
  for (const listener of listeners) listener();
  try {
    const { toast, mounted } = await load();
    await mounted;
    write(toast);
  } catch {
    // Without a connection before the first toast there is none; the banner says what is wrong.
  }
}

/** Something is done and can be taken back for eight seconds. `undo` may be left out when nothing can be taken back. */
export function notify(message: string, undo?: () => void, label = 'Undo'): void {
  void show((toast) => toast(message, undo ? { action: { label, onClick: undo }, duration: 8000 } : { duration: 4000 }));
}

/** Something failed and needs words. Stays longer. */
export function notifyError(error: unknown, during?: string): void {
  const message = error instanceof Error ? error.message : 'Something went wrong.';
  void show((toast) => toast.error(during ?? message, { duration: 8000, ...(during ? { description: message } : {}) }));
}

export type Announcement = { id: string; message: string; description?: string; buttons: { label: string; onClick: () => void }[] };

/** Something that wants an answer: stays until one of its buttons is pressed, or it is withdrawn. */
export function announce({ id, message, description, buttons }: Announcement): void {
  void show((toast) =>
    toast(message, {
      id,
      duration: Infinity,
      description: (
        <>
          {description}
          <span className="mt-2 flex flex-wrap gap-2">
            {buttons.map(({ label, onClick }) => (
              <button key={label} type="button" className="min-h-8 rounded-lg border border-line px-2.5 font-medium text-link hover:bg-hover coarse:min-h-11" onClick={() => (toast.dismiss(id), onClick())}>
                {label}
              </button>
            ))}
          </span>
        </>
      ),
    }),
  );
}

/** Takes an announcement away: it was answered elsewhere. */
export const withdraw = (id: string): void => void (wanted && show((toast) => void toast.dismiss(id)));
