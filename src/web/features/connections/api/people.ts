import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, write } from '../../../lib/api.ts';
import type { Contact } from '../../../lib/types.ts';
import { notifyError } from '../../../ui/toast.tsx';

/** Adds somebody who is not there yet, with a name only. */
export function useAddPerson(onAdded: (person: Contact) => void): (name: string) => void {
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: async (full_name: string) => (await write(api.POST('/api/v1/contacts', { body: { full_name } }))).data.contact,
    onSuccess: (contact) => {
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      onAdded(contact);
    },
    onError: (error) => notifyError(error, 'Could not add this person'),
  });
  return (name) => void (add.isPending || add.mutate(name));
}
