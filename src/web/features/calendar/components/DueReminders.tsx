import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell, Check, Clock } from 'lucide-react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import type { Today } from '../../../lib/types.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyLine } from '../../../ui/states.tsx';
import { useAnswerReminder } from '../api/reminders.ts';
import { aboutReminder, targetOf } from './reminder-words.ts';

const SNOOZE_MINUTES = 60;

/** The reminders that wait for an answer. */
export function DueReminders({ reminders: { data, has_more } }: { reminders: Today['reminders'] }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const answer = useAnswerReminder();
  return (
    <Card title="Reminders" count={data.length > 0 && `${data.length}${has_more ? '+' : ''}`} className="overflow-hidden">
      {data.length === 0 ? (
        <EmptyLine icon={<Bell aria-hidden />}>No reminders wait. They come with events that have one, and with birthdays.</EmptyLine>
      ) : (
        <ul className="divide-y divide-line pt-1 pb-1.5">
          {data.map((reminder) => (
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
    </Card>
  );
}
