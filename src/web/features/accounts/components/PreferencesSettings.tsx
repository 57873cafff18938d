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
      <Birthdays preferences={preferences} set={set} />
    </div>
  );
}

const ahead = [[0, 'On the day'], [1, 'A day before'], [3, '3 days before'], [7, 'A week before'], [14, 'Two weeks before'], [28, 'Four weeks before']] as const;

/** Whether birthdays and dates of people are announced, and when. */
function Birthdays({ preferences, set }: { preferences: Preferences; set: (changed: Partial<Preferences>) => void }) {
  const { birthday_reminders: on, birthday_days_before: days, birthday_time: time } = preferences;
  const choices = [...ahead, ...days.filter((day) => !ahead.some(([known]) => known === day)).map((day) => [day, `${day} days before`] as const)].toSorted(([a], [b]) => a - b);
  const toggle = (day: number, wanted: boolean) => set({ birthday_days_before: wanted ? [...days, day].toSorted((a, b) => a - b) : days.filter((other) => other !== day) });
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-4 sm:col-span-2">
      <legend className="sr-only">Birthdays</legend>
      <Checkbox label="Remind me of birthdays" hint="And of the other dates of people." checked={on} onChange={(event) => set({ birthday_reminders: event.target.checked })} />
      {on && (
        <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
          <div role="group" aria-label="How long before" className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
            {choices.map(([day, label]) => (
              <Checkbox key={day} label={label} checked={days.includes(day)} onChange={(event) => toggle(day, event.target.checked)} />
            ))}
          </div>
          <Input label="At" type="time" required value={time} onChange={(event) => event.target.value && set({ birthday_time: event.target.value })} />
        </div>
      )}
    </fieldset>
  );
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
