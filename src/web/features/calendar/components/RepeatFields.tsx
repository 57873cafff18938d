import clsx from 'clsx';
import { formatWallDay } from '../../../lib/format.ts';
import { Input, Select } from '../../../ui/Field.tsx';
import { addDays } from '../days.ts';
import { nthOf, type Repeat, WEEKDAYS } from '../event-form.ts';

const MONDAY = '2024-01-01';
const weekday = (code: string, style: 'long' | 'narrow') => formatWallDay(addDays(MONDAY, WEEKDAYS.indexOf(code)), { weekday: style });
const ordinals: Record<string, string> = { '1': 'first', '2': 'second', '3': 'third', '4': 'fourth', '-1': 'last' };
const units: Partial<Record<Repeat['kind'], string>> = { daily: 'days', weekly: 'weeks', monthly: 'months', nth: 'months', yearly: 'years' };

function nthWords(day: string): string {
  const [, nth, code] = /^(-?\d)(..)$/.exec(nthOf(day))!;
  return `${ordinals[nth!]} ${weekday(code!, 'long')}`;
}

/** How often an event comes, and until when. */
export function RepeatFields({ day, value, onChange }: { day: string; value: Repeat; onChange: (next: Repeat) => void }) {
  const set = (part: Partial<Repeat>) => onChange({ ...value, ...part });
  const unit = units[value.kind];
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Select label="Repeat" value={value.kind} onChange={(event) => set({ kind: event.target.value as Repeat['kind'] })}>
          <option value="never">Never</option>
          <option value="daily">Every day</option>
          <option value="weekly">Every week</option>
          <option value="monthly">Every month on day {Number(day.slice(8))}</option>
          <option value="nth">Every month on the {nthWords(day)}</option>
          <option value="yearly">Every year on {formatWallDay(day, { day: 'numeric', month: 'long' })}</option>
          {value.rrule && <option value="other">As it is: {value.rrule}</option>}
        </Select>
        {unit && <Input label={`Every so many ${unit}`} type="number" min={1} max={1000} required value={value.interval} onChange={(event) => set({ interval: Number(event.target.value) })} />}
      </div>
      {value.kind === 'weekly' && (
        <div role="group" aria-label="On these days" className="flex flex-wrap gap-1.5">
          {WEEKDAYS.map((code) => {
            const on = value.days.includes(code);
            return (
              <button
                key={code}
                type="button"
                aria-pressed={on}
                aria-label={weekday(code, 'long')}
                onClick={() => set({ days: on ? value.days.filter((other) => other !== code) : [...value.days, code] })}
                className={clsx('size-9 rounded-full border text-sm coarse:size-11', on ? 'border-button bg-button text-white' : 'border-control text-muted hover:bg-hover')}
              >
                {weekday(code, 'narrow')}
              </button>
            );
          })}
        </div>
      )}
      {unit && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Select label="Ends" value={value.end} onChange={(event) => set({ end: event.target.value as Repeat['end'] })}>
            <option value="never">Never</option>
            <option value="until">On a day</option>
            <option value="count">After so many times</option>
          </Select>
          {value.end === 'until' && <Input label="Last day" type="date" required min={day} value={value.until} onChange={(event) => set({ until: event.target.value })} />}
          {value.end === 'count' && <Input label="Times" type="number" required min={1} max={3660} value={value.count} onChange={(event) => set({ count: Number(event.target.value) })} />}
        </div>
      )}
    </div>
  );
}
