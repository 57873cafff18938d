import { X } from 'lucide-react';
import { useState } from 'react';
import { usePeopleFinder } from '../../../lib/people.ts';
import type { ContactSummary, PersonRef } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Input } from '../../../ui/Field.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { FoundPeople } from './FoundPeople.tsx';

/** The people an event is with: chosen by the beginning of their name. */
export function PeopleField({ value, onChange }: { value: PersonRef[]; onChange: (next: PersonRef[]) => void }) {
  const [text, setText] = useState('');
  const { people, latest } = usePeopleFinder(text);
  const fresh = (found: ContactSummary[]) => found.filter((person) => !value.some((chosen) => chosen.id === person.id));
  const choose = (person: PersonRef | undefined) => {
    if (!person) return;
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
          if (event.key !== 'Enter' || !text.trim()) return;
          event.preventDefault();
          void latest().then((found) => choose(fresh(found)[0]), (error: unknown) => notifyError(error, 'Could not look for people'));
        }}
      />
      <FoundPeople label="People found" people={fresh(text.trim() ? people : [])} onChoose={choose} />
      {value.length > 0 && (
        <ul aria-label="People of this event" className="flex flex-wrap gap-1.5">
          {value.map((person) => (
            <li key={person.id} className="max-w-full min-w-0">
              <Badge className="py-0.5">
                <span className="truncate">{person.full_name}</span>
                <button type="button" aria-label={`Remove ${person.full_name}`} onClick={() => onChange(value.filter((other) => other.id !== person.id))} className="-mr-1 inline-flex size-6 shrink-0 items-center justify-center rounded hover:bg-active coarse:size-11">
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
