import { useMemo, useState, type FormEvent } from 'react';
import { deviceZone } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Input, Select } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { useSavePreferences, useSaveProfile } from '../api/profile.ts';
import { useSession } from '../api/session.ts';
import { timeZones } from './zones.ts';

/** The first step: how Kith should call somebody, and where their days begin. */
export function AboutYou({ onDone }: { onDone: () => void }) {
  const { user } = useSession();
  const [name, setName] = useState(user.full_name ?? '');
  const [zone, setZone] = useState(deviceZone);
  const zones = useMemo(() => timeZones(), []);
  const profile = useSaveProfile();
  const preferences = useSavePreferences();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await Promise.all([profile.mutateAsync({ full_name: name.trim() }), preferences.mutateAsync({ time_zone: zone })]);
      onDone();
    } catch {
      // The form shows the error.
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1 className="text-2xl font-semibold tracking-tight">Welcome to Kith</h1>
      <p className="mt-1.5 mb-6 text-muted">How should Kith call you, and where do your days begin?</p>
      <div className="flex max-w-md flex-col gap-5">
        <FormError error={profile.error ?? preferences.error} />
        <Input label="Your name" value={name} onChange={(event) => setName(event.target.value)} autoComplete="name" maxLength={255} autoFocus />
        <Select label="Time zone" value={zone} onChange={(event) => setZone(event.target.value)}>
          {zones.map((option) => (
            <option key={option} value={option}>
              {option.replaceAll('_', ' ')}
            </option>
          ))}
        </Select>
        <Button type="submit" variant="primary" busy={profile.isPending || preferences.isPending} className="self-start">
          Continue
        </Button>
      </div>
    </form>
  );
}
