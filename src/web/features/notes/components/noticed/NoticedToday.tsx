import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight, Lightbulb } from 'lucide-react';
import { useCanWrite } from '../../../../lib/access.ts';
import { attempt } from '../../../../lib/attempt.ts';
import type { Choices, Proposal, Today } from '../../../../lib/types.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { EmptyLine } from '../../../../ui/states.tsx';
import { useConfirmEntry } from '../../api/entries.ts';
import { useAcceptProposal, useDismissProposals } from '../../api/proposals.ts';
import { NoticedItem } from './NoticedItem.tsx';
import { acceptedWords, kinds } from './words.ts';

/** What Kith noticed lately, of anybody: what it proposes, and what is no longer true. */
export function NoticedToday({ noticed: { proposals, contradictions } }: { noticed: Today['noticed'] }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const accept = useAcceptProposal();
  const dismiss = useDismissProposals();
  // of one note in the order of its person's page: people before what is said of them
  const offered = canWrite ? proposals.data.toSorted((a, b) => (a.note_id === b.note_id ? kinds.indexOf(a.kind) - kinds.indexOf(b.kind) : 0)) : [];
  const onAccept = (proposal: Proposal, choices?: Choices) =>
    attempt(accept.mutateAsync({ id: proposal.id, ...(choices ? { choices } : {}) }), { done: acceptedWords(proposal), failed: 'Could not accept this', queries, actionId: (id) => id });
  const onDismiss = (id: string) => void attempt(dismiss.mutateAsync([id]), { done: 'Dismissed', failed: 'Could not dismiss this', queries, actionId: (action) => action });
  return (
    <Card title="Kith noticed" count={offered.length > 0 && (proposals.total > offered.length ? `${offered.length} of ${proposals.total >= 100 ? '100+' : proposals.total}` : proposals.total)} className="overflow-hidden">
      {offered.length + contradictions.length === 0 ? (
        <EmptyLine icon={<Lightbulb aria-hidden />}>{canWrite ? 'Nothing new. Whom a note mentions, and what it says of others, is proposed here before anything is stored.' : 'Nothing new. What newer notes say otherwise than older ones appears here.'}</EmptyLine>
      ) : (
        <ul className="divide-y divide-line pb-1.5">
          {offered.map((proposal) => (
            <li key={proposal.id}>
              <NoticedItem proposal={proposal} contactId="" busy={accept.isPending || dismiss.isPending} onAccept={(choices) => onAccept(proposal, choices)} onDismiss={() => onDismiss(proposal.id)} />
              {proposal.note_contact_id && (
                <p className="-mt-1 pr-4 pb-2 pl-11 text-sm text-faint">
                  From a note about{' '}
                  <Link to="/people/$contactId" params={{ contactId: proposal.note_contact_id }} search={{ tab: 'notes' }} className="link inline-block py-0.5 coarse:py-3">
                    {proposal.note_contact_name}
                  </Link>
                </p>
              )}
            </li>
          ))}
          {contradictions.map((one) => (
            <Contradiction key={one.entry.id} one={one} />
          ))}
        </ul>
      )}
    </Card>
  );
}

/** An entry that a newer one ended. */
function Contradiction({ one: { entry, by, contact } }: { one: Today['noticed']['contradictions'][number] }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const confirm = useConfirmEntry(contact.id);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-52">
        <p>
          <Link to="/people/$contactId" params={{ contactId: contact.id }} className="link font-medium">
            {contact.full_name}
          </Link>
        </p>
        <p className="text-sm">
          <span className="text-muted line-through">{entry.content}</span> <ArrowRight aria-label="now" className="mx-0.5 inline size-3.5 text-faint" /> {by.content}
        </p>
      </div>
      {canWrite && (
        <Button size="sm" variant="ghost" className="ml-auto" busy={confirm.isPending} onClick={() => void attempt(confirm.mutateAsync(entry.id), { done: 'Both are true', failed: 'Could not change this', queries, actionId: (id) => id })}>
          Both are true
        </Button>
      )}
    </li>
  );
}
