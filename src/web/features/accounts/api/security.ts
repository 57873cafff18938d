import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

export type Enrolment = { secret: string; uri: string; qr_svg: string };

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await read(api.GET('/api/v1/auth/sessions'))).data,
});

/** Signs out one device, or every other one without an id. */
export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id?: string) =>
      read(id ? api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } }) : api.DELETE('/api/v1/auth/sessions')),
    onSettled: () => void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

export const totpQuery = queryOptions({
  queryKey: ['totp'],
  queryFn: () => read(api.GET('/api/v1/auth/totp')),
});

/** Begins two-factor: the secret as text and as a picture to scan. Nothing is on until a code confirms it. */
export function useEnrolTotp() {
  return useMutation({ mutationFn: (password: string) => read(api.POST('/api/v1/auth/totp', { body: { password } })) });
}

/** Turns two-factor on and answers with the recovery codes, which are shown only this once. */
export function useConfirmTotp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => read(api.POST('/api/v1/auth/totp/confirm', { body: { code } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: totpQuery.queryKey }),
  });
}

export function useDisableTotp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string; code: string }) => read(api.POST('/api/v1/auth/totp/disable', { body })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: totpQuery.queryKey }),
  });
}

export function useNewRecoveryCodes() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (password: string) => read(api.POST('/api/v1/auth/totp/recovery-codes', { body: { password } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: totpQuery.queryKey }),
  });
}

/** What happened to the safety of the account lately. */
export const securityEventsQuery = queryOptions({
  queryKey: ['security-events'],
  queryFn: async () => (await read(api.GET('/api/v1/auth/security-events', { params: { query: { limit: 15 } } }))).data,
});
