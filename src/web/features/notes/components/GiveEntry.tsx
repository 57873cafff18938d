import { useAddPerson } from '../../../lib/people.ts';
import type { Entry, PersonRef } from '../../../lib/types.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PersonPicker } from '../../../ui/PersonPicker.tsx';

/** Asks whom an entry is about, when it is not about the person it stands with. */
export function GiveEntry({ entry, contactId, onChoose, onClose }: { entry: Entry; contactId: string; onChoose: (person: PersonRef) => void; onClose: () => void }) {
  const add = useAddPerson(onChoose);
  return (
    <Dialog open onClose={onClose} title="Whom is this about?" description={entry.content} size="sm">
      <PersonPicker label="Person" labelHidden without={new Set([contactId])} onChoose={onChoose} onAdd={add} />
    </Dialog>
  );
}
