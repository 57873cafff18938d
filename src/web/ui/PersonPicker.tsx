import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { UserPlus } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Field, inputClass } from '../../../ui/Field.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { findPeopleQuery, useAddPerson } from '../api/people.ts';

export type Person = { id: string; full_name: string };
type Option = { person: Person } | { name: string };

export type PersonPickerProps = {
  label: string;
  /** Who cannot be chosen: somebody themselves, those chosen already. */
  without?: ReadonlySet<string>;
  /** Offers to add somebody who is not there yet. */
  canAdd?: boolean;
  onChoose: (person: Person) => void;
};

/** Type the beginning of a name, choose with the arrow keys and Enter. */
export function PersonPicker({ label, without, canAdd = false, onChoose }: PersonPickerProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const name = text.trim();
  const { data = [] } = useQuery(findPeopleQuery(useDebounced(name, 120)));
  const add = useAddPerson();
  const options: Option[] = [...data.filter((person) => !without?.has(person.id)).map((person) => ({ person })), ...(canAdd && name.length > 1 ? [{ name }] : [])];
  const active = Math.min(at, options.length - 1);

  const choose = (option: Option | undefined) => {
    if (!option || add.isPending) return;
    const done = (person: Person) => (setText(''), setAt(0), onChoose(person));
    if ('person' in option) done(option.person);
    else add.mutate(option.name, { onSuccess: done, onError: (error) => notifyError(error, 'Could not add this person') });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length > 0) setAt((active + step + options.length) % options.length);
    else if (event.key === 'Enter') choose(options[active]);
    else return;
    event.preventDefault();
  };

  return (
    <div>
      <Field label={label}>
        {(wiring) => (
          <input
            {...wiring}
            role="combobox"
            aria-expanded={options.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={options.length > 0 ? `${list}-${active}` : undefined}
            placeholder="Type a name"
            autoComplete="off"
            autoFocus
            maxLength={100}
            value={text}
            onChange={(event) => (setText(event.target.value), setAt(0))}
            onKeyDown={onKeyDown}
            className={inputClass}
          />
        )}
      </Field>
      {/* min-h: the dialog around it does not jump while somebody types */}
      <div id={list} role={options.length > 0 ? 'listbox' : undefined} aria-label={options.length > 0 ? label : undefined} className="-mx-2 mt-2 min-h-56">
        {options.map((option, i) => (
          // The keys are those of the input, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={'person' in option ? option.person.id : '+'}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onClick={() => choose(option)}
            onPointerMove={() => setAt(i)}
            className={clsx('flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2', i === active && 'bg-hover')}
          >
            {'person' in option ? <Avatar name={option.person.full_name} seed={option.person.id} size="sm" /> : <UserPlus aria-hidden className="mx-1.5 size-5 shrink-0 text-muted" />}
            <span className="truncate">{'person' in option ? option.person.full_name : `Add “${option.name}”`}</span>
          </div>
        ))}
        {name && options.length === 0 && <p className="px-2 py-3 text-sm text-muted">Nobody by that name.</p>}
      </div>
    </div>
  );
}
