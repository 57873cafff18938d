import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Check, Clock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { clockHere } from '../../../lib/format.ts';
import { Card } from '../../../ui/Card.tsx';
import { IconButton } from '../../../ui/Button.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { windowQuery } from '../api/calendar.ts';
import { dueQuery, useAnswerReminder } from '../api/reminders.ts';
import { addDays } from '../days.ts';
import { onDay } from '../layout.ts';
import { AgendaRow } from './AgendaRow.tsx';
import { aboutReminder, targetOf } from './reminder-words.ts';

/** What today holds, and the reminders that wait for an answer. */
export function TodaySchedule() {
  const today = clockHere().slice(0, 10);
  const query = useQuery(windowQuery(today, addDays(today, 1)));
  const navigate = useNavigate();
  return (
    <div className="mb-4 grid items-start gap-4 lg:grid-cols-2">
      <Card
        title="Today"
        className="overflow-hidden"
        actions={
          <Link to="/calendar" className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
            Calendar
          </Link>
        }
      >
        <DataView query={query} compact loading={<SkeletonRows rows={1} />} isEmpty={(list) => list.length === 0} empty={<Nothing>Nothing planned for today.</Nothing>}>
          {(list) => (
            <ul className="divide-y divide-line pt-1">
              {onDay(list, today).map((one) => (
                <li key={one.key}>
                  <AgendaRow
                    one={one}
                    onOpen={() =>
                      void (one.event_id
                        ? navigate({ to: '/calendar', search: { date: today, event: one.event_id, occurrence: one.occurrence } })
                        : navigate({ to: '/people/$contactId', params: { contactId: one.contacts[0]!.id } }))
                    }
                  />
                </li>
              ))}
            </ul>
          )}
        </DataView>
      </Card>
      <DueReminders />
    </div>
  );
}

/** As high as the row that stands there while it loads: nothing below jumps. */
const Nothing = ({ children }: { children: ReactNode }) => <p className="flex min-h-16 items-center px-4 text-sm text-muted">{children}</p>;

const SNOOZE_MINUTES = 60;

function DueReminders() {
  const canWrite = useCanWrite();
  const query = useQuery(dueQuery);
  const queries = useQueryClient();
  const answer = useAnswerReminder();
  return (
    <Card title="Reminders" className="overflow-hidden">
      <DataView query={query} compact loading={<SkeletonRows rows={1} />} isEmpty={(list) => list.length === 0} empty={<Nothing>No reminders wait.</Nothing>}>
        {(list) => (
          <ul className="divide-y divide-line pt-1">
            {list.map((reminder) => (
              <li key={reminder.id} className="flex min-h-14 items-center gap-1 pr-2 pl-4 hover:bg-hover">
                <Link {...targetOf(reminder)} className="min-w-0 grow py-2">
                  <span className="block truncate font-medium">{reminder.title}</span>
                  <span className="block truncate text-sm text-muted">{aboutReminder(reminder)}</span>
                </Link>
                {canWrite && (
                  <>
                    <IconButton label={`${reminder.title}: again in an hour`} onClick={() => void attempt(answer.mutateAsync({ id: reminder.id, do: 'snooze', minutes: SNOOZE_MINUTES }), { done: 'Again in an hour', failed: 'Could not do it', queries, actionId: (id) => id })}>
                      <Clock aria-hidden />
                    </IconButton>
                    <IconButton label={`${reminder.title}: done`} onClick={() => void attempt(answer.mutateAsync({ id: reminder.id, do: 'dismiss' }), { done: 'Done', failed: 'Could not do it', queries, actionId: (id) => id })}>
                      <Check aria-hidden />
                    </IconButton>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </DataView>
    </Card>
  );
}
