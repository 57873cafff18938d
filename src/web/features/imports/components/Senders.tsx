import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { usePeopleFinder } from '../../../lib/people.ts';
import type { Import } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Input, Select } from '../../../ui/Field.tsx';

type Choice = Import['choices'][number];
type Mapping = Record<string, string>;
const FEW = 12;

/** What was decided so far; the option is JSON. */
function mappingOf(value: unknown): Mapping {
  try {
    return typeof value === 'string' && value ? (JSON.parse(value) as Mapping) : {};
  } catch {
    return {};
  }
}

/** Whose messages these are: those nobody knows come first, and are left out until somebody says. */
export function Senders({ choices, mapping: given, disabled, onChange }: { choices: Choice[]; mapping: unknown; disabled: boolean; onChange: (mapping: string) => void }) {
  const [all, setAll] = useState(false);
  if (choices.length === 0) return null;
  const mapping = mappingOf(given);
  const open = choices.filter(({ answer, messages }) => answer === null && messages > 0).length;
  const set = (key: string, answer: string) => {
    const { [key]: _, ...rest } = mapping;
    onChange(JSON.stringify(answer ? { ...rest, [key]: answer } : rest));
  };
  return (
    <section aria-label="Senders">
      <h3 className="mb-1 font-medium">
        Who is who
        {open > 0 && <span className="font-normal text-muted"> · {plural(open, 'sender')} to settle</span>}
      </h3>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {choices.slice(0, all ? choices.length : FEW).map((choice) => (
          <Sender key={choice.key} choice={choice} disabled={disabled} onAnswer={(answer) => set(choice.key, answer)} />
        ))}
      </ul>
      {!all && choices.length > FEW && (
        <Button variant="ghost" size="sm" className="mt-1" onClick={() => setAll(true)}>
          Show all {choices.length}
        </Button>
      )}
    </section>
  );
}

function Sender({ choice, disabled, onAnswer }: { choice: Choice; disabled: boolean; onAnswer: (answer: string) => void }) {
  const [searching, setSearching] = useState(false);
  const people = [...(choice.contact && choice.answer !== 'new' ? [choice.contact] : []), ...choice.candidates];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="min-w-0 grow basis-52">
        <p className="flex flex-wrap items-center gap-x-2 font-medium wrap-anywhere">
          {choice.name}
          {choice.answer === null && <Badge color="var(--warning)">{choice.candidates.length > 1 ? 'Could be several' : 'Unknown'}</Badge>}
        </p>
        <p className="text-sm text-muted">{plural(choice.messages, 'message')}</p>
      </div>
      <div className="w-full sm:w-64">
        <Select
          label={`Who is ${choice.name}?`}
          labelHidden
          value={searching ? 'search' : (choice.answer ?? '')}
          disabled={disabled}
          onChange={(event) => {
            setSearching(event.target.value === 'search');
            if (event.target.value !== 'search') onAnswer(event.target.value);
          }}
        >
          <option value="">Nobody yet: left out</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="search">Somebody here …</option>
          <option value="new">A new person</option>
          <option value="me">That is me</option>
          <option value="skip">Leave these messages out</option>
        </Select>
      </div>
      {searching && (
        <Finder
          name={choice.name}
          onPick={(id) => {
            setSearching(false);
            onAnswer(id);
          }}
        />
      )}
    </li>
  );
}

/** Finds a person by name. */
function Finder({ name, onPick }: { name: string; onPick: (id: string) => void }) {
  const [text, setText] = useState('');
  const { people, settled } = usePeopleFinder(text);
  return (
    <div className="w-full">
      <Input label={`Find the person behind ${name}`} labelHidden placeholder="Type a name" autoFocus value={text} onChange={(event) => setText(event.target.value)} />
      <ul className="mt-1 flex flex-wrap gap-1.5" aria-live="polite">
        {(text.trim() ? people : []).map((person) => (
          <li key={person.id}>
            <Button size="sm" onClick={() => onPick(person.id)}>
              {person.full_name}
            </Button>
          </li>
        ))}
        {text.trim() && settled && people.length === 0 && <li className="text-sm text-muted">Nobody here is called that.</li>}
      </ul>
    </div>
  );
}
