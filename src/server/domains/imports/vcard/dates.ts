/** Dates of cards: 1990-05-17, 19900517, with a time, --0517, --05-17, and Apple's year 1604 for "no year". */

/** @param noYear the year that means none (X-APPLE-OMIT-YEAR) @returns YYYY-MM-DD, --MM-DD, or undefined when day and month are not both there */
export function readDate(value: string, noYear?: string): string | undefined {
  const text = value.trim();
  const full = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(text);
  if (full) return full[1] === noYear || full[1] === '1604' || full[1] === '0000' ? `--${full[2]}-${full[3]}` : `${full[1]}-${full[2]}-${full[3]}`;
  const short = /^--(\d{2})-?(\d{2})(?:T.*)?$/.exec(text);
  return short ? `--${short[1]}-${short[2]}` : undefined;
}

/** A date as version 3.0 or 4.0 writes it, with the parameters it needs. */
export function writeDate(date: string, version: '3.0' | '4.0'): { value: string; params: Record<string, string> } {
  if (!date.startsWith('--')) return { value: version === '4.0' ? date.replaceAll('-', '') : date, params: version === '4.0' ? {} : { VALUE: 'date' } };
  if (version === '4.0') return { value: `--${date.slice(2).replace('-', '')}`, params: {} };
  return { value: `1604-${date.slice(2)}`, params: { VALUE: 'date', 'X-APPLE-OMIT-YEAR': '1604' } };
}
