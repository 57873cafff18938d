import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

const INTERNATIONAL = /^\+[\d\s./-]{7,24}$/;
/** Fewer digits than these are an extension, not a person. */
const DIGITS = 6;

/**
 * A phone number as it is compared: E.164 where that can be told, else its digits.
 * @param country where numbers without a country code are from
 * @returns undefined when it is too short to mean anybody
 */
export function phoneKey(value: string, country?: CountryCode): string | undefined {
  // most numbers need no library, which takes ten times as long
  if (INTERNATIONAL.test(value)) return value.replace(/[^\d+]/g, '');
  const parsed = parsePhoneNumberFromString(value.replace(/^00(?=[1-9])/, '+'), country);
  if (parsed?.isPossible()) return parsed.number;
  const digits = value.replace(/\D/g, '');
  return digits.length >= DIGITS ? digits : undefined;
}

/** The country of a locale that names one: en-GB. */
export function countryOfLocale(locale: string): CountryCode | undefined {
  const region = /[-_]([A-Z]{2})\b/.exec(locale)?.[1];
  return region && isSupportedCountry(region) ? region : undefined;
}

/** The country most of these numbers are from. */
export function commonCountry(values: Iterable<string>): CountryCode | undefined {
  const counts = new Map<CountryCode, number>();
  let looked = 0;
  for (const value of values) {
    if (!value.startsWith('+')) continue;
    const country = parsePhoneNumberFromString(value)?.country;
    if (country) counts.set(country, (counts.get(country) ?? 0) + 1);
    if (++looked >= 200) break;
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
