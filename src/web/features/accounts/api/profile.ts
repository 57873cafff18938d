import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import { setFormat } from '../../../lib/format.ts';
import type { Preferences, User } from '../../../lib/types.ts';
import { sessionQuery } from './session.ts';

export type Profile = Pick<User, 'id' | 'username' | 'email' | 'full_name' | 'onboarded_at'>;

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: async () => (await read(api.GET('/api/v1/auth/profile'))).profile,
});

export function useSaveProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: Partial<Profile>) => (await read(api.PATCH('/api/v1/auth/profile', { body }))).profile,
    onSuccess: (profile) => {
      queries.setQueryData(profileQuery.queryKey, profile);
      void queries.invalidateQueries(sessionQuery);
    },
  });
}

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: async () => (await read(api.GET('/api/v1/auth/preferences'))).preferences,
  staleTime: 5 * 60_000,
});

/** Saves some preferences; they apply at once and go back when the server refuses. */
export function useSavePreferences() {
  const queries = useQueryClient();
  const { queryKey } = preferencesQuery;
  return useMutation({
    mutationFn: async (body: Partial<Preferences>) => (await read(api.PATCH('/api/v1/auth/preferences', { body }))).preferences,
    onMutate: async (changed) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, ...changed });
      return before;
    },
    onError: (_error, _changed, before) => queries.setQueryData(queryKey, before),
    onSuccess: (preferences) => {
      queries.setQueryData(queryKey, preferences);
      setFormat(preferences);
    },
  });
}

/** Marks the first steps as done (or waved off), on every device. */
export function useFinishOnboarding() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(api.PATCH('/api/v1/auth/profile', { body: { onboarded: true } })),
    onSettled: () => void queries.invalidateQueries(sessionQuery),
  });
}
