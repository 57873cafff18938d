import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { profileQuery, useSaveProfile, type Profile } from '../api/profile.ts';

export function ProfileSettings() {
  const query = useQuery(profileQuery);
  return (
    <Card title="Profile">
      <DataView query={query} compact loading={<SkeletonRows rows={3} />}>
        {(profile) => <ProfileForm key={profile.id} profile={profile} />}
      </DataView>
    </Card>
  );
}

function ProfileForm({ profile }: { profile: Profile }) {
  const [fullName, setFullName] = useState(profile.full_name ?? '');
  const [username, setUsername] = useState(profile.username);
  const [email, setEmail] = useState(profile.email ?? '');
  const save = useSaveProfile();
  const field = save.error instanceof ApiError ? save.error.field : undefined;
  const of = (name: string) => (field === name ? save.error?.message : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed: Partial<Profile> = {};
    if (fullName.trim() !== profile.full_name) changed.full_name = fullName.trim();
    if (username.trim() !== profile.username) changed.username = username.trim();
    if (email.trim() !== (profile.email ?? '')) changed.email = email.trim() || null;
    if (Object.keys(changed).length > 0) save.mutate(changed, { onSuccess: () => notify('Profile saved') });
  };
  return (
    <form onSubmit={submit} className="flex max-w-lg flex-col gap-4 p-4">
      <FormError error={field ? undefined : save.error} />
      <Input label="Your name" value={fullName} onChange={(event) => setFullName(event.target.value)} error={of('full_name')} autoComplete="name" maxLength={255} />
      <Input label="User name" value={username} onChange={(event) => setUsername(event.target.value)} error={of('username')} autoComplete="username" required />
      <Input label="Email" type="email" value={email} onChange={(event) => setEmail(event.target.value)} error={of('email')} autoComplete="email" />
      <Button type="submit" variant="primary" busy={save.isPending} className="self-start">
        Save
      </Button>
    </form>
  );
}
