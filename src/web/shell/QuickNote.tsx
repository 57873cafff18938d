import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { lookupQuery } from '../features/people/api/contacts.ts';
import { Composer } from '../features/notes/components/Composer.tsx';
import { useDebounced } from '../lib/useDebounced.ts';
import { photoUrl } from '../lib/api.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Input } from '../ui/Field.tsx';
import type { Overlay } from './overlays.ts';

type Person = { id: string; full_name: string };

/** A note from anywhere: first about whom, then what. */
export function QuickNote({ contact, show, onClose }: { contact?: Person | undefined; show: (overlay: Overlay) => void; onClose: () => void }) {
  const [person, setPerson] = useState<Person | undefined>(contact);
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
        <Choose onChoose={setPerson} onAdd={(text) => show({ name: 'person', text })} />
      )}
    </Dialog>
  );
}

function Choose({ onChoose, onAdd }: { onChoose: (person: Person) => void; onAdd: (text: string) => void }) {
  const [text, setText] = useState('');
  const { data = [] } = useQuery(lookupQuery(useDebounced(text.trim(), 120)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (data[0]) onChoose(data[0]);
      }}
    >
      <Input label="Person" labelHidden placeholder="Type a name" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" autoFocus />
      <ul className="-mx-2 mt-2 min-h-80">
        {data.map((person) => (
          <li key={person.id}>
            <button type="button" onClick={() => onChoose(person)} className="flex min-h-12 w-full items-center gap-3 rounded-lg px-2 text-left hover:bg-hover focus-visible:-outline-offset-2">
              <Avatar name={person.full_name} seed={person.id} size="sm" photo={photoUrl(person)} />
              <span className="truncate">{person.full_name}</span>
            </button>
          </li>
        ))}
        {text.trim().length > 1 && (
          <li>
            <Button variant="ghost" icon={<UserPlus aria-hidden className="size-4" />} onClick={() => onAdd(text.trim())}>
              Add “{text.trim()}”
            </Button>
          </li>
        )}
      </ul>
    </form>
  );
}
