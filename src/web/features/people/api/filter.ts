import type { SavedFilter } from '../../../lib/types.ts';

export const sorts = ['name', '-updated_at', '-created_at', '-last_interaction', 'last_interaction', 'next_due'] as const;
export type Sort = (typeof sorts)[number];

/** Whom the list shows; lives in the URL and, named, in a view. */
export type ContactFilter = {
  q?: string;
  tier?: 1 | 2;
  tag?: string[];
  tag_match?: 'all';
  group?: string;
  company?: string;
  city?: string;
  starred?: boolean;
  archived?: true;
  birthday_within_days?: number;
  no_contact_for_days?: number;
  cadence_due?: boolean;
  has_email?: boolean;
  has_phone?: boolean;
  sort?: Sort;
};
/** The filter of the list with the view it began as. */
export type PeopleSearch = ContactFilter & { view?: string };

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isId = (value: unknown): value is string => typeof value === 'string' && id.test(value);
const text = (value: unknown, max: number) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, max) || undefined : undefined);
const days = (value: unknown, max: number) => (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max ? value : undefined);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);

/** What of an address or of a saved view is a filter; the rest is left out, and so is what does not matter. */
export function toFilter(given: Record<string, unknown>): ContactFilter {
  const tag = (Array.isArray(given.tag) ? given.tag : [given.tag]).filter(isId).slice(0, 20);
  const filter = {
    q: text(given.q, 100),
    tier: given.tier === 1 || given.tier === 2 ? given.tier : undefined,
    tag: tag.length > 0 ? tag : undefined,
    tag_match: tag.length > 1 && given.tag_match === 'all' ? 'all' : undefined,
    group: isId(given.group) ? given.group : undefined,
    company: text(given.company, 255),
    city: text(given.city, 128),
    starred: flag(given.starred),
    archived: given.archived === true ? true : undefined,
    birthday_within_days: days(given.birthday_within_days, 366),
    no_contact_for_days: days(given.no_contact_for_days, 36_500),
    cadence_due: flag(given.cadence_due),
    has_email: flag(given.has_email),
    has_phone: flag(given.has_phone),
    sort: sorts.includes(given.sort as Sort) && given.sort !== 'name' ? (given.sort as Sort) : undefined,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as ContactFilter;
}

/** The filter as an address of the API has it. */
export function toQuery({ starred, archived, cadence_due, has_email, has_phone, ...rest }: ContactFilter) {
  const flags = { starred, archived, cadence_due, has_email, has_phone };
  return { ...rest, ...(Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined).map(([key, value]) => [key, String(value)])) as { [K in keyof typeof flags]?: string }) };
}

/** The filter without its order: for changes of everybody it matches. */
export function toBody({ sort: _, ...filter }: ContactFilter): Omit<SavedFilter['query'], 'sort'> {
  return filter;
}

const plain = (filter: ContactFilter) => JSON.stringify(Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)));
export const sameFilter = (a: ContactFilter, b: ContactFilter): boolean => plain(a) === plain(b);

/** Whether it leaves anybody out. */
export const isFiltered = ({ sort: _, ...filter }: ContactFilter): boolean => Object.keys(filter).length > 0;
