import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, write } from '../../../lib/api.ts';

/** Gives a person a photo, or (null) takes it away. Answers with the action to undo. */
export function useSetPhoto(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (photo: Blob | null) => {
      const params = { path: { id } };
      if (!photo) return (await write(api.DELETE('/api/v1/contacts/{id}/photo', { params }))).action_id;
      const form = new FormData();
      form.set('photo', photo, 'photo.jpg');
      return (await write(api.PUT('/api/v1/contacts/{id}/photo', { params, body: { photo: '' }, bodySerializer: () => form }))).action_id;
    },
    onSuccess: () => Promise.all([['contact', id], ['contacts'], ['today']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
