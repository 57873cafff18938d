import { getPreferences, requireTimeZone } from '../domains/accounts/index.ts';
import { countFollowUps, listFollowUps, listOccurrences, listReminders } from '../domains/calendar/index.ts';
import { listProposals } from '../domains/notes/index.ts';
import { countContacts, listDates, listDue } from '../domains/people/index.ts';
import type { DemoState } from '../demo/demo.schema.ts';
import { type Ctx, within } from '../platform/context.ts';
import { nowIn } from '../platform/dates/index.ts';
import type { Today } from './today.schema.ts';
import * as store from './today.store.ts';

/** How much of each a day has room for. */
const ROOM = { schedule: 30, reminders: 20, reach_out: 5, dates: 8, follow_ups: 6, proposals: 4, contradictions: 3, people: 6, notes: 5 };
const MOST_COUNTED = 100;
const DAYS_OF_DATES = 14;
const DAYS_OF_CONTRADICTIONS = 7;
const DAY = 86_400_000;

/** What of the demo data is there: a screen knows no demo. */
export type Sources = { demoState: (ctx: Ctx) => Promise<DemoState> };

/**
 * What a day holds: all that the first page shows, of one moment and in as many round trips for much as for little.
 * @throws 422 for a zone that does not exist
 */
export async function today(ctx: Ctx, timezone: string | undefined, { demoState }: Sources): Promise<Today> {
  if (timezone !== undefined) requireTimeZone(timezone, 'timezone');
  const zone = timezone ?? (await getPreferences(ctx)).time_zone;
  const day = nowIn(zone).slice(0, 10);
  const later = (days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

  return ctx.reads(async (db) => {
    const own = within(ctx, db);
    const [events, reminders, due, dueCount, dates, followUps, followUpCount, proposals, proposalCount, contradictions, people, notes, demo] = await Promise.all([
      listOccurrences(own, { from: day, to: later(2), kinds: ['event'], timezone: zone, limit: MOST_COUNTED }),
      listReminders(own, { due: true, limit: ROOM.reminders }),
      listDue(own, { within_days: 0, limit: ROOM.reach_out }),
      countContacts(own, { cadence_due: true }),
      listDates(db, ctx, { from: day, to: later(DAYS_OF_DATES + 1) }),
      listFollowUps(own, { state: 'open', limit: ROOM.follow_ups }),
      countFollowUps(own, MOST_COUNTED),
      listProposals(own, { state: 'open', limit: ROOM.proposals }),
      store.countProposals(db, ctx.space.id, MOST_COUNTED),
      store.selectEnded(db, ctx.space.id, DAYS_OF_CONTRADICTIONS, ROOM.contradictions),
      store.selectRecentPeople(db, ctx.space.id, ROOM.people),
      store.selectRecentNotes(db, ctx.space.id, ROOM.notes),
      demoState(own),
    ]);
    const tomorrow = later(1);
    const ofToday = events.data.filter((one) => one.local_start < tomorrow);
    return {
      day,
      timezone: zone,
      schedule: { data: ofToday.slice(0, ROOM.schedule), has_more: ofToday.length > ROOM.schedule, tomorrow: events.data.find((one) => one.local_start >= tomorrow) ?? null },
      reminders: { data: reminders.data, has_more: reminders.has_more },
      reach_out: { data: due.data, total: Math.min(dueCount, MOST_COUNTED) },
      dates: { data: dates.slice(0, ROOM.dates).map(({ kind, contact_id, full_name, label, on, years }) => ({ kind, contact: { id: contact_id, full_name }, label, on, years })), total: Math.min(dates.length, MOST_COUNTED) },
      follow_ups: { data: followUps.data, total: followUpCount },
      noticed: { proposals: { data: proposals.data, total: proposalCount }, contradictions },
      people,
      notes,
      demo,
    };
  });
}
