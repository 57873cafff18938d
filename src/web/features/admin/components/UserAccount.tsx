import { useState, type ReactNode } from 'react';
import type { AdminUser } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { useChangeUser, useDeleteUser, useResetLink } from '../api/users.ts';
import { OneTimeLink } from './OneTimeLink.tsx';

/** What can be done with an account: password link, role, disabling, deletion. */
export function UserAccount({ user, mine, onDeleted }: { user: AdminUser; mine: boolean; onDeleted: () => void }) {
  const link = useResetLink(user);
  const change = useChangeUser(user);
  const [deleting, setDeleting] = useState(false);
  const name = user.full_name || user.username;
  const to = (patch: Parameters<typeof change.mutate>[0], done: string) => change.mutate(patch, { onSuccess: () => notify(done), onError: (error) => notifyError(error, 'Could not change it') });
  const disabled = user.state === 'disabled';
  return (
    <Card title="Account">
      <div className="divide-y divide-line">
        <Row title="Password" text={user.state === 'waiting' ? 'Nobody has set one. A new link voids the one before.' : 'Nobody can see it. With a link they choose a new one; everything signed in ends then, their API keys go on.'}>
          <Button busy={link.isPending} disabled={disabled} onClick={() => link.mutate(undefined, { onError: (error) => notifyError(error, 'Could not make a link') })}>
            Make a link
          </Button>
          {link.data && (
            <div className="basis-full">
              <OneTimeLink link={link.data}>Pass this link to {name}. It works once, and is shown only now.</OneTimeLink>
            </div>
          )}
        </Row>
        <Row title="Role" text={user.role === 'admin' ? 'Runs this installation.' : 'Uses this installation.'}>
          <Button busy={change.isPending} onClick={() => to({ role: user.role === 'admin' ? 'user' : 'admin' }, user.role === 'admin' ? `${name} is no admin any more` : `${name} is an admin now`)}>
            {user.role === 'admin' ? 'Make a user' : 'Make an admin'}
          </Button>
        </Row>
        {!mine && (
          <Row title={disabled ? 'Disabled' : 'Disable'} text={disabled ? 'They cannot sign in. Everything of theirs is kept.' : 'They are signed out everywhere and cannot sign in. Everything of theirs is kept.'}>
            <Button busy={change.isPending} onClick={() => to({ disabled: !disabled }, disabled ? `${name} can sign in again` : `${name} is signed out everywhere`)}>
              {disabled ? 'Enable' : 'Disable'}
            </Button>
          </Row>
        )}
        <Row title="Delete" text="Their personal space goes for good. Shared spaces pass on to who is left in them.">
          <Button variant="danger" onClick={() => setDeleting(true)}>
            Delete account
          </Button>
        </Row>
      </div>
      {deleting && <Deletion user={user} onClose={() => setDeleting(false)} onDeleted={onDeleted} />}
    </Card>
  );
}

export function Row({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 grow basis-60">
        <h3 className="font-medium">{title}</h3>
        <p className="text-sm text-muted">{text}</p>
      </div>
      {children}
    </div>
  );
}

/** Asks for the name, so that nobody is deleted by a click. */
function Deletion({ user, onClose, onDeleted }: { user: AdminUser; onClose: () => void; onDeleted: () => void }) {
  const remove = useDeleteUser(user);
  const [typed, setTyped] = useState('');
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Delete ${user.full_name || user.username}?`}
      description={`${user.people} people, ${user.notes} notes and ${user.entries} entries go for good. This cannot be undone.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="danger"
            disabled={typed.trim().toLocaleLowerCase() !== user.username.toLocaleLowerCase()}
            busy={remove.isPending}
            onClick={() =>
              remove.mutate(typed.trim(), {
                onSuccess: () => {
                  notify(`${user.username} is deleted`);
                  onDeleted();
                },
              })
            }
          >
            Delete account
          </Button>
        </>
      }
    >
      <FormError error={remove.error} />
      <Input label={`Type “${user.username}” to confirm`} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" autoCapitalize="off" spellCheck={false} />
    </Dialog>
  );
}
