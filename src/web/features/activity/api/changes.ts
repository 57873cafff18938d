import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

/** What was done in the space, newest first. */
export const actionsQuery = infiniteQueryOptions({
  queryKey: ['actions'],
  queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/actions', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
});

/** Everything that changed about one person, newest first. */
export const auditLogQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', contactId],
    queryFn: ({ pageParam, signal }) =>
      read(api.GET('/api/v1/contacts/{id}/audit-log', { params: { path: { id: contactId }, query: { limit: 100, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
  });
