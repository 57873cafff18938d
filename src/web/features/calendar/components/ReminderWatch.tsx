import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import type { Reminder } from '../../../lib/types.ts';
import { announce, withdraw } from '../../../ui/toast.tsx';
import { dueQuery, markShown, useAnswerReminder } from '../api/reminders.ts';
import { aboutReminder, targetOf } from './reminder-words.ts';

/** More at once than this are one sentence: nobody reads a pile of toasts. */
const MOST = 3;
const SNOOZE_MINUTES = 10;

/** Announces reminders as they come due, wherever in the app somebody is. */
export function ReminderWatch() {
  const canWrite = useCanWrite();
  // Live updates bring what comes due; the interval is for when they are gone.
  const { data } = useQuery({ ...dueQuery, refetchInterval: 120_000, enabled: canWrite });
  const announced = useRef(new Set<string>());
  const navigate = useNavigate();
  const queries = useQueryClient();
  const answer = useAnswerReminder().mutateAsync;

  useEffect(() => {
    if (!data) return;
    const due = new Set(data.map((reminder) => reminder.id));
    for (const id of announced.current) {
      if (due.has(id)) continue;
      withdraw(id);
      announced.current.delete(id);
    }
    const fresh = data.filter((reminder) => reminder.state === 'pending' && !announced.current.has(reminder.id));
    if (fresh.length === 0) return;
    for (const reminder of fresh) announced.current.add(reminder.id);
    const told = Promise.allSettled(fresh.map((reminder) => markShown(reminder.id)));
    if (fresh.length > MOST) {
      announce({ id: 'reminders', message: `${fresh.length} reminders wait for you`, buttons: [{ label: 'Show them', onClick: () => void navigate({ to: '/' }) }] });
      return void told;
    }
    const step = (reminder: Reminder, how: 'dismiss' | 'snooze') =>
      void attempt(answer(how === 'dismiss' ? { id: reminder.id, do: 'dismiss' } : { id: reminder.id, do: 'snooze', minutes: SNOOZE_MINUTES }), { failed: 'Could not answer the reminder', queries });
    for (const reminder of fresh) {
      announce({
        id: reminder.id,
        message: reminder.title,
        description: aboutReminder(reminder),
        buttons: [
          { label: 'Open', onClick: () => void navigate(targetOf(reminder)) },
          { label: `In ${SNOOZE_MINUTES} minutes`, onClick: () => step(reminder, 'snooze') },
          { label: 'Done', onClick: () => step(reminder, 'dismiss') },
        ],
      });
    }
  }, [data, navigate, queries, answer]);
  return null;
}
