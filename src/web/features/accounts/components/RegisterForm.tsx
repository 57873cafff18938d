import { useState, type FormEvent } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { Button } from '../../../ui/Button.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { useRegister } from '../api/sign-in.ts';
import { PasswordField } from './PasswordField.tsx';

export type RegisterFormProps = { setupCode?: boolean; inviteToken?: string; submit: string; onDone: () => void };

const fields = new Set(['username', 'password', 'email', 'setup_code']);

/** Creates an account. Errors of one field stand at that field. */
export function RegisterForm({ setupCode = false, inviteToken, submit, onDone }: RegisterFormProps) {
  const [username, setUsername] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const register = useRegister();
  const error = register.error;
  const field = error instanceof ApiError && error.field && fields.has(error.field) ? error.field : undefined;
  const of = (name: string) => (field === name ? error?.message : undefined);

  const send = (event: FormEvent) => {
    event.preventDefault();
    register.mutate(
      {
        username: username.trim(),
        password,
        ...(email.trim() ? { email: email.trim() } : {}),
        ...(setupCode ? { setup_code: code.trim() } : {}),
        ...(inviteToken ? { invite_token: inviteToken } : {}),
      },
      { onSuccess: onDone },
    );
  };

  return (
    <form onSubmit={send} className="flex flex-col gap-5">
      <FormError error={field ? undefined : error} />
      {setupCode && (
        <Input
          label="Set-up code"
          hint="The server printed it when it started."
          value={code}
          onChange={(event) => setCode(event.target.value)}
          error={of('setup_code')}
          autoComplete="off"
          required
        />
      )}
      <Input
        label="User name"
        name="username"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
        error={of('username')}
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        required
      />
      <PasswordField
        label="Password"
        name="password"
        value={password}
        onValue={setPassword}
        error={of('password')}
        autoComplete="new-password"
        minLength={8}
        meter
        required
      />
      <Input
        label="Email (optional)"
        name="email"
        type="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={of('email')}
        hint="To sign in with instead of the user name."
        autoComplete="email"
      />
      <Button type="submit" variant="primary" busy={register.isPending}>
        {submit}
      </Button>
    </form>
  );
}
