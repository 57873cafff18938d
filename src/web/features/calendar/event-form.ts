import type { CalendarEvent } from '../../lib/types.ts';
import type { EventInput } from './api/calendar.ts';
import { addDays, addMinutes, daysBetween, minutesBetween, weekdayOf } from './days.ts';

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
export type Repeat = { kind: 'never' | 'daily' | 'weekly' | 'monthly' | 'nth' | 'yearly' | 'other'; interval: number; days: string[]; end: 'never' | 'until' | 'count'; until: string; count: number; rrule: string };
export type Values = {
  title: string;
  all_day: boolean;
  start_day: string;
  start_time: string;
  end_day: string;
  end_time: string;
  /** '' is wherever one is. */
  time_zone: string;
  repeat: Repeat;
  calendar_id: string;
  place: string;
  description: string;
  color: string;
  people: { id: string; full_name: string }[];
  attendees: CalendarEvent['attendees'];
  reminders: string[];
};

type Reminder = CalendarEvent['reminders'][number];
const reminderKey = (reminder: Reminder) => (reminder.at_time === null ? `${reminder.minutes_before}` : `${reminder.days_before}@${reminder.at_time}`);
function toReminder(key: string): Reminder {
  const [days, time] = key.split('@');
  return time ? { minutes_before: null, days_before: Number(days), at_time: time } : { minutes_before: Number(key), days_before: null, at_time: null };
}
export const reminderChoices = {
  timed: [['0', 'When it starts'], ['5', '5 minutes before'], ['10', '10 minutes before'], ['30', '30 minutes before'], ['60', 'An hour before'], ['120', '2 hours before'], ['1440', 'A day before'], ['10080', 'A week before']],
  all_day: [['0@09:00', 'On the day at 9:00'], ['1@18:00', 'The evening before'], ['1@09:00', 'A day before at 9:00'], ['7@09:00', 'A week before at 9:00']],
} as const;

const never: Repeat = { kind: 'never', interval: 1, days: [], end: 'never', until: '', count: 10, rrule: '' };

/** A rule as the form shows it; one it has no fields for stays as it is. */
export function fromRrule(rrule: string | null, day: string): Repeat {
  const repeat: Repeat = { ...never, until: addDays(day, 90), days: [WEEKDAYS[weekdayOf(day)]!] };
  if (!rrule) return repeat;
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]));
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const [freq, count, until, byDay, byMonthDay] = ['FREQ', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY'].map(take);
  repeat.interval = Number(take('INTERVAL') ?? 1);
  if (count) Object.assign(repeat, { end: 'count', count: Number(count) });
  if (until) Object.assign(repeat, { end: 'until', until: `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` });
  repeat.rrule = rrule;
  repeat.kind = 'other';
  take('WKST');
  if (parts.size > 0) return repeat;
  if (freq === 'DAILY' && !byDay && !byMonthDay) repeat.kind = 'daily';
  else if (freq === 'WEEKLY' && (!byDay || byDay.split(',').every((one) => WEEKDAYS.includes(one)))) Object.assign(repeat, { kind: 'weekly', ...(byDay ? { days: byDay.split(',') } : {}) });
  else if (freq === 'MONTHLY' && !byDay && (!byMonthDay || Number(byMonthDay) === Number(day.slice(8)))) repeat.kind = 'monthly';
  else if (freq === 'MONTHLY' && byDay === nthOf(day) && !byMonthDay) repeat.kind = 'nth';
  else if (freq === 'YEARLY' && !byDay && !byMonthDay) repeat.kind = 'yearly';
  return repeat;
}

/** "3TU": which Tuesday of its month a day is; the fifth counts as the last. */
export const nthOf = (day: string): string => `${Number(day.slice(8)) > 28 ? -1 : Math.ceil(Number(day.slice(8)) / 7)}${WEEKDAYS[weekdayOf(day)]}`;

export function toRrule(repeat: Repeat, day: string): string | null {
  const bases: Record<Repeat['kind'], string | null> = {
    never: null,
    other: null,
    daily: 'FREQ=DAILY',
    weekly: `FREQ=WEEKLY${repeat.days.length > 0 ? `;BYDAY=${WEEKDAYS.filter((one) => repeat.days.includes(one)).join(',')}` : ''}`,
    monthly: 'FREQ=MONTHLY',
    nth: `FREQ=MONTHLY;BYDAY=${nthOf(day)}`,
    yearly: 'FREQ=YEARLY',
  };
  if (repeat.kind === 'other') return repeat.rrule;
  const base = bases[repeat.kind];
  if (!base) return null;
  const end = repeat.end === 'until' && repeat.until ? `;UNTIL=${repeat.until.replaceAll('-', '')}` : repeat.end === 'count' ? `;COUNT=${repeat.count}` : '';
  return `${base}${repeat.interval > 1 ? `;INTERVAL=${repeat.interval}` : ''}${end}`;
}

/** A new event that starts then (a wall time, or a day for the whole of it); an hour, or that day, unless its end (its last day) is given. */
export function newValues(start: string, zone: string, calendar_id: string, end?: string): Values {
  const all_day = start.length === 10;
  const from = all_day ? `${start}T09:00` : start;
  const to = all_day ? `${end ?? start}T10:00` : (end ?? addMinutes(from, 60));
  return {
    title: '', all_day, start_day: from.slice(0, 10), start_time: from.slice(11, 16), end_day: to.slice(0, 10), end_time: to.slice(11, 16), time_zone: zone, repeat: fromRrule(null, start.slice(0, 10)),
    calendar_id, place: '', description: '', color: '', people: [], attendees: [], reminders: all_day ? [] : ['10'],
  };
}

/** An event, or the occurrence of a series that starts then, as the form shows it. */
export function toValues(event: CalendarEvent, occurrence: string | undefined, zone: string): Values {
  const start = event.rrule && occurrence ? occurrence : event.starts_at;
  const end = event.all_day ? addDays(start, daysBetween(event.starts_at, event.ends_at) - 1) : addMinutes(start, minutesBetween(event.starts_at, event.ends_at));
  return {
    ...newValues(start.slice(0, 16), zone, event.calendar_id),
    title: event.title,
    end_day: end.slice(0, 10),
    ...(event.all_day ? {} : { end_time: end.slice(11, 16), time_zone: event.time_zone ?? '' }),
    repeat: fromRrule(event.rrule, start.slice(0, 10)),
    place: event.place ?? '',
    description: event.description ?? '',
    color: event.color ?? '',
    people: event.contacts,
    attendees: event.attendees,
    reminders: event.reminders.map(reminderKey),
  };
}

/** The whole of it, as the API takes it. */
export function toInput(values: Values): EventInput {
  return {
    title: values.title.trim(),
    starts_at: values.all_day ? values.start_day : `${values.start_day}T${values.start_time}`,
    ends_at: values.all_day ? addDays(values.end_day, 1) : `${values.end_day}T${values.end_time}`,
    ...(values.all_day ? {} : { time_zone: values.time_zone || null }),
    rrule: toRrule(values.repeat, values.start_day),
    calendar_id: values.calendar_id,
    place: values.place || null,
    description: values.description || null,
    color: values.color || null,
    contact_ids: values.people.map((person) => person.id),
    attendees: values.attendees,
    reminders: values.reminders.map(toReminder),
  };
}

/** Only what differs. Start and end go together. */
export function changes(before: Values, after: Values): EventInput {
  const [old, now] = [toInput(before), toInput(after)];
  const changed = Object.fromEntries(Object.entries(now).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(old[key as keyof EventInput]))) as EventInput;
  if (changed.starts_at || changed.ends_at) Object.assign(changed, { starts_at: now.starts_at, ends_at: now.ends_at });
  return changed;
}
