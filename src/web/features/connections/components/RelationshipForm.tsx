import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { hasEnded, sentenceOf, typeOf } from '../../../../server/domains/people/graph/relationship-types.schema.ts';
import { useAddPerson } from '../../../lib/people.ts';
import { ApiError } from '../../../lib/api.ts';
import { today } from '../../../lib/format.ts';
import type { ContactRelationship, PersonRef } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Input, Select, Textarea } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { PersonPicker } from '../../../ui/PersonPicker.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSaveRelationship } from '../api/relationship-changes.ts';
import { bothWays, choices, noValues, toInput, toValues } from './words.ts';

type Props = { person: PersonRef; relationship?: ContactRelationship | undefined; onClose: () => void };

/** A new relationship of a person, or an existing one: first with whom, then what they are to each other. */
export function RelationshipForm({ person, relationship, onClose }: Props) {
  const [other, setOther] = useState<PersonRef | undefined>(relationship?.contact);
  const add = useAddPerson(setOther);
  return (
    <Dialog
      open
      onClose={onClose}
      title={relationship ? 'Edit relationship' : other ? 'Add a relationship' : `Who does ${person.full_name} know?`}
      footer={
        other && (
          <>
            <Button onClick={relationship ? onClose : () => setOther(undefined)}>{relationship ? 'Cancel' : 'Back'}</Button>
            <Button type="submit" form="relationship-form" variant="primary">
              Save
            </Button>
          </>
        )
      }
    >
      {other ? <Fields person={person} other={other} relationship={relationship} onClose={onClose} /> : <PersonPicker label="Person" without={new Set([person.id])} onChoose={setOther} onAdd={add} />}
    </Dialog>
  );
}

function Fields({ person, other, relationship, onClose }: Props & { other: PersonRef }) {
  const [values, setValues] = useState(() => (relationship ? toValues(relationship) : noValues));
  const [more, setMore] = useState(Boolean(relationship?.label || relationship?.since || relationship?.until || relationship?.note));
  const queries = useQueryClient();
  const save = useSaveRelationship();
  const own = values.word === 'other';
  const isSource = relationship?.is_source ?? false;
  const set = (field: keyof typeof values) => (event: { target: { value: string } }) => setValues({ ...values, [field]: event.target.value });
  // The server says `label` for what the source is to the target, whoever of the two that is here.
  const at = save.error instanceof ApiError ? save.error.field : undefined;
  const errorAt = (field: string) => (at === field ? save.error?.message : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    save.mutate(
      { ...toInput(values, isSource), source: other.id, target: person.id, ...(relationship ? { id: relationship.id } : {}) },
      {
        onSuccess: ({ relationship: saved, action_id }) => {
          notify(saved.sentence, () => void undo(queries, action_id));
          onClose();
        },
      },
    );
  };

  return (
    <form id="relationship-form" onSubmit={submit} aria-busy={save.isPending} className="flex flex-col gap-4">
      <FormError error={at === 'since' || at === 'until' || at === 'label' || at === 'type' ? undefined : save.error} />
      <p aria-live="polite" className="flex items-center gap-3 rounded-lg bg-hover px-3 py-2.5 font-medium">
        <Avatar name={other.full_name} seed={other.id} size="sm" />
        {preview(values, person, other)}
      </p>
      <Select label={`${other.full_name} is …`} error={errorAt('type')} value={values.word} onChange={set('word')} autoFocus>
        {Object.entries(choices).map(([kind, words]) => (
          <optgroup key={kind} label={kind}>
            {words.map(([word, name]) => (
              <option key={word} value={word}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
      {!own && (
        <Button variant="ghost" size="sm" className="self-start" aria-expanded={more} onClick={() => setMore(!more)} icon={<ChevronDown aria-hidden className={`size-4 transition-transform ${more ? 'rotate-180' : ''}`} />}>
          {more ? 'Fewer fields' : 'Own words, dates, note'}
        </Button>
      )}
      {(more || own) && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Input label={`${other.full_name} is the …`} hint={own ? 'For example: godmother' : 'Instead of the word above'} value={values.role} onChange={set('role')} error={errorAt('label')} maxLength={64} required={own} />
            <Input label={`${person.full_name} is the …`} hint={bothWays(values.word) ? 'Empty when it is the same' : 'Instead of the usual word'} value={values.own_role} onChange={set('own_role')} maxLength={64} />
            <Input label="Since" hint="2015, 2015-06 or 2015-06-20" value={values.since} onChange={set('since')} error={errorAt('since')} maxLength={10} />
            <Input label="Until" hint="Empty while it lasts" value={values.until} onChange={set('until')} error={errorAt('until')} maxLength={10} />
          </div>
          <Textarea label="Note" rows={2} value={values.note} onChange={set('note')} maxLength={2000} />
        </>
      )}
    </form>
  );
}

/** The sentence as it will be kept. */
function preview(values: typeof noValues, person: PersonRef, other: PersonRef): string {
  const { type: word, label, inverse_label, until } = toInput(values, false);
  const { type, reversed } = typeOf(word);
  const ended = hasEnded(until, today());
  const kept = reversed ? { type, label: inverse_label, inverse_label: label } : { type, label, inverse_label };
  return reversed ? sentenceOf(kept, person.full_name, other.full_name, ended) : sentenceOf(kept, other.full_name, person.full_name, ended);
}
