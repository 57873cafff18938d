import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';

/** Everybody at once. */
export const networkQuery = queryOptions({
  queryKey: ['insights', 'network'],
  queryFn: ({ signal }) => read(api.GET('/api/v1/analytics/network', { signal })),
});

const about = (id: string) => ({ params: { path: { id } } });

export const healthQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['insights', contactId, 'health'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/analytics/contact/{id}/health', { ...about(contactId), signal })),
  });

export const trendsQuery = (contactId: string, days: number) =>
  queryOptions({
    queryKey: ['insights', contactId, 'trends', days],
    queryFn: ({ signal }) => read(api.GET('/api/v1/analytics/contact/{id}/trends', { params: { path: { id: contactId }, query: { days } }, signal })),
    placeholderData: keepPreviousData,
  });

export const recommendationsQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['insights', contactId, 'recommendations'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/analytics/contact/{id}/recommendations', { ...about(contactId), signal })),
  });
