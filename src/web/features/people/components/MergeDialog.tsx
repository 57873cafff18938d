import clsx from 'clsx';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { photoUrl } from '../../../lib/api.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatDate, plural } from '../../../lib/format.ts';
import type { Contact } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { useMerge } from '../api/merge.ts';
import { ALL, choicesOf, differing, fullest, usualPick, type Differing, type Picks } from './merge-fields.ts';

export type MergeDialogProps = { people: Contact[]; kept?: string; onMerged: (contactId: string) => void; onClose: () => void };

/** People side by side: whom to keep, and whose value of what they do not agree on. */
export function MergeDialog({ people, kept: given, onMerged, onClose }: MergeDialogProps) {
  const [kept, setKept] = useState(given ?? fullest(people).id);
  const [picks, setPicks] = useState<Picks>({});
  const merge = useMerge();
  const queries = useQueryClient();
  const fields = differing(people);
  const others = people.filter((person) => person.id !== kept);
  const apply = async () => {
    const ids = others.map((person) => person.id);
    const name = people.find((person) => person.id === kept)!.full_name;
    const done = others.length === 1 ? `${others[0]!.full_name} merged into ${name}` : `${plural(others.length, 'person', 'people')} merged into ${name}`;
    const ok = await attempt(merge.mutateAsync({ kept, others: ids, choices: choicesOf(fields, picks, kept, ids) }), { done, failed: 'Could not merge', queries, actionId: (result) => result.action_id });
    if (ok) onMerged(kept);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Merge ${plural(people.length, 'person', 'people')}`}
      description="Notes, entries, tags, events and relationships come together. Nothing is lost, and you can take it back at any time."
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={merge.isPending} onClick={() => void apply()}>
            Merge
          </Button>
        </>
      }
    >
      <Row legend="Keep" count={people.length}>
        {people.map((person) => (
          <Choice key={person.id} name="kept" checked={kept === person.id} onChoose={() => setKept(person.id)}>
            <span className="flex items-center gap-2.5">
              <Avatar name={person.full_name} seed={person.id} size="sm" photo={photoUrl(person)} />
              <span className="min-w-0">
                <span className="block font-medium wrap-anywhere">{person.full_name}</span>
                <span className="block text-xs text-muted">
                  {plural(person.note_count, 'note')} · {plural(person.entry_count, 'entry', 'entries')} · since {formatDate(person.created_at)}
                </span>
              </span>
            </span>
          </Choice>
        ))}
      </Row>
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} people={people} pick={picks[field.name] ?? usualPick(field, kept)} onPick={(pick) => setPicks({ ...picks, [field.name]: pick })} />
      ))}
    </Dialog>
  );
}

function FieldRow({ field, people, pick, onPick }: { field: Differing; people: Contact[]; pick: string; onPick: (pick: string) => void }) {
  const filled = people.filter((person) => field.values.get(person.id)!.length > 0);
  const all = [...new Set(filled.flatMap((person) => field.values.get(person.id)!))];
  return (
    <Row legend={field.label} count={people.length}>
      {people.map((person) =>
        filled.includes(person) ? (
          <Choice key={person.id} name={field.name} checked={pick === person.id} onChoose={() => onPick(person.id)}>
            <Lines values={field.values.get(person.id)!} />
          </Choice>
        ) : (
          <p key={person.id} className="hidden px-3 py-2 text-sm text-faint sm:block">
            nothing
          </p>
        ),
      )}
      {field.together && filled.length > 1 && (
        <Choice name={field.name} checked={pick === ALL} onChoose={() => onPick(ALL)} wide>
          <span className="font-medium">{filled.length > 2 ? 'All of them' : 'Both'}</span>
          <span className="text-muted wrap-anywhere"> — {all.join(field.name === 'description' || field.name === 'how_we_met' ? ' ¶ ' : ', ')}</span>
        </Choice>
      )}
    </Row>
  );
}

function Row({ legend, count, children }: { legend: string; count: number; children: ReactNode }) {
  return (
    <fieldset className="border-t border-line py-3 first:border-t-0">
      <legend className="float-left mb-1.5 w-full text-sm font-medium text-muted">{legend}</legend>
      <div className={clsx('clear-both grid grid-cols-1 gap-2', count === 2 ? 'sm:grid-cols-2' : 'sm:grid-cols-3')}>{children}</div>
    </fieldset>
  );
}

function Choice({ name, checked, wide = false, onChoose, children }: { name: string; checked: boolean; wide?: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <label className={clsx('flex min-h-11 cursor-pointer items-center gap-2.5 rounded-lg border px-3 py-2 text-sm has-focus-visible:outline-2 has-focus-visible:outline-focus', checked ? 'border-primary bg-active' : 'border-line hover:bg-hover', wide && 'col-span-full')}>
      <input type="radio" name={`merge-${name}`} checked={checked} onChange={onChoose} className="size-4 shrink-0 accent-button" />
      <span className="min-w-0">{children}</span>
    </label>
  );
}

const Lines = ({ values }: { values: string[] }) => values.map((value) => (
  <span key={value} className="line-clamp-4 block wrap-anywhere">
    {value}
  </span>
));
