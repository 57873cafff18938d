/** Time zones: names, abbreviations and cities people write, and wall times in them. */
import { Temporal } from 'temporal-polyfill';
import type { Tokens } from './tokens.ts';

/** Abbreviations mean the civil time of their place on that day, so "EST" in July is what New York's clocks show. */
const SHORT: Record<string, string> = {
  utc: 'UTC', gmt: 'UTC', z: 'UTC', zulu: 'UTC', est: 'America/New_York', edt: 'America/New_York', et: 'America/New_York', cst: 'America/Chicago', cdt: 'America/Chicago', ct: 'America/Chicago',
  mst: 'America/Denver', mdt: 'America/Denver', mt: 'America/Denver', pst: 'America/Los_Angeles', pdt: 'America/Los_Angeles', pt: 'America/Los_Angeles', akst: 'America/Anchorage',
  akdt: 'America/Anchorage', hst: 'Pacific/Honolulu', ast: 'America/Halifax', adt: 'America/Halifax', brt: 'America/Sao_Paulo', art: 'America/Argentina/Buenos_Aires', bst: 'Europe/London',
  wet: 'Europe/Lisbon', west: 'Europe/Lisbon', cet: 'Europe/Berlin', cest: 'Europe/Berlin', mez: 'Europe/Berlin', eet: 'Europe/Athens', eest: 'Europe/Athens', msk: 'Europe/Moscow',
  trt: 'Europe/Istanbul', sast: 'Africa/Johannesburg', gst: 'Asia/Dubai', pkt: 'Asia/Karachi', ist: 'Asia/Kolkata', ict: 'Asia/Bangkok', wib: 'Asia/Jakarta', sgt: 'Asia/Singapore',
  hkt: 'Asia/Hong_Kong', pht: 'Asia/Manila', awst: 'Australia/Perth', kst: 'Asia/Seoul', jst: 'Asia/Tokyo', acst: 'Australia/Adelaide', acdt: 'Australia/Adelaide', aest: 'Australia/Sydney',
  aedt: 'Australia/Sydney', nzst: 'Pacific/Auckland', nzdt: 'Pacific/Auckland',
};
/** Those that are also words or names: only in capitals. */
const LOUD = new Set(['et', 'ct', 'mt', 'pt', 'z', 'est', 'west', 'wet', 'ast', 'art', 'ist', 'eet']);

const PLACES: Record<string, string> = {
  pacific: 'America/Los_Angeles', eastern: 'America/New_York', central: 'America/Chicago', mountain: 'America/Denver', 'central european': 'Europe/Berlin', uk: 'Europe/London',
  british: 'Europe/London', english: 'Europe/London', irish: 'Europe/Dublin', german: 'Europe/Berlin', germany: 'Europe/Berlin', french: 'Europe/Paris', france: 'Europe/Paris',
  spanish: 'Europe/Madrid', spain: 'Europe/Madrid', italian: 'Europe/Rome', italy: 'Europe/Rome', japan: 'Asia/Tokyo', japanese: 'Asia/Tokyo', india: 'Asia/Kolkata', indian: 'Asia/Kolkata',
  china: 'Asia/Shanghai', chinese: 'Asia/Shanghai', beijing: 'Asia/Shanghai', korea: 'Asia/Seoul', korean: 'Asia/Seoul', israel: 'Asia/Jerusalem', 'tel aviv': 'Asia/Jerusalem',
  california: 'America/Los_Angeles', 'san francisco': 'America/Los_Angeles', sf: 'America/Los_Angeles', 'san diego': 'America/Los_Angeles', seattle: 'America/Los_Angeles', portland: 'America/Los_Angeles',
  la: 'America/Los_Angeles', vegas: 'America/Los_Angeles', 'las vegas': 'America/Los_Angeles', texas: 'America/Chicago', austin: 'America/Chicago', dallas: 'America/Chicago', houston: 'America/Chicago',
  ny: 'America/New_York', nyc: 'America/New_York', boston: 'America/New_York', washington: 'America/New_York', dc: 'America/New_York', miami: 'America/New_York', atlanta: 'America/New_York',
  philadelphia: 'America/New_York', montreal: 'America/Toronto', mumbai: 'Asia/Kolkata', delhi: 'Asia/Kolkata', bangalore: 'Asia/Kolkata', chennai: 'Asia/Kolkata', kolkata: 'Asia/Kolkata',
  osaka: 'Asia/Tokyo', kyoto: 'Asia/Tokyo', munich: 'Europe/Berlin', hamburg: 'Europe/Berlin', frankfurt: 'Europe/Berlin', cologne: 'Europe/Berlin', barcelona: 'Europe/Madrid', milan: 'Europe/Rome',
  geneva: 'Europe/Zurich', edinburgh: 'Europe/London', glasgow: 'Europe/London', manchester: 'Europe/London', kyiv: 'Europe/Kiev', rio: 'America/Sao_Paulo', brazil: 'America/Sao_Paulo',
  'abu dhabi': 'Asia/Dubai', 'cape town': 'Africa/Johannesburg', hawaii: 'Pacific/Honolulu', canberra: 'Australia/Sydney', wellington: 'Pacific/Auckland', hanoi: 'Asia/Bangkok', saigon: 'Asia/Ho_Chi_Minh',
};
const names = new Map<string, string>();
for (const zone of Intl.supportedValuesOf('timeZone')) names.set((zone.split('/').at(-1) as string).replaceAll('_', ' ').toLowerCase(), zone);
for (const [place, zone] of Object.entries(PLACES)) names.set(place, zone);

/**
 * Whether this is an IANA zone (or fixed offset such as "+02:00") that everything here knows. Intl alone takes old names too, of which
 * Temporal and PostgreSQL know nothing or something else: "AET", "BST" for Dhaka.
 */
export function isTimeZone(name: string): boolean {
  if (typeof name !== 'string' || name === '' || name.length > 64 || /^SystemV\/|-New$/i.test(name)) return false;
  try {
    return Boolean(Temporal.Now.zonedDateTimeISO(name));
  } catch {
    return false;
  }
}

/**
 * A wall time ("2026-03-29T02:30") in a zone as ISO with offset. In a gap it moves forward by the gap, of two it is the earlier.
 * Throws a RangeError for a wall time or zone that does not exist.
 */
export function resolveWallTime(local: string, timezone: string): string {
  return isoWithOffset(Temporal.PlainDateTime.from(local).toZonedDateTime(timezone, { disambiguation: 'compatible' }));
}

/** The wall time in a zone, "2026-03-10T15:20", now or at an instant. */
export function nowIn(timezone: string, at?: Date): string {
  const instant = at ? Temporal.Instant.fromEpochMilliseconds(at.getTime()) : Temporal.Now.instant();
  return instant.toZonedDateTimeISO(timezone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

export function isoWithOffset(moment: Temporal.ZonedDateTime): string {
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** A zone written at token i ("EST", "(UTC+2)", "Tokyo time", "Europe/Berlin"), and the token after it. */
export function readZone(tokens: Tokens, i: number): { zone: string; to: number } | null {
  if (tokens.word(i) === '(' || tokens.word(i) === '[') {
    const inner = readZone(tokens, i + 1);
    return inner && [')', ']'].includes(tokens.word(inner.to)) ? { zone: inner.zone, to: inner.to + 1 } : null;
  }
  const { word, raw, start, glued } = tokens.at(i);
  if ((word === '+' || word === '-') && glued) return offset(tokens, i);
  if (tokens.at(i).kind !== 'word') return null;
  if (word === 'utc' || word === 'gmt') return offset(tokens, i + 1) ?? { zone: 'UTC', to: i + 1 };
  const path = /[A-Z][A-Za-z_]{1,30}(?:\/[A-Z][A-Za-z_-]{1,30}){1,2}/y;
  path.lastIndex = start;
  const written = path.exec(tokens.text)?.[0];
  if (written && isTimeZone(written)) return { zone: written, to: tokens.after(i, start + written.length) };
  for (const length of [3, 2, 1]) {
    const zone = names.get(Array.from({ length }, (_, k) => tokens.word(i + k)).join(' '));
    const alone = length === 1 && ['pacific', 'eastern', 'central', 'mountain'].includes(word) && raw !== word;
    const next = tokens.word(i + length);
    if (zone && (next === 'time' || alone)) return { zone, to: i + length + (next === 'time' ? 1 : 0) };
    if (zone && (next === 'standard' || next === 'daylight') && tokens.word(i + length + 1) === 'time') return { zone, to: i + length + 2 };
  }
  const short = Object.hasOwn(SHORT, word) ? SHORT[word] : undefined;
  if (!short || (LOUD.has(word) && raw !== raw.toUpperCase())) return null;
  return { zone: short, to: tokens.word(i + 1) === 'time' ? i + 2 : i + 1 };
}

function offset(tokens: Tokens, i: number): { zone: string; to: number } | null {
  const pattern = /([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)/y;
  pattern.lastIndex = tokens.at(i).start;
  const match = tokens.at(i).end > 0 ? pattern.exec(tokens.text) : null;
  if (!match || Number(match[2]) > 14 || Number(match[3] ?? 0) > 59) return null;
  return { zone: `${match[1]}${(match[2] as string).padStart(2, '0')}:${match[3] ?? '00'}`, to: tokens.after(i, pattern.lastIndex) };
}
