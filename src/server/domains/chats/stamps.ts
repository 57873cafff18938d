/**
 * Lines of a chat as messengers write and copy them: when, who, what.
 * `[21.11.26, 11:40:03] Anna: Hi` · `21/11/2026, 11:40 - Anna: Hi` · `[11:40, 21/11/2026] Anna: Hi` · `Anna, [21.11.2026 11:40]`.
 */
const DATE = String.raw`(\d{1,4})[./-]\s?(\d{1,2})[./-]\s?(\d{1,4})\.?`;
const TIME = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s?([AaPp])\.?\s?[Mm]\b\.?)?`;
const FORMS: { form: RegExp; time: number; date: number; rest: number; name?: number }[] = [
  { form: new RegExp(String.raw`^\[${DATE},?\s+${TIME}\]\s?(.*)$`, 's'), date: 1, time: 4, rest: 8 },
  { form: new RegExp(String.raw`^\[${TIME},\s+${DATE}\]\s?(.*)$`, 's'), time: 1, date: 5, rest: 8 },
  { form: new RegExp(String.raw`^${DATE},?\s+${TIME}\s[-–]\s(.*)$`, 's'), date: 1, time: 4, rest: 8 },
  { form: new RegExp(String.raw`^(.{1,255}?),\s\[${DATE},?\s+${TIME}\]:?\s?(.*)$`, 's'), name: 1, date: 2, time: 5, rest: 9 },
];
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const HEAD = 600;
/** What some languages put between date and time: `12.3.2022 klo 14.08`. */
const BETWEEN = /^(\[?\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?,?) (?:klo|kl\.?|um|à|às|a las|alle|om|в|at) (?=\d)/;
/** Halves of the day as words, before the time or after it. */
const HALVES: [words: string, half: string][] = [['오전|上午|午前|凌晨|早上|清晨|ص', 'AM'], ['오후|下午|午後|中午|傍晚|晚上|م', 'PM']];
const HALF_FORMS = HALVES.map(([words, half]) => [new RegExp(String.raw`^(\[?[\d ./,-]{0,24}?)(?:${words}) ?(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)`), new RegExp(String.raw`^(\[?(?:[\d./-]{6,12},? )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?) ?(?:${words})(?=[\s\]]|$)`), half] as const);
const FOREIGN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/;

/** A line with its date and time in the digits and halves of the day that the forms know. */
function latin(head: string): string {
  let text = head;
  if (FOREIGN_DIGITS.test(text.slice(0, 40))) text = text.slice(0, 40).replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => String((digit.charCodeAt(0) - (digit >= '\u0966' ? 6 : 0)) % 16)).replaceAll('،', ',') + text.slice(40);
  text = text.replace(BETWEEN, '$1 ');
  for (const [before, after, half] of HALF_FORMS) text = text.replace(before, `$1$2 ${half}`).replace(after, `$1 ${half}`);
  return text;
}


/** The numbers of a date as they stand there, the time of day in seconds. */
export type Stamp = { a: number; b: number; c: number; long: boolean; separator: string; half: boolean; seconds: number };
/** A line that begins a message. `sender` null: a line of the messenger itself. */
export type Begun = { stamp: Stamp; sender: string | null; text: string };

/** Reads the line a message begins with; undefined for one that goes on. */
export function beginOf(line: string): Begun | undefined {
  // only the head is looked at by patterns: a line may be as long as a file
  const head = latin(line.slice(0, HEAD).replace(MARKS, '').replace(/[\u00a0\u202f\u2009]/g, ' '));
  if (!/^.{0,260}?\d{1,4}[./:-]/s.test(head)) return undefined;
  for (const { form, date, time, rest, name } of FORMS) {
    const match = form.exec(head);
    if (!match) continue;
    const half = match[time + 3]?.toLowerCase();
    let hour = Number(match[time]);
    if (hour > 23 || (half && hour > 12)) return undefined;
    if (half === 'p' && hour < 12) hour += 12;
    if (half === 'a' && hour === 12) hour = 0;
    const [minute, second] = [Number(match[time + 1]), Number(match[time + 2] ?? 0)];
    if (minute > 59 || second > 59) return undefined;
    const stamp = { a: Number(match[date]), b: Number(match[date + 1]), c: Number(match[date + 2]), long: match[date]!.length > 2, separator: /[./-]/.exec(match[0].slice(match[0].indexOf(match[date]!) + match[date]!.length))?.[0] ?? '/', half: half !== undefined, seconds: hour * 3600 + minute * 60 + second };
    const text = match[rest]! + line.slice(HEAD).replace(MARKS, '');
    if (name) return { stamp, sender: match[name]!.trim(), text };
    const said = /^([^:\n]{1,255}?):(?: (.*)|\s*)$/s.exec(text);
    return said && !/["“”„«»]/.test(said[1]!) ? { stamp, sender: said[1]!.trim(), text: said[2] ?? '' } : { stamp, sender: null, text };
  }
  return undefined;
}

export type DateOrder = 'day_first' | 'month_first';
const yearOf = (n: number) => (n >= 100 ? n : n < 70 ? 2000 + n : 1900 + n);

const isYearFirst = ({ a, long }: Stamp) => long || a > 31;

/** The wall time of a stamp, as the milliseconds at which UTC shows it; undefined when there is no such day. */
export function wallOf(stamp: Stamp, order: DateOrder): number | undefined {
  const { a, b, c, seconds } = stamp;
  const [year, month, day] = isYearFirst(stamp) ? [yearOf(a), b, c] : order === 'day_first' ? [yearOf(c), b, a] : [yearOf(c), a, b];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() + seconds * 1000 : undefined;
}

/**
 * Finds out whether days or months come first, from all dates of a file: a number above 12 is a day; else the order in which time never
 * runs backwards; else what is usual with such a separator.
 */
export function dateVote() {
  const impossible = { day_first: 0, month_first: 0 };
  const backwards = { day_first: 0, month_first: 0 };
  const last: Record<DateOrder, number> = { day_first: -Infinity, month_first: -Infinity };
  let american = false;
  let open = false;
  return {
    see(stamp: Stamp) {
      open ||= !isYearFirst(stamp);
      american ||= stamp.separator === '/' && stamp.half;
      for (const order of ['day_first', 'month_first'] as const) {
        const at = wallOf(stamp, order);
        if (at === undefined) impossible[order]++;
        else {
          if (at < last[order] - 86_400_000) backwards[order]++;
          last[order] = at;
        }
      }
    },
    /** `sure`: the dates themselves say so. */
    decide(): { order: DateOrder; sure: boolean } {
      for (const votes of [impossible, backwards]) {
        if (votes.day_first < votes.month_first) return { order: 'day_first', sure: true };
        if (votes.month_first < votes.day_first) return { order: 'month_first', sure: true };
      }
      return { order: american ? 'month_first' : 'day_first', sure: !open };
    },
  };
}
