import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';
import { CATEGORIES } from '../../../platform/intelligence/categories.ts';

export const PROPOSAL_KINDS = ['person', 'relationship', 'entry', 'reminder', 'followup'] as const;
const CategoryName = z.enum(CATEGORIES);
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'use YYYY-MM-DD');
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM');
const Person = z.object({ id: Id, full_name: z.string() });
/** Somebody a note names. Without `contact_id`: nobody in Kith yet, or one of `candidates`. */
export const Who = z.object({ contact_id: Id.nullable(), name: z.string(), candidates: z.array(Person) }).meta({ id: 'ProposedWho' });
export type Who = z.infer<typeof Who>;
const Tie = z.object({ type: z.string().describe('What the person is to `of`, as in POST /relationships'), label: z.string().nullable(), of: z.object({ contact_id: Id, name: z.string() }) });

const PersonPayload = z.object({ full_name: z.string(), tie: Tie.nullable() });
const RelationshipPayload = z.object({ who: Who, tie: Tie });
const EntryPayload = z.object({ who: Who, category: CategoryName, content: z.string() });
const DatePayload = z.object({ title: z.string(), date: Day.nullable(), time: Clock.nullable(), time_zone: z.string(), entry_id: Id.nullable().describe('The entry it follows up') });

const base = {
  id: Id,
  note_id: Id,
  contact_id: Id.describe('Whose page it concerns'),
  contact_name: z.string(),
  note_contact_id: Id.nullable(),
  note_contact_name: z.string().nullable(),
  source: z.object({ start: z.int(), end: z.int(), text: z.string() }).nullable(),
  confidence: z.int().nullable(),
  state: z.enum(['open', 'accepted', 'dismissed']),
  created: z.array(z.object({ kind: z.string(), id: z.string() })).describe('What accepting it made'),
  decided_at: Timestamp.nullable(),
  created_at: Timestamp,
};
/** Something analysis found that is not the person's own, or not certain: nothing is stored before somebody accepts it. */
export const Proposal = z
  .discriminatedUnion('kind', [
    z.object({ ...base, kind: z.literal('person'), payload: PersonPayload }),
    z.object({ ...base, kind: z.literal('relationship'), payload: RelationshipPayload }),
    z.object({ ...base, kind: z.literal('entry'), payload: EntryPayload }),
    z.object({ ...base, kind: z.literal('reminder'), payload: DatePayload }),
    z.object({ ...base, kind: z.literal('followup'), payload: DatePayload }),
  ])
  .meta({ id: 'Proposal' });
export type Proposal = z.infer<typeof Proposal>;
/** A proposal before it is stored. `key` says what it proposes: the same is proposed once. */
export type NewProposal = { contact_id: string; key: string; source: { start: number; end: number; text: string } | null; confidence: number | null } & (
  | { kind: 'person'; payload: z.infer<typeof PersonPayload> }
  | { kind: 'relationship'; payload: z.infer<typeof RelationshipPayload> }
  | { kind: 'entry'; payload: z.infer<typeof EntryPayload> }
  | { kind: 'reminder' | 'followup'; payload: z.infer<typeof DatePayload> }
);

export const ProposalQuery = PageQuery.extend({ contact_id: Id.optional().describe('Those that concern this person or come from a note about them'), note_id: Id.optional(), action_id: Id.optional().describe('What one action proposed, such as the analysis of an import'), state: z.enum(['open', 'accepted', 'dismissed']).default('open') });
export const ProposalPage = page(Proposal);
export const ProposalAnswer = z.object({ proposal: Proposal });

/** What a person corrects while accepting. */
export const Choices = z.object({
  contact_id: Id.optional().describe('Who is meant, when several may be, or somebody else than proposed'),
  create: z.boolean().optional().describe('Make somebody new of this name instead of choosing'),
  full_name: trimmed(2, 255).optional(),
  category: CategoryName.optional(),
  content: trimmed(1, 2000).optional(),
  title: trimmed(1, 255).optional(),
  date: Day.optional(),
  time: Clock.nullable().optional(),
});
export type Choices = z.infer<typeof Choices>;
export const AcceptBody = z.object({ choices: Choices.optional() }).nullish();
export const BulkProposals = z.object({ ids: z.array(Id).min(1).max(200) });
export const BulkDecided = z.object({ data: z.array(Proposal).describe('Those that are decided now'), skipped: z.array(Id).describe('Those that need a choice first or were decided before') });
