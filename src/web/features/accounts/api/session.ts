import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, ApiError, leaveSpace, read } from '../../../lib/api.ts';
import type { Session } from '../../../lib/types.ts';

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await read(api.GET('/api/v1/auth/session'));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      // The space this browser worked in is gone, or somebody is no longer in it: back to the personal one.
      if (error instanceof ApiError && (error.status === 403 || error.status === 404) && leaveSpace()) return read(api.GET('/api/v1/auth/session'));
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** Whether this installation has an account yet and who may make one. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => read(api.GET('/api/v1/auth/setup')),
  staleTime: 0,
});

/** The session on pages behind sign-in, where it is always there. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new ApiError(401, { error: 'You are signed out.' });
  return data;
}
