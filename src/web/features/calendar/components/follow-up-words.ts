import { clockHere, formatWallDay, formatWallTime } from '../../../lib/format.ts';
import { addDays } from '../days.ts';

/** "Today", "Tomorrow 15:00", "Fri, 22 May 2027 09:00". */
export function whenText(wall: string): string {
  const today = clockHere().slice(0, 10);
  const day = wall.slice(0, 10);
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  const near = day === today ? 'today' : day === addDays(today, 1) ? 'tomorrow' : day === addDays(today, -1) ? 'yesterday' : formatWallDay(day, { weekday: 'short', day: 'numeric', month: 'short', ...year });
  return wall.length > 10 ? `${near} ${formatWallTime(wall)}` : near;
}
