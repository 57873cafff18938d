import type { Occurrence } from '../../lib/types.ts';
import { addDays, minutesOf } from './days.ts';

/** The days an occurrence touches, where one is; at midnight it has ended. */
export function touches(one: Occurrence, day: string): boolean {
  const next = addDays(day, 1);
  if (one.all_day) return one.local_start < next && one.local_end > day;
  return one.local_start < `${next}T` && (one.local_end > `${day}T00:00:00` || one.local_start >= `${day}T`);
}

/** Stands above the hours of a day: whole days, and what goes on for a day or longer. */
export const isLong = (one: Occurrence): boolean => one.all_day || one.local_end >= `${addDays(one.local_start, 1)}${one.local_start.slice(10)}`;

/** By day: whole days first, then by time. */
export const onDay = (occurrences: Occurrence[], day: string): Occurrence[] =>
  occurrences.filter((one) => touches(one, day)).sort((a, b) => Number(isLong(b)) - Number(isLong(a)) || a.local_start.localeCompare(b.local_start) || a.title.localeCompare(b.title));

export type Placed = { one: Occurrence; from: number; to: number; column: number; columns: number };
/**
 * Where the events of a day stand between its hours, in minutes; those at the same time share the width.
 * @param least shorter ones are drawn as long as this, so that their title can be read, and a finger meets them
 */
export function placed(occurrences: Occurrence[], day: string, least = 30): Placed[] {
  const list = onDay(occurrences, day)
    .filter((one) => !isLong(one))
    .map((one) => {
      const from = one.local_start < `${day}T` ? 0 : minutesOf(one.local_start);
      const to = one.local_end >= `${addDays(day, 1)}T` ? 1440 : minutesOf(one.local_end);
      return { one, from: Math.min(from, 1440 - least), to: Math.max(to, from + least), column: 0, columns: 1 };
    })
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let cluster: Placed[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const member of cluster) member.columns = ends.length;
    cluster = [];
    ends = [];
  };
  for (const item of list) {
    if (cluster.length > 0 && item.from >= Math.max(...ends)) close();
    const free = ends.findIndex((end) => end <= item.from);
    item.column = free === -1 ? ends.length : free;
    ends[item.column] = item.to;
    cluster.push(item);
  }
  close();
  return list;
}
