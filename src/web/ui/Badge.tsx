import clsx from 'clsx';
import { Plus } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { seen } from './colors.ts';

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
  return <span aria-hidden style={{ background: seen(color) }} className={clsx('inline-block size-2 shrink-0 rounded-full', className)} />;
}

/** A button among badges that adds one. It looks as small as they are; a finger gets more of it (rows of them are 16 px apart, so that this is theirs alone). */
export function AddBadge({ children, ...rest }: ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className="group inline-flex items-center justify-center rounded-md coarse:-my-2 coarse:min-h-11 coarse:min-w-11">
      <span className="inline-flex min-h-6 items-center gap-1 rounded-md border border-dashed border-control px-1.5 text-xs text-muted group-hover:bg-hover group-hover:text-text coarse:px-2">
        <Plus aria-hidden className="size-3" /> {children}
      </span>
    </button>
  );
}
