import { useQueryClient } from '@tanstack/react-query';
import { Drama } from 'lucide-react';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import type { Today } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { useRemoveDemo } from '../api/demo.ts';

/** While the demo data is there: what it is, what would stay of it, and the way to be rid of it. */
export function DemoBanner({ demo }: { demo: Today['demo'] }) {
  const remove = useRemoveDemo();
  const queries = useQueryClient();
  if (!demo.present || demo.contacts === 0) return null;
  const stays = demo.stays.map((person) => person.full_name);
  const onRemove = () =>
    void attempt(remove.mutateAsync(), { done: stays.length > 0 ? 'Removed, except what you made your own' : 'Demo data removed', failed: 'Could not remove the demo data', queries, actionId: (id) => id });
  return (
    <section aria-label="Demo data" className="mb-4 flex flex-wrap items-center gap-4 rounded-xl border border-line bg-card p-4">
      <Drama aria-hidden className="size-6 shrink-0 text-link" />
      <p className="min-w-56 grow basis-0">
        <span className="block font-semibold">You are looking at demo data</span>
        <span className="text-sm text-muted">
          {plural(demo.contacts, 'person', 'people')} and their notes are invented.{' '}
          {stays.length > 0 ? `What you made your own stays: ${named(stays)}.` : 'What you change or write yourself stays when you remove them, and you can undo it.'}
        </span>
      </p>
      <Button busy={remove.isPending} onClick={onRemove}>
        Remove the demo data
      </Button>
    </section>
  );
}

/** The first three by name, the others by number. */
function named(names: string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
