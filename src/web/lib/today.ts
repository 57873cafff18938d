import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, read } from './api.ts';
import type { Today } from './types.ts';

/** All that the first page shows: one request. Asked again now and then, because days end. */
export const todayQuery = queryOptions({
  queryKey: ['today'],
  queryFn: async ({ signal }): Promise<Today> => (await read(api.GET('/api/v1/today', { signal }))).today,
  refetchInterval: 300_000,
});

/** Shows a change on the first page before the server has answered. @returns how to take it back */
export async function changeToday(queries: QueryClient, change: (today: Today) => Today): Promise<() => void> {
  await queries.cancelQueries({ queryKey: todayQuery.queryKey });
  const before = queries.getQueryData(todayQuery.queryKey);
  if (before) queries.setQueryData(todayQuery.queryKey, change(before));
  return () => queries.setQueryData(todayQuery.queryKey, before);
}

export const refreshToday = (queries: QueryClient): Promise<void> => queries.invalidateQueries({ queryKey: todayQuery.queryKey });
