import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Composer } from '../features/notes/components/Composer.tsx';
import type { PersonRef } from '../lib/types.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { PersonPicker } from '../ui/PersonPicker.tsx';
import type { Overlay } from './overlays.ts';

/** A note from anywhere: first about whom, then what. */
export function QuickNote({ contact, show, onClose }: { contact?: PersonRef | undefined; show: (overlay: Overlay) => void; onClose: () => void }) {
  const [person, setPerson] = useState<PersonRef | undefined>(contact);
  const navigate = useNavigate();
  return (
    <Dialog open onClose={onClose} title={person ? `Note about ${person.full_name}` : 'About whom?'}>
      {person ? (
        <Composer
          contactId={person.id}
          contactName={person.full_name}
          autoFocus
          onAnalysed={() => {
            onClose();
            void navigate({ to: '/people/$contactId', params: { contactId: person.id } });
          }}
        />
      ) : (
        <PersonPicker label="Person" labelHidden onChoose={setPerson} onAdd={(text) => show({ name: 'person', text })} />
      )}
    </Dialog>
  );
}
