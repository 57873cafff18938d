import clsx from 'clsx';
import { Cake, Heart } from 'lucide-react';
import { formatWallDay, formatWallTime } from '../../../lib/format.ts';
import type { Occurrence } from '../../../lib/types.ts';
import { seen } from '../../../ui/colors.ts';

/** Where a click on an occurrence leads: the event, or the person whose day it is. */
export type OnOpen = (one: Occurrence) => void;

export const colorOf = (one: Occurrence): string => (one.color ? seen(one.color) : 'var(--hue-6)');

/** "20:00–22:00", "All day", "17 May – 19 May". */
export function whenOf(one: Occurrence): string {
  if (one.all_day) {
    const last = new Date(Date.parse(one.local_end) - 86_400_000).toISOString().slice(0, 10);
    return last > one.local_start ? `${formatWallDay(one.local_start, { day: 'numeric', month: 'short' })} – ${formatWallDay(last, { day: 'numeric', month: 'short' })}` : 'All day';
  }
  const sameDay = one.local_start.slice(0, 10) === one.local_end.slice(0, 10);
  return `${formatWallTime(one.local_start)}–${sameDay ? '' : `${formatWallDay(one.local_end)} `}${formatWallTime(one.local_end)}`;
}

export const titleOf = (one: Occurrence): string => (one.kind === 'birthday' && one.years ? `${one.title}, ${one.years}` : one.title);

/** In a chip, where there is little room and a cake stands beside it: whose birthday it is. */
export const shortTitleOf = (one: Occurrence): string => (one.kind === 'birthday' && one.contacts[0] ? one.contacts[0].full_name : titleOf(one));

export function KindIcon({ one, className }: { one: Occurrence; className?: string }) {
  const Icon = one.kind === 'birthday' ? Cake : one.kind === 'important_date' ? Heart : null;
  return Icon && <Icon aria-hidden className={clsx('shrink-0', className ?? 'size-3.5')} />;
}
