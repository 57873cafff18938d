import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import { refreshToday } from '../../../lib/today.ts';
import type { Entry, Page } from '../../../lib/types.ts';

/** Everything known about a person. Read page by page until the end, so that the groups are complete. */
export const entriesQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['entries', contactId],
    queryFn: async ({ signal }) => {
      const entries: Entry[] = [];
      let cursor: string | undefined;
      do {
        const page: Page<Entry> = await read(
          api.GET('/api/v1/contacts/{id}/entries', { params: { path: { id: contactId }, query: { limit: 100, cursor } }, signal }),
        );
        entries.push(...page.data);
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
      } while (cursor && entries.length < 2000);
      return entries;
    },
  });

export type EntryChange = Partial<Pick<Entry, 'contact_id' | 'content' | 'category' | 'confidence'>> & { done?: boolean };

/** Edits an entry, moves it or gives it to somebody else; it changes on screen at once and back when the server refuses. */
export function useUpdateEntry(contactId: string) {
  const queries = useQueryClient();
  const { queryKey } = entriesQuery(contactId);
  return useMutation({
    mutationFn: async ({ id, ...body }: EntryChange & { id: string }) =>
      (await write(api.PATCH('/api/v1/entries/{id}', { params: { path: { id } }, body }))).action_id,
    onMutate: async ({ id, done, ...fields }) => {
      const change = { ...fields, ...(done === undefined ? {} : { done_at: done ? new Date().toISOString() : null }) };
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (entries) => entries?.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)).filter((entry) => entry.contact_id === contactId));
      return before;
    },
    onError: (_error, _change, before) => queries.setQueryData(queryKey, before),
    onSettled: (_done, _error, change) =>
      void Promise.all([
        ...(change.contact_id ? [queries.invalidateQueries({ queryKey: ['entries'] }), queries.invalidateQueries({ queryKey: ['contact'] }), queries.invalidateQueries({ queryKey: ['proposals'] })] : [queries.invalidateQueries({ queryKey })]),
        queries.invalidateQueries({ queryKey: ['follow-ups'] }),
        refreshToday(queries),
      ]),
  });
}

export function useDeleteEntry(contactId: string) {
  const queries = useQueryClient();
  const { queryKey } = entriesQuery(contactId);
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/entries/{id}', { params: { path: { id } } }))).action_id,
    onMutate: async (id) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (entries) => entries?.filter((entry) => entry.id !== id));
      return before;
    },
    onError: (_error, _id, before) => queries.setQueryData(queryKey, before),
    onSettled: () => void Promise.all([queries.invalidateQueries({ queryKey }), queries.invalidateQueries({ queryKey: ['contact', contactId] })]),
  });
}

/** Says that an entry still holds, whatever a newer one says. */
export function useConfirmEntry(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await write(api.POST('/api/v1/entries/{id}/confirm', { params: { path: { id } } }))).action_id,
    onSettled: () => void Promise.all([queries.invalidateQueries({ queryKey: entriesQuery(contactId).queryKey }), refreshToday(queries)]),
  });
}

/** Says that an entry is past because of another one. */
export function useEndEntry(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, by }: { id: string; by: string }) => (await write(api.PUT('/api/v1/entries/{id}/successor', { params: { path: { id } }, body: { entry_id: by } }))).action_id,
    onSettled: () => void Promise.all([queries.invalidateQueries({ queryKey: entriesQuery(contactId).queryKey }), refreshToday(queries)]),
  });
}
