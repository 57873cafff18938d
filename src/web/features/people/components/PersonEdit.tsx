import { useMemo, useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError, isStale } from '../../../lib/api.ts';
import { undo } from '../../../lib/undo.ts';
import { Button } from '../../../ui/Button.tsx';
import { Sheet } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { contactQuery, useUpdateContact, type LoadedContact } from '../api/contacts.ts';
import { ChangedElsewhere, type Elsewhere } from './ChangedElsewhere.tsx';
import { changedFields, hasPlace, mergeValues, toValues } from './person-form.ts';
import { PersonPhoto } from './PersonPhoto.tsx';
import { PersonFields } from './PersonFields.tsx';

/**
 * Every field of a person, beside the profile. Only what was changed is sent, and only on top of what was read: if the person was
 * changed elsewhere meanwhile, both are brought together here and somebody chooses where they differ.
 */
export function PersonEdit({ contact, onClose }: { contact: LoadedContact; onClose: () => void }) {
  const [base, setBase] = useState(contact);
  const before = useMemo(() => toValues(base), [base]);
  const [values, setValues] = useState(before);
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);
  const update = useUpdateContact(contact.id);
  const queries = useQueryClient();
  const error = update.error;
  const stale = isStale(error);
  const field = error instanceof ApiError && error.field && hasPlace(error.field) ? { field: error.field, message: error.message } : undefined;

  const bringTogether = async () => {
    const theirs = await queries.fetchQuery({ ...contactQuery(contact.id), staleTime: 0 });
    const { values: merged, conflicts, taken } = mergeValues(before, values, toValues(theirs));
    setBase(theirs);
    setValues(merged);
    setElsewhere({ conflicts, taken, before, mine: values, theirs: toValues(theirs) });
    update.reset();
  };
  // The photo is saved by itself: what is typed goes on top of the version it left.
  const afterPhoto = async () => {
    const { etag } = await queries.fetchQuery({ ...contactQuery(contact.id), staleTime: 0 });
    setBase((known) => ({ ...known, etag }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed = changedFields(before, values);
    if (Object.keys(changed).length === 0) return onClose();
    update.mutate(
      { ...changed, etag: base.etag },
      {
        onSuccess: ({ action_id }) => {
          notify('Saved', () => void undo(queries, action_id));
          onClose();
        },
        onError: (failure) => {
          if (isStale(failure)) bringTogether().catch((reason: unknown) => notifyError(reason, 'Could not load what was changed elsewhere'));
        },
      },
    );
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
        {elsewhere && <ChangedElsewhere key={base.etag} {...elsewhere} values={values} onChange={setValues} />}
        <PersonPhoto contact={{ ...contact, full_name: values.full_name || contact.full_name }} onChanged={() => void afterPhoto()} />
        <FormError error={field || stale ? undefined : error} />
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
