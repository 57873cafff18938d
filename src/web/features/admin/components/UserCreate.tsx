import { useState } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { deviceZone } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog, FormDialog } from '../../../ui/Dialog.tsx';
import { Input, Select } from '../../../ui/Field.tsx';
import { useCreateUser } from '../api/users.ts';
import { OneTimeLink } from './OneTimeLink.tsx';

/** Makes an account; its owner sets the password with a link, so that nobody else ever knows it. */
export function UserCreate({ onClose }: { onClose: () => void }) {
  const create = useCreateUser();
  const [form, setForm] = useState({ username: '', full_name: '', email: '', role: 'user' as 'user' | 'admin' });
  const field = (name: 'username' | 'full_name' | 'email') => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
    error: create.error instanceof ApiError && create.error.field === name ? create.error.message : undefined,
  });
  const submit = () => {
    const { username, full_name, email, role } = form;
    create.mutate({ username: username.trim(), role, time_zone: deviceZone(), ...(full_name.trim() ? { full_name: full_name.trim() } : {}), ...(email.trim() ? { email: email.trim() } : {}) });
  };
  if (create.data)
    return (
      <Dialog open onClose={onClose} title={`${create.data.user.username} has an account`} footer={<Button onClick={onClose}>Done</Button>}>
        <OneTimeLink link={create.data.link}>Pass this link on. With it they choose a password. It works once, for a week, and is shown only now.</OneTimeLink>
      </Dialog>
    );
  return (
    <FormDialog
      onClose={onClose}
      title="New account"
      description="They choose their password themselves, with a link."
      size="md"
      submit="Create account"
      busy={create.isPending}
      error={create.error instanceof ApiError && ['username', 'full_name', 'email'].includes(create.error.field ?? '') ? undefined : create.error}
      onSubmit={submit}
    >
      <Input label="User name" autoComplete="off" autoCapitalize="off" spellCheck={false} minLength={2} maxLength={64} required {...field('username')} />
      <Input label="Full name (optional)" autoComplete="off" maxLength={255} {...field('full_name')} />
      <Input label="Email (optional)" type="email" autoComplete="off" maxLength={254} {...field('email')} />
      <Select label="Role" value={form.role} onChange={(event) => setForm({ ...form, role: event.target.value as 'user' | 'admin' })} hint={form.role === 'admin' ? 'Runs this installation: accounts, costs, and support access that people can see.' : undefined}>
        <option value="user">User</option>
        <option value="admin">Admin</option>
      </Select>
    </FormDialog>
  );
}
