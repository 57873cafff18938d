import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Person, PersonPicker } from '../features/connections/components/PersonPicker.tsx';
import { Composer } from '../features/notes/components/Composer.tsx';
import { Dialog } from '../ui/Dialog.tsx';

/** A note from anywhere: first about whom, then what. */
export function QuickNote({ contact, onClose }: { contact?: Person | undefined; onClose: () => void }) {
  const [person, setPerson] = useState<Person | undefined>(contact);
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
        <PersonPicker label="Person" canAdd onChoose={setPerson} />
      )}
    </Dialog>
  );
}
