/** Reads one date, or a range of dates, at a token: tries each kind, then what may follow it ("Friday" + "next week"). */
import { readHoliday } from './holidays.ts';
import { readDayFirst, readInYear, readMonthFirst, readMonthWord, readNth, readSpot, readWeekdayNumber, type Read } from './months.ts';
import { readNumeric } from './numeric.ts';
import type { DateRef, Piece } from './refs.ts';
import { readAway, readNamedDay, readWeekday } from './relative.ts';
import type { Tokens } from './tokens.ts';
import { dayOf, weekdayOf, words } from './words.ts';

const RANGE = words('- – — to until till til thru through');
export const MOVED = words('moved move moving pushed push rescheduled reschedule shifted shift changed change switched postponed switch swap swapped');

/** The date or range of dates that begins at token i, or null. */
export function readDate(tokens: Tokens, i: number, monthFirst: boolean): Piece | null {
  const open = ['from', 'between'].includes(tokens.word(i)) ? tokens.word(i) : null;
  const at = open ? i + 1 : i;
  const first = readOne(tokens, at, monthFirst);
  if (!first) return null;
  if (first.until || first.time) return { ...first, from: open && first.until ? i : first.from };
  const link = tokens.word(first.to);
  if (!RANGE.has(link) && !(open === 'between' && link === 'and')) return first;
  if (['until', 'till', 'til'].includes(link) && first.date?.kind === 'weekday' && first.date.which === 'every') return first;
  if (link === '-' && tokens.at(first.to).glued !== tokens.at(first.to + 1).glued) return first;
  const last = readOne(tokens, first.to + 1, monthFirst);
  const ends = last?.date && !last.time && last.date.kind !== 'elapsed' && first.date?.kind !== 'elapsed' && !last.until;
  if (!last || !ends) return first;
  if (open === 'from' && [1, 2, 3, 4].some((back) => MOVED.has(tokens.word(i - back)))) return { ...last, from: first.to + 1 };
  if (['to', '-', '–', '—', 'until', 'till'].includes(link) && last.date?.kind === 'days' && first.date?.kind === 'weekday') return first;
  return { from: open ? i : first.from, to: last.to, ...joined(first.date as DateRef, last.date as DateRef), ...(first.vague ? { vague: true } : {}) };
}

/** "the 3rd to the 7th of June": the end's month is the start's. "in March to June". */
function joined(date: DateRef, until: DateRef): { date: DateRef; until: DateRef } {
  if (date.kind === 'day' && until.kind === 'monthDay') return { date: { ...until, day: date.day }, until };
  if (date.kind === 'day' && until.kind === 'fixed') return { date: { ...until, day: date.day }, until };
  if (date.kind === 'monthDay' && until.kind === 'fixed' && until.month >= date.month) return { date: { ...until, month: date.month, day: date.day }, until };
  if (date.kind === 'inWeek' && until.kind === 'weekday' && until.which === undefined) return { date, until: { kind: 'inWeek', week: date.week + (until.weekday < date.weekday ? 1 : 0), weekday: until.weekday } };
  if (until.kind === 'inWeek' && date.kind === 'weekday' && date.which === undefined && date.weekday < until.weekday) return { date: { ...until, weekday: date.weekday }, until };
  return { date, until };
}

function readOne(tokens: Tokens, i: number, monthFirst: boolean): Piece | null {
  const token = tokens.at(i);
  if (token.kind === 'number') {
    const numeric = blocked(tokens, i) ? null : readNumeric(tokens, i, monthFirst);
    if (numeric) return weekdayAfter(tokens, numeric);
  } else if (token.kind !== 'word') return null;
  const found = readWords(tokens, i, 0);
  const whole = found && extend(tokens, found, monthFirst);
  return whole && !isNow(whole) ? { from: i, ...whole } : null;
}

/** "this week" alone names no day. */
const isNow = ({ date, vague }: Read): boolean =>
  vague === true && ((date.kind === 'inWeek' && date.week === 0 && date.weekday === 1) || (date.kind === 'inMonth' && date.months === 0 && date.day === 1) || (date.kind === 'inYear' && date.years === 0 && date.month === 1));

/** Numbers that belong to something longer: $5, 1.2.3, 555-1234, B12. */
export function blocked(tokens: Tokens, i: number): boolean {
  const token = tokens.at(i);
  const before = tokens.at(i - 1);
  if (!token.glued) return ['$', '€', '£', '#', '+', '№'].includes(before.word);
  if (/[$€£#+.:/_=%№*]/.test(before.word)) return true;
  if (before.word === '-' || before.word === ',') return before.glued && tokens.at(i - 2).kind === 'number' && (before.word === ',' || tokens.at(i - 2).raw.length > 2 || token.raw.length > 2);
  return before.kind === 'word' && weekdayOf(before.word) === undefined && dayOf(before.word) === undefined && before.word !== 'at';
}

function readWords(tokens: Tokens, i: number, depth: number): Read | null {
  const deeper = (at: number): Read | null => {
    if (depth > 1) return null;
    const found = readWords(tokens, at, depth + 1);
    return found && { ...found, ...extend(tokens, found, true) };
  };
  if (tokens.says(i, 'this', 'time') && ['next', 'last', 'tomorrow'].includes(tokens.word(i + 2))) {
    const [which, unit] = [tokens.word(i + 2) === 'last' ? -1 : 1, tokens.word(i + 3)];
    const from: DateRef = { kind: 'days', days: 0 };
    if (unit === 'week') return { date: { kind: 'shift', days: 7 * which, months: 0, workdays: 0, from }, to: i + 4 };
    if (unit === 'month' || unit === 'year') return { date: { kind: 'shift', days: 0, months: which * (unit === 'year' ? 12 : 1), workdays: 0, from }, to: i + 4 };
  }
  return (
    readHoliday(tokens, i) ?? readNth(tokens, i) ?? readSpot(tokens, i) ?? readDayFirst(tokens, i) ?? readAway(tokens, i, deeper) ?? readBeside(tokens, i, deeper) ?? readWeekday(tokens, i) ?? readNamedDay(tokens, i) ?? readMonthFirst(tokens, i)
  );
}

/** "the Monday after Easter", "the Friday before the 20th". */
function readBeside(tokens: Tokens, i: number, read: (at: number) => Read | null): Read | null {
  const at = tokens.word(i) === 'the' ? i + 1 : i;
  const weekday = weekdayOf(tokens.word(at));
  const side = { after: 1, before: -1, following: 1 }[tokens.word(at + 1)] as 1 | -1 | undefined;
  if (weekday === undefined || side === undefined || tokens.word(at + 2) === 'next') return null;
  const from = read(at + 2);
  return from && ['fixed', 'monthDay', 'day', 'holiday'].includes(from.date.kind) ? { date: { kind: 'beside', weekday, side, from: from.date }, to: from.to } : null;
}

const LINKS = words(', on of in the (');
const MAYBE = words('maybe say probably ideally perhaps possibly preferably like either');

/** What follows a date and belongs to it. */
function extend(tokens: Tokens, found: Read, monthFirst: boolean): Read {
  let result = found;
  for (let round = 0; round < 2; round++) {
    const next = extendOnce(tokens, result, monthFirst);
    if (!next) break;
    result = next;
  }
  return result;
}

function extendOnce(tokens: Tokens, found: Read, monthFirst: boolean): Read | null {
  let at = found.to;
  while (at < found.to + 2 && LINKS.has(tokens.word(at))) at++;
  const linked = at > found.to ? tokens.word(at - 1) : '';
  const open = tokens.word(found.to) === '(' || linked === '(';
  const close = (read: Read): Read => (open && tokens.word(read.to) === ')' ? { ...read, to: read.to + 1 } : read);
  const { date } = found;
  if (date.kind === 'inWeek' && found.vague) {
    const maybe = MAYBE.has(tokens.word(at)) ? at + 1 : at;
    const day = readWeekday(tokens, tokens.word(maybe) === 'on' ? maybe + 1 : maybe);
    return day && day.date.kind === 'weekday' ? close({ date: { ...date, weekday: day.date.weekday }, to: day.to }) : null;
  }
  if (date.kind === 'weekday') return afterWeekday(tokens, date, at, monthFirst, close);
  if ((date.kind === 'inMonth' && found.vague) || (date.kind === 'month' && date.which && date.day === 1)) {
    const start = tokens.word(at - 1) === 'the' ? at - 1 : at;
    const day = readDayFirst(tokens, start) ?? (linked === 'on' ? readWeekdayNumber(tokens, at) : null);
    const number = day === null ? null : 'date' in day ? (day.date.kind === 'day' ? day.date.day : null) : day.day;
    if (day && number !== null && date.kind === 'inMonth') return { date: { kind: 'day', day: number, inMonth: date.months }, to: day.to };
    if (day && number !== null && date.kind === 'month') return { date: { ...date, day: number }, to: day.to };
    return null;
  }
  if (date.kind === 'inYear' && found.vague) {
    const month = readMonthFirst(tokens, at) ?? readDayFirst(tokens, at);
    if (month?.date.kind === 'month' || month?.date.kind === 'monthDay') return { ...month, date: { ...month.date, inYear: date.years } };
    return null;
  }
  if (date.kind === 'shift' && (date.days % 7 === 0 || date.months !== 0) && date.workdays === 0 && date.from.kind === 'days' && date.from.days === 0) {
    const day = readWeekday(tokens, at);
    if (date.days + date.months < 0 && dayOf(tokens.word(found.to)) === 0) return { ...found, to: found.to + 1 };
    if (day?.date.kind === 'weekday' && day.date.which === undefined && date.months === 0) return { date: { kind: 'inWeek', week: date.days / 7, weekday: day.date.weekday }, to: day.to };
    return null;
  }
  const inYear = date.kind === 'day' && date.inMonth === undefined ? readInYear(tokens, found.to) : null;
  if (inYear) return null;
  if (found.until) return null;
  const same = weekdayOf(tokens.word(at)) !== undefined && (open || linked === ',') ? readWeekday(tokens, at) : null;
  if (same && (open || ['fixed', 'monthDay', 'day'].includes(date.kind)) && (!open || tokens.word(same.to) === ')')) return close({ ...found, to: same.to });
  if (date.kind === 'days' && (linked === ',' || open)) {
    const exact = weekdayOf(tokens.word(at)) !== undefined ? readOne(tokens, at, monthFirst) : null;
    if (exact?.date && !exact.until && ['weekday', 'monthDay', 'fixed'].includes(exact.date.kind)) return close({ ...found, to: exact.to });
  }
  return null;
}

function weekdayAfter(tokens: Tokens, piece: Piece): Piece {
  const open = ['(', ','].includes(tokens.word(piece.to));
  const day = open ? readWeekday(tokens, piece.to + 1) : null;
  if (!day || piece.time || (tokens.word(piece.to) === '(' && tokens.word(day.to) !== ')')) return piece;
  return { ...piece, to: tokens.word(piece.to) === '(' ? day.to + 1 : day.to };
}

function afterWeekday(tokens: Tokens, date: DateRef & { kind: 'weekday' }, at: number, monthFirst: boolean, close: (read: Read) => Read): Read | null {
  const { weekday } = date;
  if (date.which === undefined || date.which === 'every') {
    const start = tokens.word(at - 1) === 'the' ? at - 1 : at;
    const week = { next: 1, this: 0, last: -1, nxt: 1 }[tokens.word(at)];
    const unit = tokens.word(at + 1);
    const other = ['and', 'or', '&', '/'].includes(tokens.word(at)) && weekdayOf(tokens.word(at + 1)) !== undefined && ['week', 'wk'].includes(tokens.word(at + 3)) ? { next: 1, last: -1 }[tokens.word(at + 2)] : undefined;
    if (other !== undefined) return { date: { kind: 'inWeek', week: other, weekday }, to: at };
    if (week !== undefined && (unit === 'week' || unit === 'wk')) return close({ date: { kind: 'inWeek', week, weekday }, to: at + 2 });
    if (tokens.says(start, 'the', 'week', 'after', 'next') || tokens.says(at, 'week', 'after', 'next')) return { date: { kind: 'inWeek', week: 2, weekday }, to: tokens.word(start) === 'the' ? start + 4 : at + 3 };
    if (tokens.word(at) === 'in' || tokens.word(at - 1) === 'in') {
      const away = readAway(tokens, tokens.word(at) === 'in' ? at : at - 1, () => null);
      if (away?.date.kind === 'shift' && away.date.days % 7 === 0 && away.date.days > 0) return { date: { kind: 'inWeek', week: away.date.days / 7, weekday }, to: away.to };
    }
  }
  const pair = ['/', '-', '–', '&', 'and', 'to'].includes(tokens.word(at)) && weekdayOf(tokens.word(at + 1)) !== undefined;
  if (pair) {
    const both = readDayFirst(tokens, tokens.word(at + 2) === ',' ? at + 3 : at + 2) ?? readMonthFirst(tokens, tokens.word(at + 2) === ',' ? at + 3 : at + 2);
    if (both && ['fixed', 'monthDay'].includes(both.date.kind) && (both.until || tokens.word(at) === '/')) return both;
  }
  const start = tokens.word(at - 1) === 'the' ? at - 1 : at;
  const numeric = tokens.at(at).kind === 'number' ? readNumeric(tokens, at, monthFirst) : null;
  if (numeric?.date && !numeric.time) return close({ date: numeric.date, to: numeric.to });
  const day = readDayFirst(tokens, start) ?? readMonthFirst(tokens, at);
  if (day && ['fixed', 'monthDay'].includes(day.date.kind)) return close({ ...day, date: day.date.kind === 'monthDay' ? { ...day.date, weekday } : day.date });
  if (day?.date.kind === 'day') return close({ ...day, date: { ...day.date, weekday } });
  const number = readWeekdayNumber(tokens, start);
  if (number) {
    const of = tokens.word(number.to) === 'of' ? readMonthWord(tokens, number.to + 1) : null;
    return close({ date: { kind: 'day', day: number.day, weekday, ...(of && of.months !== null ? { inMonth: of.months } : {}) }, to: of?.to ?? number.to });
  }
  if (tokens.word(at) === 'next' && date.which === undefined && tokens.at(at + 1).kind !== 'word' && tokens.at(at + 1).kind !== 'number') return { date: { kind: 'inWeek', week: 1, weekday }, to: at + 1 };
  const spot = ['tomorrow', 'today'].includes(tokens.word(at)) && tokens.word(at - 1) === '(' ? readNamedDay(tokens, at) : null;
  return spot ? close(spot) : null;
}
