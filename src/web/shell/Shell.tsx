import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { startTransition, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useSession } from '../features/accounts/api/session.ts';
import { readOnly, SupportContext, WriteContext } from '../lib/access.ts';
import { useHotkeys, type Hotkeys } from '../lib/hotkeys.ts';
import { redo, undo } from '../lib/undo.ts';
import { warmMenus } from '../ui/Menu.tsx';
import { notify, warmToasts } from '../ui/toast.tsx';
import { Header } from './Header.tsx';
import { useLive } from './live.ts';
import { BottomBar, SideBar } from './Navigation.tsx';
import { usePages } from './navigation.ts';
import { OverlayContext, type Overlay } from './overlays.ts';
import { Overlays } from './Overlays.tsx';
import { lazyPart } from '../lib/lazyPart.ts';
import { TroubleBanner } from './TroubleBanner.tsx';
import { warmUserMenu } from './UserMenu.tsx';

const SupportBanner = lazyPart(async () => (await import('./SupportBanner.tsx')).SupportBanner);
const ReminderWatch = lazyPart(async () => (await import('../features/calendar/components/ReminderWatch.tsx')).ReminderWatch);

/** The frame around every page: navigation, header, overlays, keys, live updates. */
export function Shell() {
  const { space, support } = useSession();
  const pages = usePages();
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  // In a transition, so that an overlay appears as soon as its code is there and not after a fallback's pause.
  const show = useCallback((next: Overlay | null) => {
    // Where somebody's page is open, a note is about them.
    const field = next?.name === 'note' && !next.contact && document.querySelector<HTMLElement>('main [data-note]');
    startTransition(() => setOverlay(field ? null : next));
    if (field) setTimeout(() => (field.scrollIntoView({ block: 'center' }), field.focus()), 100); // after what was open gave the focus back
  }, []);
  const canWrite = space.role !== 'viewer';
  const writing = (action: () => void) => () => (canWrite ? action() : notify(readOnly));
  const navigate = useNavigate();
  const queries = useQueryClient();
  useLive(space.id);
  /** The first page is drawn: what nobody misses in its first seconds may come now. */
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    // Long after the first load: what an outage would be hard to bear without.
    const timer = setTimeout(() => {
      setSettled(true);
      void Promise.all([warmToasts(), warmMenus(), warmUserMenu()]).catch(() => undefined);
    }, 4000);
    return () => clearTimeout(timer);
  }, []);

  const keys: Hotkeys = {
    'mod+k': () => show(overlay?.name === 'palette' ? null : { name: 'palette' }),
    'mod+z': writing(() => void undo(queries)),
    'shift+mod+z': writing(() => void redo(queries)),
    'mod+y': writing(() => void redo(queries)),
    '?': () => show({ name: 'help' }),
    c: writing(() => show({ name: 'person' })),
    // a page may want a key for itself: weeks in the calendar
    w: () => (document.querySelector('main [data-own-keys~=w]') ? false : writing(() => show({ name: 'note' }))()),
    '/': () => {
      const field = document.querySelector<HTMLInputElement>('main [data-search]');
      if (field) field.focus();
      else void navigate({ to: '/search' });
    },
  };
  for (const page of pages) keys[`g ${page.key}`] = () => void navigate({ to: page.to });
  useHotkeys(keys);

  const context = useMemo(() => ({ show }), [show]);
  return (
    <WriteContext value={canWrite}>
      <SupportContext value={support !== null}>
        <OverlayContext value={context}>
          <a href="#main" className="fixed top-2 left-2 z-60 -translate-y-20 rounded-lg bg-button px-4 py-2.5 font-medium text-white focus:translate-y-0">
            Skip to content
          </a>
          <p id="route-name" aria-live="polite" className="sr-only" />
          <SideBar />
          <div className="lg:pl-58">
            <Header />
            <TroubleBanner />
            <Suspense>{support && <SupportBanner support={support} />}</Suspense>
            {!canWrite && !support && (
              <aside aria-label="Your role" className="border-b border-line bg-card px-4 py-2 text-sm text-muted sm:px-6 lg:px-8">
                {readOnly}
              </aside>
            )}
            <main id="main" tabIndex={-1} className="mx-auto max-w-6xl px-4 pt-5 pb-28 outline-none sm:px-6 lg:px-8 lg:pb-12 has-data-full-bleed:max-w-none has-data-full-bleed:p-0">
              <Outlet />
            </main>
          </div>
          <BottomBar />
          <Suspense>
            {settled && !support && <ReminderWatch />}
          </Suspense>
          <Overlays overlay={overlay} show={show} close={() => setOverlay(null)} />
        </OverlayContext>
      </SupportContext>
    </WriteContext>
  );
}
