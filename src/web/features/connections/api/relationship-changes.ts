import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, write } from '../../../lib/api.ts';
import { allRelationships as all, relationshipsQuery } from './relationships.ts';

/** A relationship as it is kept: what `source` is to `target`. */
export type RelationshipInput = { type: string; label: string | null; inverse_label: string | null; since: string | null; until: string | null; note: string | null };

/** Connects two people, or changes the relationship with the given id. */
export function useSaveRelationship() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, source, target, ...fields }: RelationshipInput & { id?: string; source: string; target: string }) => {
      // the document lists the words there are; the form offers no others
      const body = fields as typeof fields & { type: 'friend' };
      const { data, action_id } = await write(
        id ? api.PATCH('/api/v1/relationships/{id}', { params: { path: { id } }, body }) : api.POST('/api/v1/relationships', { body: { ...body, source_contact_id: source, target_contact_id: target } }),
      );
      return { relationship: data.relationship, action_id };
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: all }),
  });
}

export function useDeleteRelationship(contactId: string) {
  const queries = useQueryClient();
  const { queryKey } = relationshipsQuery(contactId);
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/relationships/{id}', { params: { path: { id } } }))).action_id,
    onMutate: async (id) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (list) => list?.filter((one) => one.id !== id));
      return before;
    },
    onError: (_error, _id, before) => queries.setQueryData(queryKey, before),
    onSettled: () => void queries.invalidateQueries({ queryKey: all }),
  });
}
