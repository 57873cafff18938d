import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read, spaceSearch, write } from '../../../lib/api.ts';
import type { components } from '../../../lib/api.gen.ts';

export type Recording = components['schemas']['Recording'];
/** What became of a recording: its text, why there is none, or the job that writes it down. */
export type Heard = { recording: Recording; text: string | null; problem: string | null; job_id: string | null };

const recordingsKey = (contactId: string) => ['recordings', contactId];

/** Recordings about somebody whose text was not saved yet. */
export const recordingsQuery = (contactId: string) =>
  queryOptions({
    queryKey: recordingsKey(contactId),
    queryFn: async ({ signal }) => (await read(api.GET('/api/v1/recordings', { params: { query: { contact_id: contactId, limit: 20 } }, signal }))).data,
  });

/** Where the sound of a recording is. */
export const soundUrl = (id: string) => `/api/v1/recordings/${id}/audio${spaceSearch()}`;

const heard = (data: { recording: Recording; text?: string | null; problem?: string | null; job_id?: string }): Heard => ({ recording: data.recording, text: data.text ?? null, problem: data.problem ?? null, job_id: data.job_id ?? null });

/** Sends a recording to be kept and written down. */
export function useTranscribe(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ audio, name }: { audio: Blob; name: string }) => {
      const form = new FormData();
      form.set('contact_id', contactId);
      form.set('audio', audio, name);
      return heard(await read(api.POST('/api/v1/transcribe-audio', { body: { audio: '' }, bodySerializer: () => form })));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: recordingsKey(contactId) }),
  });
}

/** Tries again to write down a kept recording. */
export function useTranscribeAgain(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => heard(await read(api.POST('/api/v1/recordings/{id}/transcribe', { params: { path: { id } } }))),
    onSettled: () => queries.invalidateQueries({ queryKey: recordingsKey(contactId) }),
  });
}

/** Forgets a recording. Answers with the action to undo. */
export function useForgetRecording(contactId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await write(api.DELETE('/api/v1/recordings/{id}', { params: { path: { id } } }))).action_id,
    onSettled: () => queries.invalidateQueries({ queryKey: recordingsKey(contactId) }),
  });
}
