import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { formatWallDay, formatWallTime } from '../../../lib/format.ts';
import { undo } from '../../../lib/undo.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Button } from '../../../ui/Button.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { understoodQuery, useSaveEvent } from '../api/calendar.ts';
import { addDays, daysBetween, weekdayOf } from '../days.ts';
import { WEEKDAYS } from '../event-form.ts';
import { repeatIn } from '../repeat-words.ts';
import type { Draft } from './EventDialog.tsx';
import { useNamed, WhichOne } from './Named.tsx';

/** The words without those that say when, and without what is left hanging at the ends. */
function titleFrom(text: string, when: (string | null | undefined)[]): string {
  const left = when
    .reduce<string>((rest, words) => (words ? rest.replace(words, ' ') : rest), text)
    .replace(/\ball[ -]day\b/i, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const title = left.replace(/(?:\s+(?:on|at|by|from|the|this|next|in|until|till))+$/i, '').replace(/^(?:on|at|by)\s+/i, '').replace(/\s+(?:on|at|by)\s+(?=with\b|in\b)/i, ' ').replace(/[\s,;:–-]+$/, '').trim() || text.trim();
  return title.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** The first day from `day` on that is one of these of the week. */
function firstOf(day: string, days: string[]): string {
  for (let at = day, i = 0; i < 7; at = addDays(at, 1), i++) if (days.length === 0 || days.includes(WEEKDAYS[weekdayOf(at)]!)) return at;
  return day;
}

/** The end a text names: a wall time after the start, or of whole days the last one. */
function endOf(start: string, until: { date: string; time: string | null } | null): string | undefined {
  if (!until || (start.length > 10) !== (until.time !== null)) return undefined;
  const end = until.time ? `${until.date}T${until.time.slice(0, 5)}` : until.date;
  return end > start ? end : undefined;
}

/** "Dinner with Anna Friday 8pm": shows what is understood while one types, and adds it. */
export function QuickAdd({ date, onMore, onAdded }: { date: string; onMore: (draft: Draft) => void; onAdded: (day: string) => void }) {
  const [text, setText] = useState('');
  const settled = useDebounced(text.trim(), 250);
  const repeat = repeatIn(settled);
  const untilWords = repeat?.until ?? '';
  // Without the words for how often: they are no date.
  const once = repeat ? settled.replace(repeat.words, ' ').replaceAll(/\s+/g, ' ').trim() : settled;
  const read = untilWords ? once.slice(0, once.lastIndexOf(untilWords)) : once;
  const understood = useQuery(understoodQuery(read));
  const ends = useQuery(understoodQuery(untilWords));
  const found = read && understood.data?.date ? understood.data : null;
  // "every Tuesday from 6 until 8 pm": a time ends each of them, a day all of them.
  const until = untilWords ? (ends.data ?? null) : null;
  const last = until && !until.time ? until.date : null;
  const title = titleFrom(last || until?.time ? read : once, [found?.extracted_text, found?.until?.text]);
  const named = useNamed(title);
  const { people } = named;
  const day = repeat ? firstOf(found?.date ?? date, repeat.days) : (found?.date ?? date);
  const start = found?.time ? `${day}T${found.time.slice(0, 5)}` : day;
  const rrule = repeat && `${repeat.rule}${last ? `;UNTIL=${last.replaceAll('-', '')}` : ''}`;
  // What was read as of another day ends as long after it as it was read.
  const ending = until?.time ? { date: day, time: until.time } : found?.date && found.until ? { ...found.until, date: addDays(day, daysBetween(found.date, found.until.date)) } : null;
  const end = endOf(start, ending);
  const save = useSaveEvent();
  const queries = useQueryClient();
  const reading = text.trim() !== settled || (settled !== '' && (understood.isFetching || named.fetching || ends.isFetching));

  const add = () => {
    if (!settled || reading) return;
    save.mutate(
      { body: { title, starts_at: start, ...(end ? { ends_at: start.length > 10 ? end : addDays(end, 1) } : {}), contact_ids: people.map((person) => person.id), ...(rrule ? { rrule } : {}), ...(start.length > 10 ? { reminders: [{ minutes_before: 10, days_before: null, at_time: null }] } : {}) } },
      {
        onSuccess: ({ event, action_id }) => {
          notify(`${event.title} added`, action_id ? () => void undo(queries, action_id) : undefined);
          setText('');
          onAdded(event.starts_at.slice(0, 10));
        },
        onError: (error) => notifyError(error, 'Could not add it'),
      },
    );
  };

  return (
    <form
      className="mb-4"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div className="relative">
        <CalendarPlus aria-hidden className="pointer-events-none absolute top-1/2 left-3.5 size-5 -translate-y-1/2 text-faint" />
        <input aria-label="Add an event in your own words" placeholder="Dinner with Anna Friday 8pm" maxLength={500} autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} className={`${inputClass} bg-card pl-11`} />
      </div>
      {settled && text.trim() && (
        <div aria-live="polite" className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-card px-3 py-2 text-sm">
          <Sparkles aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="min-w-0 grow">
            <span className="font-medium">{title}</span>
            <span className="text-muted">
              {' · '}
              {formatWallDay(start, { weekday: 'long', day: 'numeric', month: 'long', ...(start.slice(0, 4) === date.slice(0, 4) ? {} : { year: 'numeric' }) })}
              {start.length > 10 ? `, ${formatWallTime(start)}` : ', all day'}
              {end && (start.length > 10 ? `–${formatWallTime(end)}` : ` until ${formatWallDay(end, { weekday: 'long', day: 'numeric', month: 'long' })}`)}
              {repeat && `, ${repeat.words.toLowerCase()}`}
              {last && ` until ${formatWallDay(last, { weekday: 'long', day: 'numeric', month: 'long' })}`}
              {people.length > 0 && ` · with ${people.map((person) => person.full_name).join(', ')}`}
              {!found && !repeat && !reading && ' (no date found, so the chosen day)'}
            </span>
          </span>
          <span className="flex gap-2">
            <Button size="sm" variant="ghost" disabled={reading} onClick={() => (onMore({ start, end, title, people, rrule }), setText(''))}>
              More …
            </Button>
            <Button size="sm" type="submit" variant="primary" busy={save.isPending} disabled={reading}>
              Add
            </Button>
          </span>
          <WhichOne {...named} />
        </div>
      )}
    </form>
  );
}
