import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { usePeopleFinder } from '../../../lib/people.ts';
import type { ContactSummary } from '../../../lib/types.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Input, Select } from '../../../ui/Field.tsx';
import type { Values } from '../event-form.ts';
import { FoundPeople } from './FoundPeople.tsx';

const RSVP = { needs_action: 'Not answered', accepted: 'Comes', tentative: 'Perhaps', declined: 'Does not come' } as const;
type Guest = Values['attendees'][number];

const isEmail = (text: string) => /^\S+@\S+\.\S+$/.test(text);

/** Who is invited and what they answered: people of the space, or anybody by name and email. */
export function Guests({ value, onChange }: { value: Guest[]; onChange: (next: Guest[]) => void }) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const { people, latest } = usePeopleFinder(text);
  const fresh = (found: ContactSummary[]) => found.filter((person) => !value.some((guest) => guest.contact_id === person.id));
  const change = (index: number, part: Partial<Guest>) => onChange(value.map((guest, at) => (at === index ? { ...guest, ...part } : guest)));
  const add = (guest: Pick<Guest, 'name'> & Partial<Guest>) => {
    onChange([...value, { email: null, contact_id: null, status: 'needs_action', ...guest }]);
    setText('');
  };
  const enter = async () => {
    const [person] = isEmail(wanted) ? [] : fresh(await latest().catch(() => []));
    if (person) add({ name: person.full_name, contact_id: person.id });
    else addTyped();
  };
  const addTyped = () => wanted && add(isEmail(wanted) ? { name: wanted, email: wanted } : { name: wanted });
  return (
    <div role="group" aria-label="Guests" className="flex flex-col gap-2">
      {value.map((guest, index) => (
        // Guests have no id before they are saved; they are not reordered.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="grid grid-cols-[1fr_auto] max-sm:rounded-lg max-sm:border max-sm:border-line max-sm:p-3 items-end gap-2 sm:grid-cols-[1fr_1fr_10.5rem_auto]">
          <Input label="Guest" className="max-sm:col-span-2" required maxLength={255} value={guest.name} readOnly={guest.contact_id !== null} onChange={(event) => change(index, { name: event.target.value })} />
          <Input label="Email" className="max-sm:col-span-2" type="email" maxLength={254} value={guest.email ?? ''} onChange={(event) => change(index, { email: event.target.value || null })} />
          <Select label="Answer" value={guest.status} onChange={(event) => change(index, { status: event.target.value as keyof typeof RSVP })}>
            {Object.entries(RSVP).map(([status, label]) => (
              <option key={status} value={status}>
                {label}
              </option>
            ))}
          </Select>
          <IconButton label={`Remove ${guest.name || 'this guest'}`} onClick={() => onChange(value.filter((_, at) => at !== index))}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className="flex items-end gap-2">
        <Input
          label="Invite"
          placeholder="A name or an email address"
          autoComplete="off"
          maxLength={254}
          className="grow"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !wanted) return;
            event.preventDefault();
            void enter();
          }}
        />
        <Button icon={<Plus aria-hidden className="size-4" />} disabled={!wanted} onClick={addTyped}>
          Invite
        </Button>
      </div>
      <FoundPeople label="People to invite" people={fresh(wanted ? people : [])} onChoose={(person) => add({ name: person.full_name, contact_id: person.id })} />
    </div>
  );
}
