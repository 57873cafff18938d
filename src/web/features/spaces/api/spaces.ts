import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../../lib/api.ts';
import type { Role } from '../../../lib/types.ts';

export type InvitedRole = Exclude<Role, 'owner'>;

export const spacesQuery = queryOptions({
  queryKey: ['spaces'],
  queryFn: async () => (await read(api.GET('/api/v1/spaces'))).data,
  staleTime: 5 * 60_000,
});

export const membersQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['spaces', spaceId, 'members'],
    queryFn: async () => (await read(api.GET('/api/v1/spaces/{id}/members', { params: { path: { id: spaceId } } }))).data,
  });

export const invitationsQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['spaces', spaceId, 'invitations'],
    queryFn: async () => (await read(api.GET('/api/v1/spaces/{id}/invitations', { params: { path: { id: spaceId } } }))).data,
  });

/** What an invitation link offers, before it is accepted. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: async () => (await read(api.GET('/api/v1/invitations/{token}', { params: { path: { token } } }))).invitation,
    retry: false,
  });

function useSpaceMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => void queries.invalidateQueries({ queryKey: spacesQuery.queryKey }) });
}

export const useCreateSpace = () =>
  useSpaceMutation(async (name: string) => (await read(api.POST('/api/v1/spaces', { body: { name } }))).space);

export const useSetRole = (spaceId: string) =>
  useSpaceMutation(({ userId, role }: { userId: string; role: Role }) =>
    read(api.PATCH('/api/v1/spaces/{id}/members/{user_id}', { params: { path: { id: spaceId, user_id: userId } }, body: { role } })),
  );

/** Removes a member, or oneself (leaving). */
export const useRemoveMember = (spaceId: string) =>
  useSpaceMutation((userId: string) => read(api.DELETE('/api/v1/spaces/{id}/members/{user_id}', { params: { path: { id: spaceId, user_id: userId } } })));

/** Makes an invitation and answers with the link to pass on, which is shown once. */
export const useInvite = (spaceId: string) =>
  useSpaceMutation(async (body: { role: InvitedRole; email?: string }) => {
    const { token } = await read(api.POST('/api/v1/spaces/{id}/invitations', { params: { path: { id: spaceId } }, body }));
    return `${location.origin}/join/${token}`;
  });

export const useWithdrawInvitation = (spaceId: string) =>
  useSpaceMutation((id: string) =>
    read(api.DELETE('/api/v1/spaces/{id}/invitations/{invitation_id}', { params: { path: { id: spaceId, invitation_id: id } } })),
  );

export const useAcceptInvitation = () =>
  useSpaceMutation(async (token: string) => (await read(api.POST('/api/v1/invitations/{token}/accept', { params: { path: { token } } }))).space);

/** Invitations to make an account here; only admins may see them. */
export const accountInvitationsQuery = queryOptions({
  queryKey: ['spaces', 'account-invitations'],
  queryFn: async () => (await read(api.GET('/api/v1/invitations'))).data,
});

export const useInviteAccount = () =>
  useSpaceMutation(async (body: { email?: string }) => {
    const { token } = await read(api.POST('/api/v1/invitations', { body }));
    return `${location.origin}/join/${token}`;
  });

export const useWithdrawAccountInvitation = () => useSpaceMutation((id: string) => read(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } })));
