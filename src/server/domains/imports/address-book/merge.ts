import type { CountryCode } from 'libphonenumber-js/min';
import type { BookPerson } from '../../people/index.ts';
import type { Draft, ExtraProperty, PersonFields } from './draft.ts';
import { phoneKey } from './phones.ts';

export const STRATEGIES = ['merge_all', 'skip_existing', 'update_existing'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What is known of a person, and what a file adds to it. */
export type Merged = { fields: PersonFields; vcard_uid: string | null; vcard_extra: ExtraProperty[]; tags: string[] };

const SINGLE = ['name_prefix', 'given_name', 'additional_name', 'family_name', 'name_suffix', 'nickname', 'company', 'title', 'birthday', 'pronouns', 'cadence_weeks', 'telegram_id', 'telegram_username', 'telegram_phone', 'telegram_handle'] as const;
/** Of these a second value is worth keeping beside the first. */
const KEPT_BESIDE: Partial<Record<(typeof SINGLE)[number] | 'full_name', string>> = { full_name: 'Other name', company: 'Other company', title: 'Other title', birthday: 'Other birthday' };
const TEXTS = { description: 10_000, how_we_met: 2000 } as const;
const LIST_LIMITS = { emails: 50, phones: 50, addresses: 20, important_dates: 50, social_handles: 50, custom_fields: 50 } as const;
const TAGS = 50;
const EXTRA_BYTES = 16_384;

/**
 * Adds what a file says to what is known. Lists get what they lack; an empty value is filled; nothing is ever made emptier.
 * Where both say something: `merge_all` keeps what is known and the other beside it, `update_existing` takes the file's word
 * unless it says less. Flags and the tier stay.
 */
export function mergeDraft(is: Merged, draft: Draft, strategy: Strategy, country?: CountryCode): Merged {
  const fields = structuredClone(is.fields);
  const said = draft.fields;
  const beside: { label: string; value: string }[] = [];
  for (const field of [...SINGLE, 'full_name'] as const) {
    const [old, now] = [fields[field], said[field]];
    if (now === null || now === old || saysLess(String(now), old === null ? '' : String(old))) continue;
    if (old === null || old === '' || strategy === 'update_existing' || (field === 'birthday' && saysLess(String(old), String(now)))) (fields as Record<string, unknown>)[field] = now;
    else if (KEPT_BESIDE[field]) beside.push({ label: KEPT_BESIDE[field], value: String(now) });
  }
  for (const [field, max] of Object.entries(TEXTS) as [keyof typeof TEXTS, number][]) {
    const [old, now] = [fields[field], said[field]];
    if (!now || old?.includes(now)) continue;
    const both = old && !now.includes(old) ? `${old}\n\n${now}` : now;
    if (both.length <= max) fields[field] = both;
  }
  fields.birthday_days_before ??= said.birthday_days_before;
  fields.emails = union('emails', fields.emails, said.emails, ({ value }) => value.toLowerCase());
  fields.phones = union('phones', fields.phones, said.phones, ({ value }) => phoneKey(value, country) ?? value);
  fields.addresses = union('addresses', fields.addresses, said.addresses, ({ street, city, region, postal_code, country: land }) => [street, city, region, postal_code, land].join('\n').toLowerCase());
  fields.important_dates = union('important_dates', fields.important_dates, said.important_dates, ({ label, date }) => `${label.toLowerCase()} ${date}`);
  fields.social_handles = union('social_handles', fields.social_handles, said.social_handles, ({ network, handle }) => `${network} ${handle}`.toLowerCase());
  fields.custom_fields = union('custom_fields', fields.custom_fields, [...said.custom_fields, ...beside], ({ label, value }) => `${label}\n${value}`);
  const tags = [...is.tags, ...draft.tags.filter((tag) => !is.tags.some((there) => there.toLowerCase() === tag.toLowerCase()))].slice(0, Math.max(TAGS, is.tags.length));
  return { fields, vcard_uid: is.vcard_uid ?? draft.uid, vcard_extra: mergeExtra(is.vcard_extra, draft.extra), tags };
}

/** "Anna" says less than "Anna Berg", --05-17 less than 1990-05-17. */
const saysLess = (a: string, b: string) => a === '' || (a.startsWith('--') ? b.endsWith(a.slice(1)) : b.length > a.length && b.toLowerCase().includes(a.toLowerCase()));

function union<Name extends keyof typeof LIST_LIMITS, T>(name: Name, is: T[], said: T[], keyOf: (value: T) => string): T[] {
  const keys = new Set(is.map(keyOf));
  const added = said.filter((value) => !keys.has(keyOf(value)) && keys.add(keyOf(value)));
  return added.length ? [...is, ...added].slice(0, Math.max(LIST_LIMITS[name], is.length)) : is;
}

/** Properties are told apart by name and value; those of one group stay together under a number of their own. */
export function mergeExtra(is: ExtraProperty[], said: ExtraProperty[]): ExtraProperty[] {
  const key = ({ name, value }: ExtraProperty) => `${name}:${value}`;
  const there = new Set(is.map(key));
  const highest = Math.max(0, ...is.map(({ group }) => Number(group) || 0));
  // A label belongs to its group: alone, it is not new.
  const groups = new Set(said.filter((property) => property.group && property.name !== 'X-ABLABEL' && !there.has(key(property))).map(({ group }) => group));
  const added = said.filter((property) => (property.group ? groups.has(property.group) : !there.has(key(property))));
  if (added.length === 0) return is;
  const both = [...is, ...added.map((property) => (property.group ? { ...property, group: String(highest + Number(property.group)) } : property))];
  return JSON.stringify(both).length <= EXTRA_BYTES * 2 ? both : is;
}

const FIELDS = ['full_name', ...SINGLE, 'tier', 'birthday_days_before', ...Object.keys(LIST_LIMITS), ...Object.keys(TEXTS), 'telegram_verified', 'telegram_premium', 'starred', 'archived'] as (keyof PersonFields)[];

/** A person of the database as what is known of them. */
export function knownOf(person: BookPerson): Merged {
  const fields = Object.fromEntries(FIELDS.map((field) => [field, person[field]])) as PersonFields;
  return { fields, vcard_uid: person.vcard_uid, vcard_extra: person.vcard_extra as ExtraProperty[], tags: person.tags };
}

/** The fields in which two differ, for an update. */
export function differing(is: Merged, wanted: Merged): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const field of FIELDS) if (wanted.fields[field] !== is.fields[field] && JSON.stringify(wanted.fields[field]) !== JSON.stringify(is.fields[field])) patch[field] = wanted.fields[field];
  if (wanted.vcard_uid !== is.vcard_uid) patch.vcard_uid = wanted.vcard_uid;
  if (wanted.vcard_extra !== is.vcard_extra) patch.vcard_extra = wanted.vcard_extra;
  return patch;
}
