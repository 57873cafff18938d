import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../../test/cpu.ts';
import { findDates, firstDate, isTimeZone, nowIn, resolveWallTime } from './index.ts';

const london = { now: '2026-03-10T15:20', timezone: 'Europe/London', locale: 'en-GB' };
const when = (text: string, options = london): string | null => {
  const found = firstDate(text, options);
  return found && [found.date, found.time].filter(Boolean).join(' ');
};

describe('findDates', () => {
  it('answers everything about a date', () => {
    expect(findDates('Dentist on Thursday at 3pm, bring the card', london)).toEqual([
      { date: '2026-03-12', time: '15:00', datetime: '2026-03-12T15:00:00+00:00', timezone: 'Europe/London', confidence: 'high', extracted_text: 'Thursday at 3pm', start: 11, end: 26, until: null, lasts: null, tense: 'future' },
    ]);
  });

  it('names stretches of the text as it is, after emoji, accents and other scripts', () => {
    const text = '🎂🎉 Žofie’s Geburtstag — 誕生日 ist tomorrow at noon 👨‍👩‍👧, danach Friday';
    const found = findDates(text, london);
    expect(found.map(({ extracted_text }) => extracted_text)).toEqual(['tomorrow at noon', 'Friday']);
    for (const { start, end, extracted_text } of found) expect(text.slice(start, end)).toBe(extracted_text);
  });

  it.each([
    ['3pm-3pm-3 tomorrow', '2026-03-11 15:00'],
    ['tomorrow 3pm-5pm-2', '2026-03-11 15:00'],
    ['tomorrow 3pm-5pm UTC-5', '2026-03-11 20:00'],
    ['noon tomorrow PST', '2026-03-11 19:00'],
    ['at 3pm on Friday, EST', '2026-03-13 15:00'],
    ['3pm on Friday (Berlin time)', '2026-03-13 14:00'],
    ['noon tomorrow Pacific time', '2026-03-11 19:00'],
    ['noon tomorrow, pst Anna said so', '2026-03-11 12:00'],
    ['noon tomorrow et al.', '2026-03-11 12:00'],
  ])('an offset and a zone are read where they are meant: %s', (text, expected) => expect(when(text)).toBe(expected));

  it('lists them in the order of the text and gives the first one to act on', () => {
    const text = 'Met Anna yesterday. Call her on Friday at 10, send the book by 2 April.';
    expect(findDates(text, london).map(({ date, tense }) => [date, tense])).toEqual([['2026-03-09', 'past'], ['2026-03-13', 'future'], ['2026-04-02', 'future']]);
    expect(when(text)).toBe('2026-03-13 10:00');
  });

  it('gives ranges an end with its own offset', () => {
    const [found] = findDates('servers down tomorrow from 02:15 until 03:30', { ...london, now: '2026-03-28T10:00', timezone: 'Europe/Berlin' });
    expect(found).toMatchObject({ time: '03:15', datetime: '2026-03-29T03:15:00+02:00', until: { date: '2026-03-29', time: '03:30', datetime: '2026-03-29T03:30:00+02:00' } });
  });

  it('takes now as wall time or as an instant', () => {
    const tokyo = { timezone: 'Asia/Tokyo', locale: 'en-GB' };
    expect(when('tomorrow', { ...tokyo, now: '2026-03-10T20:00Z' })).toBe('2026-03-12');
    expect(when('tomorrow', { ...tokyo, now: '2026-03-10T20:00:00.123-05:00' })).toBe('2026-03-12');
    expect(when('tomorrow', { ...tokyo, now: '2026-03-10T20:00' })).toBe('2026-03-11');
    expect(when('in 2 hours', { now: '2026-10-25T00:30Z', timezone: 'Europe/Berlin', locale: 'de-DE' })).toBe('2026-10-25 03:30');
  });

  it('orders figures by locale, and is not disturbed by one that is none', () => {
    expect(when('due 04/05/2026', { ...london, locale: 'en-US' })).toBe('2026-04-05');
    expect(when('due 04/05/2026', { ...london, locale: 'fr' })).toBe('2026-05-04');
    expect(when('due 04/05/2026', { ...london, locale: '!!' })).toBe('2026-04-05');
    expect(when('due 13/05/2026', { ...london, locale: 'en-US' })).toBe('2026-05-13');
  });

  it('refuses zones and times that are none', () => {
    expect(() => findDates('tomorrow', { ...london, timezone: 'Mars/Base' })).toThrow(RangeError);
    expect(() => findDates('tomorrow', { ...london, now: 'soon' })).toThrow(RangeError);
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    for (const bad of ['', 'Mars/Base', 'x'.repeat(1000), 'Europe/Berlin; drop table']) expect(isTimeZone(bad)).toBe(false);
  });

  it('finds at most fifty', () => {
    expect(findDates('Friday at 5pm. '.repeat(500), london)).toHaveLength(50);
  });
});

describe('days that do not exist', () => {
  it.each(['29 February 2027', 'Feb 29, 2027', '31 April 2026', 'on the 31st of April 2026'])('%s is none', (text) => expect(findDates(text, london)).toEqual([]));
  it('without a year 29 February is the next one', () => expect(findDates('29 February', london)).toMatchObject([{ date: '2028-02-29' }]));
});

describe('hostile text', () => {
  const pieces = ['1', '1 ', '1/', '1.', '1:', '1-', '12:30', '3pm ', 'in ', 'a ', 'the ', 'at ', 'from 3 to ', 'Friday ', 'Friday', 'next ', 'June ', 'every ', '\n', '.', ' ', "'", '(', 'a week from ', 'the day after ', 'half ', 'two ', 'and ', '5/', '2026-', 'é', '👨‍👩‍👧', '\u0000', '\ud800', 'UTC+', 'America/', 'not a word of a date here '];
  it.each(pieces)('takes linear time for %j', (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length)).slice(0, 100_000);
    expect(cpuTime(() => expect(findDates(text, london).length).toBeLessThanOrEqual(50))).toBeLessThan(3000);
  });

  it('never throws, and what it finds is in the text and a real day', () => {
    const word = fc.constantFrom(...pieces, '14th ', '31 ', 'February ', '29 ', 'midnight ', 'EST ', '+14:00 ', 'ago ', '9999 ', '99 ', 'years ', 'to ', '- ', 'last ', 'Christmas ', 'of ', 'until ', 'or ', 'noon ', '0', '24:00 ', '1000000 ');
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 30 }), (words) => {
        const text = words.join('');
        for (const one of findDates(text, london)) {
          expect(text.slice(one.start, one.end)).toBe(one.extracted_text);
          expect(new Date(`${one.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(one.date);
          expect(one.time === null).toBe(one.datetime === null);
          if (one.datetime) expect(one.datetime.slice(0, 16)).toBe(`${one.date}T${one.time}`);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('resolveWallTime', () => {
  it('moves a time in a gap forward by the gap and takes the earlier of two', () => {
    expect(resolveWallTime('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T03:30:00+02:00');
    expect(resolveWallTime('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T02:30:00+02:00');
    expect(resolveWallTime('2026-10-04T02:10', 'Australia/Lord_Howe')).toBe('2026-10-04T02:40:00+11:00');
    expect(resolveWallTime('2011-12-30T12:00', 'Pacific/Apia')).toBe('2011-12-31T12:00:00+14:00');
    expect(() => resolveWallTime('2026-02-30T12:00', 'Europe/Berlin')).toThrow(RangeError);
    expect(() => resolveWallTime('2026-02-20T12:00', 'Mars/Base')).toThrow(RangeError);
  });

  /** Minutes the clocks of a zone are ahead of UTC at an instant, from what Intl shows. */
  const ahead = (zone: string, instant: number): number => {
    const part = Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
        .formatToParts(instant)
        .map(({ type, value }) => [type, Number(value)]),
    ) as Record<string, number>;
    return (Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!, part['second']!) - Math.floor(instant / 1000) * 1000) / 60_000;
  };
  /** The rule by itself: the earliest instant that shows this wall time; in a gap the wall time by the offset before it. */
  const expected = (wall: number, zone: string): number => {
    const offsets = [...new Set([-36, -24, -12, 0, 12, 24, 36].map((hours) => ahead(zone, wall + hours * 3_600_000)))];
    const showing = offsets.map((minutes) => wall - minutes * 60_000).filter((instant) => instant + ahead(zone, instant) * 60_000 === wall);
    return showing.length > 0 ? Math.min(...showing) : wall - ahead(zone, wall - 24 * 3_600_000) * 60_000;
  };
  const zones = Intl.supportedValuesOf('timeZone');

  it('agrees with the clocks of Intl in 1,000 zones and times', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(1990, 0, 1) / 60_000, max: Date.UTC(2037, 0, 1) / 60_000 }), (zone, minute) => {
        const local = new Date(minute * 60_000).toISOString().slice(0, 16);
        expect(Date.parse(resolveWallTime(local, zone))).toBe(expected(minute * 60_000, zone));
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees around the clock changes of many zones', () => {
    const places = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Tehran', 'Africa/Casablanca', 'Pacific/Auckland', 'America/Santiago', 'Asia/Amman', 'Pacific/Apia'];
    for (const zone of places) {
      for (let day = Date.UTC(2021, 0, 1); day < Date.UTC(2022, 0, 1); day += 86_400_000) {
        if (ahead(zone, day) === ahead(zone, day + 86_400_000)) continue;
        for (let at = day - 43_200_000; at < day + 2 * 86_400_000; at += 30 * 60_000) expect(Date.parse(resolveWallTime(new Date(at).toISOString().slice(0, 16), zone)), `${zone} ${new Date(at).toISOString()}`).toBe(expected(at, zone));
      }
    }
  });

  it('tells the wall time of an instant', () => {
    expect(nowIn('Asia/Kolkata', new Date('2026-03-10T20:00:59Z'))).toBe('2026-03-11T01:30');
    expect(nowIn('UTC')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  });
});
