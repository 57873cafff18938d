import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { SearchKind } from '../../../lib/types.ts';

/** Ranked results over people, notes and entries. */
export const searchQuery = (q: string, kind: SearchKind | undefined, limit = 30) =>
  infiniteQueryOptions({
    queryKey: ['search', q, kind ?? 'all', limit],
    queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/search', { params: { query: { q, kind, limit, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
    enabled: q.length > 0,
  });
