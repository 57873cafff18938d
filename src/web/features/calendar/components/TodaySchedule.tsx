import { Link, useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { CalendarDays } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { clockHere } from '../../../lib/format.ts';
import type { Occurrence, Today } from '../../../lib/types.ts';
import { Card } from '../../../ui/Card.tsx';
import { EmptyLine } from '../../../ui/states.tsx';
import { onDay } from '../layout.ts';
import { AgendaRow } from './AgendaRow.tsx';

/** What today holds; when nothing of it is left, what tomorrow begins with. */
export function TodaySchedule({ schedule, day }: { schedule: Today['schedule']; day: string }) {
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const now = clockHere();
  const isOver = (one: Occurrence) => !one.all_day && one.local_end <= now;
  const over = schedule.data.every(isOver);
  const row = (one: Occurrence) => (
    <li key={one.key}>
      <AgendaRow one={one} over={isOver(one)} onOpen={() => void navigate({ to: '/calendar', search: { date: one.local_start.slice(0, 10), event: one.event_id!, occurrence: one.occurrence } })} />
    </li>
  );
  return (
    <Card
      title="Schedule"
      className="overflow-hidden"
      actions={
        <Link to="/calendar" className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
          {schedule.has_more ? 'All of today' : 'Calendar'}
        </Link>
      }
    >
      {schedule.data.length > 0 && <ul className="divide-y divide-line pt-1 pb-1.5">{onDay(schedule.data, day).map(row)}</ul>}
      {over && schedule.tomorrow && (
        <>
          <p className={clsx('px-4 text-sm text-muted', schedule.data.length > 0 && 'border-t border-line pt-2.5')}>{schedule.data.length > 0 ? 'Done for today. Tomorrow begins with' : 'Nothing today. Tomorrow begins with'}</p>
          <ul className="pb-1.5">{row(schedule.tomorrow)}</ul>
        </>
      )}
      {schedule.data.length === 0 && !schedule.tomorrow && <EmptyLine icon={<CalendarDays aria-hidden />}>Nothing planned for today. {canWrite ? 'Events you add to the calendar' : 'The events of this space'} stand here on their day.</EmptyLine>}
    </Card>
  );
}
