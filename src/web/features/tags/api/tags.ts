import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { Page, Tag, TagRef } from '../../../lib/types.ts';

/** All tags of the space by name. A space has tens of them, at most a few hundred. */
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: async ({ signal }) => {
    const tags: Tag[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<Tag> = await read(api.GET('/api/v1/tags', { params: { query: { limit: 100, cursor } }, signal }));
      tags.push(...page.data);
      cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
    } while (cursor);
    return tags;
  },
});

export const tagQuery = (id: string) =>
  queryOptions({
    queryKey: ['tags', id],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/tags/{id}', { params: { path: { id } }, signal }))).tag,
  });

/** Makes other tags part of one. Answers with the action to undo. */
export function useMergeTags() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, other_ids }: { id: string; other_ids: string[] }) => (await write(api.POST('/api/v1/tags/{id}/merge', { params: { path: { id } }, body: { other_ids } }))).action_id,
    onSuccess: () => queries.invalidateQueries(), // people, notes and views may carry another tag now
  });
}

export type TagInput = { name: string; color: string; description?: string | null };

/** Creates a tag, or changes the one with the given id. */
export function useSaveTag() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, ...body }: TagInput & { id?: string }) => {
      const call = id ? api.PATCH('/api/v1/tags/{id}', { params: { path: { id } }, body }) : api.POST('/api/v1/tags', { body });
      const { data, action_id } = await write(call);
      return { tag: data.tag, action_id };
    },
    onSuccess: () => void refresh(queries),
  });
}

export function useDeleteTag() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/tags/{id}', { params: { path: { id } } }))).action_id,
    onMutate: async (id) => {
      await queries.cancelQueries({ queryKey: tagsQuery.queryKey });
      const before = queries.getQueryData(tagsQuery.queryKey);
      queries.setQueryData(tagsQuery.queryKey, (tags) => tags?.filter((tag) => tag.id !== id));
      return before;
    },
    onError: (_error, _id, before) => queries.setQueryData(tagsQuery.queryKey, before),
    onSettled: () => void refresh(queries),
  });
}

/** Puts a tag on a person or takes it off. */
export function useToggleTag(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ tag, on }: { tag: TagRef; on: boolean }) => {
      const path = { id: contactId, tag_id: tag.id };
      await (on
        ? write(api.POST('/api/v1/contacts/{id}/tags', { params: { path: { id: contactId } }, body: { tag_id: tag.id } }))
        : write(api.DELETE('/api/v1/contacts/{id}/tags/{tag_id}', { params: { path } })));
    },
    // The page shows the wanted tags until the person has been read again.
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['contact', contactId] }), refresh(queries)]),
  });
}

async function refresh(queries: ReturnType<typeof useQueryClient>): Promise<void> {
  await Promise.all([queries.invalidateQueries({ queryKey: tagsQuery.queryKey }), queries.invalidateQueries({ queryKey: ['contacts'] })]);
}
