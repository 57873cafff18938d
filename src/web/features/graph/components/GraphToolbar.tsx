import clsx from 'clsx';
import { Search, SlidersHorizontal, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../../ui/Button.tsx';
import { Checkbox, Field, inputClass, Select } from '../../../ui/Field.tsx';
import { PersonPicker } from '../../../ui/PersonPicker.tsx';
import type { View } from './GraphPage.tsx';
import { type ColorMode, colorModes, type GraphFilter } from './filter.ts';

export type GraphToolbarProps = {
  view: View;
  list: boolean;
  drawable: boolean;
  onFilter: (filter: GraphFilter) => void;
  text: string;
  onText: (text: string) => void;
  onFind: (person: { id: string }) => void;
  panel: boolean;
  onPanel: () => void;
};

const modeNames: Record<ColorMode, string> = { tier: 'Tier', tag: 'Tag', group: 'Group', community: 'Community', health: 'Health' };

/** Map or list, search, colours and filters. */
export function GraphToolbar({ view, list, drawable, onFilter, text, onText, onFind, panel, onPanel }: GraphToolbarProps) {
  const { network, filter, visible } = view;
  const [open, setOpen] = useState(false);
  const { view: _view, color: _color, ...filters } = filter;
  const active = Object.keys(filters).length;
  const set = <K extends keyof GraphFilter>(key: K, value: GraphFilter[K] | undefined, ...without: (keyof GraphFilter)[]) => {
    const next = { ...filter };
    for (const name of [key, ...without]) delete next[name];
    onFilter(value === undefined ? next : { ...next, [key]: value });
  };
  return (
    <div className="line-fades border-b border-line bg-bg">
      <div className="flex flex-wrap items-center gap-2 px-4 py-2 sm:px-6 lg:px-4">
        <h1 className="mr-1 text-lg font-semibold tracking-tight">Graph</h1>
        <div role="group" aria-label="View" className="flex rounded-lg border border-line p-0.5">
          {(['map', 'list'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={list === (name === 'list')}
              disabled={name === 'map' && !drawable}
              onClick={() => set('view', name === 'list' ? 'list' : undefined)}
              className="min-h-8.5 min-w-11 rounded-md px-3 text-sm font-medium text-muted hover:text-text disabled:opacity-55 aria-pressed:bg-active aria-pressed:text-text coarse:min-h-11"
            >
              {name === 'map' ? 'Map' : 'List'}
            </button>
          ))}
        </div>
        <div className="order-last min-w-0 basis-full sm:order-none sm:max-w-sm sm:basis-0 sm:grow">
          {list ? <FilterField value={text} onChange={onText} /> : <PersonPicker floating label="Find a person" onChoose={onFind} />}
        </div>
        <div className="ml-auto flex items-center gap-1">
          {!list && (
            <Select label="Colour by" labelHidden value={filter.color ?? 'tier'} onChange={(event) => set('color', event.target.value === 'tier' ? undefined : (event.target.value as Exclude<ColorMode, 'tier'>), 'only')} className="max-sm:hidden">
              {colorModes.map((mode) => (
                <option key={mode} value={mode}>
                  Colour: {modeNames[mode]}
                </option>
              ))}
            </Select>
          )}
          <IconButton label={open ? 'Hide filters' : 'Show filters'} aria-expanded={open} active={active > 0} onClick={() => setOpen(!open)} className="relative">
            <SlidersHorizontal aria-hidden />
            {active > 0 && <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-primary" />}
          </IconButton>
          {!list && (
            <IconButton label="Communities and bridges" active={panel} onClick={onPanel}>
              <Sparkles aria-hidden />
            </IconButton>
          )}
        </div>
      </div>
      {open && (
        <div role="group" aria-label="Filters" className="grid grid-cols-2 items-end gap-3 border-t border-line px-4 py-3 sm:flex sm:flex-wrap sm:px-6 lg:px-4">
          {!list && (
            <Select label="Colour by" className="sm:hidden" value={filter.color ?? 'tier'} onChange={(event) => set('color', event.target.value === 'tier' ? undefined : (event.target.value as Exclude<ColorMode, 'tier'>), 'only')}>
              {colorModes.map((mode) => (
                <option key={mode} value={mode}>
                  {modeNames[mode]}
                </option>
              ))}
            </Select>
          )}
          <Select label="Tier" value={filter.tier ?? ''} onChange={(event) => set('tier', event.target.value ? (Number(event.target.value) as 1 | 2) : undefined)}>
            <option value="">All</option>
            <option value="1">Inner circle</option>
            <option value="2">Outer circle</option>
          </Select>
          <Choice label="Tag" value={filter.tag} options={network.data.tags} onChange={(value) => set('tag', value)} />
          <Choice label="Group" value={filter.group} options={network.data.groups} onChange={(value) => set('group', value)} />
          <Field label={filter.min ? `Familiarity from ${filter.min}` : 'Any familiarity'} className="sm:w-44">
            {(wiring) => (
              <input {...wiring} type="range" min={0} max={100} step={5} value={filter.min ?? 0} onChange={(event) => set('min', Number(event.target.value) || undefined)} className="h-10 w-full accent-primary coarse:h-11" />
            )}
          </Field>
          <Checkbox label="Only connected" checked={filter.connected ?? false} onChange={(event) => set('connected', event.target.checked || undefined)} />
          <p className={clsx('text-sm text-muted sm:ml-auto sm:pb-2', active === 0 && 'max-sm:hidden')}>
            {visible.size} of {network.people.size} shown
            {active > 0 && (
              <button type="button" className="link ml-3 coarse:min-h-11" onClick={() => onFilter({ ...(filter.view ? { view: filter.view } : {}), ...(filter.color ? { color: filter.color } : {}) })}>
                Clear
              </button>
            )}
          </p>
        </div>
      )}
    </div>
  );
}

/** Narrows the list to those whose name or company has a word that begins like this. */
function FilterField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <div className="relative">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
      <input
        type="search"
        aria-label="Filter people"
        aria-keyshortcuts="/"
        data-search
        placeholder="Filter by name or company"
        autoComplete="off"
        maxLength={100}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          onChange('');
          event.currentTarget.blur();
        }}
        className={`${inputClass} pl-9`}
      />
    </div>
  );
}

function Choice({ label, value, options, onChange }: { label: string; value: string | undefined; options: { id: string; name: string }[]; onChange: (value: string | undefined) => void }) {
  return (
    <Select label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} className="sm:max-w-44">
      <option value="">All</option>
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
