import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';
import { ContactSummary } from '../people.schema.ts';

/** Contact with a person that left no note. */
export const InteractionKind = z.enum(['call', 'meeting', 'message', 'other']);
export const Interaction = z
  .object({ id: Id, contact_id: Id, kind: InteractionKind, at: Timestamp, text: z.string().nullable(), created_at: Timestamp })
  .meta({ id: 'Interaction' });
export type Interaction = z.infer<typeof Interaction>;

export const InteractionBody = z.object({
  kind: InteractionKind,
  at: Timestamp.optional().describe('Now when left out; not in the future'),
  note: trimmed(0, 2000).transform((text) => text || null).nullish().describe('What to remember of it'),
});
export type InteractionBody = z.infer<typeof InteractionBody>;
export const InteractionAnswer = z.object({ interaction: Interaction });
export const InteractionPage = page(Interaction);

export const SnoozeBody = z
  .object({ days: z.int().min(1).max(730), until: z.iso.date().describe('A day after today, at most two years ahead') })
  .partial()
  .refine(({ days, until }) => (days === undefined) !== (until === undefined), 'Send days or until.');
export type SnoozeBody = z.infer<typeof SnoozeBody>;

/** Somebody it is time to talk to. */
export const Due = z
  .object({
    contact: ContactSummary,
    days_overdue: z.int().describe('0: due today; negative: days that are left'),
    last_interaction: z.object({ at: Timestamp, kind: InteractionKind.nullable().describe('null: a note or something else that is contact'), text: z.string().nullable() }).nullable(),
    why: z.enum(['interval_passed', 'never_in_touch', 'snooze_over']),
  })
  .meta({ id: 'Due' });
export type Due = z.infer<typeof Due>;
export const DueQuery = PageQuery.extend({ within_days: z.coerce.number().int().min(0).max(366).default(0).describe('Also who is due so many days from now') });
export type DueQuery = z.infer<typeof DueQuery>;
export const DuePage = page(Due);
