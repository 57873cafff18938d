import { unacceptable } from '../../../platform/errors.ts';
import { samePhone } from './phones.ts';

/** A row of contacts: the columns that the feed records. */
export type Row = Record<string, unknown>;
/** Whose value of a field is kept. */
export type Side = 'this' | 'other' | 'both';

const OUTSIDE = new Set(['id', 'space_id', 'created_by', 'created_at', 'updated_at']);
const text = (value: unknown) => String(value ?? '').normalize('NFKC').trim().toLowerCase();
type Item = Record<string, unknown>;

/** When two items of a list say the same. Lists that are not here are compared as they are. */
const SAME: Record<string, (a: Item, b: Item) => boolean> = {
  emails: (a, b) => text(a.value) === text(b.value),
  phones: (a, b) => samePhone(String(a.value), String(b.value)),
  addresses: (a, b) => ['street', 'city', 'region', 'postal_code', 'country'].every((part) => text(a[part]) === text(b[part])),
  important_dates: (a, b) => a.date === b.date && text(a.label) === text(b.label),
  social_handles: (a, b) => text(a.network) === text(b.network) && text(a.handle).replace(/^@/, '') === text(b.handle).replace(/^@/, ''),
  custom_fields: (a, b) => text(a.label) === text(b.label) && text(a.value) === text(b.value),
};
/** How much a field holds; beyond it a person is asked to choose. */
const LIMITS: Record<string, number> = { emails: 50, phones: 50, addresses: 20, important_dates: 50, social_handles: 50, custom_fields: 50, description: 10_000, how_we_met: 2000 };
/** Texts that can stand one under the other. */
const JOINABLE = new Set(['description', 'how_we_met']);
/** Fields that make sense only with another one, and come from the same person as that. */
const LEADERS: Record<string, string> = {
  name_prefix: 'full_name', given_name: 'full_name', additional_name: 'full_name', family_name: 'full_name', name_suffix: 'full_name',
  cadence_started_at: 'cadence_weeks', snoozed_at: 'cadence_weeks', snoozed_until: 'cadence_weeks',
};
/** One choice, though it is a list: not united; an empty one is a choice too ("never"). */
const WHOLE = new Set(['birthday_days_before']);
/** Never empty, so the kept person's unless somebody chose. */
const DECIDED = new Set(['full_name', 'tier', 'archived']);

const isEmpty = (value: unknown) => value === null || value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0);
const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const nameOf = (field: string) => (field === 'photo_id' ? 'photo' : field);

/**
 * What the kept person gets of the other one: the fields that change, with their new values.
 * Lists are united without doubles; descriptions are joined; anything else stays the kept person's unless that is empty.
 * @throws 422 where both were chosen and cannot be, or do not fit
 */
export function mergeFields(kept: Row, other: Row, choices: Record<string, Side>): Row {
  const changed: Row = {};
  const sides: Record<string, Side> = {};
  const fields = Object.keys(kept).filter((field) => !OUTSIDE.has(field));
  for (const field of fields.toSorted((a, b) => Number(a in LEADERS) - Number(b in LEADERS))) {
    const choice = choices[nameOf(field)];
    const leader = LEADERS[field];
    const side = choice ?? (leader && leader in sides ? followed(leader, sides[leader]!, kept, other, field) : usual(field, kept, other));
    sides[field] = side;
    const value = side === 'both' ? united(field, kept[field], other[field]) : side === 'other' ? other[field] : kept[field];
    if (!equal(value, kept[field])) changed[field] = value;
  }
  return changed;
}

function usual(field: string, kept: Row, other: Row): Side {
  if (WHOLE.has(field)) return (kept[field] ?? null) === null ? 'other' : 'this';
  if (Array.isArray(kept[field]) || field === 'description') return 'both';
  if (DECIDED.has(field)) return 'this';
  if (field === 'birthday' && knowsTheYear(kept[field], other[field])) return 'other';
  // a title belongs to its company
  if (field === 'title' && kept.company && other.company && text(kept.company) !== text(other.company)) return 'this';
  return isEmpty(kept[field]) && !isEmpty(other[field]) ? 'other' : 'this';
}

const knowsTheYear = (kept: unknown, other: unknown) => String(kept ?? '').startsWith('-') && String(other ?? '').slice(-5) === String(kept).slice(-5) && !String(other).startsWith('-');

/** The same name on both sides may fill in its parts. */
function followed(leader: string, side: Side, kept: Row, other: Row, field: string): Side {
  return side === 'this' && leader === 'full_name' && text(kept.full_name) === text(other.full_name) ? usual(field, kept, other) : side;
}

function united(field: string, kept: unknown, other: unknown): unknown {
  if (Array.isArray(kept) && Array.isArray(other) && !WHOLE.has(field)) {
    const list = unite(field, kept as Item[], other as Item[]);
    const limit = LIMITS[field];
    if (limit && list.length > limit && list.length > kept.length) throw unacceptable(`choices.${field}`, `Together they have more than ${limit} ${field.replaceAll('_', ' ')}. Choose one side, or take some away first.`);
    return list;
  }
  if (WHOLE.has(field) && !equal(kept, other)) throw unacceptable(`choices.${field}`, 'A person is reminded of in one way: choose “this” or “other”.');
  if (isEmpty(kept) || equal(kept, other)) return isEmpty(kept) ? other : kept;
  if (isEmpty(other)) return kept;
  if (!JOINABLE.has(field)) throw unacceptable(`choices.${nameOf(field)}`, `A person has one ${nameOf(field).replaceAll('_', ' ')}: choose “this” or “other”.`);
  if (String(kept).includes(String(other))) return kept;
  const joined = `${String(kept)}\n\n${String(other)}`;
  if ([...joined].length > LIMITS[field]!) throw unacceptable(`choices.${field}`, `Together the two texts are longer than ${LIMITS[field]} characters. Choose one side, or shorten one first.`);
  return joined;
}

function unite(field: string, kept: Item[], other: Item[]): Item[] {
  const same = SAME[field] ?? equal;
  const list = [...kept];
  for (const item of other) {
    const at = list.findIndex((there) => same(there, item));
    if (at < 0) list.push(item);
    // a label is worth keeping where there was none
    else if (list[at]!.label === '' && item.label) list[at] = { ...list[at]!, label: item.label };
  }
  return list;
}

/** One field of the kept person as it was before a merge and after it. */
export type FieldChange = { field: string; before: unknown; after: unknown };

/**
 * Takes back what a merge did to the fields of the kept person, as far as nobody has changed them since. Of a list, what came with
 * the merge goes and what went comes back; what was added or changed by hand stays.
 * @returns the fields to set, and those that were edited since and stay as they are
 */
export function unmergeFields(current: Row, changes: FieldChange[]): { fields: Row; edited: string[] } {
  const fields: Row = {};
  const edited: string[] = [];
  for (const { field, before, after } of changes) {
    const now = current[field];
    if (field === 'updated_at' || !(field in current)) continue;
    if (equal(now, after)) fields[field] = before;
    else if (equal(now, before)) continue;
    else if (!WHOLE.has(field) && Array.isArray(now) && Array.isArray(before) && Array.isArray(after)) fields[field] = taken(now, before, after);
    else if (JOINABLE.has(field) && withoutJoined(now, before, after) !== undefined) fields[field] = withoutJoined(now, before, after);
    else edited.push(field);
  }
  return { fields, edited };
}

const has = (list: unknown[], item: unknown) => list.some((there) => equal(there, item));

function taken(now: unknown[], before: unknown[], after: unknown[]): unknown[] {
  const left = now.flatMap((item) => {
    if (has(before, item) || !has(after, item)) return [item];
    const was = before[after.findIndex((there) => equal(there, item))]; // a label that was filled in stands where it stood
    return was !== undefined && !has(after, was) ? [was] : [];
  });
  return [...left, ...before.filter((item) => !has(after, item) && !has(left, item))];
}

function withoutJoined(now: unknown, before: unknown, after: unknown): string | undefined {
  if (typeof now !== 'string' || typeof before !== 'string' || typeof after !== 'string' || !after.startsWith(before)) return undefined;
  const came = after.slice(before.length);
  return came && now.includes(came) ? now.replace(came, () => '') : undefined;
}
