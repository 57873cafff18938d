import { z } from 'zod';
import { Id, PageQuery, page, Timestamp } from '../../../platform/http/shapes.ts';
import { CONTACT_COLUMNS, Contact } from '../people.schema.ts';

/** How many people one request can merge into one. */
const AT_ONCE = 20;
const Choice = z.union([z.enum(['this', 'other', 'both']), z.int().min(1).max(AT_ONCE)]);
/** Fields a choice can be about. */
const CHOICES = [...CONTACT_COLUMNS, 'photo'] as const;

export const MergeBody = z
  .object({
    other_id: Id.optional().describe('Who is merged into this contact'),
    other_ids: z.array(Id).min(1).max(AT_ONCE).optional().describe('Several at once'),
    choices: z
      .partialRecord(z.enum(CHOICES), Choice)
      .optional()
      .describe('Whose value a field keeps: this contact’s, the (first) other’s, both (lists and texts), or that of the n-th other. Left out: this contact’s unless it is empty; lists are united, descriptions joined.'),
  })
  .refine((body) => body.other_id !== undefined || body.other_ids !== undefined, 'Send other_id, or other_ids.');
export type MergeBody = z.infer<typeof MergeBody>;

export const Merge = z
  .object({
    id: Id,
    contact_id: Id.describe('Who was kept'),
    contact_name: z.string(),
    other_id: Id.describe('Who was merged in'),
    other_name: z.string(),
    created_at: Timestamp,
    undone_at: Timestamp.nullable(),
    undoable: z.boolean().describe('False when it was undone, or when the kept person was merged into somebody else since: that merge comes first'),
    moved: z.record(z.string(), z.int()).describe('How many rows of each table came with them'),
    removed: z.int().describe('How many rows were there already'),
  })
  .meta({ id: 'Merge' });
export type Merge = z.infer<typeof Merge>;

export const MergeAnswer = z.object({ contact: Contact, merge: Merge, merges: z.array(Merge) });
export const MergesQuery = PageQuery.extend({ contact_id: Id.optional(), undone: z.stringbool().optional().describe('Only merges that were undone, or only those that were not') });
export type MergesQuery = z.infer<typeof MergesQuery>;
export const MergePage = page(Merge);

/** Where rows of a person came from. */
export const MergeOrigin = z.object({ table_name: z.string(), row_id: Id, merge_id: Id, other_name: z.string(), merged_at: Timestamp });
export type MergeOrigin = z.infer<typeof MergeOrigin>;
export const OriginPage = page(MergeOrigin);

const NotRestored = z.object({
  table_name: z.string(),
  row_id: Id,
  field: z.string().nullable(),
  reason: z.enum(['deleted', 'moved', 'taken', 'missing', 'edited']),
  message: z.string(),
});
export type NotRestored = z.infer<typeof NotRestored>;
export const UnmergeAnswer = z.object({
  contact: Contact.describe('The kept person'),
  other: Contact.describe('Who came back'),
  not_restored: z.array(NotRestored).describe('What could not be put back and why; at most 200'),
  not_restored_count: z.int(),
});
export type UnmergeAnswer = z.infer<typeof UnmergeAnswer>;

export const REASONS = ['email', 'phone', 'telegram', 'handle', 'same_name', 'similar_name', 'company', 'city', 'birthday', 'domain'] as const;
export type Reason = (typeof REASONS)[number];

/** People who look like one and the same. */
export const Duplicates = z
  .object({
    id: Id.describe('The first of these people'),
    contacts: z.array(Contact),
    score: z.number().min(0).max(1).describe('How alike the least alike two of them are'),
    reasons: z.array(z.object({ kind: z.enum(REASONS), text: z.string() })),
  })
  .meta({ id: 'Duplicates' });
export type Duplicates = z.infer<typeof Duplicates>;
export const DuplicatePage = page(Duplicates).extend({ total: z.int() });

export const DismissBody = z.object({ ids: z.array(Id).min(2).max(AT_ONCE + 1) });
export const Dismissed = z.object({ dismissed: z.int().describe('How many pairs will not be suggested any more') });
