import { useQueryClient } from '@tanstack/react-query';
import { Drama } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProgressBar } from '../../../ui/Progress.tsx';
import { useAddDemo } from '../api/demo.ts';

/** Offers an invented life to look at, for whoever wants to see Kith before filling it. Nothing to who cannot. */
export function DemoOffer({ onDone, variant = 'ghost' }: { onDone?: () => void; variant?: 'ghost' | 'secondary' }) {
  const add = useAddDemo();
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const onClick = async () => {
    const done = await attempt(add.mutateAsync(), {
      done: (demo) => `${plural(demo.contacts, 'invented person', 'invented people')} with ${plural(demo.notes, 'note')} to look at`,
      failed: 'Could not make the demo data',
      queries,
      actionId: (demo) => (demo.created ? demo.action_id : undefined),
    });
    if (done) onDone?.();
  };
  if (!canWrite) return null;
  if (add.isPending) {
    return (
      <div role="status" className="flex min-h-10 w-64 max-w-full flex-col justify-center gap-2 text-sm text-muted">
        Inventing people and reading their notes …
        <ProgressBar label="Making the demo data" />
      </div>
    );
  }
  return (
    <Button variant={variant} icon={<Drama aria-hidden className="size-4" />} onClick={() => void onClick()}>
      Look around with demo data
    </Button>
  );
}
