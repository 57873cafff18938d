import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { Group, Page } from '../../../lib/types.ts';

const all = ['groups'] as const;

async function everyPage(fetch: (cursor: string | undefined) => Promise<Page<Group>>): Promise<Group[]> {
  const groups: Group[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetch(cursor);
    groups.push(...page.data);
    cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
  } while (cursor);
  return groups;
}

/** All groups of the space by name. A space has tens of them, at most a few hundred. */
export const groupsQuery = queryOptions({
  queryKey: [...all, 'list'],
  queryFn: ({ signal }) => everyPage((cursor) => read(api.GET('/api/v1/groups', { params: { query: { limit: 100, cursor } }, signal }))),
});

export const groupQuery = (id: string) =>
  queryOptions({ queryKey: [...all, 'one', id], queryFn: async ({ signal }) => (await read(api.GET('/api/v1/groups/{id}', { params: { path: { id } }, signal }))).group });

/** The groups somebody is in. */
export const groupsOfQuery = (contactId: string) =>
  queryOptions({
    queryKey: [...all, 'of', contactId],
    queryFn: ({ signal }) => everyPage((cursor) => read(api.GET('/api/v1/groups', { params: { query: { contact_id: contactId, limit: 100, cursor } }, signal }))),
  });

export const membersQuery = (id: string, q: string) =>
  infiniteQueryOptions({
    queryKey: [...all, 'members', id, q],
    queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/groups/{id}/members', { params: { path: { id }, query: { q: q || undefined, limit: 100, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });

export type GroupInput = { name: string; color: string; description?: string | null };

/** Makes a group, or changes the one with the given id. */
export function useSaveGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, ...body }: GroupInput & { id?: string }) => {
      const { data, action_id } = await write(id ? api.PATCH('/api/v1/groups/{id}', { params: { path: { id } }, body }) : api.POST('/api/v1/groups', { body }));
      return { group: data.group, action_id };
    },
    onSuccess: () => void refresh(queries),
  });
}

export function useDeleteGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/groups/{id}', { params: { path: { id } } }))).action_id,
    onMutate: async (id) => {
      await queries.cancelQueries({ queryKey: groupsQuery.queryKey });
      const before = queries.getQueryData(groupsQuery.queryKey);
      queries.setQueryData(groupsQuery.queryKey, (groups) => groups?.filter((group) => group.id !== id));
      return before;
    },
    onError: (_error, _id, before) => queries.setQueryData(groupsQuery.queryKey, before),
    onSettled: () => void refresh(queries),
  });
}

/** Puts people into a group or takes them out. Answers with the action to undo. */
export function useChangeMembers() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, contactIds, into }: { id: string; contactIds: string[]; into: boolean }) => {
      const options = { params: { path: { id } }, body: { contact_ids: contactIds } };
      return (await (into ? write(api.POST('/api/v1/groups/{id}/members', options)) : write(api.DELETE('/api/v1/groups/{id}/members', options)))).action_id;
    },
    onSettled: () => refresh(queries),
  });
}

const refresh = (queries: QueryClient) => Promise.all([queries.invalidateQueries({ queryKey: all }), queries.invalidateQueries({ queryKey: ['contacts'] })]);
