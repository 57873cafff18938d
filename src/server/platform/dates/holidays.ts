/** Days with a name. */
import type { DateRef } from './refs.ts';
import { readInYear, type Read } from './months.ts';
import type { Tokens } from './tokens.ts';
import { words } from './words.ts';

const NAMES: [string[], string][] = (
  [
    ['christmas eve', 'christmas eve'], ['xmas eve', 'christmas eve'], ['christmas day', 'christmas'], ['xmas day', 'christmas'], ['christmas', 'christmas'], ['xmas', 'christmas'], ['boxing day', 'boxing day'],
    ["new year's eve", 'new year eve'], ['new years eve', 'new year eve'], ['new year eve', 'new year eve'], ['nye', 'new year eve'], ["new year's day", 'new year'], ['new years day', 'new year'], ["new year's", 'new year'],
    ['new years', 'new year'], ['new year', 'new year'], ["valentine's day", 'valentine'], ['valentines day', 'valentine'], ["valentine's", 'valentine'], ['valentines', 'valentine'], ['halloween', 'halloween'],
    ["hallowe'en", 'halloween'], ["st patrick's day", 'patrick'], ['st patricks day', 'patrick'], ["april fools' day", 'fools'], ["april fool's day", 'fools'], ['april fools day', 'fools'], ['easter monday', 'easter monday'],
    ['easter sunday', 'easter'], ['easter', 'easter'], ['good friday', 'good friday'], ['black friday', 'black friday'], ['thanksgiving', 'thanksgiving'],
  ] as [string, string][]
).map(([words, name]) => [words.split(' '), name]);
const FIRST = new Set(NAMES.map(([words]) => words[0] as string));
/** "Halloween party" is on Halloween unless the sentence names another day. */
const MEALS = words('dinner lunch brunch breakfast party parties supper drinks do bash meal ball dance');
const THINGS = words(`tree trees cards card shopping present presents gift gifts market markets jumper jumpers sweater lights light holidays holiday break bonus concert costume costumes
 list songs song music movie movies film films pudding cake cookies decorations decoration outfit sale sales sweets candy fair season spirit carols carol resolution resolutions pumpkin bunny egg eggs
 box stocking stockings play crackers hamper photos week weekend special themed deal deals cracker`);

/** A holiday at token i, also "next Christmas", "Christmas 2027". */
export function readHoliday(tokens: Tokens, i: number): Read | null {
  const which = { this: 0, next: 1, last: -1 }[tokens.word(i)];
  const at = which === undefined ? i : i + 1;
  if (!FIRST.has(tokens.word(at))) return null;
  const found = NAMES.find(([words]) => tokens.says(at, ...words));
  if (!found || ['happy', 'merry', 'the', 'a', 'father'].includes(tokens.word(i - 1))) return null;
  let to = at + found[0].length;
  if (THINGS.has(tokens.word(to)) && found[0].at(-1) !== 'day' && found[0].at(-1) !== 'eve') return null;
  if (found[1] === 'new year' && found[0].length === 2 && found[0][1] !== "new year's" && tokens.word(at + 1) === 'year' && !['at', 'on', 'by', 'before', 'after', 'until', 'till', 'since', 'for'].includes(tokens.word(i - 1))) return null;
  const year = tokens.number(to);
  if (year !== null && year >= 1900 && year < 2200) return { date: { kind: 'holiday', name: found[1], inYear: year }, to: to + 1 };
  const inYear = readInYear(tokens, to);
  if (inYear) return { date: { kind: 'holiday', name: found[1], inYear: inYear.years }, to: inYear.to };
  if (MEALS.has(tokens.word(to)) && found[1] === 'christmas' && /part|drinks|do|bash/.test(tokens.word(to))) return null;
  const date: DateRef = { kind: 'holiday', name: found[1], ...(which === -1 ? { which: 'last' } : {}) };
  return { date, to, ...(MEALS.has(tokens.word(to)) ? { weak: true } : {}) };
}

/** The day of a holiday in a year: [month, day]. */
export function holidayIn(name: string, year: number): [number, number] {
  const fixed: Record<string, [number, number]> = { christmas: [12, 25], 'christmas eve': [12, 24], 'boxing day': [12, 26], 'new year': [1, 1], 'new year eve': [12, 31], valentine: [2, 14], halloween: [10, 31], patrick: [3, 17], fools: [4, 1] };
  if (fixed[name]) return fixed[name];
  if (name === 'thanksgiving' || name === 'black friday') {
    const first = new Date(Date.UTC(year, 10, 1)).getUTCDay();
    const thursday = 1 + ((4 - first + 7) % 7) + 21;
    return [11, name === 'thanksgiving' ? thursday : thursday + 1];
  }
  const away = name === 'good friday' ? -2 : name === 'easter monday' ? 1 : 0;
  const day = new Date(easter(year) + away * 86_400_000);
  return [day.getUTCMonth() + 1, day.getUTCDate()];
}

/** Easter Sunday of the Gregorian calendar, by the anonymous (Meeus/Jones/Butcher) rule. */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const h = (19 * a + b - d - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
}
