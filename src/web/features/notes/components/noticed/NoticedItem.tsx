import { Check, Pencil, X } from 'lucide-react';
import { Suspense, useState } from 'react';
import { lazyPart } from '../../../../lib/lazyPart.ts';
import type { Choices, Proposal } from '../../../../lib/types.ts';
import { Button, IconButton } from '../../../../ui/Button.tsx';
import { Select } from '../../../../ui/Field.tsx';
import { asks, icons, sameWords, wordsOf } from './words.ts';

const EditProposal = lazyPart(async () => (await import('./EditProposal.tsx')).EditProposal);

type Props = { proposal: Proposal; contactId: string; busy: boolean; onAccept: (choices?: Choices) => Promise<boolean>; onDismiss: () => void };

const NEW = 'new';

/** One proposal: what was noticed, where, and what can be done with it. */
export function NoticedItem({ proposal, contactId, busy, onAccept, onDismiss }: Props) {
  const [editing, setEditing] = useState(false);
  // one candidate only: it is probably that one
  const only = asks(proposal) && 'who' in proposal.payload && proposal.payload.who.candidates.length === 1 && proposal.payload.who.name === '' ? proposal.payload.who.candidates[0]!.id : '';
  const [who, setWho] = useState(only);
  const Icon = icons[proposal.kind];
  const { says, does } = wordsOf(proposal, contactId);
  const choose = asks(proposal);
  const candidates = 'who' in proposal.payload ? proposal.payload.who.candidates : [];
  const name = 'who' in proposal.payload ? proposal.payload.who.name : '';
  const chosen: Choices | undefined = !choose ? undefined : who === NEW ? { create: true } : who ? { contact_id: who } : undefined;

  if (editing) {
    return (
      <Suspense fallback={<p className="px-4 py-2.5">{says}</p>}>
        <EditProposal proposal={proposal} onCancel={() => setEditing(false)} onSave={(choices) => void onAccept({ ...chosen, ...choices }).then((done) => done && setEditing(false))} />
      </Suspense>
    );
  }
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5 px-4 py-2.5">
      <Icon aria-hidden className="mt-1 size-4 shrink-0 text-faint" />
      <div className="min-w-0 flex-1 basis-52">
        <p>{says}</p>
        {does && <p className="text-sm text-muted">{does}</p>}
        {proposal.source && !sameWords(proposal.source.text, says) && <p className="mt-0.5 border-l-2 border-line pl-2 text-sm text-faint">{proposal.source.text}</p>}
        {choose && (
          <Select label={name ? `Which ${name}?` : 'Who is meant?'} value={who} onChange={(event) => setWho(event.target.value)} className="mt-1.5">
            <option value="">choose</option>
            {candidates.map((one) => (
              <option key={one.id} value={one.id}>
                {one.full_name}
              </option>
            ))}
            {name.length > 1 && <option value={NEW}>somebody new</option>}
          </Select>
        )}
      </div>
      <div className="ml-auto flex items-center gap-1">
        <Button size="sm" disabled={busy || (choose && !chosen)} icon={<Check aria-hidden className="size-4" />} aria-label={`Accept: ${says}`} onClick={() => void onAccept(chosen)}>
          Accept
        </Button>
        {proposal.kind !== 'relationship' && (
          <IconButton label="Correct and accept" className="size-8" disabled={busy || (choose && !chosen)} onClick={() => setEditing(true)}>
            <Pencil aria-hidden />
          </IconButton>
        )}
        <IconButton label="Dismiss" className="size-8" disabled={busy} onClick={onDismiss}>
          <X aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
