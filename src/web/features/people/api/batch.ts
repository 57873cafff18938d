import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import { toBody, toQuery, type ContactFilter } from './filter.ts';

/** Whom a change is about: people one by one, or everybody a filter matches. */
export type Whom = { ids: string[] } | { filter: ContactFilter };
/** What happened at once, or the job that does it. */
export type Batch = { count: number; action_id: string; job_id?: undefined } | { job_id: string; action_id: string; count: number };

type BatchSet = { tier?: 1 | 2; starred?: boolean; archived?: boolean; cadence_weeks?: number | null };
export type BatchChange = { set?: BatchSet; add_tag_ids?: string[]; remove_tag_ids?: string[] };

/** As many as can be named one by one. */
export const mostNamed = 1000;
const bodyOf = (whom: Whom) => ('ids' in whom ? whom : { filter: toBody(whom.filter) });

/** How many people a filter matches. */
export const countQuery = (filter: ContactFilter) =>
  queryOptions({
    queryKey: ['contacts', 'count', filter],
    queryFn: async ({ signal }) => {
      const { sort: _, ...query } = toQuery(filter);
      return (await read(api.GET('/api/v1/contacts/count', { params: { query }, signal }))).count;
    },
  });

/** Companies, cities and tags to filter by. */
export const facetsQuery = queryOptions({
  queryKey: ['contacts', 'facets'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/contacts/facets', { signal })),
});

/** Changes many people in one action. */
export function useBatchUpdate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ whom, change }: { whom: Whom; change: BatchChange }): Promise<Batch> => {
      const { data } = await write(api.POST('/api/v1/contacts/bulk-update', { body: { ...bodyOf(whom), ...change } }));
      return 'job_id' in data ? { job_id: data.job_id, action_id: data.action_id, count: data.matched } : { count: data.updated, action_id: data.action_id };
    },
    onSuccess: () => refresh(queries),
  });
}

/** Deletes everybody a filter matches. */
export function useDeleteMatching() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (filter: ContactFilter): Promise<Batch> => {
      const { data } = await write(api.POST('/api/v1/contacts/bulk-delete', { body: bodyOf({ filter }) }));
      return 'job_id' in data ? { job_id: data.job_id, action_id: data.action_id, count: data.matched } : { count: data.deleted, action_id: data.action_id };
    },
    onSuccess: () => refresh(queries),
  });
}

/** A tag for people who are being tagged. */
export function useNewTag() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => (await read(api.POST('/api/v1/tags', { body: { name, color: '#4f6cff' } }))).tag,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tags'] }),
  });
}

const refresh = (queries: ReturnType<typeof useQueryClient>) => Promise.all([['contacts'], ['contact'], ['tags'], ['today']].map((queryKey) => queries.invalidateQueries({ queryKey })));
