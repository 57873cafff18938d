import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { clockHere } from '../../../lib/format.ts';
import { type Hotkeys, useHotkeys } from '../../../lib/hotkeys.ts';
import { useMedia } from '../../../lib/useMedia.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { PageHead } from '../../../ui/Card.tsx';
import { DataView, Skeleton } from '../../../ui/states.tsx';
import { windowQuery } from '../api/calendar.ts';
import { addDays, addMinutes, stepOf, type View, type WeekStart, weekOf, windowOf } from '../days.ts';
import { moved, type Move } from '../moves.ts';
import { AgendaView } from './AgendaView.tsx';
import { CalendarToolbar } from './CalendarToolbar.tsx';
import { placeOf } from './EventChip.tsx';
import type { Draft } from './EventDialog.tsx';
import { HoursView } from './HoursView.tsx';
import { MonthView } from './MonthView.tsx';
import { QuickAdd } from './QuickAdd.tsx';
import { useMove } from './useMove.tsx';

const EventDialog = lazyPart(async () => (await import('./EventDialog.tsx')).EventDialog);
const CalendarsDialog = lazyPart(async () => (await import('./CalendarsDialog.tsx')).CalendarsDialog);
const YearView = lazyPart(async () => (await import('./YearView.tsx')).YearView);

export type Shown = { view: View; date: string; event?: string | undefined; occurrence?: string | undefined };
export type CalendarPageProps = { shown: Shown; weekStart: WeekStart; zone: string; onChange: (next: Partial<Shown>) => void };

/** Day, week, month, year and agenda; the URL holds what is shown. */
export function CalendarPage({ shown, weekStart, zone, onChange }: CalendarPageProps) {
  const { view, date } = shown;
  const canWrite = useCanWrite();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [managing, setManaging] = useState(false);
  const today = clockHere().slice(0, 10);
  const span = windowOf(view, date, weekStart);
  const query = useQuery(windowQuery(span.from, span.to));
  // Seven columns of hours are for a wide screen; on a phone a week is a list.
  const wide = useMedia('(min-width: 40rem)');
  const { onMove, dialog } = useMove();
  const focus = useFollowedFocus(date, query.data);

  const go = (next: string) => {
    focus.day();
    onChange({ date: next });
  };
  const soon = () => (date === today ? addMinutes(`${clockHere().slice(0, 13)}:00`, 60) : `${date}T09:00`);
  const add = (start: string, end?: string) => setDraft({ start, end });
  const show = (next: View) => () => onChange({ view: next });
  const weeks = view === 'month' || view === 'year';
  const keys: Hotkeys = {
    ArrowLeft: () => go(addDays(date, -1)),
    ArrowRight: () => go(addDays(date, 1)),
    ArrowUp: () => (weeks ? go(addDays(date, -7)) : false),
    ArrowDown: () => (weeks ? go(addDays(date, 7)) : false),
    t: () => go(today),
    d: show('day'),
    w: show('week'),
    m: show('month'),
    y: show('year'),
    a: show('agenda'),
    n: () => (canWrite ? add(soon()) : false),
  };
  // "g a" goes to another page; its second letter is not for this one.
  for (const key of ['t', 'd', 'w', 'm', 'y', 'a', 'n']) keys[`g ${key}`] = () => false;
  useHotkeys(keys);

  const open = (one: Occurrence) => {
    if (one.event_id) onChange({ event: one.event_id, occurrence: one.occurrence });
    else if (one.contacts[0]) void navigate({ to: '/people/$contactId', params: { contactId: one.contacts[0].id } });
  };
  const move = (one: Occurrence, by: Move) => {
    focus.event(moved(one, by));
    onMove(one, by);
  };
  const draw = (occurrences: Occurrence[]) => {
    const common = { date, today, occurrences, onOpen: open, onMove: canWrite ? move : undefined };
    if (view === 'agenda' || (view === 'week' && !wide)) return <AgendaView from={span.from} to={span.to} today={today} occurrences={occurrences} empty={view === 'week' ? 'Nothing in this week' : 'Nothing in these two months'} onOpen={open} />;
    if (view === 'year') return <YearView date={date} today={today} weekStart={weekStart} occurrences={occurrences} onDay={(day) => onChange({ date: day, view: 'day' })} onMonth={(day) => onChange({ date: day, view: 'month' })} />;
    if (view === 'month') return <MonthView {...common} weekStart={weekStart} onDate={go} onAdd={canWrite ? (day) => add(day === today ? soon() : `${day}T09:00`) : undefined} onMore={(day) => onChange({ date: day, view: 'day' })} />;
    return <HoursView key={view} {...common} days={view === 'day' ? [date] : weekOf(date, weekStart)} onDate={(day) => onChange(view === 'week' && day === date ? { view: 'day' } : { date: day })} onAdd={canWrite ? add : undefined} />;
  };
  const loading = <Skeleton className="h-[60dvh] w-full rounded-xl!" />;

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
      <CalendarToolbar view={view} date={date} weekStart={weekStart} onToday={() => go(today)} onStep={(way) => onChange({ date: stepOf(view, date, way) })} onView={(next) => onChange({ view: next })} onManage={() => setManaging(true)} />
      <DataView query={query} loading={loading}>
        {(occurrences) => <Suspense fallback={loading}>{draw(occurrences)}</Suspense>}
      </DataView>
      {dialog}
      <Suspense>
        {managing && <CalendarsDialog onClose={() => setManaging(false)} />}
        {draft && <EventDialog open={draft} zone={zone} onClose={() => setDraft(null)} />}
        {!draft && shown.event && <EventDialog key={`${shown.event}${shown.occurrence}`} open={{ id: shown.event, occurrence: shown.occurrence }} zone={zone} onClose={() => onChange({ event: undefined, occurrence: undefined })} />}
      </Suspense>
    </div>
  );
}

/** Keys walk from day to day and move events: the focus goes along, also where what had it is drawn anew. */
function useFollowedFocus(date: string, occurrences: Occurrence[] | undefined) {
  const day = useRef(false);
  const event = useRef<string | null>(null);
  useEffect(() => {
    if (!day.current) return;
    day.current = false;
    document.querySelector<HTMLElement>(`main [data-day="${date}"]`)?.focus();
  }, [date]);
  useEffect(() => {
    if (!occurrences || !event.current || (document.activeElement && document.activeElement !== document.body)) return;
    document.querySelector<HTMLElement>(`main [data-event="${event.current}"]`)?.focus({ preventScroll: true });
  }, [occurrences]);
  return { day: () => void ((day.current = true), (event.current = null)), event: (one: Occurrence) => void (event.current = placeOf(one)) };
}
