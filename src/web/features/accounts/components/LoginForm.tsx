import { ShieldCheck } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { Button } from '../../../ui/Button.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { useSignIn } from '../api/sign-in.ts';
import { PasswordField } from './PasswordField.tsx';

/** User name and password, then the code of the second factor when the account has one. */
export function LoginForm({ onDone }: { onDone: () => void }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [step, setStep] = useState<'password' | 'totp'>('password');
  const signIn = useSignIn();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(
      { username: username.trim(), password, ...(step === 'totp' ? { totp: totp.replaceAll(' ', '') } : {}) },
      {
        onSuccess: onDone,
        onError: (error) => {
          if (error instanceof ApiError && error.code === 'totp_required') {
            setStep('totp');
            signIn.reset();
          }
        },
      },
    );
  };

  if (step === 'totp') {
    return (
      <form onSubmit={submit} className="flex flex-col gap-5">
        <p className="flex items-start gap-3 text-sm text-muted">
          <ShieldCheck aria-hidden className="mt-0.5 size-5 shrink-0" />
          Enter the six digits from your authenticator app, or one of your recovery codes.
        </p>
        <FormError error={signIn.error} />
        <Input
          label="Code"
          name="totp"
          value={totp}
          onChange={(event) => setTotp(event.target.value)}
          autoComplete="one-time-code"
          inputMode="text"
          autoFocus
          required
        />
        <Button type="submit" variant="primary" busy={signIn.isPending}>
          Sign in
        </Button>
        <Button variant="ghost" onClick={() => (setStep('password'), setTotp(''), signIn.reset())}>
          Back
        </Button>
      </form>
    );
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <FormError error={signIn.error}>{signIn.error instanceof ApiError && signIn.error.code === 'invalid_credentials' && 'Forgotten it? An admin can make you a password link.'}</FormError>
      <Input
        label="User name or email"
        name="username"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        required
      />
      <PasswordField label="Password" name="password" value={password} onValue={setPassword} autoComplete="current-password" required />
      <Button type="submit" variant="primary" busy={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
