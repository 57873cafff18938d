import type { ReactNode } from 'react';
import { useTitle } from '../../../lib/useTitle.ts';
import { Logo } from '../../../ui/Logo.tsx';

/** The frame of the pages before sign-in. */
export function AuthCard({ title, description, children, footer }: { title: string; description?: ReactNode; children: ReactNode; footer?: ReactNode }) {
  useTitle(title);
  return (
    <main className="flex min-h-dvh flex-col items-center justify-start px-4 py-10 sm:justify-center">
      <div className="w-full max-w-md">
        <div className="mb-8 flex items-center gap-3">
          <Logo className="size-10" />
          <span className="text-xl font-semibold tracking-tight">Kith</span>
        </div>
        <div className="rounded-2xl border border-line bg-card p-6 shadow-card sm:p-8">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {description && <p className="mt-1.5 text-muted">{description}</p>}
          <div className="mt-6">{children}</div>
        </div>
        {footer && <div className="mt-5 text-center text-sm text-muted">{footer}</div>}
      </div>
    </main>
  );
}
