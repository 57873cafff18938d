import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

// What lists and profiles ask for at once; the rest of merging comes with its dialogs.

/** How many there are. Comparing everybody takes the server a moment, so the answer holds for a while. */
export const duplicateCountQuery = queryOptions({
  queryKey: ['duplicates', 'count'],
  queryFn: async ({ signal }) => (await read(api.GET('/api/v1/contacts/duplicates', { params: { query: { limit: 1 } }, signal }))).total,
  staleTime: 5 * 60_000,
});

/** Who was merged into a person and can come back. */
export const mergesQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['merges', contactId],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/merges', { params: { query: { contact_id: contactId, undone: 'false', limit: 100 } }, signal }))).data,
  });

/** With whom rows of a person came: a sentence by the id of the row. */
export const originsOf = (contactId: string) =>
  queryOptions({ queryKey: ['merges', contactId, 'origins'], queryFn: async ({ signal }) => (await import('./merge.ts')).loadOrigins(contactId, signal) });
