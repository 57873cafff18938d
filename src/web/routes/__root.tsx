import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Link, Outlet, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Failed } from '../shell/Failed.tsx';
import { useTitle } from '../lib/useTitle.ts';
import { buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Toaster } from '../ui/toast.tsx';

export const Route = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: RootFailed,
});

function Root() {
  return (
    <>
      <Outlet />
      <Toaster />
    </>
  );
}

function NotFound() {
  useTitle('Not found');
  return (
    <main>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<Compass aria-hidden />}
        title="There is no page here"
        action={
          <Link to="/" className={buttonClass('primary')}>
            Go to Today
          </Link>
        }
      >
        The address may be mistyped, or the page has moved.
      </EmptyState>
    </main>
  );
}

function RootFailed(props: ErrorComponentProps) {
  return (
    <main>
      <Failed {...props} />
    </main>
  );
}
