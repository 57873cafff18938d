import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notifyError } from '../ui/toast.tsx';
import { api, read, write } from './api.ts';
import { fold } from './format.ts';
import type { Contact, ContactSummary } from './types.ts';
import { useDebounced } from './useDebounced.ts';

/** A few people by the beginning of a name; without one, the first there are. */
export const findPeopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'lookup', q],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/contacts', { params: { query: { q: q || undefined, limit: 8 } }, signal }))).data,
    placeholderData: keepPreviousData,
  });

/**
 * People by what somebody types; those there are first `whenEmpty`. Until the answer to the text is here, `people` are those of the last
 * answer who fit it, and `settled` is false; `latest` asks for the text as it stands, so that Enter never means somebody of an earlier text.
 */
export function usePeopleFinder(text: string, whenEmpty = false): { people: ContactSummary[]; settled: boolean; latest: () => Promise<ContactSummary[]> } {
  const queries = useQueryClient();
  const wanted = text.trim();
  const asked = useDebounced(wanted, 120);
  const { data, isPlaceholderData } = useQuery({ ...findPeopleQuery(asked), enabled: whenEmpty || asked !== '' });
  const settled = data !== undefined && asked === wanted && !isPlaceholderData;
  return {
    people: settled ? data : (data ?? []).filter((person) => goesBy(person, wanted)),
    settled,
    latest: async () => (settled ? data : queries.fetchQuery(findPeopleQuery(wanted))),
  };
}

/** Whether a word of somebody's name, or of what they are called, begins like this. */
export const goesBy = (person: Pick<ContactSummary, 'full_name' | 'nickname'>, name: string): boolean => ` ${fold(`${person.full_name} ${person.nickname ?? ''}`)}`.includes(` ${fold(name)}`);

/** Adds somebody who is not there yet, with a name only. */
export function useAddPerson(onAdded: (person: Contact) => void): (name: string) => void {
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: async (full_name: string) => (await write(api.POST('/api/v1/contacts', { body: { full_name } }))).data.contact,
    onSuccess: (contact) => {
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      onAdded(contact);
    },
    onError: (error) => notifyError(error, 'Could not add this person'),
  });
  return (name) => void (add.isPending || add.mutate(name));
}
