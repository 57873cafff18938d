import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../lib/api.ts';
import type { Contact } from '../../../lib/types.ts';
import { undo } from '../../../lib/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { Sheet } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useUpdateContact } from '../api/contacts.ts';
import { changedFields, toValues } from './person-form.ts';
import { PersonFields } from './PersonFields.tsx';

/** Every field of a person, beside the profile. Only what was changed is sent. */
export function PersonEdit({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const [before] = useState(() => toValues(contact));
  const [values, setValues] = useState(before);
  const update = useUpdateContact(contact.id);
  const queries = useQueryClient();
  const error = update.error;
  const field = error instanceof ApiError && error.field ? { field: error.field, message: error.message } : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed = changedFields(before, values);
    if (Object.keys(changed).length === 0) return onClose();
    update.mutate(changed, {
      onSuccess: ({ action_id }) => {
        notify('Saved', () => void undo(queries, action_id));
        onClose();
      },
    });
  };

  return (
    <Sheet
      open
      onClose={onClose}
      title={`Edit ${contact.full_name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="person-edit" variant="primary" busy={update.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="person-edit" onSubmit={submit} className="flex flex-col gap-4">
        <FormError error={field ? undefined : error} />
        <Input
          label="Full name"
          value={values.full_name}
          onChange={(event) => setValues({ ...values, full_name: event.target.value })}
          error={field?.field === 'full_name' ? field.message : undefined}
          minLength={2}
          maxLength={255}
          required
        />
        <PersonFields values={values} onChange={setValues} error={field} />
      </form>
    </Sheet>
  );
}
