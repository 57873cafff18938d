import { dateLocale, fold, formatBirthday } from './format.ts';

/** What a day is written like, for a message or an example. */
export const dayExample = 'Write 17 May 1990, or 17 May without the year';

const fillers = new Set(['of', 'the', 'st', 'nd', 'rd', 'th']);

/**
 * A day as people write it, with or without its year: "17 May 1990", "May 17th", "17.5.1990", "17/5", "1990-05-17", "--05-17".
 * Names of months are English or of this person's language; which of two numbers is the month is as this person's language has it, unless
 * only one can be. Answers YYYY-MM-DD or --MM-DD, or null when it is not surely a day.
 */
export function readDay(text: string): string | null {
  const stored = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(text.trim());
  if (stored) return written(stored[1] === '-' ? null : Number(stored[1]), Number(stored[2]), Number(stored[3]));
  const { months, words } = known();
  const numbers: { text: string; value: number }[] = [];
  let month: number | null = null;
  for (const [token] of fold(text).matchAll(/\d+|[\p{L}\p{M}]+/gu)) {
    if (/^\d/.test(token)) numbers.push({ text: token, value: Number(token) });
    else {
      const named = months.find(([name]) => name === token || (token.length >= 3 && name.startsWith(token)));
      if (named && month === null) month = named[1];
      else if (!words.has(token)) return null;
    }
  }
  const wanted = month === null ? 2 : 1;
  if (numbers.length < wanted || numbers.length > wanted + 1) return null;
  const years = numbers.length > wanted ? numbers.splice(numbers[0]!.text.length === 4 ? 0 : -1, 1) : [];
  const year = years[0] ? yearOf(years[0].text) : null;
  if (years[0] && year === null) return null;
  if (month !== null) return written(year, month, numbers[0]!.value);
  const [first, second] = [numbers[0]!.value, numbers[1]!.value];
  // after a year of four digits the month comes first everywhere; with full stops the day does
  const yearFirst = years.length > 0 && text.search(/\d/) === text.indexOf(years[0]!.text) && years[0]!.text.length === 4;
  const monthFirst = second > 12 || (first <= 12 && (yearFirst || (!text.includes('.') && monthComesFirst())));
  return monthFirst ? written(year, first, second) : written(year, second, first);
}

/** A stored day as this person reads it, and `readDay` does too: "17 May 1990". */
export function dayText(day: string): string {
  const text = formatBirthday(day);
  return readDay(text) === day ? text : day;
}

function written(year: number | null, month: number, day: number): string | null {
  const two = (value: number) => String(value).padStart(2, '0');
  // 2000 is a leap year, so that the 29th of February exists
  const text = `${String(year ?? 2000).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text) || year === 0) return null;
  return year === null ? `-${text.slice(4)}` : text;
}

/** Of two digits: in this century when that is not to come. */
function yearOf(text: string): number | null {
  if (text.length === 4) return Number(text);
  if (text.length !== 2) return null;
  const now = new Date().getFullYear();
  const year = Math.floor(now / 100) * 100 + Number(text);
  return year > now ? year - 100 : year;
}

const day = new Date(Date.UTC(2003, 9, 22));

function monthComesFirst(): boolean {
  const parts = new Intl.DateTimeFormat(dateLocale(), { day: 'numeric', month: 'numeric', timeZone: 'UTC' }).formatToParts(day);
  return parts.findIndex(({ type }) => type === 'month') < parts.findIndex(({ type }) => type === 'day');
}

/** The months by name, and the words that stand between the parts of a date. */
function known(): { months: [name: string, month: number][]; words: Set<string> } {
  const months: [string, number][] = [];
  const words = new Set(fillers);
  for (const locale of ['en', dateLocale()]) {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' });
      for (let index = 0; index < 12; index++) {
        for (const { type, value } of format.formatToParts(new Date(Date.UTC(2003, index, 22)))) {
          const letters = fold(value).match(/[\p{L}\p{M}]+/gu) ?? [];
          if (type === 'month' && letters[0] && !/\d/.test(value)) months.push([letters[0], index + 1]);
          else for (const word of letters) words.add(word);
        }
      }
    }
  }
  return { months, words };
}
