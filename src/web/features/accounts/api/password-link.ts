import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

/** Whose password a link sets. Not repeated: a link that does not hold will not hold a moment later. */
export const passwordLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['password-link', token],
    queryFn: async () => (await read(api.GET('/api/v1/auth/password-link/{token}', { params: { path: { token } } }))).link,
    retry: false,
    gcTime: 0,
  });

export const useSetPassword = (token: string) => useMutation({ mutationFn: (new_password: string) => read(api.POST('/api/v1/auth/password-link/{token}', { params: { path: { token } }, body: { new_password } })) });
