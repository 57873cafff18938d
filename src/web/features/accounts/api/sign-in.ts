import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, ApiError, enterSpace, read } from '../../../lib/api.ts';
import { clearDrafts } from '../../../lib/draft.ts';
import { leaveBy } from '../../../lib/leave.ts';

export type Credentials = { username: string; password: string; totp?: string };
export type Registration = {
  username: string;
  password: string;
  email?: string;
  full_name?: string;
  time_zone?: string;
  setup_code?: string;
  invite_token?: string;
};

/** Signs in. Fails with code `totp_required` when the second factor is still missing. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => read(api.POST('/api/v1/auth/login', { body: credentials })),
    onSuccess: () => queries.removeQueries(),
  });
}

/**
 * Creates an account; the answer's cookie signs in at once. When no answer came, the account may be there all the same: if trying
 * again is refused, its password is what tells.
 */
export function useRegister() {
  const queries = useQueryClient();
  const unheard = useRef<string>(undefined);
  return useMutation({
    mutationFn: async (registration: Registration) => {
      const { username, password } = registration;
      const who = JSON.stringify([username, password]);
      try {
        return await read(api.POST('/api/v1/auth/register', { body: registration }));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 0 || error.status >= 500) unheard.current = who;
        else if (unheard.current === who) return await read(api.POST('/api/v1/auth/login', { body: { username, password } })).catch(() => Promise.reject(error));
        throw error;
      }
    },
    onSuccess: () => queries.removeQueries(),
  });
}

/** Signs out and leaves nothing of this person in the browser. */
export function useSignOut() {
  const forget = () => {
    clearDrafts();
    enterSpace(undefined);
  };
  return useMutation({ mutationFn: () => leaveBy(() => read(api.POST('/api/v1/auth/logout')), forget) });
}
