import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

/** Which admins have looked at this person's data, newest first. */
export const supportQuery = queryOptions({
  queryKey: ['support-access'],
  queryFn: async () => (await read(api.GET('/api/v1/auth/support-access', { params: { query: { limit: 20 } } }))).data,
  refetchInterval: 15_000, // somebody who looks now is not announced by the change feed
});

/** Every request made under one of them. */
export const supportReadsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...supportQuery.queryKey, id],
    queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/auth/support-access/{id}/reads', { params: { path: { id }, query: { limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
  });

/** Ends an access at once, from either side of it. */
export const endSupport = (id: string) => read(api.DELETE('/api/v1/auth/support-access/{id}', { params: { path: { id } } }));

export function useEndSupport() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: endSupport, onSettled: () => void queries.invalidateQueries({ queryKey: supportQuery.queryKey }) });
}
