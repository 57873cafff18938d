import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, write } from '../../../lib/api.ts';

/** Fills the space with the demo data: one action, which may take some seconds. */
export function useAddDemo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { data, action_id } = await write(api.POST('/api/v1/demo'));
      return { ...data, action_id };
    },
    // It reaches people, notes, entries, tags and activity.
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** Takes the demo data away; what somebody changed or wrote stays. Answers with the action to undo. */
export function useRemoveDemo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => (await write(api.DELETE('/api/v1/demo'))).action_id,
    onSuccess: () => queries.invalidateQueries(),
  });
}
