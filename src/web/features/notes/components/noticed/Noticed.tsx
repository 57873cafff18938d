import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCheck, Lightbulb } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useCanWrite } from '../../../../lib/access.ts';
import { attempt } from '../../../../lib/attempt.ts';
import { plural } from '../../../../lib/format.ts';
import type { Choices, Proposal } from '../../../../lib/types.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { proposalsQuery, useAcceptProposal, useAcceptProposals, useDismissProposals } from '../../api/proposals.ts';
import { NoticedItem } from './NoticedItem.tsx';
import { acceptedWords, asks, kinds } from './words.ts';

const FEW = 4;
/** A button that hides one thing is no shorter than the thing. */
const FOLDED_FROM = FEW + 2;

/** What Kith noticed in notes and does not take for certain, or for this person's: to accept, correct or dismiss. */
export function Noticed({ contactId }: { contactId: string }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const query = useQuery(proposalsQuery(contactId));
  // What can be accepted as it is comes before what has to be decided, people before what is said of them.
  const data = useMemo(() => (query.data ?? []).toSorted((a, b) => Number(asks(a)) - Number(asks(b)) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind)), [query.data]);
  const accept = useAcceptProposal();
  const acceptMany = useAcceptProposals();
  const dismiss = useDismissProposals();
  const [all, setAll] = useState(false);
  if (!canWrite || data.length === 0) return null;
  const shown = all || data.length < FOLDED_FROM ? data : data.slice(0, FEW);
  const ready = data.filter((one) => !asks(one));
  const busy = accept.isPending || acceptMany.isPending || dismiss.isPending;

  const onAccept = (proposal: Proposal, choices?: Choices) =>
    attempt(accept.mutateAsync({ id: proposal.id, ...(choices ? { choices } : {}) }), { done: acceptedWords(proposal), failed: 'Could not accept this', queries, actionId: (id) => id });
  const onDismiss = (ids: string[]) => void attempt(dismiss.mutateAsync(ids), { done: ids.length === 1 ? 'Dismissed' : `${ids.length} dismissed`, failed: 'Could not dismiss this', queries, actionId: (id) => id });
  const onAcceptAll = () =>
    void attempt(acceptMany.mutateAsync(ready.map((one) => one.id)), {
      done: ({ accepted, left }) => `${accepted} accepted${left > 0 ? `, ${plural(left, 'needs a choice', 'need a choice')}` : ''}`,
      failed: 'Could not accept these',
      queries,
      actionId: (result) => result.action_id,
    });

  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <Lightbulb aria-hidden className="size-4 text-primary" /> Kith noticed
          <span className="text-sm font-normal text-faint tabular-nums">{data.length}</span>
        </span>
      }
      actions={
        ready.length > 1 && (
          <Button size="sm" variant="ghost" disabled={busy} icon={<CheckCheck aria-hidden className="size-4" />} onClick={onAcceptAll}>
            Accept {ready.length === data.length ? 'all' : ready.length}
          </Button>
        )
      }
      className="mt-5"
    >
      <ul className="divide-y divide-line">
        {shown.map((proposal) => (
          <li key={proposal.id}>
            <NoticedItem proposal={proposal} contactId={contactId} busy={busy} onAccept={(choices) => onAccept(proposal, choices)} onDismiss={() => onDismiss([proposal.id])} />
          </li>
        ))}
      </ul>
      {data.length >= FOLDED_FROM && (
        <div className="flex flex-wrap gap-1 border-t border-line px-2 py-1.5">
          <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${data.length}`}
          </Button>
          {all && (
            <Button size="sm" variant="ghost" disabled={busy} onClick={() => onDismiss(data.map((one) => one.id))}>
              Dismiss all
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}
