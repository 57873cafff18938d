import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { api, ApiError, read } from '../../../lib/api.ts';
import { stayWhile } from '../../../lib/leave.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { PasswordField } from './PasswordField.tsx';

/** Shown in place of the admin pages after half an hour away: the password once more, and the second factor when there is one. */
export function Reauthenticate({ username, onDone }: { username: string; onDone: () => void }) {
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState<string>();
  const again = useMutation({ mutationFn: () => stayWhile(() => read(api.POST('/api/v1/auth/login', { body: { username, password, ...(totp ? { totp: totp.replaceAll(' ', '') } : {}) } }))) });
  const asksForCode = again.error instanceof ApiError && again.error.code === 'totp_required';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    again.mutate(undefined, {
      onSuccess: onDone,
      onError: (error) => {
        if (error instanceof ApiError && error.code === 'totp_required') setTotp('');
      },
    });
  };
  return (
    <Card title="Sign in again" className="mx-auto max-w-md">
      <form onSubmit={submit} className="flex flex-col gap-4 px-4 pt-1 pb-4">
        <p className="flex items-start gap-3 text-sm text-muted">
          <ShieldCheck aria-hidden className="mt-0.5 size-5 shrink-0" />
          You were away for a while. The admin pages ask for the password of {username} again.
        </p>
        <FormError error={asksForCode ? undefined : again.error} />
        <input type="text" name="username" value={username} autoComplete="username" readOnly hidden />
        <PasswordField label="Password" name="password" value={password} onValue={setPassword} autoComplete="current-password" required />
        {totp !== undefined && <Input label="Code of your authenticator app" value={totp} onChange={(event) => setTotp(event.target.value)} autoComplete="one-time-code" required />}
        <Button type="submit" variant="primary" busy={again.isPending}>
          Sign in
        </Button>
      </form>
    </Card>
  );
}
