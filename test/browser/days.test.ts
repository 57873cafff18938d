import { afterEach, describe, expect, it } from 'vitest';
import { dayText, readDay } from '../../src/web/lib/days.ts';
import { firstName, setFormat } from '../../src/web/lib/format.ts';

afterEach(() => setFormat({}));

describe('a day as people write it', () => {
  it.each([
    ['17 May 1990', '1990-05-17'],
    ['May 17th, 1990', '1990-05-17'],
    ['the 17th of may', '--05-17'],
    ['17.5.1990', '1990-05-17'],
    ['17.05.', '--05-17'],
    ['17/5/1990', '1990-05-17'],
    ['5/17/1990', '1990-05-17'],
    ['17 sept 88', '1988-09-17'],
    ['1990-05-17', '1990-05-17'],
    ['1990/05/07', '1990-05-07'],
    ['--05-17', '--05-17'],
    ['29 Feb', '--02-29'],
    ['29 Feb 2000', '2000-02-29'],
  ])('%s', (text, day) => {
    setFormat({ locale: 'en-GB' });
    expect(readDay(text)).toBe(day);
  });

  it.each(['', 'soon', 'May', '17', '31.2.1990', '29 Feb 1999', '17 May 1990 in the evening', '1.1.0000', '17 5 1990 3', '9'.repeat(300)])('“%s” is none', (text) => {
    setFormat({ locale: 'en-GB' });
    expect(readDay(text)).toBe(null);
  });

  it('which number is the month is as the language has it', () => {
    for (const [locale, day] of [['en-GB', '--05-03'], ['en-US', '--03-05'], ['ja-JP', '--03-05']] as const) {
      setFormat({ locale });
      expect(readDay('3/5'), locale).toBe(day);
      expect(readDay('3.5.'), locale).toBe('--05-03');
    }
  });

  it('what is shown can be read again, in any language', () => {
    for (const locale of ['en-GB', 'en-US', 'de', 'fr', 'es', 'pt-BR', 'cs', 'ru', 'ja', 'ko', 'zh', 'ar', 'fa', 'th', 'hi', 'he', 'tr', 'fi']) {
      setFormat({ locale });
      for (const day of ['1941-11-24', '--02-29', '2000-03-04', '0800-12-31']) expect(readDay(dayText(day)), `${locale} ${dayText(day)}`).toBe(day);
    }
    setFormat({ locale: 'de' });
    expect(dayText('1941-11-24')).toBe('24. November 1941');
  });
});

it('the name in passing leaves out titles, and finds it behind a comma', () => {
  expect(['Anna Berg', 'Berg, Anna', 'Dr. Anna Berg', 'prof dr  Anna', 'Dr.', 'Ali', 'Berg,', ''].map(firstName)).toEqual(['Anna', 'Anna', 'Anna', 'Anna', 'Dr.', 'Ali', 'Berg,', '']);
});
