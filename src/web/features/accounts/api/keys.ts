import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

export type Scope = 'read' | 'write';
export type ApiKey = { id: string; name: string; prefix: string; scopes: Scope[]; created_at: string; expires_at: string | null; last_used_at: string | null };

export const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async () => (await read<{ data: ApiKey[] }>(api.GET('/api/v1/auth/api-keys'))).data,
});

/** Makes a key. The key itself is in this answer only. */
export function useCreateKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; scopes: Scope[]; expires_at?: string }) => read<{ api_key: ApiKey; key: string }>(api.POST('/api/v1/auth/api-keys', { body })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
}

export function useRevokeKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => read<unknown>(api.DELETE('/api/v1/auth/api-keys/{id}', { params: { path: { id } } })),
    onSettled: () => void queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
}
