import type { Ctx, Platform } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { listDates, selectOwnDays } from '../people/index.ts';
import { announcements, dueOf } from './due.ts';
import { endsOf } from './ended.ts';
import * as store from './reminders.store.ts';

const AT_ONCE = 500;
const MOST_ROUNDS = 40;

/** Every minute: what is due becomes a reminder, and what has ended becomes contact. Every night: reminders of what is gone go too. */
export function defineReminderJobs(platform: Platform) {
  platform.jobs.every('reminders', '* * * * *', (signal) => remind(platform, new Date(), signal), { timeout_seconds: 240 });
  platform.jobs.every('sweep_reminders', '47 3 * * *', async () => void (await store.sweepReminders(platform.database)));
}

/**
 * Writes what is due (and what has ended) at `now`, in every space. Several processes may run it at once: rows another one looks at are passed over, and a
 * reminder has one row for each occurrence. What was missed while nothing ran is found by the next run.
 */
export async function remind(platform: Platform, now: Date, signal?: AbortSignal): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const looks = await store.selectLooks(platform.database, now, AT_ONCE);
    for (const look of looks) {
      if (signal?.aborted) return;
      const space = { user_id: null, read_spaces: [look.space_id], write_spaces: [look.space_id], channel: 'system', action_id: uuidv7() };
      try {
        await platform.database.tx(space, (tx) => remindSpace(platform, tx, look, now), { timeout: 'complex' });
      } catch (error) {
        platform.log.error({ err: error, space: look.space_id }, 'reminders of a space could not be worked out; the next minute tries again');
      }
    }
    if (looks.reduce((sum, look) => sum + look.reminder_ids.length + look.snoozed_ids.length + look.ended_ids.length + Number(look.dates), 0) < AT_ONCE) return;
  }
}

type Look = Awaited<ReturnType<typeof store.selectLooks>>[number];

async function remindSpace(platform: Platform, tx: Db, look: Look, now: Date) {
  const due: store.Due[] = [];
  if (look.reminder_ids.length) {
    const looked = [];
    for (const reminder of await store.lockLooks(tx, look.space_id, look.reminder_ids, now)) {
      const found = tryDueOf(platform, reminder, now, look.time_zone);
      looked.push({ id: reminder.id, look_at: found.look_at?.toISOString() ?? null });
      if (found.due) due.push({ kind: 'event', key: `event:${reminder.id}:${found.due.occurrence}`, event_id: reminder.event_id, contact_id: null, occurrence: found.due.occurrence, label: null, days_before: reminder.days_before, due_at: found.due.at.toISOString() });
    }
    await store.finishLooks(tx, look.space_id, now, looked);
  }
  if (look.snoozed_ids.length) await store.wakeSnoozed(tx, look.space_id, look.snoozed_ids, now);
  if (look.ended_ids.length) await endEvents(platform, tx, look, now);
  if (look.dates) due.push(...(await dueDates(tx, look, now)));
  if (due.length) await store.insertDue(tx, look.space_id, due);
}

/**
 * Keeps when events ended last, and looks again when they end next; triggers make contact of it. The worker does it; whoever writes
 * what has long happened need not wait for it.
 * @param look events of a space (those whose end is to be looked at count), and the zone of its owner
 */
export async function endEvents(platform: Platform, tx: Db, look: Pick<Look, 'space_id' | 'ended_ids' | 'time_zone'>, now: Date): Promise<void> {
  const ends = [];
  for (const event of await store.lockEnds(tx, look.space_id, look.ended_ids, now)) {
    try {
      const { ended_at, look_at } = endsOf(event, now, look.time_zone);
      ends.push({ event_id: event.event_id, ended_at: ended_at?.toISOString() ?? null, look_at: look_at?.toISOString() ?? null });
    } catch (error) {
      platform.log.error({ err: error, event: event.event_id }, 'the end of an event could not be worked out; tomorrow tries again');
      ends.push({ event_id: event.event_id, ended_at: null, look_at: new Date(now.getTime() + 86_400_000).toISOString() });
    }
  }
  await store.finishEnds(tx, look.space_id, ends);
}

/** Does so for whatever of the working space is to be looked at: what undo has put back or moved counts in the same transaction. More than some hundred wait for the worker. */
export async function endEventsNow(ctx: Ctx, tx: Db): Promise<void> {
  const look = await store.selectEndLooks(tx, ctx.space.id, AT_ONCE);
  if (look?.ended_ids.length) await endEvents(ctx.platform, tx, { ...look, space_id: ctx.space.id }, new Date(look.at));
}

/** One event that cannot be worked out must not keep the others of its space waiting. */
function tryDueOf(platform: Platform, reminder: store.LookedAt, now: Date, zone: string): ReturnType<typeof dueOf> {
  try {
    return dueOf(reminder, now, zone);
  } catch (error) {
    platform.log.error({ err: error, event: reminder.event_id }, 'a reminder could not be worked out; tomorrow tries again');
    return { due: null, look_at: new Date(now.getTime() + 86_400_000) };
  }
}

/** Birthdays and important dates announced since the last look, each as its person's own days say, or else the owner's; of several mornings about one date, the latest. */
async function dueDates(tx: Db, look: Look, now: Date): Promise<store.Due[]> {
  const last = await store.lockDateLook(tx, look.space_id, now);
  if (!last) return []; // another process is at it
  const days_before = [...look.birthday_days_before, ...(await selectOwnDays(tx, look.space_id))];
  const { days, look_at } = announcements(last.looked_until, now, look.time_zone, { days_before, time: look.birthday_time });
  await store.finishDateLook(tx, look.space_id, now, look_at);
  if (days.length === 0) return [];
  const sorted = days.map((day) => day.on).toSorted();
  const dates = await listDates(tx, { space: { id: look.space_id, role: 'editor' } }, { from: sorted[0]!, to: nextDay(sorted.at(-1)!) });
  return dates.flatMap((date) => {
    const announced = days.filter((day) => day.on === date.on && (date.days_before ?? look.birthday_days_before).includes(day.days_before)).toSorted((a, b) => b.due_at.getTime() - a.due_at.getTime())[0];
    if (!announced) return [];
    const label = date.kind === 'birthday' ? null : date.label;
    return [{ kind: date.kind, key: [date.kind, date.contact_id, label ?? '', date.on, announced.days_before].join(':'), event_id: null, contact_id: date.contact_id, occurrence: date.on, label, days_before: announced.days_before, due_at: announced.due_at.toISOString() }];
  });
}

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
