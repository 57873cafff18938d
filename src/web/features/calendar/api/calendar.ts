import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { CalendarEvent, Occurrence } from '../../../lib/types.ts';

const KINDS = 'event,birthday,important_date';

/** What happens from a day to another (which is not in it). */
export const windowQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['calendar', 'window', from, to],
    queryFn: async ({ signal }): Promise<Occurrence[]> => (await read(api.GET('/api/v1/calendar/events', { params: { query: { from, to, kinds: KINDS } }, signal }))).data,
    placeholderData: keepPreviousData,
  });

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['calendar', 'event', id],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/calendar/events/{id}', { params: { path: { id } }, signal }))).event,
  });

export const calendarsQuery = queryOptions({
  queryKey: ['calendar', 'calendars'],
  queryFn: async ({ signal }) => (await read(api.GET('/api/v1/calendars', { params: { query: { limit: 100 } }, signal }))).data,
});

/** A few people by the beginning of a name. */
export const guestsQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'lookup', q, 6],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/contacts', { params: { query: { q, limit: 6 } }, signal }))).data,
    enabled: q !== '',
  });

/** The date a text names; all nulls when there is none. */
export const understoodQuery = (text: string) =>
  queryOptions({
    queryKey: ['calendar', 'understood', text],
    queryFn: ({ signal }) => read(api.POST('/api/v1/calendar/extract-datetime', { body: { text }, signal })),
    enabled: text !== '',
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

export type EventInput = Partial<Pick<CalendarEvent, 'title' | 'description' | 'place' | 'starts_at' | 'ends_at' | 'time_zone' | 'rrule' | 'color' | 'calendar_id' | 'reminders'>> & {
  contact_ids?: string[];
  attendees?: { name: string; email?: string | null; contact_id?: string | null; status?: CalendarEvent['attendees'][number]['status'] }[];
};
export type Scope = 'this' | 'following' | 'all';
export type Which = { id: string; scope?: Scope | undefined; occurrence?: string | undefined };

const target = ({ id, scope, occurrence }: Which) => ({ path: { id }, query: { ...(scope ? { scope } : {}), ...(occurrence ? { occurrence } : {}) } });

/** Makes an event, or changes one (or some of its occurrences). */
export function useSaveEvent() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ which, body }: { which?: Which; body: EventInput }) => {
      const call = which ? api.PATCH('/api/v1/calendar/events/{id}', { params: target(which), body }) : api.POST('/api/v1/calendar/events', { body: body as EventInput & { title: string; starts_at: string } });
      const { data, action_id } = await write(call);
      return { event: data.event, action_id };
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['calendar'] }),
  });
}

export function useDeleteEvent() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (which: Which) => (await write(api.DELETE('/api/v1/calendar/events/{id}', { params: target(which) }))).action_id,
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['calendar'] }),
  });
}
