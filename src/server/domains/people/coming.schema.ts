/** When dates that come every year come next. Knows neither server nor page, so that both say the same day. */

export const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The day in a year (YYYY-MM-DD) of a date that comes every year (its last five characters are MM-DD): 29 February is the 28th in other years. */
const inYear = (date: string, year: number) => `${year}-${date.endsWith('02-29') && !isLeap(year) ? '02-28' : date.slice(-5)}`;

/**
 * The next time a date (1990-05-17, or --05-17 without the year) comes round, the day `today` included, and how many years it is then
 * (null without the year). A date of the future comes first on its own day.
 */
export function comingOf(date: string, today: string): { on: string; years: number | null } {
  const year = Number(today.slice(0, 4));
  const next = inYear(date, year) >= today ? year : year + 1;
  if (date.startsWith('-')) return { on: inYear(date, next), years: null };
  const first = Number(date.slice(0, 4));
  return first > next ? { on: date, years: 0 } : { on: inYear(date, next), years: next - first };
}
