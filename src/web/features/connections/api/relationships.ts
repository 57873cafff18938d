import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { ContactRelationship, Page } from '../../../lib/types.ts';

export const allRelationships = ['relationships'] as const;
/** As many as are fetched at once; the hubs of a family have tens, a public person hundreds. */
const most = 500;

/** What others are to a person, by their names. */
export const relationshipsQuery = (contactId: string) =>
  queryOptions({
    queryKey: [...allRelationships, 'of', contactId],
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
    queryKey: [...allRelationships, 'path', from ?? 'me', to],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/graph/path', { params: { query: { to, from } }, signal }))).path,
  });
