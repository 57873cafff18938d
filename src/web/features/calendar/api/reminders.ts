import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import { changeToday, refreshToday } from '../../../lib/today.ts';
import type { Reminder } from '../../../lib/types.ts';

/** Reminders that wait for somebody now, latest first. */
export const dueQuery = queryOptions({
  queryKey: ['reminders', 'due'],
  queryFn: async ({ signal }): Promise<Reminder[]> => (await read(api.GET('/api/v1/calendar/reminders', { params: { query: { limit: 20 } }, signal }))).data,
});

export type ReminderStep = { id: string; do: 'dismiss' } | { id: string; do: 'snooze'; minutes: number };

/** Done with a reminder, or later again. It leaves the list at once. */
export function useAnswerReminder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (step: ReminderStep) => {
      const params = { path: { id: step.id } };
      const call = step.do === 'dismiss' ? api.POST('/api/v1/calendar/reminders/{id}/dismiss', { params }) : api.POST('/api/v1/calendar/reminders/{id}/snooze', { params, body: { minutes: step.minutes } });
      return (await write(call)).action_id;
    },
    onMutate: async ({ id }) => {
      await queries.cancelQueries({ queryKey: dueQuery.queryKey });
      const before = queries.getQueryData(dueQuery.queryKey);
      queries.setQueryData(dueQuery.queryKey, (due) => due?.filter((reminder) => reminder.id !== id));
      const back = await changeToday(queries, (today) => ({ ...today, reminders: { ...today.reminders, data: today.reminders.data.filter((reminder) => reminder.id !== id) } }));
      return () => (queries.setQueryData(dueQuery.queryKey, before), back());
    },
    onError: (_error, _step, back) => back?.(),
    onSettled: () => void Promise.all([queries.invalidateQueries({ queryKey: ['reminders'] }), refreshToday(queries)]),
  });
}

/** Tells the other pages that this one has announced it. */
export const markShown = (id: string) => read(api.POST('/api/v1/calendar/reminders/{id}/shown', { params: { path: { id } } }));
