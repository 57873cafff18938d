import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ifUnchanged, read, write } from '../../../lib/api.ts';
import type { Calendar, CalendarEvent, Occurrence } from '../../../lib/types.ts';
import { moved, patchOf, type Move } from '../moves.ts';

const KINDS = 'event,birthday,important_date';

/** More than this in one window nobody can look at. */
const MOST_PAGES = 5;

/** What happens from a day to another (which is not in it), but for the calendars one hides. */
export const windowQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['calendar', 'window', from, to],
    queryFn: async ({ signal }): Promise<Occurrence[]> => {
      const all: Occurrence[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < MOST_PAGES; pages++) {
        const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(from, to, cursor, signal);
        all.push(...page.data);
        cursor = page.next_cursor;
        if (!cursor) break;
      }
      return all;
    },
    placeholderData: keepPreviousData,
  });

const pageOf = (from: string, to: string, cursor: string | null, signal: AbortSignal) =>
  read(api.GET('/api/v1/calendar/events', { params: { query: { from, to, kinds: KINDS, visible: 'true', ...(cursor ? { cursor } : {}) } }, signal }));

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['calendar', 'event', id],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/calendar/events/{id}', { params: { path: { id } }, signal }))).event,
  });

export const calendarsQuery = queryOptions({
  queryKey: ['calendar', 'calendars'],
  queryFn: async ({ signal }) => (await read(api.GET('/api/v1/calendars', { params: { query: { limit: 100 } }, signal }))).data,
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

/** Makes an event, or changes one (or some of its occurrences) as it was `seen`; refused (409 `stale`) when somebody changed it since. */
export function useSaveEvent() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ which, seen, body }: { which?: Which; seen?: CalendarEvent | undefined; body: EventInput }) => {
      const call = which ? api.PATCH('/api/v1/calendar/events/{id}', { params: target(which), body, headers: ifUnchanged(seen) }) : api.POST('/api/v1/calendar/events', { body: body as EventInput & { title: string; starts_at: string } });
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

/** Moves an occurrence, or some of its series: at once on the screen, and back again when the server refuses. One after the other. */
export function useMoveEvent(): (one: Occurrence, move: Move, scope?: Scope) => Promise<string | undefined> {
  const queries = useQueryClient();
  const windows = { queryKey: ['calendar', 'window'] };
  const { mutateAsync } = useMutation({
    mutationKey: ['calendar', 'move'],
    scope: { id: 'move-event' },
    mutationFn: async ({ which, body }: { which: Which; body: EventInput }) => (await write(api.PATCH('/api/v1/calendar/events/{id}', { params: target(which), body }))).action_id,
    // What is asked while another move waits would show the event back where it was.
    onSettled: () => void (queries.isMutating({ mutationKey: ['calendar', 'move'] }) <= 1 && queries.invalidateQueries({ queryKey: ['calendar'] })),
  });
  return async (one, move, scope) => {
    const before = queries.getQueriesData<Occurrence[]>(windows);
    // Where it is by now: keys may come faster than the screen follows.
    const base = before.flatMap(([, list]) => list ?? []).find((other) => other.key === one.key) ?? one;
    const now = moved(base, move);
    const show = () => queries.setQueriesData<Occurrence[]>(windows, (list) => list?.map((other) => (other.key === one.key ? now : other)));
    show();
    await queries.cancelQueries(windows); // which puts back what was there when the request began
    show();
    try {
      return await mutateAsync({ which: { id: one.event_id!, scope, occurrence: scope && one.occurrence }, body: patchOf(base, move) });
    } catch (error) {
      for (const [key, list] of before) queries.setQueryData(key, list);
      throw error;
    }
  };
}

export type CalendarInput = Partial<Pick<Calendar, 'name' | 'color' | 'hidden'>> & { is_default?: true };

/** Makes a calendar, or changes one. */
export function useSaveCalendar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, body }: { id?: string | undefined; body: CalendarInput }) =>
      (await write(id ? api.PATCH('/api/v1/calendars/{id}', { params: { path: { id } }, body }) : api.POST('/api/v1/calendars', { body: { name: body.name!, ...(body.color ? { color: body.color } : {}) } }))).action_id,
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['calendar'] }),
  });
}

/** Deletes a calendar with its events. */
export function useDeleteCalendar() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/calendars/{id}', { params: { path: { id } } }))).action_id,
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['calendar'] }),
  });
}
