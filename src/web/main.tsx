import { QueryClientProvider } from '@tanstack/react-query';
import { createRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { leaveToLogin } from './lib/leave.ts';
import { createQueryClient } from './lib/query.ts';
import { passSamePages } from './lib/useBackCloses.ts';
import { Failed } from './shell/Failed.tsx';
import { routeTree } from './routeTree.gen.ts';
import './ui/styles.css';
import { installTooltips } from './ui/tooltip.ts';

const queries = createQueryClient({
  // Before sign-in a 401 is an answer; afterwards it means that the session has ended.
  onSignedOut: () => {
    if (queries.getQueryData(['session'])) leaveToLogin();
  },
});

const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: 'intent',
  // Query decides what is fresh.
  defaultPreloadStaleTime: 0,
  // A page that fails leaves the frame around it in place.
  defaultErrorComponent: Failed,
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

passSamePages(router.history);

// After an update of the server, a page that is still open asks for files that are gone: load the new app once.
// If nobody answers, the server is away: a reload would trade what is on screen for the browser's error page.
addEventListener('vite:preloadError', () => {
  const key = 'kith-reloaded';
  if (Date.now() - Number(sessionStorage.getItem(key)) < 10_000) return;
  fetch('/health/live', { cache: 'no-store' }).then(
    () => {
      sessionStorage.setItem(key, String(Date.now()));
      location.reload();
    },
    () => undefined,
  );
});

installTooltips();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
