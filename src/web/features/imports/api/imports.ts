import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { Import } from '../../../lib/types.ts';

export const isWorking = (one: Pick<Import, 'state'>): boolean => one.state === 'analysing' || one.state === 'running';

export const formatsQuery = queryOptions({
  queryKey: ['import-formats'],
  queryFn: async ({ signal }) => (await read(api.GET('/api/v1/imports/formats', { signal }))).data,
  staleTime: Infinity,
});

const lists = ['imports'] as const;

export const importsQuery = infiniteQueryOptions({
  queryKey: [...lists, 'list'],
  queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/imports', { params: { query: { limit: 20, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
});

/** One import. Its job says when it goes on; asking every few seconds is the net below that. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...lists, id],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/imports/{id}', { params: { path: { id } }, signal }))).import,
    refetchInterval: (query) => (query.state.data && isWorking(query.state.data) ? 2000 : false),
  });

/** The answer of whatever goes on by itself or not: the id of the import. */
const idOf = (answer: { import: Import } | { import_id: string }) => ('import' in answer ? answer.import.id : answer.import_id);

/** Sends a file and has it looked at. Answers with the id of its import. */
export function useUpload() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const form = new FormData();
      form.set('file', file);
      return idOf(await read(api.POST('/api/v1/imports', { body: { file: '' }, bodySerializer: () => form })));
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: lists }),
  });
}

/** Runs an import, or (`dry_run`) looks again what it would do with these options. */
export function useRun(id: string) {
  const queries = useQueryClient();
  return useMutation({
    scope: { id: `import ${id}` }, // one after the other, as they were chosen
    mutationFn: (body: { options: Record<string, string | number | boolean | null>; dry_run: boolean }) => read(api.POST('/api/v1/imports/{id}/run', { params: { path: { id } }, body })),
    onSuccess: async (answer, { dry_run }) => {
      if ('import' in answer) queries.setQueryData(importQuery(id).queryKey, answer.import);
      // What was imported may show anywhere.
      await queries.invalidateQueries(dry_run ? { queryKey: lists } : {});
    },
  });
}

export function useUndoImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await read(api.POST('/api/v1/import/undo/{import_id}', { params: { path: { import_id: id } } }))).undone.changes,
    onSettled: () => void queries.invalidateQueries(),
  });
}

/** Forgets an import and its file. */
export function useForgetImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => read(api.DELETE('/api/v1/imports/{id}', { params: { path: { id } } })),
    onSuccess: (_answer, id) => {
      queries.removeQueries({ queryKey: importQuery(id).queryKey });
      void queries.invalidateQueries({ queryKey: importsQuery.queryKey });
    },
  });
}
