import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Lightbulb } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { proposedQuery, useDismiss } from '../api/proposals.ts';

const SHOWN = 12;

/** What an import says of others, told once and not note by note: whose pages to look at, or all of it dismissed. */
export function Proposed({ actionId }: { actionId: string }) {
  const queries = useQueryClient();
  const canWrite = useCanWrite();
  const { data = [] } = useQuery(proposedQuery(actionId));
  const dismiss = useDismiss();
  if (data.length === 0) return null;
  const people = [...Map.groupBy(data, (one) => one.contact_id).values()].toSorted((a, b) => b.length - a.length);
  return (
    <section aria-label="Proposals" className="rounded-lg border border-line px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="flex items-center gap-2 font-medium">
          <Lightbulb aria-hidden className="size-4 text-primary" /> {plural(data.length, 'proposal')} from this import
        </h3>
        {canWrite && (
          <Button size="sm" variant="ghost" busy={dismiss.isPending} onClick={() => void attempt(dismiss.mutateAsync(data.map(({ id }) => id)), { done: `${data.length} dismissed`, failed: 'Could not dismiss these', queries, actionId: (id) => id })}>
            Dismiss all
          </Button>
        )}
      </div>
      <p className="mt-1 text-sm text-muted">What it says of others, and what is to be done. Look at it on their pages.</p>
      <ul className="mt-2 flex flex-wrap gap-2">
        {people.slice(0, SHOWN).map((of) => (
          <li key={of[0]!.contact_id}>
            <Link to="/people/$contactId" params={{ contactId: of[0]!.contact_id }} className="inline-flex items-center gap-1.5 rounded-full border border-line px-3 py-1 text-sm hover:bg-hover coarse:min-h-11">
              {of[0]!.contact_name} <span className="text-muted tabular-nums">{of.length}</span>
            </Link>
          </li>
        ))}
        {people.length > SHOWN && <li className="py-1 text-sm text-muted">and {plural(people.length - SHOWN, 'more person', 'more people')}</li>}
      </ul>
    </section>
  );
}
