/** How this person wants dates written; set once from the preferences. */
let locale: string | undefined;
let timeZone: string | undefined;

/** Values that this browser does not know are ignored. */
export function setFormat(next: { locale?: string | null | undefined; time_zone?: string | null | undefined }): void {
  locale = accepted(next.locale, (value) => new Intl.DateTimeFormat(value));
  timeZone = accepted(next.time_zone, (value) => new Intl.DateTimeFormat('en', { timeZone: value }));
}

function accepted(value: string | null | undefined, use: (value: string) => unknown): string | undefined {
  if (!value) return undefined;
  try {
    use(value);
    return value;
  } catch {
    return undefined;
  }
}

/** The language dates are written in; the browser's when none was chosen. */
export const dateLocale = (): string | undefined => locale;

/** The zone of this device, for a first guess. */
export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(new Date(iso));
}

/** "Saturday, 21 November", today where this person lives. */
export function formatToday(): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(new Date());
}

/** Today where this person lives: "2026-11-21". */
export function today(): string {
  return dayOf(new Date().toISOString());
}

/** The day of a moment where this person lives: "2026-03-01". */
export function dayOf(iso: string): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(new Date(iso));
}

/** Tomorrow where this person lives. */
export function tomorrow(): string {
  return new Date(Date.parse(today()) + 86_400_000).toISOString().slice(0, 10);
}

/** Days from today to a day: negative when it is past. */
export function daysTo(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(today())) / 86_400_000);
}

/** "today", "tomorrow", "3 days ago", "in 2 weeks". */
export function formatRelativeDay(day: string): string {
  const days = daysTo(day);
  const [unit, size] = Math.abs(days) < 14 ? (['day', 1] as const) : Math.abs(days) < 60 ? (['week', 7] as const) : Math.abs(days) < 700 ? (['month', 30.44] as const) : (['year', 365.25] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(days / size), unit);
}

/** The hour of the day where this person lives, 0 to 23. */
export function hourNow(): number {
  return Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(new Date()));
}

export function formatDateTime(iso: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso));
}

/** "15:04" where this person lives. */
export function formatTime(iso: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(iso));
}

/** "2026-03" → "March 2026". */
export function formatMonth(month: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`));
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86400],
  ['week', 604800],
  ['month', 2629800],
  ['year', 31557600],
];

/** "3 days ago", "in 2 weeks"; "just now" within 45 seconds. */
export function formatRelative(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Math.abs(seconds) < 45) return 'just now';
  let [unit, size] = steps[0]!;
  for (const step of steps) if (Math.abs(seconds) >= step[1]) [unit, size] = step;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** A birthday: "1990-05-17" → "17 May 1990", "--05-17" (year unknown) → "17 May", "1990-05" → "May 1990". Anything else is returned as it is. */
export function formatBirthday(value: string): string {
  if (/^\d{4}-\d{2}$/.test(value)) return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${value}-01`));
  const match = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return value;
  const [, year, month, day] = match;
  const known = year !== '-';
  // 2000 is a leap year, so that the 29th of February exists.
  const date = new Date(Date.UTC(known ? Number(year) : 2000, Number(month) - 1, Number(day)));
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', ...(known ? { year: 'numeric' } : {}), timeZone: 'UTC' }).format(date);
}

/** A day without a time, "2026-01-12" → "12 Jan". */
export function formatDay(value: string): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${value}T00:00:00Z`));
}

/** What a tier is called. */
export const tierName = (tier: number): string => (tier === 1 ? 'Inner circle' : 'Outer circle');

/** What somebody is called in passing: "Anna" of "Anna Berg", of "Berg, Anna" and of "Dr. Anna Berg". */
export const firstName = (name: string): string => name.replace(/^.*, */, '').split(' ').find((word) => !/^(dr|prof|mrs?|ms)?\.?$/i.test(word)) ?? name;

/** "1 person", "2 people". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** What the clock on the wall shows where this person lives: 2026-05-17T20:00. */
export function clockHere(): string {
  const parts = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).formatToParts(new Date());
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** A day (2026-05-17) in words, as `options` ask: by default "Sun, 17 May". */
export function formatWallDay(day: string, options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/** The time of a wall time (2026-05-17T20:00): "20:00" or "8:00 pm". */
export function formatWallTime(wall: string): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(new Date(`${wall.slice(0, 16)}:00Z`));
}

/** Without accents and capitals, as people type. */
export const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
