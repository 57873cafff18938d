import clsx from 'clsx';
import { CircleAlert, RotateCw, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

/** A grey bar in the place and size of what is coming. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('skeleton block rounded-md', className)} />;
}

/** Rows as they will look, so that nothing jumps when the data arrives. */
export function SkeletonRows({ rows = 6, avatar = false }: { rows?: number; avatar?: boolean }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex min-h-16 items-center gap-3 px-4">
          {avatar && <Skeleton className="size-10 shrink-0 rounded-full!" />}
          <div className="grow">
            <Skeleton className={clsx('mb-2 h-3.5', ['w-1/3', 'w-1/4', 'w-2/5'][row % 3])} />
            <Skeleton className={clsx('h-3', ['w-1/2', 'w-3/5', 'w-2/5'][row % 3])} />
          </div>
        </div>
      ))}
    </div>
  );
}

export type EmptyStateProps = { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode; compact?: boolean };

/** Says what will be here and how to get the first one. */
export function EmptyState({ icon, title, children, action, compact = false }: EmptyStateProps) {
  return (
    <div className={clsx('mx-auto flex max-w-md flex-col items-center text-center', compact ? 'gap-2 px-4 py-8' : 'gap-3 px-4 py-16')}>
      {icon && <span className="mb-1 rounded-2xl bg-hover p-3.5 text-muted [&_svg]:size-6">{icon}</span>}
      <p className={clsx('font-semibold', !compact && 'text-lg')}>{title}</p>
      {children && <div className="text-sm text-balance text-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** The same in a line, as high as a row: for a card beside others. */
export function EmptyLine({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex min-h-16 items-center gap-3 px-4 pb-2 text-sm text-muted [&_svg]:size-5 [&_svg]:shrink-0 [&_svg]:text-faint">
      {icon}
      <span>{children}</span>
    </p>
  );
}

export type ErrorStateProps = { error: unknown; onRetry?: (() => void) | undefined; compact?: boolean; page?: boolean };

/** Says what went wrong in words and offers to try again; the request id helps whoever looks into the log. */
export function ErrorState({ error, onRetry, compact = false, page = false }: ErrorStateProps) {
  const Title = page ? 'h1' : 'p';
  const { title, message, requestId, offline } = describe(error);
  return (
    <div role="alert" className={clsx('mx-auto flex max-w-md flex-col items-center gap-3 px-4 text-center', compact ? 'py-8' : 'py-16')}>
      <span className={clsx('rounded-2xl bg-hover p-3.5 [&_svg]:size-6', offline ? 'text-muted' : 'text-danger')}>
        {offline ? <WifiOff aria-hidden /> : <CircleAlert aria-hidden />}
      </span>
      <Title className="text-lg font-semibold">{title}</Title>
      <p className="text-sm text-balance text-muted">{message}</p>
      {requestId && <p className="font-mono text-xs text-faint">Request {requestId}</p>}
      {onRetry && (
        <Button onClick={onRetry} icon={<RotateCw aria-hidden className="size-4" />}>
          Try again
        </Button>
      )}
    </div>
  );
}

type Described = { title: string; message: string; requestId?: string; offline?: boolean };

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { title: 'Something went wrong', message: 'Try again. If it stays, look into the log of the server.' };
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  const requestId = 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : undefined;
  const known = status === undefined ? undefined : byStatus(status);
  if (known) return { ...known, ...(requestId && status !== 404 && !known.offline ? { requestId } : {}) };
  return { title: 'Something went wrong', message: error.message, ...(requestId ? { requestId } : {}) };
}

function byStatus(status: number): Described | undefined {
  if (status === 0) return { title: 'This needs Kith, which does not answer', message: 'It appears by itself when the connection is back. If it does not, check that the server runs and that you are online.', offline: true };
  if (status === 403) return { title: 'Not allowed', message: 'Your role in this space does not allow this. Ask its owner.' };
  if (status === 404) return { title: 'Not here', message: 'It does not exist, or it has been deleted. If you deleted it, Activity can bring it back.' };
  if (status === 429) return { title: 'Too fast', message: 'Kith received many requests in a short time. Wait a moment and try again.' };
  if (status === 503) return { title: 'Kith is waiting for its database', message: 'This appears by itself when it is back, usually within a minute.', offline: true };
  if (status >= 500) return { title: 'Kith had a problem', message: 'Nothing of yours is lost. Try again in a moment.' };
  return undefined;
}

export type DataViewProps<T> = {
  /** A query of TanStack Query, or anything of its shape. */
  query: { data: T | undefined; error: unknown; refetch?: () => unknown };
  /** What is shown while nothing is there yet, in the size of the result. */
  loading: ReactNode;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  children: (data: T) => ReactNode;
  compact?: boolean;
  /** It is the whole page, which has no other heading. */
  page?: boolean;
};

const isGone = (error: unknown) => error instanceof Error && 'status' in error && error.status === 404;

/** The one view of loading, empty and error. Old data stays on screen while a refresh fails, but not what was deleted meanwhile. */
export function DataView<T>({ query, loading, isEmpty, empty, children, compact = false, page = false }: DataViewProps<T>) {
  if (query.data === undefined || isGone(query.error)) {
    if (query.error) return <ErrorState error={query.error} onRetry={query.refetch && (() => void query.refetch?.())} compact={compact} page={page} />;
    return loading;
  }
  if (isEmpty?.(query.data)) return empty;
  return children(query.data);
}
