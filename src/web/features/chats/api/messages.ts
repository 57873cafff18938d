import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, write } from '../../../lib/api.ts';

/** Keeps a chat that was copied. Answers with what came of it and the action to undo. */
export function usePasteChat(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { text: string; me?: string; analyse: boolean }) => write(api.POST('/api/v1/contacts/{id}/messages', { params: { path: { id: contactId } }, body })),
    onSuccess: () => void queries.invalidateQueries(),
  });
}
