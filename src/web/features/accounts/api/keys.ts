import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { ApiKey } from '../../../lib/types.ts';


export const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async () => (await read(api.GET('/api/v1/auth/api-keys'))).data,
});

/** Makes a key. The key itself is in this answer only. */
export function useCreateKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; scopes: ApiKey['scopes']; expires_at?: string }) => read(api.POST('/api/v1/auth/api-keys', { body })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
}

export function useRevokeKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => read(api.DELETE('/api/v1/auth/api-keys/{id}', { params: { path: { id } } })),
    onSettled: () => void queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
}
