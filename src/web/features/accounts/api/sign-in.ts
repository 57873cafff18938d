import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, enterSpace, read } from '../../../lib/api.ts';
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

/** Creates an account; the answer's cookie signs in at once. When no answer came, it may be tried again: the server knows the same request. */
export function useRegister() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (registration: Registration) => read(api.POST('/api/v1/auth/register', { body: registration })),
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
