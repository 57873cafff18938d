import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';

/** A few people by the beginning of a name. */
export const findPeopleQuery = (q: string, limit = 8) =>
  queryOptions({
    queryKey: ['contacts', 'lookup', q, limit],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/contacts', { params: { query: { q: q || undefined, limit } }, signal }))).data,
    placeholderData: keepPreviousData,
  });

/** Adds somebody who is not there yet, with a name only. */
export function useAddPerson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (full_name: string) => (await write(api.POST('/api/v1/contacts', { body: { full_name } }))).data.contact,
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['contacts'] }),
  });
}
