import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, read, write } from '../../../lib/api.ts';
import type { Choices } from '../../../lib/types.ts';

/** What Kith proposes about a person or from notes about them, and nobody has decided on. */
export const proposalsQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['proposals', contactId],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/proposals', { params: { query: { contact_id: contactId, limit: 100 } }, signal }))).data,
  });

/** Accepting may make people, ties, entries and events. */
const refresh = (queries: QueryClient): Promise<unknown> => Promise.all([['proposals'], ['today'], ['entries'], ['contacts'], ['contact'], ['relationships'], ['events']].map((queryKey) => queries.invalidateQueries({ queryKey })));

export function useAcceptProposal() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, choices }: { id: string; choices?: Choices }) =>
      (await write(api.POST('/api/v1/proposals/{id}/accept', { params: { path: { id } }, body: choices ? { choices } : {} }))).action_id,
    onSettled: () => void refresh(queries),
  });
}

export function useDismissProposals() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: string[]) => (await write(api.POST('/api/v1/proposals/dismiss', { body: { ids } }))).action_id,
    onSettled: () => void refresh(queries),
  });
}

/** Accepts those that need no choice. */
export function useAcceptProposals() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: string[]) => {
      const { data, action_id } = await write(api.POST('/api/v1/proposals/accept', { body: { ids } }));
      return { accepted: data.data.length, left: data.skipped.length, action_id };
    },
    onSettled: () => void refresh(queries),
  });
}
