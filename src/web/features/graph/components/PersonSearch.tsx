import { Search } from 'lucide-react';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { inputClass } from '../../../ui/Field.tsx';
import type { GraphContact } from '../api/graph.ts';

export type PersonSearchProps = {
  label: string;
  placeholder: string;
  people: GraphContact[];
  onPick: (contact: GraphContact) => void;
  /** Given: what is typed filters something else, and no suggestions open. */
  text?: string;
  onText?: (text: string) => void;
  /** The slash key leads here. */
  main?: boolean;
  className?: string;
};

const MOST = 8;
/** Without accents and capitals, as people type. */
export const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A field that finds people by the beginning of any word of their name, with suggestions while somebody types. */
export function PersonSearch({ label, placeholder, people, onPick, text, onText, main = false, className = '' }: PersonSearchProps) {
  const id = useId();
  const [own, setOwn] = useState('');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const folded = useMemo(() => people.map((contact) => ({ contact, words: ` ${fold(`${contact.full_name} ${contact.company ?? ''}`)}` })), [people]);
  const query = fold(own.trim());
  const found = useMemo(() => {
    if (!query) return [];
    const hits: GraphContact[] = [];
    for (const { contact, words } of folded) if (words.includes(` ${query}`) && hits.push(contact) === MOST) break;
    return hits;
  }, [folded, query]);
  const suggesting = !onText && open && query !== '';

  const write = (value: string) => {
    if (onText) return onText(value);
    setOwn(value);
    setAt(0);
    setOpen(true);
  };
  const pick = (contact: GraphContact) => {
    setOwn('');
    setOpen(false);
    onPick(contact);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') {
      write('');
      setOpen(false);
      event.currentTarget.blur();
    } else if (!suggesting || event.nativeEvent.isComposing) return;
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && found[at]) pick(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <div className={`relative ${className}`}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
      <input
        type="search"
        role={onText ? undefined : 'combobox'}
        aria-label={label}
        aria-expanded={onText ? undefined : suggesting}
        aria-controls={suggesting ? `${id}-list` : undefined}
        aria-autocomplete={onText ? undefined : 'list'}
        aria-activedescendant={suggesting && found[at] ? `${id}-${at}` : undefined}
        aria-keyshortcuts={main ? '/' : undefined}
        {...(main ? { 'data-search': '' } : {})}
        placeholder={placeholder}
        autoComplete="off"
        maxLength={100}
        value={onText ? text : own}
        onChange={(event) => write(event.target.value)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className={`${inputClass} pl-9`}
      />
      {suggesting && (
        <div id={`${id}-list`} role="listbox" aria-label={label} className="absolute inset-x-0 top-full z-30 mt-1 overflow-hidden rounded-xl border border-line bg-raised p-1.5 shadow-float">
          {found.map((contact, n) => (
            // The field keeps the focus and hears the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={contact.id}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(contact)}
              onPointerMove={() => setAt(n)}
              className="flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2.5 text-sm aria-selected:bg-active coarse:min-h-11"
            >
              <span className="truncate">{contact.full_name}</span>
              {contact.company && <span className="truncate text-muted">{contact.company}</span>}
            </div>
          ))}
          {found.length === 0 && (
            <div role="option" aria-selected={false} aria-disabled tabIndex={-1} className="px-2.5 py-2 text-sm text-muted">
              Nobody by this name
            </div>
          )}
        </div>
      )}
    </div>
  );
}
