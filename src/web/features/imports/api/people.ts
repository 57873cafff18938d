import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

/** The first people with such a name. */
export const peopleNamedQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'named', q],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/contacts', { params: { query: { q, limit: 8 } }, signal }))).data,
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
