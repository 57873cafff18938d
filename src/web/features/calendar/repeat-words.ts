import { WEEKDAYS } from './event-form.ts';

const NAMES = ['mon(?:day)?', 'tue(?:s(?:day)?)?', 'wed(?:nesday)?', 'thu(?:rs?(?:day)?)?', 'fri(?:day)?', 'sat(?:urday)?', 'sun(?:day)?'];
const DAY = `(?:${NAMES.join('|')})s?`;
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const EVERY = new RegExp(String.raw`\b(?:every|each)\s+(?:(other|second|third|\d{1,2}|${NUMBERS.join('|')})\s+)?(days?|weekdays?|working days?|weekends?|weeks?|fortnights?|months?|years?|(?:${DAY}\b(?:\s*(?:,|and|&)\s*(?=${DAY}\b))?)+)(?!\p{L})`, 'iu');
// Not in "weekly report": there it is part of the name.
const ADVERB = /\b(daily|weekly|fortnightly|biweekly|monthly|yearly|annually)(?=$|[,.]|\s+(?:on|at|from|until|till|til|\d|mon|tue|wed|thu|fri|sat|sun))/i;
const UNTIL = /\s*\b(?:until|till|til)\s+(.+)$/i;

/** `words`: what says so in the text. `until`: the words for its end, which are a date. `days`: on which days of the week. */
export type RepeatWords = { words: string; rule: string; days: string[]; until: string | null };

const inWeek = (days: string[], interval: number): string => `FREQ=WEEKLY;BYDAY=${days.join(',')}${interval > 1 ? `;INTERVAL=${interval}` : ''}`;
const every = (freq: string, interval: number): string => `FREQ=${freq}${interval > 1 ? `;INTERVAL=${interval}` : ''}`;

/** "every other Tuesday until June": how often an event comes, in the words of somebody who is in a hurry; null when it comes once. */
export function repeatIn(text: string): RepeatWords | null {
  const found = EVERY.exec(text) ?? ADVERB.exec(text);
  if (!found) return null;
  const words = found[0].trim();
  // The end stands after it: "until Friday every day" is no way to say it.
  const until = UNTIL.exec(text.slice(found.index + found[0].length))?.[1] ?? null;
  if (found.length === 2) {
    const rule = { daily: 'FREQ=DAILY', weekly: 'FREQ=WEEKLY', fortnightly: every('WEEKLY', 2), biweekly: every('WEEKLY', 2), monthly: 'FREQ=MONTHLY', yearly: 'FREQ=YEARLY', annually: 'FREQ=YEARLY' }[found[1]!.toLowerCase()]!;
    return { words, rule, days: [], until };
  }
  const unit = found[2]!.toLowerCase();
  const interval = intervalOf(found[1]?.toLowerCase());
  if (/^(?:weekday|working day)/.test(unit)) return { words, rule: inWeek(WEEKDAYS.slice(0, 5), interval), days: WEEKDAYS.slice(0, 5), until };
  if (unit.startsWith('weekend')) return { words, rule: inWeek(WEEKDAYS.slice(5), interval), days: WEEKDAYS.slice(5), until };
  const freq = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }[unit.replace(/s$/, '')];
  if (freq) return { words, rule: every(freq, interval), days: [], until };
  if (unit.startsWith('fortnight')) return { words, rule: every('WEEKLY', 2 * interval), days: [], until };
  const days = WEEKDAYS.filter((_, i) => new RegExp(`\\b${NAMES[i]}s?\\b`, 'i').test(unit));
  return { words, rule: inWeek(days, interval), days, until };
}

function intervalOf(word: string | undefined): number {
  if (!word) return 1;
  if (word === 'other' || word === 'second') return 2;
  if (word === 'third') return 3;
  return Math.max(1, Number(word) || NUMBERS.indexOf(word) + 1);
}
