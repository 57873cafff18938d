import type { Ctx } from '../../platform/context.ts';
import { nowIn } from '../../platform/dates/index.ts';
import { addEvent } from './events.ts';
import { shiftWall } from './rule.ts';

/** A date or a thing to do that somebody accepted from a note. `entry_id`: the entry it follows up. */
type Noticed = { contact_id: string; title: string; date: string | null; time: string | null; time_zone: string; entry_id: string | null };

/**
 * Makes an event of it, with a reminder: on its day, at its time, or, when it has neither, tomorrow at nine.
 * @returns what was made; null when the entry has its event already
 */
export async function eventOfNoticed(ctx: Ctx, { contact_id, title, date, time, time_zone, entry_id }: Noticed): Promise<{ kind: string; id: string } | null> {
  const day = date ?? shiftWall(nowIn(time_zone).slice(0, 10), { days: 1 });
  const clock = time ?? (date ? null : '09:00');
  const when = clock ? { starts_at: `${day}T${clock}:00`, time_zone, reminders: [{ minutes_before: 0 }] } : { starts_at: day, reminders: [{ days_before: 0, at_time: '09:00' }] };
  const event = await addEvent(ctx, { title, ...when, contact_ids: [contact_id] }, entry_id ? { source: 'actionable', entry_id } : undefined);
  return event && { kind: 'event', id: event.id };
}
