/** Dates in figures: 2026-04-05, 2026-04-05T10:00Z, 12/03/2026, 5.4.2026, "5.4.", 12/3. */
import type { Piece, TimeRef } from './refs.ts';
import type { Tokens } from './tokens.ts';
import { weekdayOf, words } from './words.ts';

const BEFORE = words('on by until till til from before after since due this the between starting date when for and to @ of');
const SCORE = words('score scored rated rating rate stars star won lost win lose pressure bp review set gave give scores half ratio version v');
const ISO = /(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{2}):?(\d{2})(?::?\d{2}(?:[.,]\d{1,9})?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?)?(?![\d-])/y;
const COMPACT = /(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:\d{2})?(Z)?(?!\d)/y;
const FULL = /(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d]|[/.-]\d)/y;
const YEAR_FIRST = /(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?![\d]|[/.-]\d)/y;
const SHORT = /(\d{1,2})\/(\d{1,2})(?![\d/]|\.\d|-\d{3})/y;
const DOTTED = /(\d{1,2})\.(\d{1,2})\.(?!\d)/y;

/** A date written in figures at token i. `monthFirst` decides 04/05; a number over 12 decides by itself. */
export function readNumeric(tokens: Tokens, i: number, monthFirst: boolean): Piece | null {
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = tokens.at(i).start;
    return pattern.exec(tokens.text);
  };
  const done = (found: RegExpExecArray, rest: Omit<Piece, 'from' | 'to'>): Piece => ({ from: i, to: tokens.after(i, found.index + found[0].length), ...rest });

  const iso = match(ISO) ?? match(COMPACT);
  if (iso && real(Number(iso[1]), Number(iso[2]), Number(iso[3]))) {
    const time: TimeRef | undefined =
      iso[4] !== undefined && Number(iso[4]) < 24 && Number(iso[5]) < 60
        ? { clock: { hour: Number(iso[4]), minute: Number(iso[5]), meridiem: null, open: false }, ...(iso[6] ? { zone: zoneOf(iso[6]) } : {}) }
        : undefined;
    return done(iso, { date: { kind: 'fixed', year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, ...(time ? { time } : {}) });
  }
  const yearFirst = match(YEAR_FIRST);
  if (yearFirst && real(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4])))
    return done(yearFirst, { date: { kind: 'fixed', year: Number(yearFirst[1]), month: Number(yearFirst[3]), day: Number(yearFirst[4]) } });
  const full = match(FULL);
  if (full) {
    const year = Number(full[4]) < 100 ? 2000 + Number(full[4]) : Number(full[4]);
    if (full[2] === '.' && (full[4] as string).length === 2 && /^(v|version|release)$/.test(tokens.word(i - 1))) return null;
    const order = ordered(Number(full[1]), Number(full[3]), monthFirst && full[2] !== '.');
    if (!order || !real(year, order.month, order.day)) return null;
    return done(full, { date: { kind: 'fixed', year, ...order } });
  }
  const before = tokens.word(i - 1);
  const prepared = BEFORE.has(before) || weekdayOf(before) !== undefined || (before === ',' && weekdayOf(tokens.word(i - 2)) !== undefined);
  const dotted = match(DOTTED);
  if (dotted && (prepared || i === 0 || ['-', '–'].includes(before) || !atEnd(tokens, tokens.after(i, dotted.index + dotted[0].length)))) {
    const order = ordered(Number(dotted[1]), Number(dotted[2]), false);
    if (order && real(2024, order.month, order.day) && !SCORE.has(before)) return done(dotted, { date: { kind: 'monthDay', ...order } });
  }
  const short = match(SHORT);
  if (!short || tokens.text[(short.index ?? 0) - 1] === '/') return null;
  const [a, b] = [Number(short[1]), Number(short[2])];
  const order = ordered(a, b, monthFirst);
  const end = tokens.after(i, short.index + short[0].length);
  const timed = ['at', '@'].includes(tokens.word(end)) || (tokens.number(end) !== null && [':', 'am', 'pm'].includes(tokens.word(end + 1)));
  if (!order || !real(2024, order.month, order.day)) return null;
  const ranged = ['-', '–'].includes(tokens.word(end)) && tokens.number(end + 1) !== null && tokens.word(end + 2) === '/';
  if (!prepared && !timed && !ranged && !(before === '-' && tokens.word(i - 3) === '/')) {
    if ((a === 24 && b === 7) || a === b || [5, 100].includes(b) || SCORE.has(before) || SCORE.has(tokens.word(end)) || SCORE.has(tokens.word(i - 2))) return null;
    if (a < b && (b === 10 || b <= 8) && !short[0].startsWith('0') && !short[0].includes('/0')) return null;
  }
  return done(short, { date: { kind: 'monthDay', ...order } });
}

/** Whether a sentence may end before token i, so that a full stop there says nothing. */
const atEnd = (tokens: Tokens, i: number): boolean => (tokens.at(i).kind === 'mark' && !['-', '–'].includes(tokens.word(i))) || tokens.capital(i);

const zoneOf = (written: string): string => (/z/i.test(written) ? 'UTC' : written.length === 3 ? `${written}:00` : written.includes(':') ? written : `${written.slice(0, 3)}:${written.slice(3)}`);

function ordered(a: number, b: number, monthFirst: boolean): { month: number; day: number } | null {
  const [month, day] = monthFirst ? [a, b] : [b, a];
  if (month <= 12) return { month, day };
  return day <= 12 ? { month: day, day: month } : null;
}

/** Whether there is such a day. */
export function real(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate() && year >= 1000;
}
