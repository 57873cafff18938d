import { z } from 'zod';
import { Id, PageQuery, page, Timestamp } from '../http/shapes.ts';

export const Operation = z.enum(['insert', 'update', 'delete']);
const Values = z.record(z.string(), z.unknown()).nullable();

/** One row of the change feed. An update carries the changed columns only; an erased change no values at all. */
export const Change = z
  .object({
    id: Id,
    position: z.int().nullable().describe('Place in the feed; null for the moment between commit and sealing'),
    action_id: Id,
    table_name: z.string(),
    row_id: Id,
    operation: Operation,
    contact_id: Id.nullable(),
    old: Values,
    new: Values,
    actor_id: Id.nullable(),
    actor_name: z.string().nullable(),
    channel: z.string(),
    created_at: Timestamp,
  })
  .meta({ id: 'Change' });
export type Change = z.infer<typeof Change>;

export const ChangesQuery = z.object({ since: z.coerce.number().int().min(0).default(0).describe('Position after which to read'), limit: z.coerce.number().int().min(1).max(100).default(50), cursor: z.string().max(1000).optional() });
/** Read on with `since=position` (or the cursor, which says the same). */
export const ChangePage = page(Change).extend({ position: z.int() });
export const AuditPage = page(Change);

/** What one request or job did, for the activity page. */
export const Action = z
  .object({
    id: Id,
    created_at: Timestamp,
    channel: z.string(),
    actor_id: Id.nullable(),
    actor_name: z.string().nullable(),
    undoes: Id.nullable().describe('The action this one reversed'),
    undone: z.boolean(),
    undoable: z.boolean(),
    changes: z.array(z.object({ table_name: z.string(), operation: Operation, count: z.int(), label: z.string().nullable(), contact_id: Id.nullable() })),
  })
  .meta({ id: 'Action' });
export type Action = z.infer<typeof Action>;

export const ActionsQuery = PageQuery.extend({ contact_id: Id.optional() });
export const ActionPage = page(Action);
export const UndoBody = z.object({ action_id: Id.optional().describe('Which action; the last one of yours when left out') }).nullish();
export const UndoAnswer = z.object({ undone: z.object({ action_id: Id, changes: z.int() }) });
export const RedoAnswer = z.object({ redone: z.object({ action_id: Id, changes: z.int() }) });
