import clsx from 'clsx';
import { X } from 'lucide-react';
import { plural } from '../../../lib/format.ts';
import type { Group, Tag } from '../../../lib/types.ts';
import type { ContactFilter } from '../api/filter.ts';

export type FilterChipsProps = { filter: ContactFilter; tags: Tag[]; groups: Group[]; onChange: (filter: ContactFilter) => void };
type Key = keyof ContactFilter;

/** Filters that are one tap away. */
const quick: { label: string; on: ContactFilter }[] = [
  { label: 'Starred', on: { starred: true } },
  { label: 'Inner circle', on: { tier: 1 } },
  { label: 'Time to reach out', on: { cadence_due: true } },
  { label: 'Birthday soon', on: { birthday_within_days: 30 } },
  { label: 'Archived', on: { archived: true } },
];

/** What the other filters say in words. */
function describe(filter: ContactFilter, tags: Tag[], groups: Group[]): { label: string; keys: Key[] }[] {
  const names = filter.tag?.map((id) => tags.find((tag) => tag.id === id)?.name ?? 'a deleted tag') ?? [];
  const parts: [Key[], string | false | undefined][] = [
    [['tier'], filter.tier === 2 && 'Outer circle'],
    [['tag', 'tag_match'], names.length > 0 && names.join(filter.tag_match ? ' and ' : ' or ')],
    [['group'], filter.group && (groups.find((group) => group.id === filter.group)?.name ?? 'In a group')],
    [['company'], filter.company],
    [['city'], filter.city && `In ${filter.city}`],
    [['starred'], filter.starred === false && 'Not starred'],
    [['cadence_due'], filter.cadence_due === false && 'Nothing due'],
    [['birthday_within_days'], filter.birthday_within_days !== undefined && filter.birthday_within_days !== 30 && `Birthday within ${plural(filter.birthday_within_days, 'day')}`],
    [['no_contact_for_days'], filter.no_contact_for_days !== undefined && `No contact for ${plural(filter.no_contact_for_days, 'day')}`],
    [['has_email'], filter.has_email !== undefined && (filter.has_email ? 'With an email' : 'Without an email')],
    [['has_phone'], filter.has_phone !== undefined && (filter.has_phone ? 'With a phone' : 'Without a phone')],
  ];
  return parts.flatMap(([keys, label]) => (label ? [{ keys, label }] : []));
}

export const without = (filter: ContactFilter, keys: Key[]): ContactFilter => Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.includes(key as Key)));

const chip = 'inline-flex min-h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-sm whitespace-nowrap transition-colors coarse:min-h-11';

/** The filters that are one tap away, then the others that are on, each with the way to take it off. */
export function FilterChips({ filter, tags, groups, onChange }: FilterChipsProps) {
  const others = describe(filter, tags, groups);
  return (
    <div role="group" aria-label="Filters" className="-mx-4 flex gap-1.5 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0">
      {others.map(({ label, keys }) => (
        <button key={label} type="button" aria-label={`Remove filter ${label}`} className={clsx(chip, 'border-button bg-active text-text')} onClick={() => onChange(without(filter, keys))}>
          <span className="max-w-56 truncate">{label}</span>
          <X aria-hidden className="size-3.5" />
        </button>
      ))}
      {quick.map(({ label, on }) => {
        const [[key, value]] = Object.entries(on) as [[Key, unknown]];
        const pressed = filter[key] === value;
        return (
          <button
            key={label}
            type="button"
            aria-pressed={pressed}
            className={clsx(chip, pressed ? 'border-button bg-active text-text' : 'border-line bg-card text-muted hover:bg-hover hover:text-text')}
            onClick={() => onChange(pressed ? without(filter, [key]) : { ...filter, ...on })}
          >
            {label}
            {pressed && <X aria-hidden className="size-3.5" />}
          </button>
        );
      })}
    </div>
  );
}
