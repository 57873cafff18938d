import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

export type DeviceSession = { id: string; device: string; ip: string | null; created_at: string; last_used_at: string; current: boolean };
export type Totp = { enabled: boolean; recovery_codes_left: number };
export type Enrolment = { secret: string; uri: string; qr_svg: string };

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await read<{ data: DeviceSession[] }>(api.GET('/api/v1/auth/sessions'))).data,
});

/** Signs out one device, or every other one without an id. */
export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id?: string) =>
      read<unknown>(id ? api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } }) : api.DELETE('/api/v1/auth/sessions')),
    onSettled: () => void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

export const totpQuery = queryOptions({
  queryKey: ['totp'],
  queryFn: () => read<Totp>(api.GET('/api/v1/auth/totp')),
});

/** Begins two-factor: the secret as text and as a picture to scan. Nothing is on until a code confirms it. */
export function useEnrolTotp() {
  return useMutation({ mutationFn: (password: string) => read<Enrolment>(api.POST('/api/v1/auth/totp', { body: { password } })) });
}

/** Turns two-factor on and answers with the recovery codes, which are shown only this once. */
export function useConfirmTotp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => read<{ recovery_codes: string[] }>(api.POST('/api/v1/auth/totp/confirm', { body: { code } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: totpQuery.queryKey }),
  });
}

export function useDisableTotp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string; code: string }) => read<unknown>(api.POST('/api/v1/auth/totp/disable', { body })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: totpQuery.queryKey }),
  });
}

export function useNewRecoveryCodes() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (password: string) => read<{ recovery_codes: string[] }>(api.POST('/api/v1/auth/totp/recovery-codes', { body: { password } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: totpQuery.queryKey }),
  });
}
