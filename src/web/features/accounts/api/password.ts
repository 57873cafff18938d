import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';

/** The strength of a password (`score` 0, guessed at once, to 4, strong) while it is typed. The password never becomes part of a cache key that outlives the page. */
export function useStrength(password: string) {
  const settled = useDebounced(password, 250);
  return useQuery({
    queryKey: ['password-strength', settled],
    queryFn: ({ signal }) => read(api.POST('/api/v1/auth/password-strength', { body: { password: settled }, signal })),
    enabled: settled.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) => read(api.POST('/api/v1/auth/password', { body })),
  });
}
