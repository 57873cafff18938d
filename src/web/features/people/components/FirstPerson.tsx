import { useState, type FormEvent } from 'react';
import type { Contact } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { Input, Select } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { useCreateContact } from '../api/contacts.ts';

/** The second of the first steps: one person, by name. */
export function FirstPerson({ onCreated }: { onCreated: (contact: Contact) => void }) {
  const [name, setName] = useState('');
  const [tier, setTier] = useState<1 | 2>(1);
  const create = useCreateContact();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ full_name: name.trim(), tier }, { onSuccess: ({ contact }) => onCreated(contact) });
  };
  return (
    <form onSubmit={submit}>
      <h1 className="text-2xl font-semibold tracking-tight">Who did you talk to last?</h1>
      <p className="mt-1.5 mb-6 text-muted">One person is enough to begin. You can import the others later.</p>
      <div className="flex max-w-md flex-col gap-5">
        <FormError error={create.error} />
        <Input label="Their name" value={name} onChange={(event) => setName(event.target.value)} minLength={2} maxLength={255} autoComplete="off" autoFocus required />
        <Select label="How close are they?" value={tier} onChange={(event) => setTier(Number(event.target.value) as 1 | 2)}>
          <option value="1">Inner circle: family, close friends</option>
          <option value="2">Outer circle: everybody else</option>
        </Select>
        <Button type="submit" variant="primary" busy={create.isPending} className="self-start">
          Continue
        </Button>
      </div>
    </form>
  );
}
