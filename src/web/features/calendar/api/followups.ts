import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import { changeToday, refreshToday } from '../../../lib/today.ts';
import type { FollowUp } from '../../../lib/types.ts';

/** What the Actionable entries of a person ask for, and what became of them. */
export const followUpsQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['follow-ups', contactId],
    queryFn: async ({ signal }): Promise<FollowUp[]> => (await read(api.GET('/api/v1/calendar/follow-ups', { params: { query: { contact_id: contactId, state: 'all', limit: 100 } }, signal }))).data,
  });

export const followUpStates = ['open', 'planned', 'done'] as const;
export type FollowUpState = (typeof followUpStates)[number];

/** What everybody's Actionable entries ask for, newest first. */
export const allFollowUpsQuery = (state: FollowUpState) =>
  infiniteQueryOptions({
    queryKey: ['follow-ups', 'all', state],
    queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/calendar/follow-ups', { params: { query: { state, limit: 30, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
  });

const refresh = (queries: QueryClient, contactId: string): Promise<unknown> =>
  Promise.all([refreshToday(queries), ...[['follow-ups'], ['entries', contactId], ['calendar']].map((queryKey) => queries.invalidateQueries({ queryKey }))]);

const without = (queries: QueryClient, entryId: string) =>
  changeToday(queries, (today) => {
    const data = today.follow_ups.data.filter((one) => one.entry_id !== entryId);
    return { ...today, follow_ups: { data, total: today.follow_ups.total - (today.follow_ups.data.length - data.length) } };
  });

/** Makes an event of an entry: when its text says, or at `starts_at`. */
export function useFollowUp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ entryId, contactId, starts_at }: { entryId: string; contactId: string; starts_at?: string }) => {
      const { data, action_id } = await write(api.POST('/api/v1/calendar/create-from-actionable', { body: { contact_id: contactId, entry_ids: [entryId], ...(starts_at ? { starts_at } : {}) } }));
      return { event: data.created[0]?.event, action_id };
    },
    onSuccess: (_made, { contactId }) => refresh(queries, contactId),
  });
}

/** Done with what an entry asks for, or not after all; what is done leaves the first page at once. */
export function useFinish() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ entryId, done }: { entryId: string; contactId: string; done: boolean }) => (await write(api.PATCH('/api/v1/entries/{id}', { params: { path: { id: entryId } }, body: { done } }))).action_id,
    onMutate: ({ entryId, done }) => (done ? without(queries, entryId) : undefined),
    onError: (_error, _which, back) => back?.(),
    onSettled: (_done, _error, { contactId }) => void refresh(queries, contactId),
  });
}
