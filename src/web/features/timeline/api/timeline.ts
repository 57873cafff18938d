import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { components } from '../../../lib/api.gen.ts';
import { api, read } from '../../../lib/api.ts';

export type TimelineItem = components['schemas']['TimelineItem'];
/** What is asked for: the kinds (all when empty) and the day to jump to. */
export type TimelineFilter = { kinds: string[]; to?: string | undefined };

/** In place of a person: everybody. */
const ALL = 'all';

/** What happened with somebody, or with everybody, newest first. */
export const timelineQuery = (contactId: string | undefined, { kinds, to }: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: ['timeline', contactId ?? ALL, kinds.join(','), to ?? ''],
    queryFn: ({ pageParam, signal }) => {
      const query = { kinds: kinds.join(',') || undefined, to, limit: 50, cursor: pageParam };
      return read(contactId ? api.GET('/api/v1/contacts/{id}/timeline', { params: { path: { id: contactId }, query }, signal }) : api.GET('/api/v1/timeline', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });

/** How much there is by month and kind. */
export const monthsQuery = (contactId: string | undefined) =>
  queryOptions({
    queryKey: ['timeline', contactId ?? ALL, 'months'],
    queryFn: ({ signal }) => read(contactId ? api.GET('/api/v1/contacts/{id}/timeline/months', { params: { path: { id: contactId } }, signal }) : api.GET('/api/v1/timeline/months', { signal })),
  });
