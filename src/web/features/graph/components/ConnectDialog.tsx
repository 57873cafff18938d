import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { RELATIONSHIP_TYPES, RELATIONSHIPS, sentenceOf, typeOf } from '../../../../server/domains/people/graph/relationship-types.schema.ts';
import { attempt } from '../../../lib/attempt.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Field, Input, Select } from '../../../ui/Field.tsx';
import type { PersonRef } from '../../../lib/types.ts';
import { PersonPicker } from '../../../ui/PersonPicker.tsx';
import { type Connection, useConnect } from '../api/graph.ts';

/** What one can be to another, in both directions, in the order of the list of types. */
const words = RELATIONSHIP_TYPES.flatMap((type) => {
  const entry = RELATIONSHIPS[type];
  if (type === 'other') return [{ word: type as string, name: 'something else …' }];
  return entry.symmetric ? [{ word: type as string, name: entry.role }] : [{ word: type as string, name: entry.role }, { word: entry.inverse, name: entry.inverse_role }];
});

export type ConnectDialogProps = { from: PersonRef; to?: PersonRef | undefined; onClose: () => void };

/** Connects two people: who, what they are to each other, and the sentence that says it. */
export function ConnectDialog({ from, to, onClose }: ConnectDialogProps) {
  const [ends, setEnds] = useState<[PersonRef, PersonRef | undefined]>([from, to]);
  const [word, setWord] = useState<Connection['type']>('friend');
  const [label, setLabel] = useState('');
  const [since, setSince] = useState('');
  const [a, b] = ends;
  const connect = useConnect();
  const queries = useQueryClient();
  const { type, reversed } = typeOf(word);
  const own = label.trim() || null;
  const said = b && sentenceOf({ type, label: reversed ? null : own, inverse_label: null }, ...((reversed ? [b.full_name, a.full_name] : [a.full_name, b.full_name]) as [string, string]));
  const missing = word === 'other' && !own;

  const save = async () => {
    if (!b || missing) return;
    const done = await attempt(connect.mutateAsync({ source_contact_id: a.id, target_contact_id: b.id, type: word, ...(own ? { label: own } : {}), ...(since ? { since } : {}) }), {
      done: said ?? '',
      failed: 'Could not connect them',
      queries,
      actionId: (action) => action,
    });
    if (done) onClose();
  };

  return (
    <FormDialog onClose={onClose} title="Connect two people" submit="Connect" busy={connect.isPending} disabled={!b || missing} onSubmit={save}>
      <div className="flex items-center gap-2">
        <p className="min-w-0 grow truncate rounded-lg bg-hover px-3 py-2.5 font-medium">{a.full_name}</p>
        <IconButton label="Exchange them" disabled={!b} onClick={() => b && setEnds([b, a])}>
          <ArrowLeftRight aria-hidden />
        </IconButton>
        {b && <p className="min-w-0 grow truncate rounded-lg bg-hover px-3 py-2.5 font-medium">{b.full_name}</p>}
      </div>
      {!b && <PersonPicker label="The other person" without={new Set([a.id])} onChoose={(person) => setEnds([a, person])} />}
      {b && (
        <>
          <Select label={`${a.full_name} is their`} autoFocus value={word} onChange={(event) => setWord(event.target.value as Connection['type'])}>
            {words.map(({ word: value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
          <div className="grid grid-cols-2 gap-3">
            <Input label={word === 'other' ? 'In your words' : 'In your words (optional)'} placeholder={word === 'other' ? 'penfriend' : ''} maxLength={64} required={word === 'other'} value={label} onChange={(event) => setLabel(event.target.value)} />
            <Input label="Since (optional)" placeholder="2019 or 2019-05" pattern="(\d{4}(-\d{2}){0,2}|--\d{2}-\d{2})" title="A year, a month like 2019-05, or a day like 2019-05-17" maxLength={10} value={since} onChange={(event) => setSince(event.target.value.trim())} />
          </div>
          <Field label="Reads">
            {(wiring) => (
              <output {...wiring} aria-live="polite" className="min-h-11 rounded-lg border border-line px-3 py-2.5 text-sm">
                {said}.
              </output>
            )}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
