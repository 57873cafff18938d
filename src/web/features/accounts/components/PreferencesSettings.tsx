import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { chooseTheme, useThemeChoice } from '../../../lib/theme.ts';
import type { Preferences } from '../../../lib/types.ts';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, Input, Select } from '../../../ui/Field.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { preferencesQuery, useSavePreferences } from '../api/profile.ts';
import { timeZones } from './zones.ts';

/** Each choice is saved when it is made. */
export function PreferencesSettings() {
  const query = useQuery(preferencesQuery);
  return (
    <Card title="Preferences">
      <DataView query={query} compact loading={<SkeletonRows rows={6} />}>
        {(preferences) => <PreferencesForm preferences={preferences} />}
      </DataView>
    </Card>
  );
}

const locales = ['en-GB', 'en-US', 'de-DE', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pt-BR', 'pl-PL', 'sv-SE', 'ja-JP', 'hi-IN'];
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'INR', 'JPY', 'CAD', 'AUD', 'SEK', 'PLN', 'BRL'];

function PreferencesForm({ preferences }: { preferences: Preferences }) {
  const save = useSavePreferences();
  const theme = useThemeChoice();
  const zones = useMemo(() => timeZones(preferences.time_zone), [preferences.time_zone]);
  const set = (changed: Partial<Preferences>) => save.mutate(changed, { onError: (error) => notifyError(error, 'Could not save') });
  const choice = <K extends keyof Preferences>(label: string, key: K, options: [Preferences[K] & string, string][], hint?: string) => (
    <Select label={label} hint={hint} value={preferences[key] as string} onChange={(event) => set({ [key]: event.target.value } as Partial<Preferences>)}>
      {options.map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </Select>
  );
  const names = useMemo(() => new Intl.DisplayNames(['en'], { type: 'language' }), []);
  const withCurrent = (list: string[], current: string) => (list.includes(current) ? list : [current, ...list]);

  return (
    <div className="grid gap-4 p-4 sm:grid-cols-2">
      <Select
        label="Theme"
        value={theme}
        onChange={(event) => {
          const next = event.target.value as Preferences['theme'];
          chooseTheme(next);
          set({ theme: next });
        }}
      >
        <option value="dark">Dark</option>
        <option value="light">Light</option>
        <option value="system">Like the system</option>
      </Select>
      {choice('Time zone', 'time_zone', zones.map((zone) => [zone, zone.replaceAll('_', ' ')]))}
      {choice('Dates and numbers', 'locale', withCurrent(locales, preferences.locale).map((value) => [value, nameOf(names, value)]))}
      {choice('Week starts on', 'week_start', [
        ['monday', 'Monday'],
        ['sunday', 'Sunday'],
        ['saturday', 'Saturday'],
      ])}
      {choice('Units', 'units', [
        ['metric', 'Metric (kg, km, °C)'],
        ['imperial', 'Imperial (lb, mi, °F)'],
      ])}
      {choice('Currency', 'currency', withCurrent(currencies, preferences.currency).map((code) => [code, code]))}
      {choice(
        'How Kith answers',
        'response_style',
        [
          ['concise', 'Concise'],
          ['friendly', 'Friendly'],
          ['coach', 'Like a coach'],
        ],
      )}
      {choice('Detail', 'detail_level', [
        ['brief', 'Brief'],
        ['normal', 'Normal'],
        ['detailed', 'Detailed'],
      ])}
      <Input label="Language" value={nameOf(names, preferences.language)} readOnly hint="More languages will follow." />
      <Checkbox className="sm:mt-5" label="Emoji" hint="Kith may use emoji in its answers." checked={preferences.emoji} onChange={(event) => set({ emoji: event.target.checked })} />
    </div>
  );
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
