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
import { useKeepEntries, useSaveNote } from '../api/notes.ts';

export type ReviewProps = {
  contactId: string;
  content: string;
  analysis: Analysis;
  onClose: () => void;
  /** The note itself has been stored. */
  onStored: () => void;
  onKept?: ((entryIds: string[]) => void) | undefined;
};

type Proposal = DraftEntry & { keep: boolean };

/** What the analysis proposes, to correct and choose from. Nothing is stored until it is said here. */
export function Review({ contactId, content, analysis, onClose, onStored, onKept }: ReviewProps) {
  const [proposals, setProposals] = useState<Proposal[]>(() => analysis.synthesis.map(({ id: _, ...entry }) => ({ ...entry, keep: true })));
  const store = useSaveNote(contactId);
  const keep = useKeepEntries(contactId);
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const busy = store.isPending || keep.isPending;
  const kept = proposals.filter((proposal) => proposal.keep && proposal.content.trim());
  const change = (index: number, part: Partial<Proposal>) => setProposals(proposals.map((proposal, at) => (at === index ? { ...proposal, ...part } : proposal)));
  const save = async (withEntries: boolean) => {
    try {
      const { note, action_id } = await store.mutateAsync({ key, content });
      if (!withEntries) {
        notify('Note saved', () => void undo(queries, action_id));
      } else {
        const entries = kept.map(({ keep: _, ...entry }) => ({ ...entry, content: entry.content.trim() }));
        const saved = await keep.mutateAsync({ noteId: note.id, entries });
        notify(`${plural(saved.entries.length, 'entry', 'entries')} saved`, () => void undo(queries, saved.action_id));
        onKept?.(saved.entries.map((entry) => entry.id));
      }
      onStored();
      onClose();
    } catch {
      // The dialog shows the error and stays; a second try does not store the note twice.
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title="Review before saving"
      description="Choose and correct what Kith should remember. Nothing is saved yet."
      footer={
        <>
          <Button disabled={busy} onClick={() => void save(false)}>
            Only the note
          </Button>
          <Button variant="primary" busy={busy} disabled={kept.length === 0} onClick={() => void save(true)}>
            Save {plural(kept.length, 'entry', 'entries')}
          </Button>
        </>
      }
    >
      <FormError error={store.error ?? keep.error} />
      {proposals.length === 0 && (
        <EmptyState compact icon={<SearchX aria-hidden />} title="Nothing to remember in it">
          You can still save the note, to find it again.
        </EmptyState>
      )}
      <ul className="flex flex-col gap-3 pt-1">
        {proposals.map((proposal, index) => (
          <li key={index} className={`flex gap-3 rounded-xl border border-line p-3 ${proposal.keep ? 'bg-card' : 'border-dashed'}`}>
            <input
              type="checkbox"
              aria-label={`Keep: ${proposal.content}`}
              checked={proposal.keep}
              onChange={(event) => change(index, { keep: event.target.checked })}
              className="mt-2.5 size-4.5 shrink-0"
            />
            <div className="flex min-w-0 grow flex-col gap-2">
              <Textarea label={`Entry ${index + 1}`} labelHidden rows={2} disabled={!proposal.keep} value={proposal.content} onChange={(event) => change(index, { content: event.target.value })} />
              <div className="flex items-center gap-3">
                <Select label={`Category of entry ${index + 1}`} labelHidden disabled={!proposal.keep} value={proposal.category} onChange={(event) => change(index, { category: event.target.value as Category })}>
                  {categories.map((category) => (
                    <option key={category}>{category}</option>
                  ))}
                </Select>
                {proposal.confidence !== null && <Confidence value={proposal.confidence} />}
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
