import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { AiUsage } from '../../../lib/types.ts';
import { asAdmin } from './away.ts';

export const overviewQuery = queryOptions({
  queryKey: ['admin', 'overview'],
  queryFn: async ({ signal }) => (await asAdmin(read(api.GET('/api/v1/admin/overview', { signal })))).overview,
});

export const healthQuery = queryOptions({
  queryKey: ['admin', 'health'],
  queryFn: ({ signal }) => asAdmin(read(api.GET('/api/v1/health/detailed', { signal }))),
  refetchInterval: 15_000,
});

const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { has_more: boolean; next_cursor: string | null }) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
};

export const faultsQuery = infiniteQueryOptions({
  queryKey: ['admin', 'errors'],
  queryFn: ({ pageParam, signal }) => asAdmin(read(api.GET('/api/v1/admin/errors', { params: { query: { limit: 20, cursor: pageParam } }, signal }))),
  ...pages,
});

/** Jobs of everybody that were given up. */
export const failedJobsQuery = infiniteQueryOptions({
  queryKey: ['admin', 'failed-jobs'],
  queryFn: ({ pageParam, signal }) => asAdmin(read(api.GET('/api/v1/admin/jobs/failed', { params: { query: { limit: 20, cursor: pageParam } }, signal }))),
  ...pages,
});

export function useRetryFailed() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => asAdmin(read(api.POST('/api/v1/jobs/{id}/retry', { params: { path: { id } } }))),
    onSettled: () => void queries.invalidateQueries({ queryKey: failedJobsQuery.queryKey }),
  });
}

/** Pages of usage that are read at most: far beyond what anybody uses in two months. */
const MOST_PAGES = 40;

/** What everybody used of AI providers since `from` (a day, UTC), newest first, and the budget. */
export const costsQuery = (from: string) =>
  queryOptions({
    queryKey: ['admin', 'costs', from],
    queryFn: async ({ signal }) => {
      const rows: AiUsage[] = [];
      let cursor: string | undefined;
      for (let n = 0; ; n++) {
        const page = await asAdmin(read(api.GET('/api/v1/ai/usage', { params: { query: { all: 'true', limit: 100, ...(cursor ? { cursor } : {}) } }, signal })));
        rows.push(...page.data.filter(({ day }) => day >= from));
        cursor = page.next_cursor ?? undefined;
        if (!cursor || n >= MOST_PAGES || page.data.at(-1)!.day < from) return { rows, budget: page.budget };
      }
    },
  });
