/** From what was read to a day: every rule of eval/dates/GUIDE.md that needs a calendar. */
import { Temporal } from 'temporal-polyfill';
import { holidayIn } from './holidays.ts';
import { LAST_DAY, type DateRef } from './refs.ts';

type Day = Temporal.PlainDate;
export type When = { today: Day; past: boolean; /** a range's end is sought from its start */ after?: Day };

const day = (year: number, month: number, of: number): Day =>
  Temporal.PlainDate.from({ year, month, day: of === LAST_DAY ? 31 : of }, { overflow: 'constrain' });
const monday = (of: Day): Day => of.subtract({ days: of.dayOfWeek - 1 });
const before = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0;

/** The day a reference means, seen from `when`; null when there is none. */
export function resolveDate(ref: DateRef, when: When): Day | null {
  const { past } = when;
  const today = when.after ?? when.today;
  switch (ref.kind) {
    case 'fixed':
      return day(ref.year, ref.month, ref.day);
    case 'days':
      return when.today.add({ days: ref.days });
    case 'monthDay':
      return ref.inYear === undefined ? yearly(today, past, (year) => day(year, ref.month, ref.day), (found) => found.day === ref.day) : day(when.today.year + ref.inYear, ref.month, ref.day);
    case 'day':
      return monthly(ref, when, today);
    case 'month':
      return ofMonth(ref, when, today);
    case 'weekday':
      return weekly(ref, today, past);
    case 'inWeek':
      return monday(when.today).add({ days: 7 * ref.week + ref.weekday - 1 });
    case 'endOfWeek': {
      const friday = monday(when.today).add({ days: 7 * ref.week + 4 });
      return ref.week === 0 && when.today.dayOfWeek > 5 ? friday.add({ days: 7 }) : friday;
    }
    case 'weekend': {
      if (ref.week === 0 && past && when.today.dayOfWeek < 6) return monday(when.today).subtract({ days: 2 });
      const saturday = monday(when.today).add({ days: 7 * ref.week + 5 });
      return ref.week === 0 && before(saturday, when.today) ? when.today : saturday;
    }
    case 'inMonth': {
      const month = when.today.with({ day: 1 }).add({ months: ref.months });
      return day(month.year, month.month, ref.day);
    }
    case 'inYear':
      return day(when.today.year + ref.years, ref.month, ref.day);
    case 'shift': {
      const from = resolveDate(ref.from, when);
      return from && addWorkdays(from.add({ months: ref.months, days: ref.days }), ref.workdays);
    }
    case 'beside': {
      const from = resolveDate(ref.from, when);
      return from && weekly({ kind: 'weekday', weekday: ref.weekday, ...(ref.side < 0 ? { which: 'last' } : {}) }, from, false);
    }
    case 'nth':
      return nthOf(ref, when);
    case 'holiday':
      return holiday(ref, when, today);
    case 'workday': {
      const next = today.add({ days: 1 });
      return next.dayOfWeek > 5 ? next.add({ days: 8 - next.dayOfWeek }) : next;
    }
    default:
      return null;
  }
}

/** The next day of a yearly series (today counts), or the latest in the past. */
function yearly(today: Day, past: boolean, of: (year: number) => Day, real: (found: Day) => boolean): Day | null {
  const years = Array.from({ length: 9 }, (_, k) => today.year + (past ? -k : k)).map(of).filter(real);
  const fits = (found: Day): boolean => (past ? !before(today, found) : !before(found, today));
  const all = years.filter(fits);
  return all[0] ?? null;
}

function monthly(ref: DateRef & { kind: 'day' }, when: When, today: Day): Day | null {
  if (ref.inMonth !== undefined) {
    const month = when.today.with({ day: 1 }).add({ months: ref.inMonth });
    return day(month.year, month.month, ref.day);
  }
  const months = Array.from({ length: 26 }, (_, k) => today.with({ day: 1 }).add({ months: when.past ? -k : k }));
  const days = months.filter((month) => ref.day <= month.daysInMonth).map((month) => month.with({ day: ref.day }));
  const fitting = days.filter((found) => (when.past ? !before(today, found) : !before(found, today)));
  return (ref.weekday === undefined ? undefined : fitting.find((found) => found.dayOfWeek === ref.weekday)) ?? fitting[0] ?? null;
}

function ofMonth(ref: DateRef & { kind: 'month' }, when: When, today: Day): Day {
  const of = (year: number): Day => day(year, ref.month, ref.day);
  const now = when.today;
  if (ref.year !== undefined) return of(ref.year);
  if (ref.inYear !== undefined) return of(now.year + ref.inYear);
  if (ref.which === 'this') return of(now.year);
  if (ref.which === 'next') return of(now.month < ref.month ? now.year : now.year + 1);
  if (ref.which === 'last') return of(now.month > ref.month ? now.year : now.year - 1);
  const fits = (found: Day): boolean => (when.past ? !before(today, found) : !before(found, today));
  const near = of(today.year);
  return fits(near) ? near : of(today.year + (when.past ? -1 : 1));
}

function weekly(ref: DateRef & { kind: 'weekday' }, today: Day, past: boolean): Day {
  const ahead = ((ref.weekday - today.dayOfWeek + 6) % 7) + 1;
  if (ref.which === 'last' || (past && ref.which === undefined)) return today.add({ days: ahead === 7 ? -7 : ahead - 7 });
  if (ref.which !== 'this') return today.add({ days: ahead });
  const thisOne = monday(today).add({ days: ref.weekday - 1 });
  return before(thisOne, today) && !past ? thisOne.add({ days: 7 }) : thisOne;
}

function nthOf(ref: DateRef & { kind: 'nth' }, when: When): Day | null {
  const inMonth = (any: Day): Day | null => {
    const first = any.with({ day: 1 });
    const offset = (ref.weekday - first.dayOfWeek + 7) % 7;
    if (ref.nth > 0) return offset + 7 * (ref.nth - 1) < first.daysInMonth ? first.add({ days: offset + 7 * (ref.nth - 1) }) : null;
    const last = first.with({ day: first.daysInMonth });
    return last.subtract({ days: (last.dayOfWeek - ref.weekday + 7) % 7 });
  };
  if (ref.of.kind === 'month' && ref.of.year === undefined && ref.of.inYear === undefined) {
    const month = ref.of.month;
    return yearly(when.today, when.past, (year) => inMonth(day(year, month, 1)) ?? day(1900, 1, 1), (found) => found.year > 1900);
  }
  const any = resolveDate(ref.of, when);
  const found = any && inMonth(any);
  const roll = ref.of.kind === 'inMonth' && ref.of.months === 0 && found && before(found, when.today) && !when.past;
  return roll ? inMonth(when.today.with({ day: 1 }).add({ months: 1 })) : found;
}

function holiday(ref: DateRef & { kind: 'holiday' }, when: When, today: Day): Day | null {
  const of = (year: number): Day => day(year, ...holidayIn(ref.name, year));
  if (ref.inYear !== undefined) return of(ref.inYear > 1000 ? ref.inYear : when.today.year + ref.inYear);
  if (ref.which === 'last') return yearly(today.subtract({ days: 1 }), true, of, () => true);
  return yearly(today, when.past, of, () => true);
}

function addWorkdays(from: Day, count: number): Day {
  let found = from;
  for (let left = Math.min(Math.abs(count), 1000); left > 0; ) {
    found = found.add({ days: Math.sign(count) });
    if (found.dayOfWeek < 6) left--;
  }
  return found;
}
