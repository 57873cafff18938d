/** What a reader found, before it is known which day that is. */
import type { Part } from './words.ts';

/** The last day of a month, whatever its length. */
export const LAST_DAY = 32;

export type DateRef =
  | { kind: 'fixed'; year: number; month: number; day: number }
  /** "3 May": the next, or the one in the year this many years from now. */
  | { kind: 'monthDay'; month: number; day: number; inYear?: number; weekday?: number }
  /** "the 14th": of the next month that has one, or of the month this many months from now. */
  | { kind: 'day'; day: number; inMonth?: number; weekday?: number }
  /** "in June", "late March", "last May". */
  | { kind: 'month'; month: number; day: number; which?: 'this' | 'next' | 'last'; inYear?: number; year?: number }
  | { kind: 'weekday'; weekday: number; which?: 'this' | 'last' | 'every' }
  | { kind: 'inWeek'; week: number; weekday: number }
  | { kind: 'endOfWeek'; week: number }
  | { kind: 'weekend'; week: number }
  | { kind: 'inMonth'; months: number; day: number }
  | { kind: 'inYear'; years: number; month: number; day: number }
  | { kind: 'days'; days: number }
  | { kind: 'shift'; days: number; months: number; workdays: number; from: DateRef }
  /** "first Monday of May"; nth -1 is the last. `of` names any day of that month. */
  | { kind: 'nth'; nth: number; weekday: number; of: DateRef }
  /** "the Friday before Christmas": the nearest such day before (-1) or after (1) another. */
  | { kind: 'beside'; weekday: number; side: 1 | -1; from: DateRef }
  | { kind: 'holiday'; name: string; inYear?: number; which?: 'last' }
  | { kind: 'elapsed'; minutes: number }
  | { kind: 'daily' }
  | { kind: 'workday' };

/** h 0…24; open when nothing says whether it is before or after noon. */
export type Clock = { hour: number; minute: number; meridiem: 'am' | 'pm' | null; open: boolean };
export type TimeRef = { clock: Clock; until?: Clock; zone?: string };

/** One thing that was read: token indices, end exclusive. */
export type Piece = { from: number; to: number; date?: DateRef; until?: DateRef; time?: TimeRef; part?: Part; vague?: boolean; weak?: boolean };
