import { dayText, readDay } from '../../../lib/days.ts';
import { tierName } from '../../../lib/format.ts';
import type { Contact } from '../../../lib/types.ts';
import type { ContactInput } from '../api/contacts.ts';
import type { Row } from './LabelledRows.tsx';

const textFields = [
  'full_name',
  'name_prefix',
  'given_name',
  'additional_name',
  'family_name',
  'name_suffix',
  'nickname',
  'company',
  'title',
  'birthday',
  'pronouns',
  'how_we_met',
  'description',
  'telegram_id',
  'telegram_username',
  'telegram_phone',
  'telegram_handle',
] as const;
/** Fields with a place for what the server has against them. */
export const hasPlace = (field: string): boolean => (textFields as readonly string[]).includes(field);

const rowFields = ['emails', 'phones', 'important_dates', 'social_handles', 'custom_fields'] as const;
const flagFields = ['telegram_verified', 'telegram_premium'] as const;

export const addressParts = ['street', 'postal_code', 'city', 'region', 'country'] as const;
export type Address = Contact['addresses'][number];

export type TextField = (typeof textFields)[number];
export type RowField = (typeof rowFields)[number];
export type FlagField = (typeof flagFields)[number];

/** What the form holds while somebody types: text for every text field, rows for every repeated one. */
export type PersonFormValues = Record<TextField, string> & Record<RowField, Row[]> & Record<FlagField, boolean> & { tier: 1 | 2; addresses: Address[] };

const toRow: Record<RowField, (item: never) => Row> = {
  emails: labelled,
  phones: labelled,
  custom_fields: labelled,
  important_dates: (item: { label: string; date: string }) => ({ first: item.label, second: dayText(item.date) }),
  social_handles: (item: { network: string; handle: string }) => ({ first: item.network, second: item.handle }),
};

function labelled(item: { label: string; value: string }): Row {
  return { first: item.label, second: item.value };
}

function fromRow(field: RowField, row: Row): object {
  const [first, second] = [row.first.trim(), row.second.trim()];
  if (field === 'important_dates') return { label: first, date: readDay(second) ?? second };
  if (field === 'social_handles') return { network: first, handle: second };
  return { label: first, value: second };
}

/** The values of a form for a person, or for a new one. */
export function toValues(contact?: Contact, name = ''): PersonFormValues {
  const values: Record<string, unknown> = { tier: contact?.tier ?? 2, addresses: contact?.addresses ?? [] };
  for (const field of textFields) values[field] = String(contact?.[field] ?? '');
  // each field has rows of its own kind, and the function for them, which TypeScript does not follow through a loop
  for (const field of rowFields) values[field] = (contact?.[field] ?? []).map((item) => toRow[field](item as never));
  for (const field of flagFields) values[field] = contact?.[field] ?? false;
  if (contact?.birthday) values.birthday = dayText(contact.birthday);
  if (!contact) values.full_name = name;
  return values as PersonFormValues;
}

type AnyField = keyof PersonFormValues;

/** A field in words: "Important dates". */
export function fieldName(field: AnyField): string {
  return field.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());
}

/** A value of the form in one line, to be compared with another. */
export function fieldText(values: PersonFormValues, field: AnyField): string {
  const value = values[field];
  if (field === 'tier') return tierName(Number(value));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const lines = Array.isArray(value) ? value.map((item) => Object.values(item).filter(Boolean).join(' ')) : [String(value)];
  return lines.filter(Boolean).join('; ') || 'empty';
}

export type Merged = {
  values: PersonFormValues;
  /** Fields that both changed, to different values. The form holds what was typed. */
  conflicts: AnyField[];
  /** Fields that only the other one changed. The form holds their value. */
  taken: AnyField[];
};

/** What somebody typed on top of what was saved elsewhere in the meantime; nothing of either is lost without a word. */
export function mergeValues(before: PersonFormValues, mine: PersonFormValues, theirs: PersonFormValues): Merged {
  const values: Record<string, unknown> = { ...mine };
  const merged: Merged = { values: mine, conflicts: [], taken: [] };
  for (const field of Object.keys(mine) as AnyField[]) {
    if (same(before[field], theirs[field])) continue;
    if (same(before[field], mine[field])) {
      values[field] = theirs[field];
      merged.taken.push(field);
    } else if (!same(mine[field], theirs[field])) merged.conflicts.push(field);
  }
  return { ...merged, values: values as PersonFormValues };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const sent = (field: TextField, text: string) => (field === 'birthday' ? (readDay(text) ?? text) : text);

/** Only what differs from before, as the API wants it: emptied text becomes null, empty rows are dropped. */
export function changedFields(before: PersonFormValues, now: PersonFormValues): ContactInput {
  const changed: Record<string, unknown> = {};
  for (const field of textFields) if (before[field].trim() !== now[field].trim()) changed[field] = sent(field, now[field].trim()) || null;
  for (const field of flagFields) if (before[field] !== now[field]) changed[field] = now[field];
  for (const field of rowFields) {
    const items = now[field].filter((row) => row.second.trim() !== '').map((row) => fromRow(field, row));
    if (JSON.stringify(before[field].map((row) => fromRow(field, row))) !== JSON.stringify(items)) changed[field] = items;
  }
  if (typeof changed.telegram_id === 'string') changed.telegram_id = Number(changed.telegram_id);
  const addresses = now.addresses.filter((address) => addressParts.some((part) => address[part].trim() !== ''));
  if (JSON.stringify(before.addresses) !== JSON.stringify(addresses)) changed.addresses = addresses;
  if (before.tier !== now.tier) changed.tier = now.tier;
  return changed as ContactInput;
}
