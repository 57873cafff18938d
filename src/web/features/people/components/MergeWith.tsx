import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Contact } from '../../../lib/types.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PersonPicker } from '../../../ui/PersonPicker.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { contactQuery } from '../api/contacts.ts';
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
      <PersonPicker label="Person" labelHidden without={new Set([contact.id])} onChoose={({ id }) => onChoose(id)} />
    </Dialog>
  );
}
