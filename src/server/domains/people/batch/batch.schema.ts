import { z } from 'zod';
import { Id, trimmed } from '../../../platform/http/shapes.ts';
import { ContactFilter, contactFields } from '../people.schema.ts';

/** Whom a bulk change is about: these people, everybody who matches the filter, or those of the ids who match it. */
const whom = { ids: z.array(Id).min(1).max(1000).optional(), filter: ContactFilter.optional() };
const someone = (body: { ids?: unknown; filter?: unknown }) => body.ids !== undefined || body.filter !== undefined;
const WHOM = 'Send ids, a filter, or both.';

export const BulkSet = z
  .object({ ...contactFields, city: trimmed(0, 128).transform((text) => text || null).nullable().describe('Of the first address') })
  .pick({ tier: true, starred: true, archived: true, cadence_weeks: true, company: true, title: true, city: true })
  .partial();
export type BulkSet = z.infer<typeof BulkSet>;

export const BulkUpdate = z
  .object({ ...whom, set: BulkSet.optional(), add_tag_ids: z.array(Id).max(50).optional(), remove_tag_ids: z.array(Id).max(50).optional().describe('A tag that is added too stays on') })
  .refine(someone, WHOM)
  .refine(({ set, add_tag_ids, remove_tag_ids }) => Object.keys(set ?? {}).length + (add_tag_ids?.length ?? 0) + (remove_tag_ids?.length ?? 0) > 0, 'Say what to change.');
export type BulkUpdate = z.infer<typeof BulkUpdate>;
export const BulkUpdated = z.object({ updated: z.int().describe('People who are not as they were before'), action_id: Id });

export const BulkDelete = z.object(whom).refine(someone, WHOM);
export type BulkDelete = z.infer<typeof BulkDelete>;
export const BulkDeleted = z.object({ deleted: z.int(), action_id: Id });

/** Too many to wait for: the job does it, as one action. */
export const BulkQueued = z.object({ job_id: Id, matched: z.int(), action_id: Id });
