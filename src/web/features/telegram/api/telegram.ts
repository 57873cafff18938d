import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { components } from '../../../lib/api.gen.ts';

export type Telegram = components['schemas']['Telegram'];
export type TelegramChat = components['schemas']['TelegramChat'];
export type TelegramImport = components['schemas']['TelegramImport'];

export const telegramQuery = queryOptions({
  queryKey: ['telegram'],
  queryFn: async ({ signal }) => (await read(api.GET('/api/v1/telegram/status', { signal }))).telegram,
});

/** Each step answers with where the login is now. */
function useStep<T>(step: (input: T) => Promise<{ telegram: Telegram }>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: step,
    gcTime: 0, // codes and passwords are not kept
    onSuccess: ({ telegram }) => queries.setQueryData(telegramQuery.queryKey, telegram),
    onError: () => void queries.invalidateQueries({ queryKey: telegramQuery.queryKey }),
  });
}

export const useSendCode = () => useStep((phone: string) => read(api.POST('/api/v1/telegram/auth/start', { body: { phone } })));
export const useVerifyCode = () => useStep((code: string) => read(api.POST('/api/v1/telegram/auth/verify', { body: { code } })));
export const useVerifyPassword = () => useStep((password: string) => read(api.POST('/api/v1/telegram/auth/password', { body: { password } })));
export const useCancelLogin = () => useStep(() => read(api.POST('/api/v1/telegram/auth/cancel')));

const QR_EVERY_MS = 3000;

/** The QR code to scan: a new one every few seconds, until somebody scanned it. */
export const qrQuery = (onStep: (telegram: Telegram) => void) =>
  queryOptions({
    queryKey: ['telegram-qr'],
    queryFn: async ({ signal }) => {
      const answer = await read(api.POST('/api/v1/telegram/auth/start', { body: { qr: true }, signal }));
      if (!answer.qr) onStep(answer.telegram);
      return answer.qr;
    },
    refetchInterval: (query) => (query.state.error || query.state.data === null ? false : QR_EVERY_MS),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });

/** Signs out at Telegram; `forget`: also when Telegram does not answer. */
export function useDisconnect() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (forget: boolean) => read(api.DELETE('/api/v1/telegram', { params: { query: { forget: forget ? 'true' : 'false' } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: telegramQuery.queryKey }),
  });
}

export const chatsQuery = (q: string) =>
  queryOptions({
    queryKey: ['telegram-chats', q],
    queryFn: ({ signal }) => read(api.GET('/api/v1/telegram/chats', { params: { query: q ? { q } : {} }, signal })),
    staleTime: 60_000,
    retry: false,
  });

export const useStartImport = () =>
  useMutation({ mutationFn: async (body: { contact_id: string; limit: number; peer?: string; analyse: boolean }) => (await read(api.POST('/api/v1/telegram/start-import', { body }))).job_id });

export const isOver = ({ state }: TelegramImport) => state !== 'queued' && state !== 'running';

export const importQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['telegram-import', jobId],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/telegram/import-status/{job_id}', { params: { path: { job_id: jobId } }, signal }))).import,
    refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : 1000),
  });
