/** Reads days told from today: weekdays, "next week", "in two weeks", "3 days ago", "a week on Friday". */
import { readCount, readDuration, type Duration } from './durations.ts';
import { readDayNumber, standsAlone, type Read } from './months.ts';
import { LAST_DAY, type DateRef } from './refs.ts';
import type { Tokens } from './tokens.ts';
import { dayOf, monthOf, ordinalOf, TOUCHY_DAYS, weekdayOf, words } from './words.ts';

const WHICH: Record<string, number> = { this: 0, next: 1, nxt: 1, last: -1, past: -1, previous: -1, coming: 2, following: 2, upcoming: 2 };
const DAY_LINK = words('on this next last past coming by until till til every each from to - – before after since for and or & / , ( between @ of nxt til through thru early late');
const NOT_SUN = words('the in some love loves of much more enough any no strong hot full midday morning evening afternoon summer winter to my your our without under');
const SUBJECT = words('i he she we they you who it cat dog just then all everyone and always had have has been being was were is are');
const ABOUT = words('about around roughly approximately exactly just another like maybe approx circa over under only');

/** Whether the abbreviation at token i is the day, not "he sat", "in the sun", "they wed". */
function isWeekday(tokens: Tokens, i: number): boolean {
  const word = tokens.word(i);
  if (!TOUCHY_DAYS.has(word)) return true;
  const before = tokens.word(i - 1);
  const after = tokens.at(i + 1);
  if (after.glued && after.word === '-' && tokens.at(i + 2).kind === 'word' && weekdayOf(tokens.word(i + 2)) === undefined && monthOf(tokens.word(i + 2)) === undefined) return false;
  if (word === 'sun' && (NOT_SUN.has(before) || ['cream', 'is', 'was', 'shines', 'tan', 'hat', 'screen', 'bathing', 'burn', 'set', 'rise', 'came', 'comes', 'shining', 'shone', 'lounger', 'glasses', 'protection', 'damage'].includes(after.word))) return false;
  if ((word === 'sat' || word === 'wed') && (SUBJECT.has(before) && !['and', 'you', 'then', 'just', 'is', 'was', 'it'].includes(before) || ['down', 'there', 'beside', 'next', 'with', 'by', 'through', 'exams', 'nav', 'opposite', 'together', 'around', 'up', 'on', 'behind', 'near', 'her', 'his'].includes(after.word))) return false;
  if (word === 'mon' && ['ami', 'amie', 'cher', 'cheri', 'dieu', 'amour', 'petit'].includes(after.word)) return false;
  if (DAY_LINK.has(before) || tokens.capital(i)) return true;
  return after.kind !== 'word' || standsAlone(tokens, i + 1);
}

/** A weekday with what stands before and after it; null when there is none at token i. */
export function readWeekday(tokens: Tokens, i: number): Read | null {
  let at = i;
  let which: number | 'every' | undefined;
  if (['every', 'each', 'evry'].includes(tokens.word(at))) {
    at += tokens.word(at + 1) === 'other' || tokens.word(at + 1) === 'single' || tokens.word(at + 1) === 'second' ? 2 : 1;
    which = 'every';
  } else {
    if (tokens.word(at) === 'the' && (Object.hasOwn(WHICH, tokens.word(at + 1)) || weekdayOf(tokens.word(at + 1)) !== undefined)) at++;
    if (Object.hasOwn(WHICH, tokens.word(at))) {
      which = WHICH[tokens.word(at)];
      at++;
      if (which === 0 && ['coming', 'upcoming', 'next'].includes(tokens.word(at))) [which, at] = [2, at + 1];
      else if (which === 0 && tokens.word(at) === 'past') [which, at] = [-1, at + 1];
    }
  }
  const weekday = weekdayOf(tokens.word(at));
  if (weekday === undefined || !isWeekday(tokens, at)) return null;
  if (at === i && (['a', 'an', 'happy'].includes(tokens.word(i - 1)) || ordinalOf(tokens.word(i - 1)) !== undefined)) return null;
  if (tokens.word(at - 1) === 'black' || (tokens.word(at - 1) === 'good' && weekday === 5)) return null;
  let to = at + 1;
  if (tokens.word(to) === '.' && tokens.at(to).glued && tokens.at(at).raw.length <= 5 && (tokens.at(to + 1).kind === 'number' || tokens.word(to + 1) === ',')) to++;
  if (tokens.says(to, 'after', 'next')) return { date: { kind: 'inWeek', week: 2, weekday }, to: to + 2 };
  const weekLater = ['week', 'wk'].includes(tokens.word(to)) && which === undefined;
  if (weekLater) return { date: shift({ kind: 'weekday', weekday }, 7), to: to + 1 };
  if (tokens.says(to, 'fortnight')) return { date: shift({ kind: 'weekday', weekday }, 14), to: to + 1 };
  if (which === 'every') return { date: { kind: 'weekday', weekday, which: 'every' }, to };
  if (which === 1) return { date: { kind: 'inWeek', week: 1, weekday }, to };
  if (which === 0) return { date: { kind: 'weekday', weekday, which: 'this' }, to };
  if (which === -1) return { date: { kind: 'weekday', weekday, which: 'last' }, to };
  return { date: { kind: 'weekday', weekday, ...(tokens.word(at).endsWith('days') ? { which: 'every' } : {}) }, to };
}

export const shift = (from: DateRef, days: number, months = 0, workdays = 0): DateRef => ({ kind: 'shift', days, months, workdays, from });
const today: DateRef = { kind: 'days', days: 0 };

/** "today", "the day after tomorrow", "next week", "this weekend", "every day". */
export function readNamedDay(tokens: Tokens, i: number): Read | null {
  const word = tokens.word(i);
  const days = dayOf(word);
  if (days !== undefined) return { date: { kind: 'days', days }, to: i + 1 };
  if (word === 'later' && tokens.word(i + 1) === 'today') return { date: today, to: i + 2 };
  if (word === 'overmorrow') return { date: { kind: 'days', days: 2 }, to: i + 1 };
  const at = word === 'the' ? i + 1 : i;
  if (tokens.says(at, 'day', 'after', 'tomorrow') || (tokens.says(at, 'day', 'after') && dayOf(tokens.word(at + 2)) === 1)) return { date: { kind: 'days', days: 2 }, to: at + 3 };
  if (tokens.says(at, 'day', 'before') && dayOf(tokens.word(at + 2)) === -1) return { date: { kind: 'days', days: -2 }, to: at + 3 };
  const unit = tokens.word(at);
  if (['week', 'weekend', 'month'].includes(unit) && tokens.says(at + 1, 'after', 'next')) return { date: unit === 'week' ? { kind: 'inWeek', week: 2, weekday: 1 } : unit === 'month' ? { kind: 'inMonth', months: 2, day: 1 } : { kind: 'weekend', week: 2 }, to: at + 3, vague: true };
  if (unit === 'eow') return { date: { kind: 'endOfWeek', week: 0 }, to: at + 1 };
  if (unit === 'eom') return { date: { kind: 'inMonth', months: 0, day: LAST_DAY }, to: at + 1 };
  if (unit === 'eoy') return { date: { kind: 'inYear', years: 0, month: 12, day: 31 }, to: at + 1 };
  const joint = tokens.word(at + 1) === '-' ? at + 2 : at + 1;
  if (['month', 'year'].includes(unit) && tokens.word(joint) === 'end') return { date: unit === 'month' ? { kind: 'inMonth', months: 0, day: LAST_DAY } : { kind: 'inYear', years: 0, month: 12, day: 31 }, to: joint + 1 };
  if (unit === 'midweek' || tokens.says(at, 'mid', '-', 'week')) return { date: { kind: 'weekday', weekday: 3 }, to: unit === 'midweek' ? at + 1 : at + 3, vague: true };
  if (unit === 'weekend' && word === 'the' && ['at', 'on', 'over', 'for', 'by', 'in', 'during', 'this', 'until', 'before', 'after'].includes(tokens.word(i - 1))) return { date: { kind: 'weekend', week: 0 }, to: at + 1, vague: true };
  if (['every', 'each'].includes(word)) {
    const next = tokens.word(i + 1);
    if (next === 'day' || (next === 'single' && tokens.word(i + 2) === 'day')) return { date: { kind: 'daily' }, to: next === 'day' ? i + 2 : i + 3 };
    if (next === 'weekday') return { date: { kind: 'workday' }, to: i + 2 };
    if (next === 'weekend') return { date: { kind: 'weekend', week: 0 }, to: i + 2 };
    return null;
  }
  if (word === 'daily') return { date: { kind: 'daily' }, to: i + 1 };
  if (word === 'weekdays') return { date: { kind: 'workday' }, to: i + 1 };
  return readPeriod(tokens, i);
}

function readPeriod(tokens: Tokens, i: number): Read | null {
  const start = tokens.word(i) === 'the' ? i + 1 : i;
  const which = Object.hasOwn(WHICH, tokens.word(start)) ? (WHICH[tokens.word(start)] as number) : undefined;
  if (which === undefined) return null;
  if (which === -1 && ['in', 'over', 'during', 'within', 'for'].includes(tokens.word(i - 1)) && start > i && tokens.word(start + 1) !== 'weekend') return null;
  const coming = (which === 0 && tokens.word(start + 1) === 'coming') || which === 2;
  const at = which === 0 && coming ? start + 2 : which === 0 && tokens.word(start + 1) === 'past' ? start + 2 : start + 1;
  const n = which === 0 && tokens.word(start + 1) === 'past' ? -1 : which;
  const unit = tokens.word(at).replace(/'s$/, '').replace(/^wk$/, 'week');
  const to = at + 1;
  if (unit === 'weekend' || unit === 'weeknd' || unit === 'wkend') return { date: { kind: 'weekend', week: coming ? 0 : n }, to, vague: true };
  const far = coming ? 1 : n;
  if (unit === 'week') {
    if (tokens.word(to) === 'end') return { date: { kind: 'weekend', week: coming ? 0 : n }, to: to + 1, vague: true };
    return { date: { kind: 'inWeek', week: far, weekday: 1 }, to, vague: true };
  }
  if (unit === 'month') return { date: { kind: 'inMonth', months: far, day: 1 }, to, vague: true };
  if (unit === 'year') return { date: { kind: 'inYear', years: far, month: 1, day: 1 }, to, vague: true };
  const month = monthOf(unit);
  if (month === undefined || coming) return null;
  const name = (['last', 'this', 'next'] as const)[n + 1] as 'last' | 'this' | 'next';
  const day = readDayNumber(tokens, to);
  if (day && standsAlone(tokens, day.to) && n !== 0 && !['am', 'pm', ':'].includes(tokens.word(day.to))) return { date: { kind: 'month', month, day: day.day, which: name }, to: day.to };
  return { date: { kind: 'month', month, day: 1, which: name }, to, vague: true };
}

/** A stretch of time from now or from another day: "in 2 hours", "3 days ago", "a week on Friday", "two days before Christmas". */
export function readAway(tokens: Tokens, i: number, read: (at: number) => Read | null): Read | null {
  if (['in', 'within', 'inside', 'ina'].includes(tokens.word(i))) {
    let at = i + 1;
    while (ABOUT.has(tokens.word(at)) && at < i + 3) at++;
    const the = tokens.word(at) === 'the' && tokens.word(at + 1) === 'next' ? at + 2 : at;
    const found = readDuration(tokens, the);
    if (!found || (the !== at && found.to === the + 1)) return null;
    if (idle(tokens, the, found)) return null;
    const to = tokens.word(found.to) === 'time' || tokens.word(found.to) === 'times' ? found.to + 1 : found.to;
    if (tokens.word(to) === 'ago' || ['flat', 'each', 'total'].includes(tokens.word(to))) return null;
    return { date: away(found, 1, null), to: tokens.says(to, 'from', 'now') ? to + 2 : to };
  }
  const many = readCount(tokens, i);
  const weekday = many && many.value >= 2 ? weekdayOf(tokens.word(many.to)) : undefined;
  if (many && weekday !== undefined && tokens.word(many.to + 1) === 'ago') return { date: shift({ kind: 'weekday', weekday, which: 'last' }, -7 * (many.value - 1)), to: many.to + 2 };
  if (many && weekday !== undefined && tokens.says(many.to + 1, 'from', 'now')) return { date: shift({ kind: 'weekday', weekday, which: 'every' }, 7 * (many.value - 1)), to: many.to + 3 };
  const the = tokens.word(i) === 'the' && ['week', 'day', 'month'].includes(tokens.word(i + 1));
  const found = the ? readDuration(tokens, i + 1) ?? one(tokens, i + 1) : readDuration(tokens, i);
  if (!found) return null;
  const [word, next] = [tokens.word(found.to), tokens.word(found.to + 1)];
  if (the && word === 'of') {
    const from = tokens.word(i + 1) === 'week' ? read(found.to + 1) : null;
    return from ? { date: from.date, to: from.to } : null;
  }
  if (word === 'ago' && !the) return { date: away(found, -1, null), to: found.to + 1 };
  if (word === 'back' && !the && !['in', 'at', 'on', 'to', 'from', 'by'].includes(next) && found.days + found.months > 0 && standsAlone(tokens, found.to + 1)) return { date: away(found, -1, null), to: found.to + 1 };
  if ((word === 'from' && next === 'now') || (word === 'from' && next === 'today')) return { date: away(found, 1, null), to: found.to + 2 };
  if (word === 'hence' || (word === 'time' && !the && tokens.word(found.to - 1).endsWith("'"))) return { date: away(found, 1, null), to: found.to + 1 };
  if (found.exact) return null;
  if ((dayOf(word) ?? -1) >= 0 && !the && found.days % 7 === 0 && found.days > 0) return { date: away(found, 1, { kind: 'days', days: dayOf(word) as number }), to: found.to + 1 };
  const sign = { from: 1, after: 1, before: -1, on: 1 }[word];
  if (sign === undefined || (word === 'on' && (the || found.days % 7 !== 0 || found.days === 0))) return null;
  const from = read(found.to + 1);
  if (!from || (word === 'on' && from.date.kind !== 'weekday')) return null;
  return { date: away(found, sign, from.date), to: from.to };
}

function one(tokens: Tokens, i: number): Duration | null {
  const unit = tokens.word(i);
  return { minutes: 0, days: unit === 'day' ? 1 : unit === 'week' ? 7 : 0, workdays: 0, months: unit === 'month' ? 1 : 0, exact: false, unit: 'day', to: i + 1 };
}

/** "in a minute" promises nothing. */
const idle = (tokens: Tokens, i: number, found: Duration): boolean => found.minutes === 1 && ['a', 'one'].includes(tokens.word(i));

function away(found: Duration, sign: number, from: DateRef | null): DateRef {
  if (found.exact && !from) return { kind: 'elapsed', minutes: sign * (found.minutes + found.days * 1440) };
  return shift(from ?? today, sign * found.days, sign * found.months, sign * found.workdays);
}
