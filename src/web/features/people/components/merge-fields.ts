import { formatBirthday, plural, tierName } from '../../../lib/format.ts';
import type { Contact } from '../../../lib/types.ts';
import type { Choices } from '../api/merge.ts';
import { remindersText } from './date-reminders.ts';

type Field = { name: string; label: string; show: (person: Contact) => string[]; together?: boolean };

const one = (value: string | 0 | null | undefined) => (value ? [value] : []);

/** The fields somebody may have to choose about. `together`: both can be kept. */
const FIELDS: Field[] = [
  { name: 'full_name', label: 'Name', show: (person) => [person.full_name] },
  { name: 'nickname', label: 'Nickname', show: (person) => one(person.nickname) },
  { name: 'tier', label: 'Circle', show: (person) => [tierName(person.tier)] },
  { name: 'company', label: 'Company', show: (person) => one(person.company) },
  { name: 'title', label: 'Title', show: (person) => one(person.title) },
  { name: 'birthday', label: 'Birthday', show: (person) => one(person.birthday && formatBirthday(person.birthday)) },
  { name: 'pronouns', label: 'Pronouns', show: (person) => one(person.pronouns) },
  { name: 'emails', label: 'Emails', show: (person) => person.emails.map(({ value }) => value), together: true },
  { name: 'phones', label: 'Phones', show: (person) => person.phones.map(({ value }) => value), together: true },
  { name: 'addresses', label: 'Addresses', show: (person) => person.addresses.map((address) => [address.street, address.postal_code, address.city, address.country].filter(Boolean).join(', ')), together: true },
  { name: 'important_dates', label: 'Dates', show: (person) => person.important_dates.map(({ label, date }) => `${label}: ${formatBirthday(date)}`), together: true },
  { name: 'birthday_days_before', label: 'Reminders of dates', show: (person) => one(person.birthday_days_before && remindersText(person.birthday_days_before)) },
  { name: 'social_handles', label: 'Profiles', show: (person) => person.social_handles.map(({ network, handle }) => `${network}: ${handle}`), together: true },
  { name: 'custom_fields', label: 'Other fields', show: (person) => person.custom_fields.map(({ label, value }) => `${label}: ${value}`), together: true },
  { name: 'telegram_username', label: 'Telegram', show: (person) => one(person.telegram_username) },
  { name: 'cadence_weeks', label: 'Stay in touch', show: (person) => one(person.cadence_weeks && `every ${plural(person.cadence_weeks, 'week')}`) },
  { name: 'how_we_met', label: 'How we met', show: (person) => one(person.how_we_met), together: true },
  { name: 'description', label: 'Description', show: (person) => one(person.description), together: true },
];

export type Differing = Omit<Field, 'show'> & { values: Map<string, string[]> };

/** The fields in which these people differ, with what each of them says. */
export const differing = (people: Contact[]): Differing[] =>
  FIELDS.map(({ show, ...field }) => ({ ...field, values: new Map(people.map((person) => [person.id, show(person)])) })).filter(({ values }) => new Set([...values.values()].map((value) => value.join('\n'))).size > 1);

/** Who or what a field is taken from: a person's id, or all of them. */
export type Picks = Record<string, string>;
export const ALL = 'all';

/** What is chosen until somebody chooses: what the server does by itself. */
export function usualPick(field: Differing, kept: string): string {
  const filled = [...field.values].filter(([, value]) => value.length > 0).map(([id]) => id);
  if (field.together && field.name !== 'how_we_met' && filled.length > 1) return ALL;
  return filled.includes(kept) ? kept : filled[0]!;
}

/** The choices as the server takes them. */
export function choicesOf(fields: Differing[], picks: Picks, kept: string, others: string[]): Choices {
  const side = (pick: string) => (pick === ALL ? ('both' as const) : pick === kept ? ('this' as const) : others.indexOf(pick) + 1);
  return Object.fromEntries(fields.map((field) => [field.name, side(picks[field.name] ?? usualPick(field, kept))]));
}

/** Whom to keep, as long as nobody has said: the one of whom most is known. */
export const fullest = (people: Contact[]): Contact =>
  people.toSorted((a, b) => b.note_count + b.entry_count - (a.note_count + a.entry_count) || filledIn(b) - filledIn(a) || a.created_at.localeCompare(b.created_at))[0]!;

const filledIn = (person: Contact) => FIELDS.filter(({ show }) => show(person).length > 0).length;
