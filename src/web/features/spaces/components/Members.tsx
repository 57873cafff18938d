import { useQuery } from '@tanstack/react-query';
import { LogOut, UserMinus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { ListedSpace, Role } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Input, Select } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { invitationsQuery, membersQuery, useInvite, useRemoveMember, useSetRole, useWithdrawInvitation, type InvitedRole } from '../api/spaces.ts';
import { InviteLink, OpenInvitations } from './invitations.tsx';

const roles: Role[] = ['owner', 'editor', 'viewer'];

/** Who is in a space, with what right, and who is invited. */
export function Members({ space, userId, onClose }: { space: ListedSpace; userId: string; onClose: () => void }) {
  const members = useQuery(membersQuery(space.id));
  const setRole = useSetRole(space.id);
  const remove = useRemoveMember(space.id);
  const owner = space.role === 'owner';
  const fail = (error: unknown) => notifyError(error, 'Could not change the members');
  return (
    <Dialog open onClose={onClose} title={space.name} description="Owners manage the space, editors write, viewers only read.">
      <DataView query={members} compact loading={<SkeletonRows rows={2} avatar />}>
        {(list) => (
          <ul className="-mx-2 flex flex-col">
            {list.map((member) => {
              const self = member.user_id === userId;
              return (
                <li key={member.user_id} className="flex min-h-14 items-center gap-3 px-2">
                  <Avatar name={member.full_name || member.username} seed={member.user_id} size="sm" />
                  <span className="min-w-0 grow">
                    <span className="line-clamp-2 break-words">
                      {member.full_name || member.username} {self && <span className="text-faint">(you)</span>}
                    </span>
                  </span>
                  {owner ? (
                    <Select
                      label={`Role of ${member.username}`}
                      labelHidden
                      className="shrink-0"
                      value={member.role}
                      onChange={(event) => setRole.mutate({ userId: member.user_id, role: event.target.value as Role }, { onError: fail })}
                    >
                      {roles.map((role) => (
                        <option key={role}>{role}</option>
                      ))}
                    </Select>
                  ) : (
                    <Badge>{member.role}</Badge>
                  )}
                  {(owner || self) && (
                    <IconButton
                      label={self ? 'Leave this space' : `Remove ${member.username}`}
                      onClick={() =>
                        remove.mutate(member.user_id, {
                          onSuccess: () => {
                            notify(self ? `You left ${space.name}` : `${member.username} removed`);
                            if (self) onClose();
                          },
                          onError: fail,
                        })
                      }
                    >
                      {self ? <LogOut aria-hidden /> : <UserMinus aria-hidden />}
                    </IconButton>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </DataView>
      {owner && <Invitations spaceId={space.id} />}
    </Dialog>
  );
}

function Invitations({ spaceId }: { spaceId: string }) {
  const query = useQuery(invitationsQuery(spaceId));
  const invite = useInvite(spaceId);
  const withdraw = useWithdrawInvitation(spaceId);
  const [role, setRole] = useState<InvitedRole>('editor');
  const [email, setEmail] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ role, ...(email.trim() ? { email: email.trim() } : {}) }, { onSuccess: () => setEmail('') });
  };
  return (
    <section aria-label="Invitations" className="mt-4 border-t border-line pt-4">
      <h3 className="font-semibold">Invite somebody</h3>
      <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-2">
        <Input label="Email (optional)" type="email" value={email} onChange={(event) => setEmail(event.target.value)} className="min-w-48 grow" />
        <Select label="As" value={role} onChange={(event) => setRole(event.target.value as InvitedRole)}>
          <option>editor</option>
          <option>viewer</option>
        </Select>
        <Button type="submit" variant="primary" busy={invite.isPending}>
          Make link
        </Button>
      </form>
      <div className="mt-3">
        <FormError error={invite.error} />
      </div>
      {invite.data && <InviteLink link={invite.data} />}
      <OpenInvitations invitations={query.data ?? []} onWithdraw={(id) => withdraw.mutate(id, { onError: (error) => notifyError(error, 'Could not withdraw') })} />
    </section>
  );
}
