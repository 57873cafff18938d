import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, write } from '../../../lib/api.ts';
import { changeToday, refreshToday } from '../../../lib/today.ts';
import type { Interaction } from '../../../lib/types.ts';

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
    // Whoever was talked to, or put off, waits no more.
    onMutate: ({ id }) =>
      changeToday(queries, (today) => {
        const data = today.reach_out.data.filter((due) => due.contact.id !== id);
        return { ...today, reach_out: { data, total: today.reach_out.total - (today.reach_out.data.length - data.length) } };
      }),
    onError: (_error, _input, back) => back?.(),
    onSuccess: (_action, { id }) => Promise.all([refreshToday(queries), ...[['contact', id], ['contacts']].map((queryKey) => queries.invalidateQueries({ queryKey }))]),
  });
}
