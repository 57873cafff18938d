/** Days are texts (2026-05-17) and so are wall times (2026-05-17T20:00:00): what a calendar shows has no zone. */

const DAY = 86_400_000;
const at = (day: string) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

export const views = ['day', 'week', 'month', 'year', 'agenda'] as const;
export type View = (typeof views)[number];
export type WeekStart = 'monday' | 'sunday' | 'saturday';

export const addDays = (day: string, days: number): string => dayOf(at(day) + days * DAY);
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / DAY);
/** 0 is Monday. */
export const weekdayOf = (day: string): number => (new Date(at(day)).getUTCDay() + 6) % 7;
export const isDay = (value: unknown): value is string => typeof value === 'string' && /^(19|20|21)\d\d-\d\d-\d\d$/.test(value) && !Number.isNaN(at(value)) && dayOf(at(value)) === value;

const firsts: Record<WeekStart, number> = { monday: 0, sunday: 6, saturday: 5 };
export const startOfWeek = (day: string, start: WeekStart): string => addDays(day, -((weekdayOf(day) - firsts[start] + 7) % 7));
export const weekOf = (day: string, start: WeekStart): string[] => Array.from({ length: 7 }, (_, index) => addDays(startOfWeek(day, start), index));
/** The weeks that hold a month. */
export function monthOf(day: string, start: WeekStart): string[][] {
  const first = startOfWeek(`${day.slice(0, 7)}-01`, start);
  const weeks = Math.ceil((daysBetween(first, addMonths(`${day.slice(0, 7)}-01`, 1))) / 7);
  return Array.from({ length: weeks }, (_, week) => weekOf(addDays(first, week * 7), start));
}
/** The same day of another month, or its last. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

export const minutesOf = (wall: string): number => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
/** A wall time later by so many minutes, without seconds. */
export const addMinutes = (wall: string, minutes: number): string => new Date(Date.parse(`${wall.slice(0, 16)}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
export const minutesBetween = (from: string, to: string): number => Math.round((Date.parse(`${to.slice(0, 16)}:00Z`) - Date.parse(`${from.slice(0, 16)}:00Z`)) / 60_000);

/** What a view looks at: from a day to another, which is not in it. */
export function windowOf(view: View, day: string, start: WeekStart): { from: string; to: string } {
  if (view === 'agenda') return { from: day, to: addDays(day, 60) };
  if (view === 'day') return { from: day, to: addDays(day, 1) };
  if (view === 'year') return { from: `${day.slice(0, 4)}-01-01`, to: `${Number(day.slice(0, 4)) + 1}-01-01` };
  const days = view === 'week' ? weekOf(day, start) : monthOf(day, start).flat();
  return { from: days[0]!, to: addDays(days.at(-1)!, 1) };
}

/** The day that the arrows beside the period lead to: a day, a week, a month, a year, or a page of the agenda away. */
export function stepOf(view: View, day: string, direction: 1 | -1): string {
  if (view === 'month') return addMonths(day, direction);
  if (view === 'year') return addMonths(day, 12 * direction);
  return addDays(day, direction * { day: 1, week: 7, agenda: 30 }[view]);
}
