import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { ContactRelationship, Page } from '../../../lib/types.ts';

const all = ['relationships'] as const;
/** As many as are fetched at once; the hubs of a family have tens, a public person hundreds. */
const most = 500;

/** What others are to a person, by their names. */
export const relationshipsQuery = (contactId: string) =>
  queryOptions({
    queryKey: [...all, 'of', contactId],
    queryFn: async ({ signal }) => {
      const found: ContactRelationship[] = [];
      let cursor: string | undefined;
      do {
        const page: Page<ContactRelationship> = await read(api.GET('/api/v1/contacts/{id}/relationships', { params: { path: { id: contactId }, query: { limit: 100, cursor } }, signal }));
        found.push(...page.data);
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
      } while (cursor && found.length < most);
      return found;
    },
  });

/** How somebody is known: from the inner circle, or from a named person. */
export const pathQuery = (to: string, from: string | undefined) =>
  queryOptions({
    queryKey: [...all, 'path', from ?? 'me', to],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/graph/path', { params: { query: { to, from } }, signal }))).path,
  });

/** A relationship as it is kept: what `source` is to `target`. */
export type RelationshipInput = { type: string; label: string | null; inverse_label: string | null; since: string | null; until: string | null; note: string | null };

/** Connects two people, or changes the relationship with the given id. */
export function useSaveRelationship() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, source, target, ...fields }: RelationshipInput & { id?: string; source: string; target: string }) => {
      // the document lists the words there are; the form offers no others
      const body = fields as typeof fields & { type: 'friend' };
      const { data, action_id } = await write(
        id ? api.PATCH('/api/v1/relationships/{id}', { params: { path: { id } }, body }) : api.POST('/api/v1/relationships', { body: { ...body, source_contact_id: source, target_contact_id: target } }),
      );
      return { relationship: data.relationship, action_id };
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: all }),
  });
}

export function useDeleteRelationship(contactId: string) {
  const queries = useQueryClient();
  const { queryKey } = relationshipsQuery(contactId);
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/relationships/{id}', { params: { path: { id } } }))).action_id,
    onMutate: async (id) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      queries.setQueryData(queryKey, (list) => list?.filter((one) => one.id !== id));
      return before;
    },
    onError: (_error, _id, before) => queries.setQueryData(queryKey, before),
    onSettled: () => void queries.invalidateQueries({ queryKey: all }),
  });
}
