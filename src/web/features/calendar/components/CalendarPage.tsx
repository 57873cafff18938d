import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { clockHere, formatWallDay } from '../../../lib/format.ts';
import { type Hotkeys, useHotkeys } from '../../../lib/hotkeys.ts';
import { useMedia } from '../../../lib/useMedia.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { DataView, Skeleton } from '../../../ui/states.tsx';
import { windowQuery } from '../api/calendar.ts';
import { addDays, addMinutes, addMonths, type View, views, type WeekStart, weekOf, windowOf } from '../days.ts';
import { AgendaView } from './AgendaView.tsx';
import { MonthView } from './MonthView.tsx';
import { type Draft, QuickAdd } from './QuickAdd.tsx';
import { WeekView } from './WeekView.tsx';

const EventDialog = lazyPart(async () => (await import('./EventDialog.tsx')).EventDialog);

export type Shown = { view: View; date: string; event?: string | undefined; occurrence?: string | undefined };
export type CalendarPageProps = { shown: Shown; weekStart: WeekStart; zone: string; onChange: (next: Partial<Shown>) => void };

const names: Record<View, string> = { month: 'Month', week: 'Week', agenda: 'Agenda' };

/** Month, week and agenda; the URL holds what is shown. */
export function CalendarPage({ shown, weekStart, zone, onChange }: CalendarPageProps) {
  const { view, date } = shown;
  const canWrite = useCanWrite();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft | null>(null);
  const today = clockHere().slice(0, 10);
  const span = windowOf(view, date, weekStart);
  const query = useQuery(windowQuery(span.from, span.to));
  // Seven columns of hours are for a wide screen; on a phone a week is a list.
  const wide = useMedia('(min-width: 40rem)');
  const moved = useRef(false);
  const go = (next: string) => {
    moved.current = true;
    onChange({ date: next });
  };
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    document.querySelector<HTMLElement>(`main [data-day="${date}"]`)?.focus();
  }, [date]);

  const soon = () => (date === today ? addMinutes(`${clockHere().slice(0, 13)}:00`, 60) : `${date}T09:00`);
  const add = (start: string) => setDraft({ start, title: '', people: [] });
  const step = (direction: 1 | -1) => (view === 'month' ? addMonths(date, direction) : addDays(date, direction * (view === 'week' ? 7 : 30)));
  const show = (next: View) => () => onChange({ view: next });
  const keys: Hotkeys = {
    ArrowLeft: () => go(addDays(date, -1)),
    ArrowRight: () => go(addDays(date, 1)),
    ArrowUp: () => (view === 'month' ? go(addDays(date, -7)) : false),
    ArrowDown: () => (view === 'month' ? go(addDays(date, 7)) : false),
    t: () => go(today),
    m: show('month'),
    w: show('week'),
    a: show('agenda'),
    n: () => (canWrite ? add(soon()) : false),
  };
  // "g a" goes to another page; its second letter is not for this one.
  for (const key of ['t', 'm', 'w', 'a', 'n']) keys[`g ${key}`] = () => false;
  useHotkeys(keys);

  const open = (one: Occurrence) => {
    if (one.event_id) onChange({ event: one.event_id, occurrence: one.occurrence });
    else if (one.contacts[0]) void navigate({ to: '/people/$contactId', params: { contactId: one.contacts[0].id } });
  };
  const week = weekOf(date, weekStart);
  const period = view === 'week' ? `${formatWallDay(week[0]!, { day: 'numeric', month: 'short' })} – ${formatWallDay(week[6]!, { day: 'numeric', month: 'short', year: 'numeric' })}` : view === 'month' ? formatWallDay(date, { month: 'long', year: 'numeric' }) : `From ${formatWallDay(date, { day: 'numeric', month: 'long', year: 'numeric' })}`;

  return (
    <div data-own-keys="w">
      <PageHead title="Calendar">
        {canWrite && (
          <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => add(soon())}>
            New event
          </Button>
        )}
      </PageHead>
      {canWrite && <QuickAdd date={date} onMore={setDraft} onAdded={(day) => onChange({ date: day })} />}
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Button size="sm" onClick={() => go(today)}>
          Today
        </Button>
        <span className="flex">
          <IconButton label={`Earlier ${view === 'agenda' ? 'days' : view}`} onClick={() => onChange({ date: step(-1) })}>
            <ChevronLeft aria-hidden />
          </IconButton>
          <IconButton label={`Later ${view === 'agenda' ? 'days' : view}`} onClick={() => onChange({ date: step(1) })}>
            <ChevronRight aria-hidden />
          </IconButton>
        </span>
        <h2 aria-live="polite" className="grow text-lg font-semibold">
          {period}
        </h2>
        <div role="group" aria-label="View" className="flex rounded-lg border border-line bg-card p-0.5">
          {views.map((name) => (
            <button key={name} type="button" aria-pressed={view === name} onClick={show(name)} className={clsx('min-h-8 rounded-md px-3 text-sm coarse:min-h-11', view === name ? 'bg-active text-text' : 'text-muted hover:text-text')}>
              {names[name]}
            </button>
          ))}
        </div>
      </div>
      <DataView query={query} loading={<Skeleton className="h-[60dvh] w-full rounded-xl!" />}>
        {(occurrences) => {
          const common = { date, today, weekStart, occurrences, onOpen: open };
          if (view === 'agenda' || (view === 'week' && !wide)) return <AgendaView from={span.from} to={span.to} today={today} occurrences={occurrences} empty={view === 'week' ? 'Nothing in this week' : 'Nothing in these two months'} onOpen={open} />;
          if (view === 'week') return <WeekView {...common} onDate={(day) => onChange({ date: day })} onAdd={canWrite ? add : undefined} />;
          return <MonthView {...common} onDate={go} onAdd={canWrite ? (day) => add(day === today ? soon() : `${day}T09:00`) : undefined} onMore={(day) => onChange({ date: day, view: 'agenda' })} />;
        }}
      </DataView>
      <Suspense>
        {draft && <EventDialog open={draft} zone={zone} onClose={() => setDraft(null)} />}
        {!draft && shown.event && <EventDialog key={`${shown.event}${shown.occurrence}`} open={{ id: shown.event, occurrence: shown.occurrence }} zone={zone} onClose={() => onChange({ event: undefined, occurrence: undefined })} />}
      </Suspense>
    </div>
  );
}
