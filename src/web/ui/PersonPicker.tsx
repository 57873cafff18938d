import clsx from 'clsx';
import { Search, UserPlus } from 'lucide-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { photoUrl } from '../lib/api.ts';
import { usePeopleFinder } from '../lib/people.ts';
import type { ContactSummary } from '../lib/types.ts';
import { Avatar } from './Avatar.tsx';
import { Field, inputClass } from './Field.tsx';
import { notifyError } from './toast.tsx';

type Option = { person: ContactSummary } | { name: string };

export type PersonPickerProps = {
  label: string;
  /** The title of the dialog says it already. */
  labelHidden?: boolean;
  /** Who cannot be chosen: somebody themselves, those chosen already. */
  without?: ReadonlySet<string>;
  onChoose: (person: ContactSummary) => void;
  /** Offers to add somebody who is not there yet. */
  onAdd?: (name: string) => void;
  /** A field of the page: whom it finds lies over what is below while somebody types, and the slash key leads here. */
  floating?: boolean;
};

/** Type the beginning of a name, choose with the arrow keys and Enter. */
export function PersonPicker({ label, labelHidden = false, without, onChoose, onAdd, floating = false }: PersonPickerProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const name = text.trim();
  const { people, settled, latest } = usePeopleFinder(text, !floating);
  const optionsOf = (found: ContactSummary[]): Option[] => [...found.filter((person) => !without?.has(person.id)).map((person) => ({ person })), ...(onAdd && name.length > 1 ? [{ name }] : [])];
  const [focused, setFocused] = useState(false);
  const shown = !floating || (focused && name !== '' && (settled || people.length > 0));
  const options = shown ? optionsOf(people) : [];
  const active = Math.min(at, options.length - 1);

  const choose = (option: Option | undefined) => {
    if (!option) return;
    setText('');
    setAt(0);
    // The keyboard of a phone would cover what was found.
    if (floating && matchMedia('(pointer: coarse)').matches && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if ('person' in option) onChoose(option.person);
    else onAdd?.(option.name);
  };
  const enter = () => latest().then((found) => choose(found === people ? options[active] : optionsOf(found)[0]), (error: unknown) => notifyError(error, 'Could not look for people'));
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length > 0) setAt((active + step + options.length) % options.length);
    else if (event.key === 'Enter') void ((name || !floating) && enter());
    else if (event.key === 'Escape' && floating) {
      setText('');
      event.currentTarget.blur();
    }
    else return;
    event.preventDefault();
  };

  return (
    <div className="relative">
      {floating && <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />}
      <Field label={label} labelHidden={labelHidden || floating}>
        {(wiring) => (
          <input
            {...wiring}
            {...(floating ? { type: 'search', 'data-search': '', 'aria-keyshortcuts': '/' } : {})}
            role="combobox"
            aria-expanded={options.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={options.length > 0 ? `${list}-${active}` : undefined}
            placeholder={floating ? label : 'Type a name'}
            autoComplete="off"
            autoFocus={!floating}
            maxLength={100}
            value={text}
            onChange={(event) => (setText(event.target.value), setAt(0))}
            onKeyDown={onKeyDown}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            className={clsx(inputClass, floating && 'pl-9')}
          />
        )}
      </Field>
      {/* min-h: the dialog around it does not jump while somebody types */}
      <div
        id={list}
        role={options.length > 0 ? 'listbox' : undefined}
        aria-label={options.length > 0 ? label : undefined}
        className={floating ? clsx('absolute inset-x-0 top-full z-30 mt-1 max-h-[60vh] overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float', !shown && 'hidden') : '-mx-2 mt-2 min-h-56'}
      >
        {options.map((option, i) => (
          // The keys are those of the input, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={'person' in option ? option.person.id : '+'}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onPointerDown={(event) => floating && event.preventDefault()}
            onClick={() => choose(option)}
            onPointerMove={() => setAt(i)}
            className={clsx('flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2', i === active && 'bg-hover')}
          >
            {'person' in option ? <Avatar name={option.person.full_name} seed={option.person.id} size="sm" photo={photoUrl(option.person)} /> : <UserPlus aria-hidden className="mx-1.5 size-5 shrink-0 text-muted" />}
            <span className="min-w-0">
              <span className="block truncate">{'person' in option ? option.person.full_name : `Add “${option.name}”`}</span>
              {'person' in option && option.person.company && <span className="block truncate text-sm text-muted">{option.person.company}</span>}
            </span>
          </div>
        ))}
        {settled && options.length === 0 && <p className="px-2 py-3 text-sm text-muted">{name ? 'Nobody by that name.' : onAdd ? 'Nobody here yet. Type a name to add somebody.' : 'Nobody else here yet.'}</p>}
      </div>
    </div>
  );
}
