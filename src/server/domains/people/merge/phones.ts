import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';

const international = (value: string) => value.trim().replace(/^00(?=[1-9])/, '+');
const digitsOf = (value: string) => value.replace(/\D/g, '');

/**
 * Whether two phone numbers are the same one: by E.164 where both say their country; a number without one is read as of the country
 * of the other (0170 … and +49 170 …); two without are compared by their digits.
 */
export function samePhone(a: string, b: string): boolean {
  const [left, right] = [international(a), international(b)];
  if (digitsOf(left) === digitsOf(right)) return digitsOf(left) !== '';
  const [first, second] = [parsePhoneNumberFromString(left), parsePhoneNumberFromString(right)];
  if (first && second) return first.number === second.number;
  return first ? sameAbroad(first, right) : second ? sameAbroad(second, left) : false;
}

function sameAbroad(number: PhoneNumber, national: string): boolean {
  const there = number.country ?? { defaultCallingCode: number.countryCallingCode };
  return parsePhoneNumberFromString(national, there)?.number === number.number;
}
