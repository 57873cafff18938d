import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { Interaction } from '../../../lib/types.ts';

/** The people it is time to talk to, the longest overdue first. */
export const dueQuery = (limit: number) =>
  queryOptions({
    queryKey: ['stay-in-touch', limit],
    queryFn: ({ signal }) => read(api.GET('/api/v1/stay-in-touch', { params: { query: { limit } }, signal })),
  });

export type Talk = { kind: Interaction['kind']; at?: string; note?: string };

/** "I just talked to them". Answers with the action to undo. */
export function useTalked() {
  return useTouch(async ({ id, talk }: { id: string; talk: Talk }) => (await write(api.POST('/api/v1/contacts/{id}/interactions', { params: { path: { id } }, body: talk }))).action_id);
}

/** Puts off when to be in touch, or (without days) puts it off no longer. */
export function useSnooze() {
  return useTouch(async ({ id, days }: { id: string; days: number | null }) => {
    const path = { id };
    const { action_id } = days === null ? await write(api.DELETE('/api/v1/contacts/{id}/snooze', { params: { path } })) : await write(api.POST('/api/v1/contacts/{id}/snooze', { params: { path }, body: { days } }));
    return action_id;
  });
}

function useTouch<T extends { id: string }>(mutationFn: (input: T) => Promise<string | undefined>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (_action, { id }) => Promise.all([['stay-in-touch'], ['contact', id], ['contacts']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
