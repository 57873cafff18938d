import clsx from 'clsx';
import type { ReactNode } from 'react';

/** A small label. With `color` (any CSS colour) it is tinted by it, otherwise neutral. */
export function Badge({ children, color, className }: { children: ReactNode; color?: string; className?: string }) {
  return (
    <span
      style={color ? ({ '--tint-color': color } as React.CSSProperties) : undefined}
      className={clsx(
        'inline-flex min-h-5.5 max-w-full items-center gap-1 rounded-md px-1.5 text-xs font-medium',
        color ? 'tint' : 'bg-hover text-muted',
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A person's own colour (a tag) as a dot beside plain text: any colour stays readable. */
export function Dot({ color, className }: { color: string; className?: string }) {
  return <span aria-hidden style={{ background: color }} className={clsx('inline-block size-2 shrink-0 rounded-full', className)} />;
}
