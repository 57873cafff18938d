import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../platform/http/shapes.ts';

export const optionalText = (max: number) => trimmed(0, max).transform((text) => text || null).nullable();
/** A date of someone's life: 1990-05-17, or --05-17 when the year is not known. */
const PartialDate = z.string().refine(isPartialDate, 'use YYYY-MM-DD, or --MM-DD without the year');
const Labelled = z.object({ label: trimmed(0, 64).default(''), value: trimmed(1, 320) });
const Address = z.object({
  label: trimmed(0, 64).default(''),
  street: trimmed(0, 255).default(''),
  city: trimmed(0, 128).default(''),
  region: trimmed(0, 128).default(''),
  postal_code: trimmed(0, 32).default(''),
  country: trimmed(0, 128).default(''),
});

/** True for a real day of the calendar; without a year 29 February is one. */
export function isPartialDate(value: string): boolean {
  const match = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const [year, month, day] = [match[1] === '-' ? 2000 : Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** What a person typing may set on a contact; each field of P-1. */
export const contactFields = {
  name_prefix: optionalText(64),
  given_name: optionalText(128),
  additional_name: optionalText(128),
  family_name: optionalText(128),
  name_suffix: optionalText(64),
  nickname: optionalText(128),
  tier: z.literal([1, 2]),
  emails: z.array(Labelled.extend({ value: z.email().max(254) })).max(50),
  phones: z.array(Labelled.extend({ value: trimmed(1, 64) })).max(50),
  addresses: z.array(Address).max(20),
  company: optionalText(255),
  title: optionalText(255),
  birthday: PartialDate.nullable(),
  important_dates: z.array(z.object({ label: trimmed(1, 64), date: PartialDate })).max(50),
  pronouns: optionalText(64),
  how_we_met: optionalText(2000),
  social_handles: z.array(z.object({ network: trimmed(1, 64), handle: trimmed(1, 320) })).max(50),
  telegram_id: z.int().positive().nullable(),
  telegram_username: optionalText(64),
  telegram_phone: optionalText(32),
  telegram_handle: optionalText(64),
  telegram_verified: z.boolean(),
  telegram_premium: z.boolean(),
  custom_fields: z.array(Labelled.extend({ label: trimmed(1, 64), value: trimmed(0, 2000) })).max(50),
  description: optionalText(10_000),
  starred: z.boolean(),
  archived: z.boolean(),
  cadence_weeks: z.int().min(1).max(104).nullable().describe('To be in touch every so many weeks; null: no matter'),
  birthday_days_before: z.array(z.int().min(0).max(60)).max(6).nullable().describe('So many days before the birthday and other dates come reminders; none: never; null: as the preferences say'),
};

/** On one line, with single spaces: nobody is called "Priya  Nair". */
const FullName = z
  .string()
  .overwrite((text) => text.trim().replaceAll(/\s+/g, ' '))
  .min(2)
  .max(255);
export const ContactBody = z.object({ full_name: FullName, ...contactFields }).partial().required({ full_name: true });
export const ContactPatch = z.object({ full_name: FullName, ...contactFields }).partial().refine((patch) => Object.keys(patch).length > 0, 'Send at least one field to change.');
export type ContactPatch = z.infer<typeof ContactPatch>;
/** The columns a request may write, in the order of the table. */
export const CONTACT_COLUMNS = Object.keys(ContactBody.shape) as (keyof z.infer<typeof ContactBody>)[];

const TagBadge = z.object({ id: Id, name: z.string(), color: z.string() });
const text = z.string().nullable();

/** A contact as a list shows it. */
export const ContactSummary = z
  .object({
    id: Id,
    full_name: z.string(),
    nickname: text,
    tier: z.literal([1, 2]),
    company: text,
    title: text,
    city: text,
    birthday: text,
    photo_id: Id.nullable().describe('Changes with every new photo; the picture is at /contacts/{id}/photo'),
    starred: z.boolean(),
    archived: z.boolean(),
    cadence_weeks: z.int().nullable().describe('To be in touch every so many weeks'),
    snoozed_until: z.iso.date().nullable().describe('What is due before waits until this day'),
    next_due: z.iso.date().nullable().describe('The day to be in touch again, in the time zone of whoever asks'),
    note_count: z.int(),
    entry_count: z.int(),
    last_interaction_at: Timestamp.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
    tags: z.array(TagBadge),
  })
  .meta({ id: 'ContactSummary' });
export type ContactSummary = z.infer<typeof ContactSummary>;

export const Contact = z
  .object({
    ...ContactSummary.shape,
    name_prefix: text,
    given_name: text,
    additional_name: text,
    family_name: text,
    name_suffix: text,
    emails: z.array(z.object({ label: z.string(), value: z.string() })),
    phones: z.array(z.object({ label: z.string(), value: z.string() })),
    addresses: z.array(z.object({ label: z.string(), street: z.string(), city: z.string(), region: z.string(), postal_code: z.string(), country: z.string() })),
    important_dates: z.array(z.object({ label: z.string(), date: z.string() })),
    birthday_days_before: z.array(z.int()).nullable().describe('So many days before those come reminders; none: never; null: as the preferences say'),
    pronouns: text,
    how_we_met: text,
    social_handles: z.array(z.object({ network: z.string(), handle: z.string() })),
    telegram_id: z.int().nullable(),
    telegram_username: text,
    telegram_phone: text,
    telegram_handle: text,
    telegram_verified: z.boolean(),
    telegram_premium: z.boolean(),
    custom_fields: z.array(z.object({ label: z.string(), value: z.string() })),
    description: text,
  })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof Contact>;

export const CONTACT_SORTS = ['name', '-name', 'created_at', '-created_at', 'updated_at', '-updated_at', 'last_interaction', '-last_interaction', 'next_due', '-next_due'] as const;
const TagFilter = z.array(Id).min(1).max(20);

/** What a list of people can be filtered by: once for addresses, where all is text, and once for JSON. */
const contactFilter = <B extends z.ZodType<boolean>, N extends z.ZodType<number>, T extends z.ZodType<1 | 2>>(flag: B, number: (min: number, max: number) => N, tier: T) => ({
  q: trimmed(0, 100).optional().describe('Start of any word of the name, or of the nickname or company'),
  tier: tier.optional(),
  group: Id.optional().describe('Id of a group'),
  tag_match: z.enum(['any', 'all']).optional().describe('Whether a person needs one of the tags or all of them; any when left out'),
  company: trimmed(1, 255).optional().describe('Its name; case and accents do not count'),
  city: trimmed(1, 128).optional(),
  starred: flag.optional(),
  birthday_within_days: number(0, 366).optional(),
  no_contact_for_days: number(0, 36_500).optional(),
  cadence_due: flag.optional().describe('Whether it is time to be in touch'),
  has_email: flag.optional(),
  has_phone: flag.optional(),
});

export const ContactFilterQuery = z.object({
  ...contactFilter(z.stringbool(), (min, max) => z.coerce.number().int().min(min).max(max), z.coerce.number().pipe(z.literal([1, 2]))),
  tag: z.union([Id.transform((id) => [id]), TagFilter]).optional().describe('Id of a tag; several: repeat it'),
  archived: z.stringbool().default(false),
});
/** The same in JSON: in saved filters and bulk changes. */
export const ContactFilter = z
  .strictObject({ ...contactFilter(z.boolean(), (min, max) => z.int().min(min).max(max), z.literal([1, 2])), tag: TagFilter.optional(), archived: z.boolean().optional() })
  .meta({ id: 'ContactFilter' });
export type ContactFilter = z.infer<typeof ContactFilter>;

export const ContactQuery = PageQuery.extend({ ...ContactFilterQuery.shape, sort: z.enum(CONTACT_SORTS).default('name') });
export type ContactQuery = z.infer<typeof ContactQuery>;
export const ContactCount = z.object({ count: z.int() });
export const FacetQuery = z.object({ q: trimmed(0, 100).optional().describe('Start of the company, city or tag') });
const Facet = z.object({ value: z.string(), count: z.int() });
export const Facets = z.object({ companies: z.array(Facet), cities: z.array(Facet), tags: z.array(z.object({ id: Id, name: z.string(), color: z.string(), count: z.int() })) });
export type Facets = z.infer<typeof Facets>;
/** Which people an export takes: those named by `ids`, or those the filters let through; everybody without any. */
export const PeopleFilter = ContactFilterQuery.extend({
  archived: z.stringbool().optional().describe('Only archived people, or none of them; both when left out'),
  ids: z
    .string()
    .max(10_000)
    .transform((text) => text.split(',').map((id) => id.trim()))
    .pipe(z.array(Id).min(1).max(270))
    .optional()
    .describe('Ids of contacts, with commas between them'),
});
export type PeopleFilter = z.infer<typeof PeopleFilter>;
export const ContactPage = page(ContactSummary);
export const ContactAnswer = z.object({ contact: Contact });

export const Color = z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'use #RRGGBB');
/** Tags and groups. */
export const NamedBody = z.object({ name: trimmed(1, 64), color: Color.default('#4f6cff'), description: optionalText(500).default(null) });
export const NamedPatch = z.object({ name: trimmed(1, 64), color: Color, description: optionalText(500) }).partial().refine((patch) => Object.keys(patch).length > 0, 'Send at least one field to change.');
export const Named = z.object({ id: Id, name: z.string(), color: z.string(), description: text, contact_count: z.int(), created_at: Timestamp, updated_at: Timestamp });
export type Named = z.infer<typeof Named>;
export const Tag = Named.meta({ id: 'Tag' });
export type Tag = z.infer<typeof Tag>;
export const TagQuery = PageQuery.extend({ q: trimmed(0, 64).optional() });
export const TagPage = page(Tag);
export const TagAnswer = z.object({ tag: Tag });
export const ContactTagsAnswer = z.object({ data: z.array(Tag), has_more: z.literal(false), next_cursor: z.null() });
export const AssignTag = z.object({ tag_id: Id });
export const MergeTags = z.object({ other_ids: z.array(Id).min(1).max(50) });
