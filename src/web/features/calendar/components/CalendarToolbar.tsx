import clsx from 'clsx';
import { ChevronLeft, ChevronRight, ListFilter } from 'lucide-react';
import { formatWallDay } from '../../../lib/format.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { type View, views, type WeekStart, weekOf } from '../days.ts';

const names: Record<View, string> = { day: 'Day', week: 'Week', month: 'Month', year: 'Year', agenda: 'Agenda' };

/** "9 – 15 Nov 2026", "November 2026". */
function periodOf(view: View, date: string, weekStart: WeekStart): string {
  const week = weekOf(date, weekStart);
  switch (view) {
    case 'day':
      return formatWallDay(date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    case 'week':
      return `${formatWallDay(week[0]!, { day: 'numeric', month: 'short' })} – ${formatWallDay(week[6]!, { day: 'numeric', month: 'short', year: 'numeric' })}`;
    case 'month':
      return formatWallDay(date, { month: 'long', year: 'numeric' });
    case 'year':
      return date.slice(0, 4);
    default:
      return `From ${formatWallDay(date, { day: 'numeric', month: 'long', year: 'numeric' })}`;
  }
}

type Props = { view: View; date: string; weekStart: WeekStart; onToday: () => void; onStep: (direction: 1 | -1) => void; onView: (view: View) => void; onManage: () => void };

/** What is shown, and the ways to another time and another view. */
export function CalendarToolbar({ view, date, weekStart, onToday, onStep, onView, onManage }: Props) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Button size="sm" onClick={onToday}>
        Today
      </Button>
      <span className="flex">
        <IconButton label={`Earlier ${view === 'agenda' ? 'days' : view}`} onClick={() => onStep(-1)}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton label={`Later ${view === 'agenda' ? 'days' : view}`} onClick={() => onStep(1)}>
          <ChevronRight aria-hidden />
        </IconButton>
      </span>
      <h2 aria-live="polite" className="min-w-0 grow text-lg font-semibold max-sm:order-last max-sm:basis-full">
        {periodOf(view, date, weekStart)}
      </h2>
      <IconButton label="Calendars" onClick={onManage} className="max-sm:ml-auto">
        <ListFilter aria-hidden />
      </IconButton>
      <div role="group" aria-label="View" className="flex rounded-lg border border-line bg-card p-0.5 max-sm:w-full">
        {views.map((name) => (
          <button key={name} type="button" aria-pressed={view === name} onClick={() => onView(name)} className={clsx('min-h-8 grow rounded-md px-3 text-sm coarse:min-h-11', view === name ? 'bg-active text-text' : 'text-muted hover:text-text')}>
            {names[name]}
          </button>
        ))}
      </div>
    </div>
  );
}
