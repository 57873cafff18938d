import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { ChevronDown, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Checkbox, Input, Select, Textarea } from '../../../ui/Field.tsx';
import { calendarsQuery } from '../api/calendar.ts';
import { addDays, addMinutes, daysBetween, minutesBetween } from '../days.ts';
import { reminderChoices, type Values } from '../event-form.ts';
import { Guests } from './Guests.tsx';
import { PeopleField } from './PeopleField.tsx';
import { RepeatFields } from './RepeatFields.tsx';

const COLORS = ['#4f6cff', '#17a2b8', '#28a745', '#d4a106', '#f08c3a', '#e8508c', '#9b5de5', '#dc3545'];

/** The fields of an event. `isOne`: it stands for one occurrence of a series, which does not repeat of its own. */
export function EventFields({ values, onChange, isOne }: { values: Values; onChange: (next: Values) => void; isOne: boolean }) {
  const calendars = useQuery(calendarsQuery).data ?? [];
  const [more, setMore] = useState(values.description !== '' || values.color !== '' || values.attendees.length > 0);
  const set = (part: Partial<Values>) => onChange({ ...values, ...part });
  /** The end moves with the start. */
  const start = (day: string, time: string) => {
    if (!day || !time) return set({ start_day: day, start_time: time });
    if (values.all_day) return set({ start_day: day, end_day: values.start_day ? addDays(day, Math.max(0, daysBetween(values.start_day, values.end_day))) : day });
    const length = values.start_day && values.start_time ? minutesBetween(`${values.start_day}T${values.start_time}`, `${values.end_day}T${values.end_time}`) : 60;
    const end = addMinutes(`${day}T${time}`, length > 0 ? length : 60);
    set({ start_day: day, start_time: time, end_day: end.slice(0, 10), end_time: end.slice(11) });
  };
  return (
    <>
      <Input label="Title" required maxLength={255} autoFocus value={values.title} onChange={(event) => set({ title: event.target.value })} />
      <div className="grid grid-cols-2 gap-3">
        <Input label="Starts" type="date" required min="1900-01-01" max="2199-12-31" value={values.start_day} onChange={(event) => start(event.target.value, values.start_time)} className={values.all_day ? 'col-span-1' : ''} />
        {!values.all_day && <Input label="At" type="time" required value={values.start_time} onChange={(event) => start(values.start_day, event.target.value)} />}
        <Input label={values.all_day ? 'Last day' : 'Ends'} type="date" required min={values.start_day} max="2199-12-31" value={values.end_day} onChange={(event) => set({ end_day: event.target.value })} />
        {!values.all_day && <Input label="Until" type="time" required value={values.end_time} onChange={(event) => set({ end_time: event.target.value })} />}
      </div>
      <Checkbox label="All day" checked={values.all_day} onChange={(event) => set({ all_day: event.target.checked, reminders: [], end_day: values.end_day < values.start_day ? values.start_day : values.end_day })} />
      {!isOne && values.start_day && <RepeatFields day={values.start_day} value={values.repeat} onChange={(repeat) => set({ repeat })} />}
      <PeopleField value={values.people} onChange={(people) => set({ people })} />
      <Input label="Place" maxLength={500} value={values.place} onChange={(event) => set({ place: event.target.value })} />
      <Reminders values={values} set={set} />
      {calendars.length > 1 && (
        <Select label="Calendar" value={values.calendar_id} onChange={(event) => set({ calendar_id: event.target.value })}>
          {calendars.map((calendar) => (
            <option key={calendar.id} value={calendar.id}>
              {calendar.name}
            </option>
          ))}
        </Select>
      )}
      {more ? (
        <>
          <Textarea label="Notes" maxLength={10_000} rows={3} value={values.description} onChange={(event) => set({ description: event.target.value })} />
          {!values.all_day && <Zone value={values.time_zone} onChange={(time_zone) => set({ time_zone })} />}
          <Guests value={values.attendees} onChange={(attendees) => set({ attendees })} />
          <Colors value={values.color} onChange={(color) => set({ color })} />
        </>
      ) : (
        <Button variant="ghost" className="self-start" icon={<ChevronDown aria-hidden className="size-4" />} onClick={() => setMore(true)}>
          Notes, zone, guests, colour
        </Button>
      )}
    </>
  );
}

type Part = { values: Values; set: (part: Partial<Values>) => void };

function Reminders({ values, set }: Part) {
  const choices: (readonly [string, string])[] = [...reminderChoices[values.all_day ? 'all_day' : 'timed']];
  for (const key of values.reminders) if (!choices.some(([value]) => value === key)) choices.push([key, key.includes('@') ? `${key.split('@')[0]} days before at ${key.split('@')[1]}` : `${key} minutes before`]);
  const free = choices.find(([value]) => !values.reminders.includes(value));
  return (
    <div role="group" aria-label="Reminders" className="flex flex-col gap-2">
      {values.reminders.map((key, index) => (
        <div key={key} className="flex items-end gap-2">
          <Select label={index === 0 ? 'Remind me' : 'And'} value={key} onChange={(event) => set({ reminders: [...new Set(values.reminders.map((other) => (other === key ? event.target.value : other)))] })} className="grow">
            {choices.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
          <IconButton label="Remove this reminder" onClick={() => set({ reminders: values.reminders.filter((other) => other !== key) })}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      {free && values.reminders.length < 10 && (
        <Button variant="ghost" size="sm" className="self-start" icon={<Plus aria-hidden className="size-4" />} onClick={() => set({ reminders: [...values.reminders, free[0]] })}>
          {values.reminders.length === 0 ? 'Remind me' : 'Another reminder'}
        </Button>
      )}
    </div>
  );
}

const zones = Intl.supportedValuesOf('timeZone');

function Zone({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const known = value === '' || zones.includes(value) ? zones : [value, ...zones];
  return (
    <Select label="Time zone" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">Wherever I am</option>
      {known.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </Select>
  );
}

function Colors({ value, onChange }: { value: string; onChange: (color: string) => void }) {
  return (
    <div role="group" aria-label="Colour" className="flex flex-wrap items-center gap-1.5">
      <button type="button" aria-pressed={value === ''} onClick={() => onChange('')} className={clsx('min-h-8 rounded-lg border px-2.5 text-sm coarse:min-h-11', value === '' ? 'border-focus text-text' : 'border-line text-muted')}>
        Of the calendar
      </button>
      {COLORS.map((color) => (
        <button key={color} type="button" aria-label={`Colour ${color}`} aria-pressed={value === color} onClick={() => onChange(color)} className="inline-flex size-8 items-center justify-center rounded-full aria-pressed:ring-2 aria-pressed:ring-focus coarse:size-11">
          <span style={{ background: color }} className="size-5 rounded-full" />
        </button>
      ))}
    </div>
  );
}
