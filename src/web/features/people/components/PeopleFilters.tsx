import { Search, SlidersHorizontal, X } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Group, Tag } from '../../../lib/types.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { inputClass, Select } from '../../../ui/Field.tsx';
import type { ContactFilter, Sort } from '../api/filter.ts';
import { FilterChips, without } from './FilterChips.tsx';

const FilterDialog = lazyPart(async () => (await import('./FilterDialog.tsx')).FilterDialog);

export type PeopleFiltersProps = { filter: ContactFilter; tags: Tag[]; groups: Group[]; onChange: (filter: ContactFilter) => void };

const sortNames: Record<Sort, string> = {
  name: 'Name',
  '-updated_at': 'Last changed',
  '-created_at': 'Newest first',
  '-last_interaction': 'Last contact',
  last_interaction: 'Longest silent',
  next_due: 'Next due',
};

/** Search, filters and order. Typing is passed on when it pauses. */
export function PeopleFilters({ filter, tags, groups, onChange }: PeopleFiltersProps) {
  const [text, setText] = useState(filter.q ?? '');
  const [typed, setTyped] = useState(false);
  const settled = useDebounced(text.trim(), 180);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef({ filter, onChange });
  useEffect(() => {
    latest.current = { filter, onChange };
  });
  useEffect(() => {
    const { filter: now, onChange: change } = latest.current;
    if (!typed || (now.q ?? '') === settled) return;
    setTyped(false);
    change(settled ? { ...now, q: settled } : without(now, ['q']));
  }, [settled, typed]);
  // Another view, or all filters taken off: the field says what is looked for now.
  const [shown, setShown] = useState(filter.q);
  if (shown !== filter.q) {
    setShown(filter.q);
    if (!typed) setText(filter.q ?? '');
  }
  const type = (value: string) => {
    setText(value);
    setTyped(true);
  };

  const [open, setOpen] = useState(false);
  const active = Object.keys(filter).filter((key) => !['q', 'sort', 'tag_match'].includes(key)).length;
  return (
    <div role="search" className="mb-3">
      <div className="flex flex-wrap items-center gap-2">
        <div className="relative min-w-0 grow basis-full sm:basis-56">
          <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
          <input
            ref={input}
            type="search"
            aria-label="Search people"
            aria-keyshortcuts="/"
            data-search
            placeholder="Search by name or company"
            value={text}
            maxLength={100}
            onChange={(event) => type(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && (type(''), event.currentTarget.blur())}
            className={`${inputClass} pr-10 pl-9 [&::-webkit-search-cancel-button]:hidden`}
          />
          {text && (
            <IconButton label="Clear search" className="absolute top-1/2 right-0.5 -translate-y-1/2" onClick={() => (type(''), input.current?.focus())}>
              <X aria-hidden />
            </IconButton>
          )}
        </div>
        <Button className="max-sm:grow" aria-haspopup="dialog" icon={<SlidersHorizontal aria-hidden className="size-4" />} onClick={() => setOpen(true)}>
          Filters{active > 0 && <span className="rounded-full bg-active px-1.5 text-xs tabular-nums">{active}</span>}
        </Button>
        <Select
          label="Order"
          labelHidden
          className="max-sm:grow"
          value={filter.sort ?? 'name'}
          onChange={(event) => onChange(event.target.value === 'name' ? without(filter, ['sort']) : { ...filter, sort: event.target.value as Sort })}
        >
          {Object.entries(sortNames).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      <div className="mt-1.5">
        <FilterChips filter={filter} tags={tags} groups={groups} onChange={onChange} />
      </div>
      <Suspense>{open && <FilterDialog filter={filter} tags={tags} groups={groups} onApply={(next) => (setOpen(false), onChange(next))} onClose={() => setOpen(false)} />}</Suspense>
    </div>
  );
}
