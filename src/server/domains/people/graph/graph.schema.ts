import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';
import { ContactSummary, isPartialDate, Named } from '../people.schema.ts';
import { RELATIONSHIP_TYPES, RELATIONSHIP_WORDS } from './relationship-types.schema.ts';

const text = z.string().nullable();
const optionalText = (max: number) => trimmed(0, max).transform((value) => value || null).nullable();
const someField = 'Send at least one field to change.';
const notEmpty = (patch: object) => Object.keys(patch).length > 0;

// ------------------------------------------------------------------------------------------------ relationships
const isMonth = (value: string) => /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(value) && !value.startsWith('0000');
/** When something began or ended, as exactly as is known: 1990, 1990-05, 1990-05-17, or --05-17 without the year. */
const LooseDate = z.string().max(10).refine((value) => isMonth(value) || isPartialDate(value), 'use YYYY, YYYY-MM, YYYY-MM-DD, or --MM-DD without the year');

const relationshipFields = {
  type: z.enum(RELATIONSHIP_WORDS).describe('What the source is to the target; child, grandchild, report, mentee, provider, introduced_by, patient and student are stored as their inverse, with source and target exchanged'),
  label: optionalText(64).describe('Own word for what the source is to the target; needed with other'),
  inverse_label: optionalText(64).describe('Own word for what the target is to the source'),
  since: LooseDate.nullable(),
  until: LooseDate.nullable(),
  note: optionalText(2000),
};
export const RelationshipBody = z.object({ source_contact_id: Id, target_contact_id: Id, ...relationshipFields }).partial().required({ source_contact_id: true, target_contact_id: true, type: true });
export type RelationshipBody = z.infer<typeof RelationshipBody>;
export const RelationshipPatch = z.object(relationshipFields).partial().refine(notEmpty, someField);
export type RelationshipPatch = z.infer<typeof RelationshipPatch>;

const Side = z.object({ id: Id, full_name: z.string() });
export const Relationship = z
  .object({
    id: Id,
    source_contact_id: Id,
    target_contact_id: Id,
    type: z.enum(RELATIONSHIP_TYPES),
    label: text,
    inverse_label: text,
    since: text,
    until: text,
    note: text,
    sentence: z.string().describe('Anna is the parent of Tom'),
    source: Side,
    target: Side,
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Relationship' });
export type Relationship = z.infer<typeof Relationship>;
export const RelationshipAnswer = z.object({ relationship: Relationship });
export const RelationshipQuery = PageQuery.extend({ contact_id: Id.optional().describe('Only those of this person, on either side'), type: z.enum(RELATIONSHIP_TYPES).optional() });
export const RelationshipPage = page(Relationship);

/** A relationship as one of its two people sees it. */
export const ContactRelationship = z
  .object({
    id: Id,
    type: z.enum(RELATIONSHIP_TYPES),
    is_source: z.boolean().describe('Whether this person is the source'),
    role: z.string().describe('What the other person is to this one'),
    own_role: z.string().describe('What this person is to the other'),
    sentence: z.string(),
    label: text,
    inverse_label: text,
    since: text,
    until: text,
    note: text,
    contact: ContactSummary.omit({ tags: true }).describe('The other person'),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'ContactRelationship' });
export type ContactRelationship = z.infer<typeof ContactRelationship>;
export const ContactRelationshipPage = page(ContactRelationship);

// ------------------------------------------------------------------------------------------------ groups
export const Group = Named.meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;
export const GroupQuery = PageQuery.extend({ q: trimmed(0, 64).optional().describe('Start of the name'), contact_id: Id.optional().describe('Only groups of this person') });
export const GroupPage = page(Group);
export const GroupAnswer = z.object({ group: Group });
export const MemberIds = z.object({ contact_ids: z.array(Id).min(1).max(1000) });
export const MemberQuery = PageQuery.extend({ q: trimmed(0, 100).optional().describe('Start of any word of the name') });
export const MemberPage = page(ContactSummary.omit({ tags: true }));

// ------------------------------------------------------------------------------------------------ the graph
const Badge = z.object({ id: Id, name: z.string(), color: z.string() });
const Coordinate = z.number().min(-1e6).max(1e6);
export const Positions = z.record(Id, z.tuple([Coordinate, Coordinate]));
export type Positions = z.infer<typeof Positions>;
export const LayoutBody = z.object({ positions: Positions.refine((positions) => Object.keys(positions).length <= 20_000, 'at most 20,000 positions').describe('{contact id: [x, y]}; replaces what was saved') });

export const GraphQuery = z.object({ archived: z.stringbool().default(false).describe('Also archived people') });
export const GraphContact = z
  .object({
    id: Id,
    full_name: z.string(),
    tier: z.literal([1, 2]),
    note_count: z.int(),
    entry_count: z.int(),
    last_interaction_at: Timestamp.nullable(),
    starred: z.boolean(),
    archived: z.boolean(),
    photo_id: Id.nullable(),
    company: text,
    groups: z.array(Id),
    tags: z.array(Id),
    health: z.number().nullable(),
  })
  .meta({ id: 'GraphContact' });
export const GraphRelationship = z
  .object({ id: Id, source_contact_id: Id, target_contact_id: Id, type: z.enum(RELATIONSHIP_TYPES), label: z.string().describe('Reads from source to target: parent of') })
  .meta({ id: 'GraphRelationship' });
/** Everything the graph page draws. */
export const GraphData = z
  .object({ contacts: z.array(GraphContact), relationships: z.array(GraphRelationship), groups: z.array(Badge), tags: z.array(Badge), layout: Positions.nullable() })
  .meta({ id: 'GraphData' });

// ------------------------------------------------------------------------------------------------ paths and communities
export const PathQuery = z.object({
  from: Id.optional().describe('Left out: from whoever of the inner circle is nearest'),
  to: Id,
});
const PathContact = z.object({ id: Id, full_name: z.string(), tier: z.literal([1, 2]), photo_id: Id.nullable(), company: text });
export type PathContact = z.infer<typeof PathContact>;
/** How two people are connected: the people from one to the other, and what each is to the next. */
export const GraphPath = z
  .object({
    contacts: z.array(PathContact),
    steps: z.array(
      z.object({
        from_contact_id: Id,
        to_contact_id: Id,
        relationships: z.array(GraphRelationship.extend({ sentence: z.string() })).describe('Those that last come first'),
      }),
    ),
  })
  .meta({ id: 'GraphPath' });
export type GraphPath = z.infer<typeof GraphPath>;
export const PathAnswer = z.object({ path: GraphPath.nullable() });

const NAMED_BY = ['group', 'tag', 'company', 'city'] as const;
export type CommunityName = { kind: (typeof NAMED_BY)[number]; name: string };
const Person = z.object({ id: Id, full_name: z.string(), tier: z.literal([1, 2]) });
export const Communities = z
  .object({
    communities: z.array(
      z.object({
        id: z.int().describe('From 0, the largest first; holds for this answer only'),
        name: z.string(),
        named_by: z.enum([...NAMED_BY, 'person']).describe('What its people share; person: nothing, so it is called after who knows the most of them'),
        size: z.int(),
        members: z.array(Person).describe('Who knows the most people first'),
      }),
    ),
    bridges: z
      .array(z.object({ contact: Person, betweenness: z.number().describe('Share of the shortest ways between others that lead through them, 0 to 1'), communities: z.array(z.int()) }))
      .describe('People who know several communities, at most 20'),
    isolated: z.array(Person).describe('People without any relationship'),
    modularity: z.number().describe('How clearly the network falls into communities, 0 to 1'),
    sampled: z.boolean().describe('Whether betweenness is an estimate, as it is above 1,000 people'),
  })
  .meta({ id: 'Communities' });
export type Communities = z.infer<typeof Communities>;
