import clsx from 'clsx';
import { Search, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Tag } from '../../../lib/types.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { inputClass, Select } from '../../../ui/Field.tsx';
import type { ContactFilter, Sort } from '../api/contacts.ts';

export type PeopleFiltersProps = { filter: ContactFilter; tags: Tag[]; onChange: (filter: ContactFilter) => void };

const sortNames: Record<Sort, string> = {
  name: 'Name',
  '-updated_at': 'Last changed',
  '-created_at': 'Newest first',
  '-last_interaction': 'Last contact',
};

/** Search, tier, tag and order. Typing is passed on when it pauses. */
export function PeopleFilters({ filter, tags, onChange }: PeopleFiltersProps) {
  const [text, setText] = useState(filter.q ?? '');
  const settled = useDebounced(text.trim(), 180);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef({ filter, onChange });
  useEffect(() => {
    latest.current = { filter, onChange };
  });
  useEffect(() => {
    const { filter: now, onChange: change } = latest.current;
    if ((now.q ?? '') === settled) return;
    const { q: _, ...rest } = now;
    change(settled ? { ...rest, q: settled } : rest);
  }, [settled]);

  const [open, setOpen] = useState(false);
  const active = Object.keys(filter).filter((key) => key !== 'q').length;
  // On a phone the filters stay folded until somebody wants them.
  const folded = clsx(!open && 'max-sm:hidden');

  const set = <K extends keyof ContactFilter>(key: K, value: ContactFilter[K] | undefined) => {
    const { [key]: _, ...rest } = filter;
    onChange(value === undefined ? rest : { ...rest, [key]: value });
  };

  return (
    <div role="search" className="mb-3 grid grid-cols-[1fr_1fr_auto] gap-2 sm:flex sm:flex-wrap sm:items-center">
      <div className="relative col-span-2 grow sm:min-w-56">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
        <input
          ref={input}
          type="search"
          aria-label="Search people"
          aria-keyshortcuts="/"
          data-search
          placeholder="Search by name or company"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && (setText(''), event.currentTarget.blur())}
          className={`${inputClass} pr-10 pl-9 [&::-webkit-search-cancel-button]:hidden`}
        />
        {text && (
          <IconButton label="Clear search" className="absolute top-1/2 right-0.5 -translate-y-1/2" onClick={() => (setText(''), input.current?.focus())}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      <IconButton label={open ? 'Hide filters' : 'Show filters'} aria-expanded={open} active={active > 0} className="border border-control sm:hidden" onClick={() => setOpen(!open)}>
        <SlidersHorizontal aria-hidden />
      </IconButton>
      <Select
        label="Tier"
        labelHidden
        className={folded}
        value={filter.tier ?? ''}
        onChange={(event) => set('tier', event.target.value ? (Number(event.target.value) as 1 | 2) : undefined)}
      >
        <option value="">All tiers</option>
        <option value="1">Inner circle</option>
        <option value="2">Outer circle</option>
      </Select>
      <Select label="Tag" labelHidden value={filter.tag ?? ''} onChange={(event) => set('tag', event.target.value || undefined)} className={clsx('max-sm:col-span-2 sm:max-w-44', folded)}>
        <option value="">All tags</option>
        {tags.map((tag) => (
          <option key={tag.id} value={tag.id}>
            {tag.name}
          </option>
        ))}
      </Select>
      <Select
        label="Order"
        labelHidden
        className={folded}
        value={filter.sort ?? 'name'}
        onChange={(event) => set('sort', event.target.value === 'name' ? undefined : (event.target.value as Sort))}
      >
        {Object.entries(sortNames).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        label="Which people"
        labelHidden
        className={clsx('max-sm:col-span-2', folded)}
        value={filter.archived ? 'archived' : filter.starred ? 'starred' : ''}
        onChange={(event) => {
          const { archived: _archived, starred: _starred, ...rest } = filter;
          const which = event.target.value;
          onChange(which === 'archived' ? { ...rest, archived: true } : which === 'starred' ? { ...rest, starred: true } : rest);
        }}
      >
        <option value="">Active</option>
        <option value="starred">Starred</option>
        <option value="archived">Archived</option>
      </Select>
    </div>
  );
}
