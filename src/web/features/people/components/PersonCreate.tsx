import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../lib/api.ts';
import type { Contact } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useCreateContact } from '../api/contacts.ts';
import { AlreadyHere } from './AlreadyHere.tsx';
import { changedFields, hasPlace, toValues } from './person-form.ts';
import { PersonFields } from './PersonFields.tsx';

export type PersonCreateProps = { name?: string; onClose: () => void; onCreated: (contact: Contact) => void };

/** A new person: a name is enough, everything else is folded away. */
export function PersonCreate({ name = '', onClose, onCreated }: PersonCreateProps) {
  const [values, setValues] = useState(() => toValues(undefined, name));
  const [more, setMore] = useState(false);
  const create = useCreateContact();
  const queries = useQueryClient();
  const error = create.error;
  const field = error instanceof ApiError && error.field && hasPlace(error.field) ? { field: error.field, message: error.message } : undefined;

  const submit = () => {
    create.mutate(
      { ...changedFields(toValues(), values), full_name: values.full_name.trim() },
      {
        onSuccess: ({ contact, action_id }) => {
          notify(`${contact.full_name} added`, () => void undo(queries, action_id));
          onCreated(contact);
        },
      },
    );
  };

  return (
    <FormDialog onClose={onClose} title="Add a person" size="md" submit="Add" busy={create.isPending} error={field ? undefined : error} onSubmit={submit}>
      <Input
        label="Full name"
        value={values.full_name}
        onChange={(event) => setValues({ ...values, full_name: event.target.value })}
        error={field?.field === 'full_name' ? field.message : undefined}
        minLength={2}
        maxLength={255}
        autoComplete="off"
        autoFocus
        required
      />
      <AlreadyHere name={values.full_name} onOpen={onClose} />
      <Button variant="ghost" size="sm" className="self-start" aria-expanded={more} onClick={() => setMore(!more)} icon={<ChevronDown aria-hidden className={`size-4 transition-transform ${more ? 'rotate-180' : ''}`} />}>
        {more ? 'Fewer fields' : 'More fields'}
      </Button>
      {more && <PersonFields values={values} onChange={setValues} error={field} />}
    </FormDialog>
  );
}
