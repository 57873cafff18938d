import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, enterSpace, read } from '../../../lib/api.ts';
import type { components } from '../../../lib/api.gen.ts';
import { asAdmin } from './away.ts';

export type NewUser = { username: string; email?: string; full_name?: string; role: 'user' | 'admin'; time_zone?: string };
type User = { id: string };

const users = ['admin', 'users'] as const;

export const usersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...users, 'list', q],
    queryFn: ({ pageParam, signal }) => asAdmin(read(api.GET('/api/v1/admin/users', { params: { query: { limit: 50, cursor: pageParam, ...(q ? { q } : {}) } }, signal }))),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.has_more ? (page.next_cursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });

/** An account, and the support access that is open to it. */
export const userQuery = (id: string) =>
  queryOptions({
    queryKey: [...users, id],
    queryFn: ({ signal }) => asAdmin(read(api.GET('/api/v1/admin/users/{id}', { params: { path: { id } }, signal }))),
  });

function useUsers<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: (input: Input) => asAdmin(mutationFn(input)), onSettled: () => void queries.invalidateQueries({ queryKey: ['admin'] }) });
}

const linkOf = ({ token }: { token: string }) => `${location.origin}/set-password/${token}`;

/** Makes an account. Answers with the link to set its password, which is shown once. */
export const useCreateUser = () =>
  useUsers(async (body: NewUser) => {
    const { user, link } = await read(api.POST('/api/v1/admin/users', { body }));
    return { user, link: linkOf(link) };
  });

export const useChangeUser = ({ id }: User) => useUsers((body: { role?: 'user' | 'admin'; disabled?: boolean }) => read(api.PATCH('/api/v1/admin/users/{id}', { params: { path: { id } }, body })));

/** Deletes an account for good. Whoever is gone is not asked for again. */
export function useDeleteUser({ id }: User) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (username: string) => asAdmin(read(api.DELETE('/api/v1/admin/users/{id}', { params: { path: { id } }, body: { username } }))),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['admin'], predicate: ({ queryKey }) => queryKey[2] !== id }),
  });
}

/** A link to set a new password, shown once. */
export const useResetLink = ({ id }: User) => useUsers(async () => linkOf((await read(api.POST('/api/v1/admin/users/{id}/reset-link', { params: { path: { id } } }))).link));

/** Opens the person's space for half an hour and goes there. */
export const useLook = ({ id }: User) =>
  useUsers(async (reason: string) => {
    const { access } = await read(api.POST('/api/v1/admin/users/{id}/access', { params: { path: { id } }, body: { reason } }));
    look(access.space_id);
  });

/** Goes to a space that is open already. Nothing of one's own may stay on screen. */
export function look(spaceId: string): void {
  enterSpace(spaceId);
  location.assign('/people');
}

/** The job of a large import, and where it is. */
export type Queued = { job_id: string; space_id: string };
type Send = { file: File; apply: boolean; onJob: (job: Queued) => void };
type Imported = components['schemas']['UsersImported'];

const formOf = ({ file, apply }: Send) => {
  const form = new FormData();
  form.set('dry_run', String(!apply));
  form.set('file', file);
  return form;
};

/** What an import came to; a large one is a job, which is waited for. Null: it was cancelled. */
async function outcomeOf(answer: Imported | Queued, { onJob }: Send): Promise<Imported | null> {
  if (!('job_id' in answer)) return answer;
  onJob(answer);
  for (;;) {
    const { job } = await read(api.GET('/api/v1/jobs/{id}', { params: { path: { id: answer.job_id } }, headers: { 'Kith-Space': answer.space_id } }));
    if (job.state === 'completed') return job.result as Imported;
    if (job.state === 'cancelled') return null;
    if (job.state === 'failed') throw new Error(job.error ?? 'The import failed.');
    await new Promise((later) => setTimeout(later, 1500));
  }
}

/** Imports Kith's CSV for somebody. Without `apply` it only tells what would happen. */
export const useImportFor = ({ id }: User) =>
  useUsers(async (send: Send) => outcomeOf(await read(api.POST('/api/v1/admin/users/{id}/import/csv', { params: { path: { id } }, body: { file: '' }, bodySerializer: () => formOf(send) })), send));

/** Imports the CSV of all users. */
export const useImportAll = () => useUsers(async (send: Send) => outcomeOf(await read(api.POST('/api/v1/admin/import/csv', { body: { file: '' }, bodySerializer: () => formOf(send) })), send));
