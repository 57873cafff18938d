import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { plural } from '../../../lib/format.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import type { Group, Tag } from '../../../lib/types.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Input, Select } from '../../../ui/Field.tsx';
import { countQuery, facetsQuery } from '../api/batch.ts';
import type { ContactFilter } from '../api/filter.ts';
import { without } from './FilterChips.tsx';

export type FilterDialogProps = { filter: ContactFilter; tags: Tag[]; groups: Group[]; onApply: (filter: ContactFilter) => void; onClose: () => void };

const yesNo: [string, string][] = [['', 'Any'], ['true', 'Yes'], ['false', 'No']];
const choices: { key: keyof ContactFilter; label: string; options: [string, string][] }[] = [
  { key: 'tier', label: 'Tier', options: [['', 'Any'], ['1', 'Inner circle'], ['2', 'Outer circle']] },
  { key: 'starred', label: 'Starred', options: yesNo },
  { key: 'no_contact_for_days', label: 'No contact for', options: [['', 'Any time'], ['30', 'A month'], ['90', '3 months'], ['182', 'Half a year'], ['365', 'A year'], ['1095', '3 years']] },
  { key: 'cadence_due', label: 'Time to reach out', options: yesNo },
  { key: 'birthday_within_days', label: 'Birthday within', options: [['', 'Any time'], ['7', 'A week'], ['30', 'A month'], ['90', '3 months']] },
  { key: 'has_email', label: 'Has an email', options: yesNo },
  { key: 'has_phone', label: 'Has a phone', options: yesNo },
  { key: 'archived', label: 'Archived', options: [['', 'No'], ['true', 'Yes']] },
];
const parse = (value: string) => (value === 'true' ? true : value === 'false' ? false : Number(value));

/** All filters at once, with how many people they leave before they are applied. */
export function FilterDialog({ filter, tags, groups, onApply, onClose }: FilterDialogProps) {
  const [draft, setDraft] = useState(filter);
  const { data: facets } = useQuery(facetsQuery);
  const { data: count } = useQuery({ ...countQuery(useDebounced(draft, 250)), placeholderData: keepPreviousData });
  const set = (key: keyof ContactFilter, value: unknown) => setDraft(value === undefined || value === '' ? without(draft, [key]) : { ...draft, [key]: value });
  const toggle = (tag: string) => {
    const { tag_match: match, ...rest } = draft;
    const next = draft.tag?.includes(tag) ? draft.tag.filter((id) => id !== tag) : [...(draft.tag ?? []), tag].slice(0, 20);
    setDraft(next.length === 0 ? without(rest, ['tag']) : { ...rest, tag: next, ...(match && next.length > 1 ? { tag_match: match } : {}) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = { ...draft, company: draft.company?.trim() ?? '', city: draft.city?.trim() ?? '' };
    onApply(without(typed, (['company', 'city'] as const).filter((key) => !typed[key])));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Filter people"
      footer={
        <>
          <Button variant="ghost" className="mr-auto" onClick={() => setDraft({ ...(draft.q ? { q: draft.q } : {}), ...(draft.sort ? { sort: draft.sort } : {}) })}>
            Clear
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="filter-people" variant="primary">
            {count === undefined ? 'Show' : `Show ${plural(count, 'person', 'people')}`}
          </Button>
        </>
      }
    >
      <form id="filter-people" onSubmit={submit} className="flex flex-col gap-5">
        {tags.length > 0 && (
          <fieldset className="min-w-0">
            <legend className="mb-1.5 text-sm font-medium text-muted">Tags</legend>
            <div className="flex max-h-44 flex-wrap gap-1.5 overflow-y-auto p-0.5">
              {tags.map((tag) => (
                <button
                  key={tag.id}
                  type="button"
                  aria-pressed={draft.tag?.includes(tag.id) ?? false}
                  onClick={() => toggle(tag.id)}
                  className="inline-flex min-h-8 max-w-full items-center gap-2 rounded-full border border-control px-3 text-sm text-muted hover:bg-hover aria-pressed:border-button aria-pressed:bg-active aria-pressed:text-text coarse:min-h-11"
                >
                  <Dot color={tag.color} />
                  <span className="truncate">{tag.name}</span>
                </button>
              ))}
            </div>
            {(draft.tag?.length ?? 0) > 1 && (
              <Select label="People with" className="mt-2 max-w-52" value={draft.tag_match ?? ''} onChange={(event) => set('tag_match', event.target.value)}>
                <option value="">Any of these tags</option>
                <option value="all">All of these tags</option>
              </Select>
            )}
          </fieldset>
        )}
        <div className="grid grid-cols-2 gap-x-4 gap-y-3.5 sm:grid-cols-3">
          {(groups.length > 0 || draft.group) && (
            <Select label="Group" value={draft.group ?? ''} onChange={(event) => set('group', event.target.value)}>
              <option value="">Any</option>
              {draft.group && !groups.some((group) => group.id === draft.group) && <option value={draft.group}>A deleted group</option>}
              {groups.map((group) => (
                <option key={group.id} value={group.id}>
                  {group.name}
                </option>
              ))}
            </Select>
          )}
          {choices.map(({ key, label, options }) => {
            const value = draft[key] === undefined ? '' : String(draft[key]);
            return (
              <Select key={key} label={label} value={value} onChange={(event) => set(key, event.target.value === '' ? undefined : parse(event.target.value))}>
                {!options.some(([option]) => option === value) && <option value={value}>{value} days</option>}
                {options.map(([option, name]) => (
                  <option key={option} value={option}>
                    {name}
                  </option>
                ))}
              </Select>
            );
          })}
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Input label="Company" list="companies" maxLength={255} value={draft.company ?? ''} onChange={(event) => set('company', event.target.value)} />
          <Input label="City" list="cities" maxLength={128} value={draft.city ?? ''} onChange={(event) => set('city', event.target.value)} />
          <Facets id="companies" values={facets?.companies} />
          <Facets id="cities" values={facets?.cities} />
        </div>
      </form>
    </Dialog>
  );
}

function Facets({ id, values = [] }: { id: string; values?: { value: string; count: number }[] | undefined }) {
  return (
    <datalist id={id}>
      {values.map(({ value, count }) => (
        <option key={value} value={value}>
          {plural(count, 'person', 'people')}
        </option>
      ))}
    </datalist>
  );
}
