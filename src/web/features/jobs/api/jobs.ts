import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { Job } from '../../../lib/types.ts';

export const isOver = (job: Job): boolean => job.state !== 'queued' && job.state !== 'running';

export const jobsQuery = infiniteQueryOptions({
  queryKey: ['jobs'],
  queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/jobs', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
});

/** Where a job is that is not in the space one works in: an admin's are in their own. */
const inSpace = (spaceId: string | undefined) => (spaceId ? { headers: { 'Kith-Space': spaceId } } : {});

/** One job. The socket brings its progress; asking every few seconds is the net below it. */
export const jobQuery = (id: string, spaceId?: string) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, ...inSpace(spaceId), signal }))).job,
    refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : 3000),
  });

export function useCancelJob(spaceId?: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => read(api.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } }, ...inSpace(spaceId) })),
    onSettled: (_data, _error, id) => void Promise.all([queries.invalidateQueries({ queryKey: ['jobs'] }), queries.invalidateQueries({ queryKey: ['job', id] })]),
  });
}

export function useRetryJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => read(api.POST('/api/v1/jobs/{id}/retry', { params: { path: { id } } })),
    onSettled: (_data, _error, id) => Promise.all([queries.invalidateQueries({ queryKey: ['jobs'] }), queries.invalidateQueries({ queryKey: ['job', id] })]),
  });
}
