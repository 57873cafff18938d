import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { plural } from '../../../lib/format.ts';
import { categories, type Analysis, type Category, type DraftEntry } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Select, Textarea } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { Confidence } from '../../../ui/Progress.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useKeepEntries } from '../api/notes.ts';

export type ReviewProps = { contactId: string; analysis: Analysis; onClose: () => void; onKept?: ((entryIds: string[]) => void) | undefined };

type Proposal = DraftEntry & { keep: boolean };

/** What the analysis proposes, to correct and choose from. The note itself is stored already. */
export function Review({ contactId, analysis, onClose, onKept }: ReviewProps) {
  const [proposals, setProposals] = useState<Proposal[]>(() => analysis.synthesis.map(({ id: _, ...entry }) => ({ ...entry, keep: true })));
  const keep = useKeepEntries(contactId);
  const queries = useQueryClient();
  const kept = proposals.filter((proposal) => proposal.keep && proposal.content.trim());
  const change = (index: number, part: Partial<Proposal>) => setProposals(proposals.map((proposal, at) => (at === index ? { ...proposal, ...part } : proposal)));
  const save = () => {
    if (kept.length === 0) return onClose();
    const entries = kept.map(({ keep: _, ...entry }) => ({ ...entry, content: entry.content.trim() }));
    keep.mutate(
      { noteId: analysis.raw_note_id, entries },
      {
        onSuccess: ({ entries: stored, action_id }) => {
          notify(`${plural(stored.length, 'entry', 'entries')} saved`, () => void undo(queries, action_id));
          onKept?.(stored.map((entry) => entry.id));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title="Review before saving"
      description="The note itself is saved. Choose and correct what Kith should remember."
      footer={
        <>
          <Button onClick={onClose}>Keep only the note</Button>
          <Button variant="primary" busy={keep.isPending} disabled={kept.length === 0} onClick={save}>
            Save {plural(kept.length, 'entry', 'entries')}
          </Button>
        </>
      }
    >
      <FormError error={keep.error} />
      {proposals.length === 0 && (
        <EmptyState compact icon={<SearchX aria-hidden />} title="Nothing to remember in it">
          The note is kept, so you can find it again.
        </EmptyState>
      )}
      <ul className="flex flex-col gap-3 pt-1">
        {proposals.map((proposal, index) => (
          <li key={index} className={`flex gap-3 rounded-xl border border-line bg-card p-3 ${proposal.keep ? '' : 'opacity-60'}`}>
            <input
              type="checkbox"
              aria-label={`Keep: ${proposal.content}`}
              checked={proposal.keep}
              onChange={(event) => change(index, { keep: event.target.checked })}
              className="mt-2.5 size-4.5 shrink-0"
            />
            <div className="flex min-w-0 grow flex-col gap-2">
              <Textarea label={`Entry ${index + 1}`} labelHidden rows={2} value={proposal.content} onChange={(event) => change(index, { content: event.target.value })} />
              <div className="flex items-center gap-3">
                <Select label={`Category of entry ${index + 1}`} labelHidden value={proposal.category} onChange={(event) => change(index, { category: event.target.value as Category })}>
                  {categories.map((category) => (
                    <option key={category}>{category}</option>
                  ))}
                </Select>
                <Confidence value={proposal.confidence} />
              </div>
              {proposal.sources.length > 0 && (
                <blockquote className="border-l-2 border-line pl-3 text-sm text-muted">{proposal.sources.map((span) => span.text).join(' … ')}</blockquote>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
