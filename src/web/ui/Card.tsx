import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useTitle } from '../lib/useTitle.ts';

type CardProps = { title?: ReactNode; /** How many there are, beside the title. */ count?: ReactNode; actions?: ReactNode; children: ReactNode; className?: string };

/** A surface. With a title it is a labelled section of the page. */
export function Card({ title, count, actions, children, className }: CardProps) {
  return (
    <section className={clsx('rounded-xl border border-line bg-card shadow-card', className)}>
      {title && (
        <header className="flex min-h-12 items-center gap-2 px-4 pt-2">
          <h2 className="font-semibold">{title}</h2>
          <span className="grow text-sm text-faint tabular-nums">{count}</span>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}

/** Title, a line of help and actions at the top of every page. `tab` is the name in the tab, where it is a longer one. */
export function PageHead({ title, tab = title, description, children }: { title: string; tab?: string; description?: ReactNode; children?: ReactNode }) {
  useTitle(tab);
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
      {/* help may be broken over lines so that actions stay beside it; a mere title is as wide as it is */}
      <div className={clsx('min-w-0', description ? 'flex-1 basis-48' : 'grow')}>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {description && <p className="mt-0.5 text-sm text-muted">{description}</p>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
