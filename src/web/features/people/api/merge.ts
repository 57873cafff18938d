import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import { formatDate } from '../../../lib/format.ts';
import { contactQuery } from './contacts.ts';

const duplicates = ['duplicates'] as const;

export const duplicatesQuery = infiniteQueryOptions({
  queryKey: [...duplicates, 'list'],
  queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/contacts/duplicates', { params: { query: { limit: 20, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
});

/** With whom rows of a person came: a sentence by the id of the row. As many as anybody reads. */
export async function loadOrigins(contactId: string, signal: AbortSignal): Promise<Map<string, string>> {
  const origins = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = await read(api.GET('/api/v1/contacts/{id}/origins', { params: { path: { id: contactId }, query: { limit: 100, cursor } }, signal }));
    for (const { row_id, other_name, merged_at } of page.data) origins.set(row_id, `Came with ${other_name} (merged on ${formatDate(merged_at)})`);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && origins.size < 2000);
  return origins;
}

/** Whose value a field keeps; a number is the n-th of the others. */
export type Choices = Record<string, 'this' | 'both' | number>;

function useRefresh() {
  const queries = useQueryClient();
  return () => Promise.all(['contacts', 'contact', 'duplicates', 'merges', 'entries', 'notes', 'timeline', 'tags'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

export function useMerge() {
  const refresh = useRefresh();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ kept, others, choices }: { kept: string; others: string[]; choices: Choices }) => {
      const { data, action_id } = await write(api.POST('/api/v1/contacts/{id}/merge', { params: { path: { id: kept } }, body: { other_ids: others, choices } }));
      return { contact: data.contact, action_id };
    },
    onSuccess: ({ contact }, { others }) => {
      queries.setQueryData(contactQuery(contact.id).queryKey, contact);
      for (const id of others) queries.removeQueries({ queryKey: contactQuery(id).queryKey, type: 'inactive' });
      void refresh();
    },
  });
}

export function useUnmerge() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (id: string) => {
      const { data, action_id } = await write(api.POST('/api/v1/merges/{id}/undo', { params: { path: { id } } }));
      return { ...data, action_id };
    },
    onSuccess: () => void refresh(),
  });
}

/** "Not the same": these are not suggested again. */
export function useDismiss() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: string[]) => (await write(api.POST('/api/v1/contacts/duplicates/dismiss', { body: { ids } }))).action_id,
    onSettled: () => void queries.invalidateQueries({ queryKey: duplicates }),
  });
}
