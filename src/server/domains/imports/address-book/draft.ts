import { z } from 'zod';
import { isPartialDate } from '../../people/index.ts';

type Labelled = { label: string; value: string };
type Address = { label: string; street: string; city: string; region: string; postal_code: string; country: string };

/** A property of a card that Kith has no field for: kept as it came, and written again. */
export type ExtraProperty = { group?: string; name: string; params?: Record<string, string[]>; value: string };

/** What can be said about a person in an address book; the fields of a contact. */
export type PersonFields = {
  full_name: string;
  name_prefix: string | null;
  given_name: string | null;
  additional_name: string | null;
  family_name: string | null;
  name_suffix: string | null;
  nickname: string | null;
  tier: 1 | 2;
  cadence_weeks: number | null;
  birthday_days_before: number[] | null;
  emails: Labelled[];
  phones: Labelled[];
  addresses: Address[];
  company: string | null;
  title: string | null;
  birthday: string | null;
  important_dates: { label: string; date: string }[];
  pronouns: string | null;
  how_we_met: string | null;
  social_handles: { network: string; handle: string }[];
  telegram_id: number | null;
  telegram_username: string | null;
  telegram_phone: string | null;
  telegram_handle: string | null;
  telegram_verified: boolean;
  telegram_premium: boolean;
  custom_fields: Labelled[];
  description: string | null;
  starred: boolean;
  archived: boolean;
};

/** A note that was written elsewhere. `created_at`: ISO 8601. */
export type DraftNote = { content: string; created_at: string };

/** A person as a file describes them. */
export type Draft = {
  /** Where in the file: a line, or the number of the record. */
  at: number;
  fields: PersonFields;
  tags: string[];
  /** The id the other program knows them by. */
  uid: string | null;
  /** Kith wrote it, with an id for each person: two ids are two people, however alike. */
  own: boolean;
  extra: ExtraProperty[];
  photo: Buffer | null;
  notes: DraftNote[];
  /** Who others are to them: the id of the other's card, and what the other is. */
  related: { uid: string; type: string; label: string | null }[];
  /** What could not be kept as it was. */
  issues: string[];
};

/** A group of people, by the ids of their cards. */
export type Group = { at: number; name: string; members: string[] };

/** What a reader finds: a person, a group, something that is neither, or something that cannot be read. */
export type Found = { draft: Draft } | { group: Group } | { at: number; skipped: string } | { at: number; error: string };

/** A draft of which nothing is known but the line it begins at. */
export function emptyDraft(at: number): Draft {
  return {
    at, tags: [], uid: null, own: false, extra: [], photo: null, notes: [], related: [], issues: [],
    fields: {
      full_name: '', name_prefix: null, given_name: null, additional_name: null, family_name: null, name_suffix: null, nickname: null, tier: 2, cadence_weeks: null, birthday_days_before: null, emails: [],
      phones: [], addresses: [], company: null, title: null, birthday: null, important_dates: [], pronouns: null, how_we_met: null, social_handles: [],
      telegram_id: null, telegram_username: null, telegram_phone: null, telegram_handle: null, telegram_verified: false, telegram_premium: false,
      custom_fields: [], description: null, starred: false, archived: false,
    },
  };
}

const TEXTS = {
  name_prefix: 64, given_name: 128, additional_name: 128, family_name: 128, name_suffix: 64, nickname: 128, company: 255, title: 255, pronouns: 64,
  how_we_met: 2000, telegram_username: 64, telegram_phone: 32, telegram_handle: 64, description: 10_000,
} as const;
const Email = z.email().max(254);
const EXTRA_BYTES = 16_384;
const NOTE_LENGTH = { least: 1, most: 100_000 };

/**
 * Makes what a file says fit the fields of a contact, in place: trimmed, cut to length, without empty or repeated values. What is
 * no email, phone or date becomes a custom field; what had to be cut is named in `issues`.
 * @returns the draft, or why there is no person in it
 */
export function cleanDraft(draft: Draft): Found {
  const { fields, issues } = draft;
  const cut = (text: string, max: number, what: string) => {
    const tidy = tidyText(text);
    if (tidy.length <= max) return tidy;
    issues.push(`${what} was cut to ${max} characters.`);
    return cutAt(tidy, max);
  };
  for (const [field, max] of Object.entries(TEXTS) as [keyof typeof TEXTS, number][]) fields[field] = cut(fields[field] ?? '', max, words(field)) || null;

  const aside = (label: string, value: string) => fields.custom_fields.push({ label, value });
  const emails = fields.emails.map(({ label, value }) => ({ label: cut(label, 64, 'A label'), value: tidyText(value).replace(/^mailto:/i, '') })).filter(({ value }) => value);
  for (const { value } of emails) if (!Email.safeParse(value).success) aside('Email', value);
  fields.emails = most(distinct(emails.filter(({ value }) => Email.safeParse(value).success), ({ value }) => value.toLowerCase()), 50, 'emails', issues);
  const phones = fields.phones.map(({ label, value }) => ({ label: cut(label, 64, 'A label'), value: tidyText(value) })).filter(({ value }) => value);
  for (const { value } of phones) if (value.length > 64) aside('Phone', value);
  fields.phones = most(distinct(phones.filter(({ value }) => value.length <= 64), ({ value }) => value), 50, 'phones', issues);
  fields.addresses = most(distinct(fields.addresses.map((address) => ({
    label: cut(address.label, 64, 'A label'), street: cut(address.street, 255, 'A street'), city: cut(address.city, 128, 'A city'), region: cut(address.region, 128, 'A region'),
    postal_code: cut(address.postal_code, 32, 'A postal code'), country: cut(address.country, 128, 'A country'),
  })).filter(({ label: _label, ...parts }) => Object.values(parts).some(Boolean)), (address) => JSON.stringify(address)), 20, 'addresses', issues);
  if (fields.birthday && !isPartialDate(fields.birthday)) {
    aside('Birthday', fields.birthday);
    fields.birthday = null;
  }
  const dates = fields.important_dates.map(({ label, date }) => ({ label: cut(label, 64, 'A label') || 'date', date }));
  for (const { label, date } of dates) if (!isPartialDate(date)) aside(label, date);
  fields.important_dates = most(distinct(dates.filter(({ date }) => isPartialDate(date)), ({ label, date }) => `${label}\n${date}`), 50, 'dates', issues);
  fields.social_handles = most(distinct(fields.social_handles.map(({ network, handle }) => ({ network: cut(network, 64, 'A network') || 'website', handle: cut(handle, 320, 'An address') }))
    .filter(({ handle }) => handle), ({ network, handle }) => `${network}\n${handle}`), 50, 'profiles', issues);
  fields.custom_fields = most(distinct(fields.custom_fields.map(({ label, value }) => ({ label: cut(label, 64, 'A label') || 'Field', value: cut(value, 2000, 'A custom field') })),
    ({ label, value }) => `${label}\n${value}`), 50, 'custom fields', issues);
  draft.tags = most(distinct(draft.tags.map((tag) => cut(tag, 64, 'A tag')).filter(Boolean), (tag) => tag.toLowerCase()), 50, 'tags', issues);
  draft.uid = draft.uid ? cutAt(tidyText(draft.uid), 255) || null : null;
  if (draft.extra.length && JSON.stringify(draft.extra).length > EXTRA_BYTES) draft.extra = fitting(draft.extra, issues);
  draft.notes = draft.notes.map((note) => ({ ...note, content: cut(note.content, NOTE_LENGTH.most, 'A note') })).filter(({ content }) => content.length >= NOTE_LENGTH.least);

  const name = nameOf(fields, cut);
  if (!name) return { at: draft.at, error: 'There is no name, company, email or phone, so this is nobody.' };
  fields.full_name = name;
  draft.issues = issues.slice(0, 5);
  return { draft };
}

/** The best name there is; at least two characters. */
function nameOf(fields: PersonFields, cut: (text: string, max: number, what: string) => string): string | undefined {
  const parts = [fields.name_prefix, fields.given_name, fields.additional_name, fields.family_name, fields.name_suffix].filter(Boolean).join(' ');
  const names = [cut(fields.full_name, 255, 'The name'), parts, fields.nickname, fields.company, fields.emails[0]?.value, fields.phones[0]?.value].map((name) => cutAt(name ?? '', 255)).filter(Boolean);
  if (!names[0] || names[0].length >= 2) return names[0];
  const longer = names.find((name) => name.length >= 2);
  return longer ? cutAt(`${names[0]} (${longer}`, 254) + ')' : undefined;
}

/** The properties that fit into the room there is, small ones first come. */
function fitting(extra: ExtraProperty[], issues: string[]): ExtraProperty[] {
  let room = EXTRA_BYTES - 2;
  const kept = extra.filter((property) => {
    const size = JSON.stringify(property).length + 1;
    if (size > room) return false;
    room -= size;
    return true;
  });
  issues.push(`Left out because they are too large: ${[...new Set(extra.filter((property) => !kept.includes(property)).map(({ name }) => name))].slice(0, 5).join(', ')}.`);
  return kept;
}

const words = (field: string) => (field === 'description' ? 'The description' : `The ${field.replaceAll('_', ' ')}`);

/** Line ends as \n, no other control characters, no half of a surrogate pair, no blank ends. */
export const tidyText = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').toWellFormed().trim();

/** Cut to at most `max` UTF-16 units, never through a character. */
export function cutAt(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trim();
}

function distinct<T>(values: T[], keyOf: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = keyOf(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function most<T>(values: T[], max: number, what: string, issues: string[]): T[] {
  if (values.length <= max) return values;
  issues.push(`Only the first ${max} ${what} were kept.`);
  return values.slice(0, max);
}
