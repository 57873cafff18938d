import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { accountInvitationsQuery, useInviteAccount, useWithdrawAccountInvitation } from '../api/spaces.ts';
import { InviteLink, OpenInvitations } from './invitations.tsx';

/** For admins: links with which somebody can make an account of their own here. `closed`: nobody can, so none is made; old ones can be withdrawn. */
export function InviteAccounts({ closed }: { closed: boolean }) {
  const query = useQuery(accountInvitationsQuery);
  const invite = useInviteAccount();
  const withdraw = useWithdrawAccountInvitation();
  const [email, setEmail] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate(email.trim() ? { email: email.trim() } : {}, { onSuccess: () => setEmail('') });
  };
  return (
    <Card title="Invite somebody to this Kith">
      <div className="px-4 pt-1 pb-3">
        {closed ? (
          <p className="text-sm text-muted">
            This Kith takes no new accounts (<code>KITH_REGISTRATION=closed</code>), so an invitation could not be used. An admin can still make an account for somebody under Users.
          </p>
        ) : (
          <>
            <p className="text-sm text-muted">They get an account and a personal space of their own. Nobody sees what is in yours.</p>
            <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-2">
              <Input label="Email (optional)" type="email" value={email} onChange={(event) => setEmail(event.target.value)} className="min-w-48 grow" />
              <Button type="submit" busy={invite.isPending}>
                Make link
              </Button>
            </form>
            <div className="mt-3 empty:hidden">
              <FormError error={invite.error} />
            </div>
            {invite.data && <InviteLink link={invite.data} />}
          </>
        )}
        <OpenInvitations invitations={query.data ?? []} onWithdraw={(id) => withdraw.mutate(id, { onError: (error) => notifyError(error, 'Could not withdraw') })} />
      </div>
    </Card>
  );
}
