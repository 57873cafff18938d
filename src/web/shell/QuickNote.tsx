import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Composer } from '../features/notes/components/Composer.tsx';
import { useAddPerson } from '../lib/people.ts';
import type { PersonRef } from '../lib/types.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PersonPicker } from '../ui/PersonPicker.tsx';

/** A note from anywhere: first about whom, then what. */
export function QuickNote({ contact, onClose }: { contact?: PersonRef | undefined; onClose: () => void }) {
  const [person, setPerson] = useState<PersonRef | undefined>(contact);
  const add = useAddPerson(setPerson);
  const navigate = useNavigate();
  return (
    <Dialog open onClose={onClose} title={person ? `Note about ${person.full_name}` : 'About whom?'}>
      {person ? (
        <Composer
          contactId={person.id}
          contactName={person.full_name}
          autoFocus
          onStored={() => {
            onClose();
            void navigate({ to: '/people/$contactId', params: { contactId: person.id } });
          }}
        />
      ) : (
        <PersonPicker label="Person" labelHidden onChoose={setPerson} onAdd={add} />
      )}
    </Dialog>
  );
}
