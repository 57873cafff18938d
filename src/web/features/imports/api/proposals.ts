import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';

/** What the analysis of an import proposes and nobody has decided on: 100 things at most. */
export const proposedQuery = (actionId: string) =>
  queryOptions({
    queryKey: ['proposals', 'of', actionId],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/proposals', { params: { query: { action_id: actionId, limit: 100 } }, signal }))).data,
  });

export function useDismiss() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: string[]) => (await write(api.POST('/api/v1/proposals/dismiss', { body: { ids } }))).action_id,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['proposals'] }),
  });
}
