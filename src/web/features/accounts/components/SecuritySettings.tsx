import { useQuery } from '@tanstack/react-query';
import { Laptop, LogOut, Smartphone } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { formatDateTime, formatRelative } from '../../../lib/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { useChangePassword } from '../api/password.ts';
import { securityEventsQuery, sessionsQuery, useEndSession } from '../api/security.ts';
import { PasswordField } from './PasswordField.tsx';
import { SupportAccess } from './SupportAccess.tsx';
import { TwoFactor } from './TwoFactor.tsx';

export function SecuritySettings() {
  return (
    <div className="flex flex-col gap-4">
      <SupportAccess />
      <Card title="Two-factor sign-in">
        <TwoFactor />
      </Card>
      <Card title="Password">
        <ChangePassword />
      </Card>
      <Sessions />
      <SecurityEvents />
    </div>
  );
}

function ChangePassword() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useChangePassword();
  const field = change.error instanceof ApiError ? change.error.field : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current_password: current, new_password: next },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
          notify('Password changed. Other devices are signed out');
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-lg flex-col gap-4 p-4">
      <FormError error={field ? undefined : change.error} />
      <PasswordField label="Current password" value={current} onValue={setCurrent} error={field === 'current_password' ? change.error?.message : undefined} autoComplete="current-password" required />
      <PasswordField label="New password" value={next} onValue={setNext} error={field === 'new_password' ? change.error?.message : undefined} autoComplete="new-password" minLength={8} meter required />
      <p className="text-sm text-muted">Every other device and program is signed out. API keys go on working; revoke those you do not trust under API keys.</p>
      <Button type="submit" variant="primary" busy={change.isPending} className="self-start">
        Change password
      </Button>
    </form>
  );
}

function Sessions() {
  const query = useQuery(sessionsQuery);
  const end = useEndSession();
  const signOut = (id?: string) =>
    end.mutate(id, {
      onSuccess: () => notify(id ? 'Device signed out' : 'All other devices signed out'),
      onError: (error) => notifyError(error, 'Could not sign out'),
    });
  return (
    <Card
      title="Where you are signed in"
      actions={
        (query.data?.length ?? 0) > 1 && (
          <Button size="sm" onClick={() => signOut()}>
            Sign out others
          </Button>
        )
      }
    >
      <DataView query={query} compact loading={<SkeletonRows rows={2} />}>
        {(sessions) => (
          <ul className="divide-y divide-line pb-1">
            {sessions.map((session) => {
              const Icon = /iphone|android|mobile/i.test(session.device) ? Smartphone : Laptop;
              return (
                <li key={session.id} className="flex min-h-16 items-center gap-3 px-4 py-2">
                  <Icon aria-hidden className="size-5 shrink-0 text-faint" />
                  <div className="min-w-0 grow">
                    <p className="flex flex-wrap items-center gap-2">
                      {session.device} {session.current && <Badge color="var(--success)">This device</Badge>}
                    </p>
                    <p className="text-sm text-faint">
                      Last used {formatRelative(session.last_used_at)}
                      {session.ip && ` · ${session.ip}`}
                    </p>
                  </div>
                  {!session.current && (
                    <Button size="sm" variant="ghost" icon={<LogOut aria-hidden className="size-4" />} onClick={() => signOut(session.id)}>
                      Sign out
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </DataView>
    </Card>
  );
}

const events: Record<string, string> = {
  signed_in: 'Signed in',
  locked_out: 'Locked after wrong passwords',
  password_changed: 'Password changed',
  email_changed: 'Email changed',
  username_changed: 'User name changed',
  api_key_created: 'API key made',
  api_key_deleted: 'API key revoked',
  recovery_code_used: 'Recovery code used',
  token_issued: 'Program signed in',
  totp_enabled: 'Two-factor turned on',
  totp_disabled: 'Two-factor turned off',
  ai_budget: 'AI budget',
  password_link: 'Link to set a password made',
  role_changed: 'Role changed',
  account_disabled: 'Account disabled',
  account_enabled: 'Account enabled',
  account_deleted: 'Account of somebody deleted',
  support_access: 'An admin may look at your data',
  admin_export: 'An admin exported your data',
  admin_import: 'An admin imported into your data',
};

function SecurityEvents() {
  const query = useQuery(securityEventsQuery);
  return (
    <Card title="What happened lately">
      <DataView query={query} compact loading={<SkeletonRows rows={3} />} isEmpty={(list) => list.length === 0} empty={<p className="px-4 pt-1 pb-4 text-sm text-muted">Nothing yet.</p>}>
        {(list) => (
          <ul className="px-4 pt-1 pb-3">
            {list.map((event) => (
              <li key={event.id} className="flex flex-wrap gap-x-3 py-1.5 text-sm">
                <span className="grow">
                  {events[event.kind] ?? event.kind.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase())}
                  {event.detail && <span className="text-muted"> · {event.detail}</span>}
                </span>
                <span className="text-faint">
                  {event.device}, <time dateTime={event.created_at}>{formatDateTime(event.created_at)}</time>
                </span>
              </li>
            ))}
          </ul>
        )}
      </DataView>
    </Card>
  );
}
