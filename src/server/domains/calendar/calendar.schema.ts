import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../platform/http/shapes.ts';

const optionalText = (max: number) => trimmed(0, max).transform((text) => text || null).nullable();
const Color = z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'use #RRGGBB');
const atLeastOne = (patch: object) => Object.keys(patch).length > 0;

/** True for a day (and time) of the calendar between 1900 and 2199. */
function isWall(value: string): boolean {
  const time = Date.parse(`${value.slice(0, 10)}T${(value.slice(11) || '00:00').padEnd(8, ':00')}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value.slice(0, 10) && value >= '1900' && value < '2200';
}
/** What the clock on the wall shows, or a whole day. */
export const Wall = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/, 'use 2026-05-17T20:00, or 2026-05-17 for a whole day')
  .refine(isWall, 'use a day and time that exist, between 1900 and 2199');

export const Calendar = z.object({ id: Id, name: z.string(), color: z.string(), is_default: z.boolean(), hidden: z.boolean().describe('You do not want to see it; others may'), created_at: Timestamp, updated_at: Timestamp }).meta({ id: 'Calendar' });
export type Calendar = z.infer<typeof Calendar>;
export const CalendarBody = z.object({ name: trimmed(1, 64), color: Color.default('#4f6cff') });
export const CalendarPatch = z
  .object({ name: trimmed(1, 64), color: Color, is_default: z.literal(true).describe('New events go here when they name no calendar'), hidden: z.boolean() })
  .partial()
  .refine(atLeastOne, 'Send at least one field to change.');
export type CalendarPatch = z.infer<typeof CalendarPatch>;
export const CalendarPage = page(Calendar);
export const CalendarAnswer = z.object({ calendar: Calendar });

const RSVP = ['needs_action', 'accepted', 'declined', 'tentative'] as const;
const AttendeeBody = z.object({ name: trimmed(1, 255), email: z.email().max(254).nullish(), contact_id: Id.nullish(), status: z.enum(RSVP).default('needs_action') });
export const Attendee = z.object({ name: z.string(), email: z.string().nullable(), contact_id: Id.nullable(), status: z.enum(RSVP) }).meta({ id: 'Attendee' });
export type Attendee = z.infer<typeof Attendee>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM');
const ReminderBody = z
  .object({
    minutes_before: z.int().min(0).max(40_320).nullish().describe('Minutes before the start'),
    days_before: z.int().min(0).max(60).nullish().describe('With at_time: so many days before the day it starts'),
    at_time: TimeOfDay.nullish(),
  })
  .refine(({ minutes_before, days_before, at_time }) => (typeof minutes_before === 'number') !== (typeof at_time === 'string') && (typeof days_before === 'number') === (typeof at_time === 'string'), 'send minutes_before, or days_before with at_time');
/** When to be reminded of an event. */
export const EventReminder = z.object({ minutes_before: z.int().nullable(), days_before: z.int().nullable(), at_time: z.string().nullable() }).meta({ id: 'EventReminder' });
export type EventReminder = z.infer<typeof EventReminder>;

const eventFields = {
  calendar_id: Id.describe('The default calendar when left out'),
  title: trimmed(1, 255),
  description: optionalText(10_000),
  place: optionalText(500),
  starts_at: Wall.describe('Wall time in `time_zone`; a day makes it a whole-day event'),
  ends_at: Wall.describe('Exclusive: of a whole-day event the day after the last. An hour (a day) later when left out'),
  time_zone: trimmed(1, 64).nullable().describe('IANA zone; null: wherever one is. Your own when left out'),
  rrule: trimmed(1, 500).nullable().describe('RFC 5545, by day, week, month or year'),
  color: Color.nullable(),
  contact_ids: z.array(Id).max(100),
  attendees: z.array(AttendeeBody).max(200),
  reminders: z.array(ReminderBody).max(10),
};
export const EventBody = z.object(eventFields).partial().required({ title: true, starts_at: true });
export type EventBody = z.infer<typeof EventBody>;
export const EventPatch = z.object(eventFields).partial().refine(atLeastOne, 'Send at least one field to change.');
export type EventPatch = z.infer<typeof EventPatch>;

const SCOPES = ['this', 'following', 'all'] as const;
export const ScopeQuery = z.object({
  scope: z.enum(SCOPES).default('all').describe('Of a repeating event: which occurrences'),
  occurrence: Wall.optional().describe('The key of the occurrence; needed for this and following. With all, starts_at and ends_at are those of this occurrence'),
});
export type ScopeQuery = z.infer<typeof ScopeQuery>;

const Person = z.object({ id: Id, full_name: z.string() });
export const Event = z
  .object({
    id: Id,
    calendar_id: Id,
    series_id: Id.nullable().describe('This event stands for one occurrence of that series'),
    recurrence_id: z.string().nullable().describe('Its key'),
    title: z.string(),
    description: z.string().nullable(),
    place: z.string().nullable(),
    all_day: z.boolean(),
    starts_at: z.string(),
    ends_at: z.string(),
    time_zone: z.string().nullable(),
    rrule: z.string().nullable(),
    exdates: z.array(z.string()),
    color: z.string().nullable(),
    source: z.enum(['manual', 'actionable']),
    entry_id: Id.nullable(),
    contacts: z.array(Person),
    attendees: z.array(Attendee),
    reminders: z.array(EventReminder),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof Event>;
export const EventAnswer = z.object({ event: Event });

export const KINDS = ['event', 'birthday', 'important_date'] as const;
export const MOST_OCCURRENCES = 2_000;
const Bound = z.union([Wall, Timestamp]);
export const WindowQuery = z.object({
  from: Bound.describe('A day or wall time in your zone, or a moment'),
  to: Bound.describe('Exclusive; at most 400 days later'),
  calendar_id: Id.optional(),
  contact_id: Id.optional(),
  visible: z.stringbool().optional().describe('true leaves out the calendars that you hide'),
  kinds: z
    .string()
    .max(100)
    .default('event')
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(KINDS)).max(3))
    .describe('Of event, birthday and important_date, with commas between'),
  timezone: trimmed(1, 64).optional().describe('Where you are; your preference when left out'),
  limit: z.coerce.number().int().min(1).max(MOST_OCCURRENCES).default(MOST_OCCURRENCES),
  cursor: z.string().max(1000).optional(),
});
export type WindowQuery = z.infer<typeof WindowQuery>;

export const Occurrence = z
  .object({
    key: z.string().describe('Unique in the answer'),
    kind: z.enum(KINDS),
    event_id: Id.nullable().describe('null for birthdays and dates of people'),
    occurrence: z.string().describe('Names this occurrence of a repeating event'),
    title: z.string(),
    place: z.string().nullable(),
    all_day: z.boolean(),
    start: Timestamp.describe('With the offset of its zone then'),
    end: Timestamp,
    starts_at: z.string().describe('Wall time in its zone'),
    ends_at: z.string(),
    time_zone: z.string().nullable(),
    local_start: z.string().describe('Wall time where you are'),
    local_end: z.string(),
    repeats: z.boolean(),
    altered: z.boolean().describe('Differs from its series'),
    years: z.int().nullable().describe('Of a birthday: how old; of a date: how many years since'),
    calendar_id: Id.nullable(),
    color: z.string().nullable(),
    source: z.enum(['manual', 'actionable']).nullable(),
    contacts: z.array(Person),
  })
  .meta({ id: 'Occurrence' });
export type Occurrence = z.infer<typeof Occurrence>;
export const OccurrencePage = page(Occurrence);

export const ReminderQuery = PageQuery.extend({ due: z.stringbool().default(true).describe('Only what waits for you now; false: also what is snoozed or dismissed') });
export type ReminderQuery = z.infer<typeof ReminderQuery>;
export const Reminder = z
  .object({
    id: Id,
    kind: z.enum(KINDS),
    state: z.enum(['pending', 'shown', 'dismissed', 'snoozed']),
    title: z.string(),
    place: z.string().nullable(),
    event_id: Id.nullable(),
    contact_id: Id.nullable(),
    contact_name: z.string().nullable(),
    occurrence: z.string().describe('The wall time, or day, it is about'),
    time_zone: z.string().nullable(),
    days_before: z.int().nullable(),
    due_at: Timestamp,
    snoozed_until: Timestamp.nullable(),
  })
  .meta({ id: 'Reminder' });
export type Reminder = z.infer<typeof Reminder>;
export const ReminderPage = page(Reminder);
export const ReminderAnswer = z.object({ reminder: Reminder });
export const SnoozeBody = z.object({ minutes: z.int().min(1).max(40_320).default(10) });

const CONFIDENCES = ['high', 'medium', 'low'] as const;
export const ExtractBody = z.object({
  text: trimmed(1, 10_000),
  now: trimmed(1, 64).nullish().describe('Local wall time (2026-03-10T15:20), or a moment with its offset; the present when left out'),
  timezone: trimmed(1, 64).nullish().describe('IANA zone; your preference when left out'),
});
export const ExtractAnswer = z.object({
  date: z.string().nullable(),
  time: z.string().nullable(),
  datetime: Timestamp.nullable(),
  timezone: z.string(),
  confidence: z.enum(CONFIDENCES).nullable(),
  extracted_text: z.string().nullable(),
  until: z
    .object({ date: z.string(), time: z.string().nullable(), datetime: Timestamp.nullable(), text: z.string().nullable().describe('The words it follows from, where they are not part of extracted_text: "for two hours"') })
    .nullable()
    .describe('The end, where the text names it; of days the last one'),
});
export type ExtractAnswer = z.infer<typeof ExtractAnswer>;

export const FollowUpsBody = z.object({
  contact_id: Id,
  entry_ids: z.array(Id).min(1).max(500).optional().describe('Only these entries; all Actionable ones that are not done when left out'),
  starts_at: Wall.optional().describe('With one entry: when, instead of what its text says; wall time in your zone, or a whole day'),
});
export const FollowUpsAnswer = z.object({
  created: z.array(
    z.object({
      event: Event,
      entry_id: Id,
      date_source: z.object({ extracted_text: z.string().nullable(), confidence: z.enum(CONFIDENCES), default: z.boolean().describe('No date was found: tomorrow at 09:00') }),
    }),
  ),
  skipped: z.int().describe('Entries that have their event already'),
});
export type FollowUpsAnswer = z.infer<typeof FollowUpsAnswer>;

export const FOLLOW_UP_STATES = ['open', 'planned', 'done', 'all'] as const;
export const FollowUpQuery = PageQuery.extend({
  contact_id: Id.optional().describe('Of this person; of everybody who is not archived when left out'),
  state: z.enum(FOLLOW_UP_STATES).default('open').describe('open: neither done nor an event; planned: an event, and not done'),
});
export type FollowUpQuery = z.infer<typeof FollowUpQuery>;
/** An Actionable entry as something to do. */
export const FollowUp = z
  .object({
    entry_id: Id,
    content: z.string(),
    contact: Person.extend({ photo_id: Id.nullable() }),
    note_id: Id.nullable(),
    written_at: Timestamp,
    done_at: Timestamp.nullable(),
    event: z.object({ id: Id, starts_at: z.string() }).nullable().describe('What was made of it'),
    suggestion: z
      .object({ starts_at: z.string().describe('Wall time in your zone, or a whole day'), extracted_text: z.string().nullable().describe('The words that say so; null: tomorrow at 09:00, for want of any') })
      .nullable()
      .describe('When create-from-actionable would put it; null when it is done or an event'),
  })
  .meta({ id: 'FollowUp' });
export type FollowUp = z.infer<typeof FollowUp>;
export const FollowUpPage = page(FollowUp);
