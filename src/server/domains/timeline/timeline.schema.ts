import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../platform/http/shapes.ts';

/** One thing that happened. What it is called and shown as depends on its kind. */
export const TimelineItem = z
  .object({
    kind: z.string().describe('note, message, entry, interaction, mention, event, date …: the kinds there are, see GET …/timeline/months'),
    id: Id,
    contact_id: Id.nullable().describe('Whom it is about; of a mention, whose note it stands in'),
    contact_name: z.string().nullable(),
    contact_photo_id: Id.nullable(),
    at: Timestamp.describe('Of a whole day where it begins in your time zone'),
    all_day: z.boolean(),
    title: z.string().nullable(),
    text: z.string().nullable().describe('The first 500 characters'),
    category: z.string().nullable(),
    count: z.int().nullable().describe('How many entries were drawn from a note; of a date, how many years it is since the first'),
    note_id: Id.nullable().describe('The note to read: of a note or days of messages itself, of a mention where it stands'),
  })
  .meta({ id: 'TimelineItem' });
export type TimelineItem = z.infer<typeof TimelineItem>;

const day = z.iso.date().refine((value) => value > '0001' && value < '9999', 'use a year from 0001 to 9998');
export const TimelineQuery = PageQuery.extend({
  kinds: trimmed(1, 200).regex(/^\w+(,\w+)*$/, 'kinds with commas between them').optional(),
  from: day.optional().describe('The first day, in your time zone'),
  to: day.optional().describe('The last day, in your time zone: to jump there'),
});
export type TimelineQuery = z.infer<typeof TimelineQuery>;
export const TimelinePage = page(TimelineItem);
export const TimelineMonths = z.object({
  kinds: z.array(z.string()).describe('All kinds there can be'),
  data: z.array(z.object({ month: z.string().describe('YYYY-MM, in your time zone'), kind: z.string(), count: z.int() })),
  has_more: z.literal(false),
  next_cursor: z.null(),
});
