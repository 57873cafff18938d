import type { LinkProps } from '@tanstack/react-router';
import { clockHere, formatWallDay, formatWallTime } from '../../../lib/format.ts';
import type { Reminder } from '../../../lib/types.ts';
import { addDays } from '../days.ts';

/** "Today 20:00 · Trattoria", "In a week, Fri, 22 May". */
export function aboutReminder(reminder: Reminder): string {
  const today = clockHere().slice(0, 10);
  const day = reminder.occurrence.slice(0, 10);
  const near = day === today ? 'Today' : day === addDays(today, 1) ? 'Tomorrow' : formatWallDay(day);
  const time = reminder.occurrence.length > 10 ? ` ${formatWallTime(reminder.occurrence)}` : '';
  return [`${near}${time}`, reminder.place].filter(Boolean).join(' · ');
}

/** Where a reminder leads: its event, or the person. */
export function targetOf(reminder: Reminder): Pick<LinkProps, 'to' | 'search' | 'params'> {
  if (!reminder.event_id && reminder.contact_id) return { to: '/people/$contactId', params: { contactId: reminder.contact_id } };
  return { to: '/calendar', search: { date: reminder.occurrence.slice(0, 10), ...(reminder.event_id ? { event: reminder.event_id, occurrence: reminder.occurrence } : {}) } };
}
