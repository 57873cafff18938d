import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, ifUnchanged, read, write } from '../../../lib/api.ts';
import type { Analysis, DraftEntry, Note } from '../../../lib/types.ts';

export const noteLength = { min: 10, max: 10_000 };

export const notesQuery = (contactId: string, q = '') =>
  infiniteQueryOptions({
    queryKey: ['notes', contactId, q],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/v1/contacts/{id}/raw-notes', { params: { path: { id: contactId }, query: { q: q || undefined, limit: 20, cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });

export const noteQuery = (id: string) =>
  queryOptions({
    queryKey: ['note', id],
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/notes/{id}', { params: { path: { id } }, signal }))).note,
  });

/** The notes with a tag, newest first. */
export const taggedNotesQuery = (tag: string) =>
  infiniteQueryOptions({
    queryKey: ['notes', 'tagged', tag],
    queryFn: ({ pageParam, signal }) => read(api.GET('/api/v1/notes', { params: { query: { tag, limit: 20, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
  });

/** Refreshes what a note or its entries appear in. */
function refreshNotes(queries: QueryClient, contactId?: string | null): Promise<unknown> {
  const keys: unknown[][] = contactId ? [['notes', contactId], ['notes', 'tagged'], ['today'], ['entries', contactId], ['contact', contactId], ['proposals', contactId]] : [['notes'], ['entries'], ['proposals'], ['today']];
  return Promise.all([...keys, ['contacts']].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

export type Processed = { analysis: Analysis; action_id: string | undefined } | { job_id: string; raw_note_id: string };

/**
 * Stores a note and turns it into entries, at once or as a job (`async`); with `preview` nothing is stored. The same `key` again
 * (after a lost connection) answers for the note that is stored already.
 */
export function useProcessNote(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...note }: { key: string; content: string; async?: boolean; preview?: boolean }): Promise<Processed> => {
      const { data, action_id } = await write(
        api.POST('/api/v1/notes/process', { body: { contact_id: contactId, ...note }, headers: note.preview ? {} : { 'Idempotency-Key': key } }),
      );
      return 'job_id' in data ? data : { analysis: data, action_id };
    },
    onSettled: () => void refreshNotes(queries, contactId),
  });
}

/** Stores a note without analysing it. */
export function useSaveNote(contactId: string | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, content }: { key: string; content: string }) => {
      const body = contactId ? { contact_id: contactId, content } : { content };
      const { data, action_id } = await write(api.POST('/api/v1/notes', { body, headers: { 'Idempotency-Key': key } }));
      return { note: data.note, action_id };
    },
    onSuccess: () => void refreshNotes(queries, contactId),
  });
}

/** Keeps the entries of a preview that somebody has looked through. */
export function useKeepEntries(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ noteId, entries }: { noteId: string; entries: DraftEntry[] }) => {
      const { data, action_id } = await write(api.POST('/api/v1/notes/{id}/entries', { params: { path: { id: noteId } }, body: { entries } }));
      return { entries: data.data, action_id };
    },
    onSuccess: () => void refreshNotes(queries, contactId),
  });
}

/** Changes the words of a note as it was `seen`; refused (409 `stale`) when somebody changed it since. */
export function useUpdateNote(contactId: string | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ seen, content }: { seen: Note; content: string }) => {
      const { data, action_id } = await write(api.PATCH('/api/v1/notes/{id}', { params: { path: { id: seen.id } }, body: { content }, headers: ifUnchanged(seen) }));
      return { note: data.note, action_id };
    },
    onSuccess: ({ note }) => {
      queries.setQueryData(noteQuery(note.id).queryKey, note);
      void refreshNotes(queries, contactId);
    },
  });
}

export function useDeleteNote(contactId: string | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/notes/{id}', { params: { path: { id } } }))).action_id,
    onSuccess: () => void refreshNotes(queries, contactId),
  });
}

/** Analyses a stored note (again). Entries somebody edited stay. */
export function useAnalyseNote(contactId: string | null) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const { data, action_id } = await write(api.POST('/api/v1/notes/{id}/process', { params: { path: { id } } }));
      return { analysis: data, action_id };
    },
    onSettled: () => void refreshNotes(queries, contactId),
  });
}
