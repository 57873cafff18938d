import { z } from 'zod';
import { FollowUp, Occurrence, Reminder } from '../domains/calendar/calendar.schema.ts';
import { Proposal } from '../domains/notes/proposals/proposals.schema.ts';
import { Due } from '../domains/people/touch/touch.schema.ts';
import { DemoState } from '../demo/demo.schema.ts';
import { Id, Timestamp, trimmed } from '../platform/http/shapes.ts';

export const TodayQuery = z.object({ timezone: trimmed(1, 64).optional().describe('Where you are; your preference when left out') });

/** The first of a list, and how many there are. */
const some = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), total: z.int().describe('Counted up to 100') });
const Person = z.object({ id: Id, full_name: z.string() });

/** A birthday or important date that comes. */
const ComingDate = z.object({ kind: z.enum(['birthday', 'important_date']), contact: Person, label: z.string(), on: z.iso.date(), years: z.int().nullable().describe('How old, or how many years since') });
/** An entry that a newer one ended. */
const Ended = z.object({ entry: z.object({ id: Id, content: z.string() }), by: z.object({ id: Id, content: z.string() }), contact: Person, at: Timestamp });
export type Ended = z.infer<typeof Ended>;
const RecentPerson = z.object({ ...Person.shape, photo_id: Id.nullable(), title: z.string().nullable(), company: z.string().nullable(), updated_at: Timestamp });
export type RecentPerson = z.infer<typeof RecentPerson>;
const RecentNote = z.object({ id: Id, contact_id: Id.nullable(), contact_name: z.string().nullable(), content: z.string().describe('How it begins'), entry_count: z.int(), created_at: Timestamp });
export type RecentNote = z.infer<typeof RecentNote>;

/** All that the first page shows. */
export const Today = z
  .object({
    day: z.iso.date(),
    timezone: z.string(),
    schedule: z.object({ data: z.array(Occurrence), has_more: z.boolean(), tomorrow: Occurrence.nullable().describe('The first of tomorrow') }),
    reminders: z.object({ data: z.array(Reminder), has_more: z.boolean() }),
    reach_out: some(Due),
    dates: some(ComingDate).describe('Of the next 14 days'),
    follow_ups: some(FollowUp),
    noticed: z.object({ proposals: some(Proposal), contradictions: z.array(Ended).describe('Of the last 7 days') }),
    people: z.array(RecentPerson),
    notes: z.array(RecentNote),
    demo: DemoState,
  })
  .meta({ id: 'Today' });
export type Today = z.infer<typeof Today>;
export const TodayAnswer = z.object({ today: Today });
