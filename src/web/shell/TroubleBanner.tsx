import { CloudOff } from 'lucide-react';
import { useTrouble, type Trouble } from '../lib/availability.ts';

const words: Record<Trouble, { what: string; then: string }> = {
  offline: { what: 'You are offline.', then: 'What you have opened can still be read, and what you write is kept as a draft.' },
  unreachable: { what: 'Kith does not answer.', then: 'What you have opened can still be read, and what you write is kept as a draft. It goes on by itself.' },
  database: { what: 'Kith is waiting for its database.', then: 'What you have opened can still be read, and what you write is kept as a draft. It goes on by itself, usually within a minute.' },
};

/** Says calmly that nothing new arrives, why, and that nothing is lost. Always there for screen readers to watch. */
export function TroubleBanner() {
  const trouble = useTrouble();
  return (
    <div role="status" className="sticky top-14 z-20">
      {trouble && (
        <p className="flex items-start gap-2.5 border-b border-line bg-raised px-4 py-2 text-sm text-muted sm:px-6 lg:px-8">
          <CloudOff aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          <span>
            <strong className="font-semibold text-text">{words[trouble].what}</strong> {words[trouble].then}
          </span>
        </p>
      )}
    </div>
  );
}
