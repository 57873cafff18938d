import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';
import { inTrouble, onBack } from './availability.ts';

type Options = { onSignedOut: () => void };

/** Refusals that ask for more from somebody who is signed in, or is about to be. */
const STILL_SIGNED_IN = new Set(['totp_required', 'reauthenticate']);

/**
 * The cache of server data. Data is fresh for 30 s and live updates refresh it earlier, so opening a page that was seen
 * shows it at once. Requests are repeated only when the fault may pass by itself; while Kith is known to be away they fail at once,
 * so that the page says so, and all is asked again when it is back.
 */
export function createQueryClient({ onSignedOut }: Options): QueryClient {
  const noticeSignOut = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401 && !STILL_SIGNED_IN.has(error.code) && !error.code.startsWith('invalid')) onSignedOut();
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSignOut }),
    mutationCache: new MutationCache({ onError: noticeSignOut }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: (count, error) => count < 2 && !inTrouble() && error instanceof ApiError && (error.status === 0 || error.status === 502 || error.status === 503),
        refetchOnWindowFocus: false,
        // A server on the same machine or in the same house answers without the internet.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  onBack(() => void queries.invalidateQueries());
  return queries;
}
