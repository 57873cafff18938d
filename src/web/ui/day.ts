import { dayExample, dayText, readDay } from '../lib/days.ts';

/** What makes an input take a day as people write it: it is written out when the field is left, and refused before it is sent when it is none. */
export function dayInput(value: string, onChange: (value: string) => void) {
  const day = readDay(value);
  return {
    value,
    placeholder: '17 May 1990',
    maxLength: 64,
    autoComplete: 'off',
    ref: (input: HTMLInputElement | null) => input?.setCustomValidity(value.trim() === '' || day ? '' : dayExample),
    onBlur: () => day && dayText(day) !== value && onChange(dayText(day)),
  };
}
