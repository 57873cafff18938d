import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { components } from '../../../lib/api.gen.ts';
import { api, read } from '../../../lib/api.ts';

export type TimelineItem = components['schemas']['TimelineItem'];
/** What is asked for: the kinds (all when empty) and the day to jump to. */
export type TimelineFilter = { kinds: string[]; to?: string | undefined };

/** What happened with somebody, newest first. */
export const timelineQuery = (contactId: string, { kinds, to }: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: ['timeline', contactId, kinds.join(','), to ?? ''],
    queryFn: ({ pageParam, signal }) =>
      read(api.GET('/api/v1/contacts/{id}/timeline', { params: { path: { id: contactId }, query: { kinds: kinds.join(',') || undefined, to, limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });

/** How much there is by month and kind. */
export const monthsQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['timeline', contactId, 'months'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/contacts/{id}/timeline/months', { params: { path: { id: contactId } }, signal })),
  });
