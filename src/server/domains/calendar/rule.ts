import { Temporal } from 'temporal-polyfill';
import { unacceptable } from '../../platform/errors.ts';

/** The parts of a recurrence rule (RFC 5545 3.3.10) that Kith keeps. `until`: a day, inclusive. */
export type Rule = {
  freq: (typeof FREQUENCIES)[number];
  interval: number;
  count?: number;
  until?: string;
  byMonth?: number[];
  byWeekNo?: number[];
  byYearDay?: number[];
  byMonthDay?: number[];
  byDay?: string[];
  bySetPos?: number[];
  wkst?: string;
};

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** Each list of numbers: the part, its name here, the largest value, and whether it counts from the end too. */
const LISTS = [
  ['BYMONTH', 'byMonth', 12, false],
  ['BYWEEKNO', 'byWeekNo', 53, true],
  ['BYYEARDAY', 'byYearDay', 366, true],
  ['BYMONTHDAY', 'byMonthDay', 31, true],
  ['BYSETPOS', 'bySetPos', 366, true],
] as const;
const MOST_COUNT = 3_660;
const MOST_INTERVAL = 1_000;

const no = (message: string) => unacceptable('rrule', message);

/**
 * Reads a rule, refusing what repeats within a day: those would be a thousand events a day, and nobody means them.
 * @param event how the event it belongs to starts: UNTIL becomes a day of its zone
 * @throws 422 for a rule that is not one, or too much
 */
export function parseRule(text: string, event: { starts_at: string; time_zone: string | null }): Rule {
  const parts = new Map<string, string>();
  for (const part of text.trim().toUpperCase().replace(/^RRULE:/, '').replace(/;$/, '').split(';')) {
    const [name, value, ...rest] = part.split('=');
    if (!name || !value || rest.length) throw no('Write the rule as FREQ=WEEKLY;BYDAY=MO,WE.');
    if (parts.has(name)) throw no(`${name} stands twice in the rule.`);
    parts.set(name, value);
  }
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const freq = take('FREQ');
  if (freq === 'SECONDLY' || freq === 'MINUTELY' || freq === 'HOURLY') throw no('An event repeats by day, week, month or year, not more often.');
  if (!FREQUENCIES.includes(freq as Rule['freq'])) throw no('FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY.');
  const rule: Rule = { freq: freq as Rule['freq'], interval: 1 };

  const interval = take('INTERVAL');
  if (interval) rule.interval = number('INTERVAL', interval, 1, MOST_INTERVAL);
  const count = take('COUNT');
  if (count) rule.count = number('COUNT', count, 1, MOST_COUNT);
  const until = take('UNTIL');
  if (until) rule.until = lastDay(until, event);
  if (rule.count && rule.until) throw no('Use COUNT or UNTIL, not both.');
  for (const [part, key, most, negative] of LISTS) {
    const list = take(part)?.split(',').map((value) => number(part, value, negative ? -most : 1, most));
    if (list?.includes(0)) throw no(`${part} has no 0.`);
    if (list) rule[key] = [...new Set(list)].toSorted((a, b) => a - b);
  }
  const byDay = take('BYDAY')?.split(',');
  if (byDay) rule.byDay = [...new Set(byDay.map((day) => weekday(day, rule)))];
  const wkst = take('WKST');
  if (wkst && !WEEKDAYS.includes(wkst)) throw no('WKST must be a weekday such as MO.');
  if (wkst) rule.wkst = wkst;

  const [unknown] = parts.keys();
  if (unknown && /^BY(HOUR|MINUTE|SECOND)$/.test(unknown)) throw no('An event repeats at the time it starts, once a day at most.');
  if (unknown) throw no(`${unknown.slice(0, 20)} is not a part of a rule that Kith knows.`);
  if (rule.byWeekNo && rule.freq !== 'YEARLY') throw no('BYWEEKNO goes with FREQ=YEARLY.');
  if (rule.byYearDay && rule.freq !== 'YEARLY') throw no('BYYEARDAY goes with FREQ=YEARLY.');
  if (rule.byMonthDay && rule.freq === 'WEEKLY') throw no('BYMONTHDAY does not go with FREQ=WEEKLY.');
  if (rule.bySetPos && !(rule.byDay ?? rule.byMonthDay ?? rule.byYearDay ?? rule.byWeekNo ?? rule.byMonth)) throw no('BYSETPOS needs another BY part to choose from.');
  return rule;
}

function number(part: string, value: string, min: number, max: number): number {
  const n = Number(value);
  if (!/^[+-]?\d{1,5}$/.test(value) || n < min || n > max) throw no(`${part} must be a number from ${min} to ${max}.`);
  return n;
}

function weekday(text: string, rule: Rule): string {
  const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text);
  const nth = match?.[1] ? Number(match[1]) : undefined;
  if (!match || nth === 0 || Math.abs(nth ?? 1) > 53) throw no('BYDAY lists weekdays: MO,WE or 1SU, -1FR.');
  if (nth !== undefined && (rule.freq === 'DAILY' || rule.freq === 'WEEKLY' || rule.byWeekNo)) throw no('A numbered weekday such as 1SU goes with months and years.');
  return `${nth ?? ''}${match[2]}`;
}

/**
 * The last day an event may start on. An event starts at one time of the day only, so a day says as much as a time; and it stays
 * true when the event is moved to another hour.
 */
function lastDay(text: string, { starts_at, time_zone }: { starts_at: string; time_zone: string | null }): string {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/.exec(text);
  try {
    if (!match) throw new RangeError();
    const [, year, month, day, hour, minute, second, utc] = match;
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: 'reject' });
    if (!hour) return date.toString();
    const time = date.toPlainDateTime(Temporal.PlainTime.from(`${hour}:${minute}:${second}`));
    const wall = (utc ? time.toZonedDateTime('UTC').withTimeZone(time_zone ?? 'UTC').toPlainDateTime() : time).toString({ smallestUnit: 'second' });
    return starts_at.length === 10 || wall.slice(11) >= starts_at.slice(11) ? wall.slice(0, 10) : shiftWall(wall.slice(0, 10), { days: -1 });
  } catch {
    throw no('UNTIL must be a day or time such as 20261231 or 20261231T230000Z.');
  }
}

/** The rule as it is stored and answered. */
export function formatRule(rule: Rule): string {
  const until = rule.until?.replaceAll('-', '');
  return [
    `FREQ=${rule.freq}`,
    rule.interval > 1 && `INTERVAL=${rule.interval}`,
    ...LISTS.slice(0, 4).map(([part, key]) => rule[key] && `${part}=${rule[key].join(',')}`),
    rule.byDay && `BYDAY=${rule.byDay.join(',')}`,
    rule.bySetPos && `BYSETPOS=${rule.bySetPos.join(',')}`,
    rule.wkst && `WKST=${rule.wkst}`,
    rule.count && `COUNT=${rule.count}`,
    until && `UNTIL=${until}`,
  ].filter((part) => part).join(';');
}

/**
 * The rule of a series that is moved from one day to another: what of it names the old day now names the new one.
 * @throws 422 when the rule says more about days than can be moved
 */
export function moveRule(rule: Rule, from: string, to: string): Rule {
  const [old, now] = [Temporal.PlainDate.from(from.slice(0, 10)), Temporal.PlainDate.from(to.slice(0, 10))];
  const days = old.until(now).days;
  if (days === 0) return rule;
  const moved = { ...rule };
  if (rule.until) moved.until = shiftWall(rule.until, { days });
  if (rule.byWeekNo || rule.byYearDay || (rule.bySetPos && days % 7 !== 0)) throw no('This rule names days in a way that cannot be moved. Send the new rule with the new start.');
  if (rule.byDay && days % 7 !== 0 && rule.byDay.every((day) => WEEKDAYS.includes(day))) {
    moved.byDay = rule.byDay.map((day) => WEEKDAYS[(WEEKDAYS.indexOf(day) + days + 70_000_000) % 7]!);
  } else if (rule.byDay && !rule.byDay.every((day) => WEEKDAYS.includes(day))) {
    if (rule.byDay.length > 1) throw no('This rule names several weekdays of a month. Send the new rule with the new start.');
    const last = rule.byDay[0]!.startsWith('-') && now.day + 7 > now.daysInMonth;
    if (rule.freq === 'YEARLY' && !rule.byMonth) throw no('This rule counts weekdays of a year. Send the new rule with the new start.');
    moved.byDay = [`${last ? -1 : Math.ceil(now.day / 7)}${WEEKDAYS[now.dayOfWeek - 1]}`];
  }
  if (rule.byMonthDay) {
    if (rule.byMonthDay.length > 1) throw no('This rule names several days of a month. Send the new rule with the new start.');
    moved.byMonthDay = [now.day];
  }
  if (rule.byMonth && old.month !== now.month) {
    if (rule.byMonth.length > 1) throw no('This rule names several months. Send the new rule with the new start.');
    moved.byMonth = [now.month];
  }
  return moved;
}

/** A wall time or day, later by so much. @throws RangeError past the calendar */
export function shiftWall(wall: string, by: { days?: number; seconds?: number }): string {
  if (wall.length === 10) return Temporal.PlainDate.from(wall).add({ days: by.days ?? 0 }).toString();
  return Temporal.PlainDateTime.from(wall).add(by).toString({ smallestUnit: 'second' });
}
