import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { Contact, ContactSummary, Page } from '../../../lib/types.ts';
import { toQuery, type ContactFilter } from './filter.ts';

type Pages = InfiniteData<Page<ContactSummary>, string | undefined>;

const lists = ['contacts'] as const;

export const contactsQuery = (filter: ContactFilter) =>
  infiniteQueryOptions({
    queryKey: [...lists, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/v1/contacts', { params: { query: { ...toQuery(filter), limit: 100, cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });

/** A person with the version that was read, where it is known. */
export type LoadedContact = Contact & { etag?: string | undefined };

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contact', id],
    queryFn: async ({ signal }): Promise<LoadedContact> => {
      const { data, etag } = await write(api.GET('/api/v1/contacts/{id}', { params: { path: { id } }, signal }));
      return { ...data.contact, etag };
    },
  });

export type ContactInput = Partial<Omit<Contact, 'id' | 'tags' | 'entry_count' | 'note_count' | 'last_interaction_at' | 'next_due' | 'snoozed_until' | 'photo_id' | 'created_at' | 'updated_at'>>;

export function useCreateContact() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: ContactInput & { full_name: string }) => {
      const { data, action_id } = await write(api.POST('/api/v1/contacts', { body }));
      return { contact: data.contact, action_id };
    },
    onSuccess: ({ contact }) => {
      queries.setQueryData(contactQuery(contact.id).queryKey, contact);
      void queries.invalidateQueries({ queryKey: lists });
      void queries.invalidateQueries({ queryKey: ['today'] });
    },
  });
}

/**
 * Changes some fields; the page shows them at once and goes back when the server refuses. With the `etag` of what somebody
 * looked at, a person who was changed since is refused (409 `stale`).
 */
export function useUpdateContact(id: string) {
  const queries = useQueryClient();
  const { queryKey } = contactQuery(id);
  return useMutation({
    mutationFn: async ({ etag: seen, ...body }: ContactInput & { etag?: string | undefined }) => {
      const { data, action_id, etag } = await write(api.PATCH('/api/v1/contacts/{id}', { params: { path: { id } }, body, headers: seen ? { 'If-Match': seen } : {} }));
      return { contact: { ...data.contact, etag }, action_id };
    },
    onMutate: async ({ etag: _, ...changed }) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, ...changed });
      return before;
    },
    onError: (_error, _changed, before) => queries.setQueryData(queryKey, before),
    onSuccess: ({ contact }) => {
      queries.setQueryData(queryKey, contact);
      void queries.invalidateQueries({ queryKey: lists });
    },
  });
}

function withoutContacts(queries: QueryClient, ids: Set<string>): [readonly unknown[], Pages | undefined][] {
  const before = queries.getQueriesData<Pages>({ queryKey: [...lists, 'list'] });
  queries.setQueriesData<Pages>({ queryKey: [...lists, 'list'] }, (pages) =>
    pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, data: page.data.filter((contact) => !ids.has(contact.id)) })) },
  );
  return before;
}

/** Deletes people; they leave the lists at once and come back when the server refuses. Answers with the action to undo. */
export function useDeleteContacts() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: string[]) => {
      const call =
        ids.length === 1
          ? write(api.DELETE('/api/v1/contacts/{id}', { params: { path: { id: ids[0]! } } }))
          : write(api.POST('/api/v1/contacts/bulk-delete', { body: { ids } }));
      return (await call).action_id;
    },
    onMutate: async (ids) => {
      await queries.cancelQueries({ queryKey: lists });
      return withoutContacts(queries, new Set(ids));
    },
    onError: (_error, _ids, before) => {
      for (const [key, pages] of before ?? []) queries.setQueryData(key, pages);
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: lists }),
  });
}
