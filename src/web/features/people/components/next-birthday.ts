import { today } from '../../../lib/format.ts';

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/**
 * The day a birthday ("1990-05-17", "--05-17") comes next, today included, and how old somebody turns where the year is known. Null
 * without a day. Who was born on 29 February has it on the 28th in other years.
 */
export function nextBirthday(birthday: string | null, now = today()): { on: string; turns: number | null } | null {
  const match = /^(\d{4}|-)-(\d{2}-\d{2})$/.exec(birthday ?? '');
  if (!match) return null;
  const [, born, monthDay] = match as unknown as [string, string, string];
  const on = (year: number) => `${year}-${monthDay === '02-29' && !isLeap(year) ? '02-28' : monthDay}`;
  const year = Number(now.slice(0, 4));
  const next = on(year) >= now ? year : year + 1;
  const turns = born === '-' ? null : next - Number(born);
  return { on: on(next), turns: turns !== null && turns >= 0 ? turns : null };
}
