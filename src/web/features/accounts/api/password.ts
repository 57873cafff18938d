import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';

/** `score` 0 (guessed at once) to 4 (strong), with words that help. */
export type Strength = { score: 0 | 1 | 2 | 3 | 4; warning?: string | null; suggestions: string[] };

/** The strength of a password while it is typed. The password never becomes part of a cache key that outlives the page. */
export function useStrength(password: string) {
  const settled = useDebounced(password, 250);
  return useQuery({
    queryKey: ['password-strength', settled],
    queryFn: ({ signal }) => read<Strength>(api.POST('/auth/password-strength', { body: { password: settled }, signal })),
    enabled: settled.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) => read<void>(api.POST('/auth/password', { body })),
  });
}
