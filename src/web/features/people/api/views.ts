import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { SavedFilter } from '../../../lib/types.ts';
import type { ContactFilter } from './filter.ts';

/** Named filters of the list, shared in the space, in their order. A space has a handful. */
export const viewsQuery = queryOptions({
  queryKey: ['saved-filters'],
  queryFn: async ({ signal }) => (await read(api.GET('/api/v1/saved-filters', { params: { query: { page: 'people', limit: 100 } }, signal }))).data,
});

/** Names a filter, or changes the view with the given id. */
export function useSaveView() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, ...body }: { id?: string; name?: string; query?: ContactFilter; position?: number }) => {
      const call = id
        ? api.PATCH('/api/v1/saved-filters/{id}', { params: { path: { id } }, body })
        : api.POST('/api/v1/saved-filters', { body: { page: 'people', name: body.name ?? '', query: body.query ?? {} } });
      const { data, action_id } = await write(call);
      return { view: data.saved_filter, action_id };
    },
    onSuccess: ({ view }) => {
      queries.setQueryData(viewsQuery.queryKey, (views) => views && (views.some((one) => one.id === view.id) ? views.map((one) => (one.id === view.id ? view : one)) : [...views, view]));
      return queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
    },
  });
}

export function useDeleteView() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (view: SavedFilter) => (await write(api.DELETE('/api/v1/saved-filters/{id}', { params: { path: { id: view.id } } }))).action_id,
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
}
