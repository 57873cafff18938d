import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { photoUrl } from '../../../lib/api.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import type { Contact } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { Input } from '../../../ui/Field.tsx';
import { contactQuery, lookupQuery } from '../api/contacts.ts';
import { MergeDialog } from './MergeDialog.tsx';

/** Finds the other record of this person, then shows both side by side. */
export function MergeWith({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const [other, setOther] = useState<Contact>();
  const queries = useQueryClient();
  // held here: once merged, there is nobody to ask for any more
  const onChoose = (id: string) => void queries.fetchQuery(contactQuery(id)).then(setOther, (error: unknown) => notifyError(error, 'Could not load this person'));
  const navigate = useNavigate();
  const onMerged = (contactId: string) => {
    onClose();
    if (contactId !== contact.id) void navigate({ to: '/people/$contactId', params: { contactId }, replace: true });
  };
  if (other) return <MergeDialog people={[contact, other]} kept={contact.id} onMerged={onMerged} onClose={onClose} />;
  return (
    <Dialog open onClose={onClose} title={`Merge ${contact.full_name} with …`} description="Who is the same person?" size="sm">
      <Choose except={contact.id} onChoose={onChoose} />
    </Dialog>
  );
}

function Choose({ except, onChoose }: { except: string; onChoose: (id: string) => void }) {
  const [text, setText] = useState('');
  const { data = [] } = useQuery(lookupQuery(useDebounced(text.trim(), 120)));
  const people = data.filter((person) => person.id !== except);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (people[0]) onChoose(people[0].id);
      }}
    >
      <Input label="Person" labelHidden placeholder="Type a name" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" autoFocus />
      <ul className="-mx-2 mt-2 min-h-72">
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" onClick={() => onChoose(person.id)} className="flex min-h-12 w-full items-center gap-3 rounded-lg px-2 text-left hover:bg-hover focus-visible:-outline-offset-2">
              <Avatar name={person.full_name} seed={person.id} size="sm" photo={photoUrl(person)} />
              <span className="min-w-0">
                <span className="block truncate">{person.full_name}</span>
                {person.company && <span className="block truncate text-sm text-muted">{person.company}</span>}
              </span>
            </button>
          </li>
        ))}
        {people.length === 0 && <li className="px-2 py-3 text-sm text-muted">Nobody of this name.</li>}
      </ul>
    </form>
  );
}
