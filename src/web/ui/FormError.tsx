import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** The error of a whole form, above its fields, announced at once. Nothing without an error. */
export function FormError({ error, children }: { error: unknown; children?: ReactNode }) {
  if (!error) return null;
  return (
    <div role="alert" className="flex items-start gap-2.5 rounded-lg border border-danger/50 bg-danger/10 px-3 py-2.5 text-left text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0">
        {error instanceof Error ? error.message : 'Something went wrong.'} {children}
      </div>
    </div>
  );
}
