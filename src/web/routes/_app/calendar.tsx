import { createFileRoute } from '@tanstack/react-router';
import { useSession } from '../../features/accounts/api/session.ts';
import { CalendarPage } from '../../features/calendar/components/CalendarPage.tsx';
import { isDay, type View, views } from '../../features/calendar/days.ts';
import { clockHere } from '../../lib/format.ts';

type Search = { view?: View; date?: string; event?: string; occurrence?: string };

export const Route = createFileRoute('/_app/calendar')({
  validateSearch: (search: Record<string, unknown>): Search => ({
    ...(views.includes(search.view as View) ? { view: search.view as View } : {}),
    ...(isDay(search.date) ? { date: search.date } : {}),
    ...(typeof search.event === 'string' ? { event: search.event } : {}),
    ...(typeof search.occurrence === 'string' ? { occurrence: search.occurrence } : {}),
  }),
  component: Calendar,
});

function Calendar() {
  const { view = 'month', date = clockHere().slice(0, 10), event, occurrence } = Route.useSearch();
  const { preferences } = useSession();
  const navigate = Route.useNavigate();
  return (
    <CalendarPage
      shown={{ view, date, event, occurrence }}
      weekStart={preferences.week_start}
      zone={preferences.time_zone}
      onChange={(next) => {
        // What is not said stays; undefined takes it out of the address.
        const search = Object.fromEntries(Object.entries({ view, date, event, occurrence, ...next }).filter(([, value]) => value !== undefined)) as Search;
        void navigate({ search, replace: !('event' in next), resetScroll: false });
      }}
    />
  );
}
