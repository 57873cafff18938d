/** Reads days and months in words: "5th of April 2026", "June 3–7", "the 14th of next month", "late March", "first Monday of May". */
import { LAST_DAY, type DateRef } from './refs.ts';
import { real } from './numeric.ts';
import type { Tokens } from './tokens.ts';
import { COUNTED, FOLLOW, monthOf, NAME_MONTHS, ordinalOf, partOf, weekdayOf, words } from './words.ts';

const RANGE = words('- – — to until till til thru through');
const BEFORE_MONTH = words('in by until till til since during before after around from mid for starting begins between through to late early of');
const NOT_BEFORE_NAME = words('from for to of between after before');
const STREETS = words('street road avenue lane drive court close place crescent terrace');
const RANKED = words(`floor time century grade birthday anniversary street avenue st ave place person one try attempt edition chapter season episode row round day week month year hour minute half part option choice
 draft version child kid baby son daughter wife husband degree generation hole inning quarter party class reason step item page question cup glass date dose shot lap mile pass hand rate line tee green planet`);
const PLANNED = words('booked planned scheduled set due aiming aim holiday trip plans plan wedding moved postponed delayed rescheduled ready available free closed open starting back pushed fixed confirmed');
const AFTER_DAY = words('morning afternoon evening night noon midnight lunchtime');

export type Read = { date: DateRef; to: number; from?: number; until?: DateRef; vague?: boolean; weak?: boolean };

const isDay = (day: number | null | undefined): day is number => day !== null && day !== undefined && day >= 1 && day <= 31;
const skip = (tokens: Tokens, i: number, ...what: string[]): number => (what.includes(tokens.word(i)) ? i + 1 : i);

/** A day number at token i, with or without its ending, or an ordinal in words. */
export function readDayNumber(tokens: Tokens, i: number): { day: number; ordinal: boolean; to: number } | null {
  const digits = tokens.number(i);
  if (digits !== null) {
    if (!isDay(digits) || tokens.at(i).raw.length > 2) return null;
    const ending = tokens.word(i + 1);
    if (['st', 'nd', 'rd', 'th'].includes(ending)) return { day: digits, ordinal: true, to: i + 2 };
    if (tokens.at(i + 1).glued && (tokens.at(i + 1).kind === 'word' || [':', '%'].includes(ending) || (ending === '/' && monthOf(tokens.word(i + 3)) === undefined))) return null;
    if (ending === '.' && tokens.at(i + 2).glued && tokens.at(i + 2).kind === 'number') return null;
    return { day: digits, ordinal: false, to: i + 1 };
  }
  const word = tokens.word(i);
  const ordinal = ordinalOf(word);
  if (ordinal !== undefined) return { day: ordinal, ordinal: true, to: i + 1 };
  if (word === 'twenty' || word === 'thirty') {
    const j = skip(tokens, i + 1, '-');
    const unit = ordinalOf(tokens.word(j));
    if (unit !== undefined && unit < 10) return { day: (word === 'twenty' ? 20 : 30) + unit, ordinal: true, to: j + 1 };
  }
  return null;
}

/** Whether words after a lone number or ordinal show that it does not count something. */
export function standsAlone(tokens: Tokens, i: number): boolean {
  const { word, kind } = tokens.at(i);
  if (word === '') return true;
  if (word === '%' || word === '°' || word === '€' || word === '$' || word === '£') return false;
  if (kind === 'mark') return !(['-', '–', '/'].includes(word) && tokens.at(i).glued && tokens.at(i + 1).glued && tokens.at(i + 1).kind === 'word' && weekdayOf(tokens.word(i + 1)) === undefined);
  if (kind === 'number') return true;
  return FOLLOW.has(word) || AFTER_DAY.has(word) || partOf(word) !== undefined || weekdayOf(word) !== undefined || (monthOf(word) !== undefined && tokens.capital(i)) || /^(tom|tmr|2m|yest)/.test(word);
}

/** The year written at token i, in full or as '26. */
function readYear(tokens: Tokens, i: number): { year: number; to: number } | null {
  const at = skip(tokens, i, ',', 'of');
  const year = tokens.number(at);
  if (year !== null && tokens.at(at).raw.length === 4 && year >= 1900 && year < 2200 && tokens.word(at + 1) !== ':') return { year, to: at + 1 };
  if ((tokens.word(i) === "'" || tokens.word(i) === '’') && tokens.number(i + 1) !== null && tokens.at(i + 1).raw.length === 2) return { year: 2000 + (tokens.number(i + 1) as number), to: i + 2 };
  return null;
}

/** "this year", "next year", "last year" at token i, as years from now. */
export function readInYear(tokens: Tokens, i: number): { years: number; to: number } | null {
  const at = tokens.word(i) === ',' || tokens.word(i) === 'of' || tokens.word(i) === 'in' ? i + 1 : i;
  const years = { this: 0, next: 1, last: -1 }[tokens.word(at)];
  return years !== undefined && tokens.word(at + 1) === 'year' ? { years, to: at + 2 } : null;
}

const monthDay = (tokens: Tokens, month: number, day: number, to: number): { date: DateRef; to: number } | null => {
  if (!real(2024, month, day)) return null;
  const year = readYear(tokens, to);
  if (year) return real(year.year, month, day) ? { date: { kind: 'fixed', year: year.year, month, day }, to: year.to } : null; // 29 February 2027
  const inYear = readInYear(tokens, to);
  return inYear ? { date: { kind: 'monthDay', month, day, inYear: inYear.years }, to: inYear.to } : { date: { kind: 'monthDay', month, day }, to };
};

/** The month named at token i; "apr." takes its full stop. */
function readMonthName(tokens: Tokens, i: number): { month: number; to: number } | null {
  const month = monthOf(tokens.word(i));
  if (month === undefined) return null;
  const stop = tokens.word(i + 1) === '.' && tokens.at(i + 1).glued && tokens.at(i).raw.length <= 4 && (tokens.at(i + 2).kind === 'number' || /^\p{Ll}/u.test(tokens.at(i + 2).raw));
  return { month, to: stop ? i + 2 : i + 1 };
}

/** Dates that begin with a month's name. */
export function readMonthFirst(tokens: Tokens, i: number): Read | null {
  const name = readMonthName(tokens, i);
  if (!name) return null;
  const dayAt = tokens.word(name.to) === 'the' || (tokens.word(name.to) === '-' && tokens.at(name.to).glued) ? name.to + 1 : name.to;
  const day = readDayNumber(tokens, dayAt);
  if (day && !isClock(tokens, day.to, day.ordinal) && !COUNTED.has(tokens.word(day.to))) {
    const single = monthDay(tokens, name.month, day.day, day.to);
    if (single) return untilDay(tokens, name.month, single, day.to);
  }
  return readMonthAlone(tokens, i, name);
}

const isClock = (tokens: Tokens, i: number, ordinal: boolean): boolean => !ordinal && (['am', 'pm', ':', "o'clock", 'h'].includes(tokens.word(i)) || tokens.says(i, 'p', '.', 'm') || tokens.says(i, 'a', '.', 'm'));

/** "June 3–7", "June 3 to 7, 2026". */
function untilDay(tokens: Tokens, month: number, single: { date: DateRef; to: number }, dayEnd: number): Read {
  if (single.to !== dayEnd || !RANGE.has(tokens.word(dayEnd))) return single;
  const at = skip(tokens, dayEnd + 1, 'the');
  const end = readDayNumber(tokens, at);
  if (!end || isClock(tokens, end.to, end.ordinal) || readMonthName(tokens, end.to) || COUNTED.has(tokens.word(end.to))) return single;
  const last = monthDay(tokens, month, end.day, end.to);
  if (!last || single.date.kind !== 'monthDay' || end.day <= single.date.day) return single;
  const start: DateRef = last.date.kind === 'fixed' ? { ...last.date, day: single.date.day } : { ...single.date, ...('inYear' in last.date ? { inYear: last.date.inYear } : {}) };
  return { date: start, until: last.date, to: last.to };
}

function readMonthAlone(tokens: Tokens, i: number, name: { month: number; to: number }): Read | null {
  const day = tokens.word(i - 1) === 'of' ? i - 2 : i - 1;
  if (isDay(tokens.number(day)) || ['st', 'nd', 'rd', 'th'].includes(tokens.word(day))) return null; // a day that the month does not have: 31 April
  const year = readYear(tokens, name.to);
  if (year && tokens.word(name.to) !== 'of') return { date: { kind: 'month', month: name.month, day: 1, year: year.year }, to: year.to, vague: true };
  const inYear = readInYear(tokens, name.to);
  if (inYear) return { date: { kind: 'month', month: name.month, day: 1, inYear: inYear.years }, to: inYear.to, vague: true };
  const before = tokens.word(i - 1);
  const linked = RANGE.has(before) && (monthOf(tokens.word(i - 2)) !== undefined);
  if (!linked && !BEFORE_MONTH.has(before)) return null;
  const planned = PLANNED.has(tokens.word(i - 2));
  if (!linked && !planned && NAME_MONTHS.has(tokens.word(i)) && NOT_BEFORE_NAME.has(before) && !RANGE.has(tokens.word(name.to))) return null;
  if (before === 'of' && !['middle', 'start', 'end', 'beginning'].includes(tokens.word(i - 2))) return null;
  return { date: { kind: 'month', month: name.month, day: 1 }, to: name.to, vague: true };
}

/** Dates that begin with a day: "5 April", "the 5th of April", "3-7 June", "the 14th", "the 14th of next month". */
export function readDayFirst(tokens: Tokens, i: number): Read | null {
  const the = tokens.word(i) === 'the';
  const start = the ? i + 1 : i;
  const day = readDayNumber(tokens, start);
  if (!day || isClock(tokens, day.to, day.ordinal)) return null;
  if (tokens.at(start).kind === 'number' && tokens.at(start).glued && /[\d$€£#./:]/.test(tokens.word(start - 1)) && tokens.word(start - 1) !== '(') return null;
  const whole = dayAndMonth(tokens, day.day, day.to);
  if (whole) return whole;
  const named = readMonthName(tokens, skip(tokens, day.to, 'of'));
  if (named && !real(2024, named.month, day.day)) return null;
  const linked = [...RANGE, 'and', 'or', '&', '/'].includes(tokens.word(day.to));
  if (linked) {
    const range = twoDays(tokens, day, i);
    if (range) return range;
  }
  const of = ['of', ',', 'in'].includes(tokens.word(day.to)) ? day.to + 1 : day.to;
  const inMonth = readMonthWord(tokens, of);
  if (inMonth && day.ordinal) return { date: { kind: 'day', day: day.day, ...(inMonth.months === null ? {} : { inMonth: inMonth.months }) }, to: inMonth.to };
  const evident = the && tokens.at(start).kind === 'number' && ['on', 'by', 'until', 'till', 'from', 'since', 'before', 'after'].includes(tokens.word(i - 1)) && !RANKED.has(tokens.word(day.to));
  if (!day.ordinal || (!standsAlone(tokens, day.to) && !evident) || (tokens.at(start).kind === 'word' && !the)) return null;
  const before = tokens.word(i - 1);
  if (!the && !['on', 'by', 'until', 'till', 'from', 'to', 'for', 'since', '-', '–', 'and', 'or', ',', '(', '&', 'the', 'before', 'after', 'between', 'next', 'due'].includes(before) && weekdayOf(before) === undefined && i > 0 && before !== '\n') return null;
  if (tokens.at(start).kind === 'word' && (!['on', 'by', 'until', 'from', 'since'].includes(before) || (day.day < 4 && tokens.at(day.to).kind === 'word'))) return null;
  return { date: { kind: 'day', day: day.day }, to: day.to };
}

function dayAndMonth(tokens: Tokens, day: number, to: number): { date: DateRef; to: number } | null {
  const at = tokens.word(to) === 'of' || (tokens.word(to) === '-' && tokens.at(to).glued && tokens.at(to + 1).glued) || tokens.word(to) === '.' && tokens.at(to).glued ? to + 1 : to;
  const name = readMonthName(tokens, at);
  if (!name || STREETS.has(tokens.word(name.to))) return null;
  const dashed = tokens.word(name.to) === '-' && tokens.at(name.to).glued && tokens.number(name.to + 1) !== null && [2, 4].includes(tokens.at(name.to + 1).raw.length) && tokens.word(to) === '-';
  if (dashed) {
    const written = tokens.number(name.to + 1) as number;
    const year = written < 100 ? 2000 + written : written;
    return real(year, name.month, day) ? { date: { kind: 'fixed', year, month: name.month, day }, to: name.to + 2 } : null;
  }
  return monthDay(tokens, name.month, day, name.to);
}

/** "3-7 June", "3rd to 7th of June", "the 3rd to the 7th", "5 and 6 June" (the first of the two). */
function twoDays(tokens: Tokens, first: { day: number; ordinal: boolean; to: number }, from: number): Read | null {
  const together = !RANGE.has(tokens.word(first.to));
  const between = tokens.word(from - 1) === 'between';
  const end = readDayNumber(tokens, skip(tokens, first.to + 1, 'the'));
  if (!end || isClock(tokens, end.to, end.ordinal)) return null;
  const last = dayAndMonth(tokens, end.day, end.to);
  if (last && end.day > first.day) {
    const date = { ...last.date, day: first.day } as DateRef;
    return together && !between ? { date, to: last.to } : { date, until: last.date, to: last.to };
  }
  if (together || !first.ordinal || !end.ordinal || !standsAlone(tokens, end.to)) return null;
  const of = tokens.word(end.to) === 'of' ? readMonthWord(tokens, end.to + 1) : null;
  const inMonth = of && of.months !== null ? { inMonth: of.months } : {};
  return { date: { kind: 'day', day: first.day, ...inMonth }, until: { kind: 'day', day: end.day, ...inMonth }, to: of?.to ?? end.to };
}

/** "next month", "this month", "the month", "every month" at token i; null months means any. */
export function readMonthWord(tokens: Tokens, i: number): { months: number | null; to: number } | null {
  const word = tokens.word(i);
  if (tokens.word(i + 1) !== 'month' && tokens.word(i + 1) !== "month's") return null;
  const months = { next: 1, this: 0, last: -1, the: null, every: null, each: null, following: 1 }[word];
  return months === undefined ? null : { months, to: i + 2 };
}

const SPOTS: Record<string, number> = { early: 5, mid: 15, middle: 15, late: 25, start: 1, beginning: 1, begining: 1, end: LAST_DAY };

/** "early March", "mid-March", "end of next month", "the beginning of June", "end of the year", "end of next week". */
export function readSpot(tokens: Tokens, i: number): Read | null {
  const at = tokens.word(i) === 'the' || tokens.word(i) === 'very' ? i + 1 : i;
  const day = Object.hasOwn(SPOTS, tokens.word(at)) ? (SPOTS[tokens.word(at)] as number) : undefined;
  if (day === undefined) return null;
  const joined = tokens.word(at + 1) === '-' || tokens.word(at + 1) === 'of' || tokens.word(at + 1) === 'in' ? at + 2 : at + 1;
  if (['start', 'end', 'beginning', 'middle'].includes(tokens.word(at)) && joined === at + 1) return null;
  const which = { next: 1, this: 0, last: -1, the: 0 }[tokens.word(joined)];
  const unit = which === undefined ? tokens.word(joined) : tokens.word(joined + 1);
  const to = which === undefined ? joined + 1 : joined + 2;
  if (unit === 'month' && tokens.word(joined) === 'the' && day !== LAST_DAY) return { date: { kind: 'day', day }, to };
  if (unit === 'month' && (which !== undefined || day === LAST_DAY)) return { date: { kind: 'inMonth', months: which ?? 0, day }, to, vague: day !== 1 && day !== LAST_DAY };
  if (unit === 'week' && (which !== undefined || day === LAST_DAY)) {
    if (day >= 25) return { date: { kind: 'endOfWeek', week: which ?? 0 }, to };
    return { date: { kind: 'inWeek', week: which ?? 0, weekday: day === 15 ? 3 : 1 }, to, vague: true };
  }
  if (unit === 'year' && (which !== undefined || day === LAST_DAY)) return { date: { kind: 'inYear', years: which ?? 0, month: day >= 25 ? 12 : day === 15 ? 7 : 1, day: day >= 25 ? 31 : 1 }, to, vague: true };
  const month = readMonthName(tokens, which === undefined ? joined : joined + 1);
  if (!month) return null;
  const year = readYear(tokens, month.to);
  const inYear = readInYear(tokens, month.to);
  const named = which === undefined || tokens.word(joined) === 'the' ? {} : { which: tokens.word(joined) as 'this' | 'next' | 'last' };
  return {
    date: { kind: 'month', month: month.month, day, ...named, ...(year ? { year: year.year } : inYear ? { inYear: inYear.years } : {}) },
    to: year?.to ?? inYear?.to ?? month.to,
    vague: true,
  };
}

/** "first Monday of May", "last Friday of the month", "the second Tuesday in next month". */
export function readNth(tokens: Tokens, i: number): Read | null {
  const at = tokens.word(i) === 'the' ? i + 1 : i;
  const last = tokens.word(at) === 'last';
  const nth = last ? { day: -1, to: at + 1 } : readDayNumber(tokens, at);
  if (!nth || nth.day > 5) return null;
  const weekday = weekdayOf(tokens.word(nth.to));
  const week = ['week', 'weekend'].includes(tokens.word(nth.to)) ? tokens.word(nth.to) : null;
  const lastDay = last && tokens.word(nth.to) === 'day';
  const firstDay = nth.day === 1 && tokens.word(nth.to) === 'day';
  if ((weekday === undefined && !lastDay && !firstDay && !week) || !['of', 'in'].includes(tokens.word(nth.to + 1))) return null;
  const spot = lastDay ? LAST_DAY : week === 'week' ? (last ? 25 : 1 + 7 * (nth.day - 1)) : 1;
  const day = week === 'weekend' ? 6 : weekday;
  const word = readMonthWord(tokens, nth.to + 2);
  const name = readMonthName(tokens, nth.to + 2);
  const year = name ? readYear(tokens, name.to) : null;
  const inYear = name ? readInYear(tokens, name.to) : null;
  const of: DateRef | null = name
    ? { kind: 'month', month: name.month, day: spot, ...(year ? { year: year.year } : inYear ? { inYear: inYear.years } : {}) }
    : word ? { kind: 'inMonth', months: word.months ?? 0, day: spot } : null;
  const to = year?.to ?? inYear?.to ?? name?.to ?? word?.to;
  if (!of || to === undefined) return null;
  return { date: day === undefined ? of : { kind: 'nth', nth: nth.day, weekday: day, of }, to, ...(week ? { vague: true } : {}) };
}

/** A day number in words or figures right after a weekday: "Monday 14", "Friday the 13th". */
export function readWeekdayNumber(tokens: Tokens, i: number): { day: number; to: number } | null {
  const day = readDayNumber(tokens, tokens.word(i) === 'the' ? i + 1 : i);
  if (!day || isClock(tokens, day.to, day.ordinal) || !standsAlone(tokens, day.to)) return null;
  return day.ordinal || (day.day > 12 && tokens.at(i).kind === 'number') ? { day: day.day, to: day.to } : null;
}

