/** Reads numbers and durations: "2 and a half hours", "a couple of weeks", "1h30", "half a year". */
import type { Tokens } from './tokens.ts';
import { numberOf, unitOf, type Unit } from './words.ts';

export type Duration = { minutes: number; days: number; workdays: number; months: number; exact: boolean; unit: Unit; to: number };

/** A count at token i: digits (also 2.5), number words, "a", "a couple of", "a few". */
export function readCount(tokens: Tokens, i: number): { value: number; to: number } | null {
  const word = tokens.word(i);
  const digits = tokens.number(i);
  if (digits !== null) {
    const decimal = ['.', ','].includes(tokens.word(i + 1)) && tokens.at(i + 1).glued && tokens.at(i + 2).glued ? tokens.number(i + 2) : null;
    if (decimal !== null && tokens.at(i + 2).raw.length === 1) return { value: digits + decimal / 10, to: i + 3 };
    if (tokens.word(i + 1) === '½') return { value: digits + 0.5, to: i + 2 };
    const step = otherCount(tokens, i + 1);
    return { value: digits, to: step };
  }
  if (word === 'a' || word === 'an' || word === 'the') {
    const next = tokens.word(i + 1);
    if (next === 'couple') return { value: 2, to: tokens.word(i + 2) === 'of' ? i + 3 : i + 2 };
    if (next === 'few') return { value: 3, to: i + 2 };
    if (next === 'dozen') return { value: 12, to: i + 2 };
    return word === 'the' ? null : { value: 1, to: i + 1 };
  }
  if (word === 'couple') return { value: 2, to: tokens.word(i + 1) === 'of' ? i + 2 : i + 1 };
  const first = numberOf(word);
  if (first === undefined) return null;
  const j = tokens.word(i + 1) === '-' ? i + 2 : i + 1;
  const second = first >= 20 ? numberOf(tokens.word(j)) : undefined;
  if (second !== undefined && second < 10) return { value: first + second, to: j + 1 };
  return { value: first, to: otherCount(tokens, i + 1) };
}

/** Skips "-4" and "or 3" of "3-4 days", "2 or 3 weeks": the first number counts. */
function otherCount(tokens: Tokens, i: number): number {
  const link = tokens.word(i);
  if (!['-', '–', 'or', 'to'].includes(link)) return i;
  const second = tokens.number(i + 1) ?? numberOf(tokens.word(i + 1));
  return second !== undefined && unitOf(tokens.word(i + 2)) ? i + 2 : i;
}

/** A duration at token i; `exact` when it is hours or minutes. Null when there is no unit. */
export function readDuration(tokens: Tokens, i: number): Duration | null {
  const sum: Duration = { minutes: 0, days: 0, workdays: 0, months: 0, exact: false, unit: 'hour', to: i };
  if (!addPart(tokens, i, sum)) return null;
  for (let more = 0; more < 2; more++) {
    const link = tokens.word(sum.to);
    const half = tokens.says(sum.to, 'and', 'a', 'half');
    if (half) {
      add(sum, sum.unit, 0.5);
      sum.to += 3;
    } else if (link === 'or' && ['two', 'so', 'three'].includes(tokens.word(sum.to + 1)) && !unitOf(tokens.word(sum.to + 2))) sum.to += 2;
    else if (!addPart(tokens, link === 'and' ? sum.to + 1 : sum.to, sum)) break;
  }
  return sum;
}

function addPart(tokens: Tokens, i: number, sum: Duration): boolean {
  if (tokens.word(i) === 'half') {
    const j = tokens.word(i + 1) === 'a' || tokens.word(i + 1) === 'an' ? i + 2 : i + 1;
    return addUnit(tokens, tokens.word(j) === '-' ? j + 1 : j, 0.5, sum);
  }
  if (tokens.says(i, 'a', 'half') || tokens.says(i, 'a', 'quarter') || tokens.word(i) === 'quarter') {
    const at = tokens.word(i) === 'a' ? i + 1 : i;
    const share = tokens.word(at) === 'half' ? 0.5 : 0.25;
    const j = tokens.word(at + 1) === 'of' ? at + 3 : tokens.word(at + 1) === '-' ? at + 2 : at + 1;
    return addUnit(tokens, j, share, sum);
  }
  if (tokens.says(i, 'three', 'quarters', 'of', 'an')) return addUnit(tokens, i + 4, 0.75, sum);
  const count = readCount(tokens, i);
  if (!count) return false;
  let { value, to } = count;
  if (tokens.says(to, 'and', 'a', 'half')) {
    value += 0.5;
    to += 3;
  }
  if (tokens.word(to) === '-') to++;
  if (['whole', 'full', 'more', 'short'].includes(tokens.word(to))) to++;
  return addUnit(tokens, to, value, sum);
}

function addUnit(tokens: Tokens, i: number, value: number, sum: Duration): boolean {
  if (['business', 'working', 'work'].includes(tokens.word(i)) && unitOf(tokens.word(i + 1)) === 'day') {
    sum.workdays += Math.round(value);
    sum.to = i + 2;
    return true;
  }
  const unit = unitOf(tokens.word(i));
  if (!unit) return false;
  sum.unit = unit;
  add(sum, unit, value);
  sum.to = i + 1;
  const rest = tokens.number(i + 1); // 1h30
  if (unit === 'hour' && rest !== null && tokens.at(i + 1).glued && rest < 60) {
    sum.minutes += rest;
    sum.to = i + 2;
    if (unitOf(tokens.word(i + 2)) === 'minute') sum.to++;
  }
  if (tokens.word(sum.to) === "'") sum.to++;
  return true;
}

function add(sum: Duration, unit: Unit, value: number): void {
  if (unit === 'minute' || unit === 'hour') {
    sum.minutes += Math.round(value * (unit === 'hour' ? 60 : 1));
    sum.exact = true;
  } else if (unit === 'month' || unit === 'year') {
    const months = value * (unit === 'year' ? 12 : 1);
    sum.months += Math.floor(months);
    sum.days += Math.round((months % 1) * 30);
  } else sum.days += Math.round(value * { day: 1, workday: 1, week: 7, fortnight: 14 }[unit]);
}
