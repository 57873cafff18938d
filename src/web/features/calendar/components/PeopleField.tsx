import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Input } from '../../../ui/Field.tsx';
import { guestsQuery } from '../api/calendar.ts';

type Person = { id: string; full_name: string };

/** The people an event is with: chosen by the beginning of their name. */
export function PeopleField({ value, onChange }: { value: Person[]; onChange: (next: Person[]) => void }) {
  const [text, setText] = useState('');
  const { data = [] } = useQuery(guestsQuery(useDebounced(text.trim(), 120)));
  const found = text.trim() ? data.filter((person) => !value.some((chosen) => chosen.id === person.id)) : [];
  const choose = (person: Person) => {
    onChange([...value, { id: person.id, full_name: person.full_name }]);
    setText('');
  };
  return (
    <div className="flex flex-col gap-1.5">
      <Input
        label="With"
        placeholder="Type a name"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !found[0]) return;
          event.preventDefault();
          choose(found[0]);
        }}
      />
      {found.length > 0 && (
        <ul aria-label="People found" className="overflow-hidden rounded-lg border border-line">
          {found.map((person) => (
            <li key={person.id}>
              <button type="button" onClick={() => choose(person)} className="flex min-h-10 w-full items-center gap-2 px-3 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2 coarse:min-h-11">
                <Avatar name={person.full_name} seed={person.id} size="sm" />
                <span className="truncate">{person.full_name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {value.length > 0 && (
        <ul aria-label="People of this event" className="flex flex-wrap gap-1.5">
          {value.map((person) => (
            <li key={person.id}>
              <Badge className="py-0.5">
                <span className="truncate">{person.full_name}</span>
                <button type="button" aria-label={`Remove ${person.full_name}`} onClick={() => onChange(value.filter((other) => other.id !== person.id))} className="-mr-1 inline-flex size-6 items-center justify-center rounded hover:bg-active coarse:size-11">
                  <X aria-hidden className="size-3" />
                </button>
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
