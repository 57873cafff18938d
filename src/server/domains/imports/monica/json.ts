import { unacceptable } from '../../../platform/errors.ts';
import { emptyPerson, type MonicaAccount, type MonicaPerson, nameOf, type Row, str, yes } from './account.ts';

const PHOTO_BYTES = 5 * 1024 * 1024;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const rowOf = (value: unknown): Row => (isRow(value) ? value : {});
/** A list may have become an object with numbers as keys. */
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : isRow(value) ? Object.values(value) : []);
/** A thing of an export: its own columns and its properties, as one row. */
const flat = (value: unknown): Row => ({ ...rowOf(value), ...rowOf(rowOf(value).properties) });
/** The values of one kind in a `data` list of `{count, type, values}`. */
const valuesOf = (data: unknown, type: string): unknown[] => listOf(data).filter((part) => str(rowOf(part).type).replaceAll('-', '_') === type).flatMap((part) => listOf(rowOf(part).values));

/** Reads the JSON export of Monica 3 and 4. @throws 422 when it is none */
export function readMonicaJson(text: string): MonicaAccount {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw unacceptable('file', 'This file is not valid JSON. It may have been cut off on the way; export it from Monica again.');
  }
  const account = rowOf(rowOf(file).account);
  const { data } = account;
  const contacts = valuesOf(data, 'contact');
  if (contacts.length === 0 && !Array.isArray(data) && !isRow(data)) throw unacceptable('file', 'This is no export of a Monica account: it has no account with data.');
  const instance = rowOf(account.instance);
  const named = (kind: string) => new Map(listOf(instance[kind]).map(flat).map((row) => [str(row.uuid), str(row.name) || str(row.translation_key) || str(row.type)]));
  const fieldTypes = new Map(listOf(instance.contact_field_types).map(flat).map((row) => [str(row.uuid), str(row.type) === 'email' || str(row.type) === 'phone' ? str(row.type) : str(row.name)]));
  const eventTypes = named('life_event_types');
  const genders = new Map(listOf(instance.genders).map(flat).map((row) => [str(row.uuid), str(row.type)]));
  const activities = new Map(valuesOf(data, 'activity').map(flat).map((row) => [str(row.uuid), row]));
  const photos = new Map(valuesOf(data, 'photo').map(flat).map((row) => [str(row.uuid), row]));
  const names = new Map(contacts.map(flat).map((row) => [str(row.uuid), nameOf(row)]));
  const skipped: Record<string, number> = {};
  const skip = (what: string, n: number) => n > 0 && (skipped[what] = (skipped[what] ?? 0) + n);

  const people = new Map<string, MonicaPerson>();
  for (const [i, found] of contacts.entries()) {
    const contact = flat(found);
    if (yes(contact.is_partial)) {
      skip('relatives', 1);
      continue;
    }
    const of = (type: string) => valuesOf(contact.data, type).map(flat);
    const gender = str(contact.gender);
    people.set(str(contact.uuid) || String(i), {
      ...emptyPerson(contact),
      birthdate: isRow(contact.birthdate) ? flat(contact.birthdate) : undefined,
      deceased: isRow(contact.deceased_date) ? flat(contact.deceased_date) : undefined,
      first_met: isRow(contact.first_met_date) ? flat(contact.first_met_date) : undefined,
      introducer: names.get(str(contact.first_met_through)),
      gender: genders.get(gender) ?? (/^[MFONU]$/.test(gender) ? gender : undefined),
      tags: listOf(contact.tags).map((tag) => str(isRow(tag) ? tag.name : tag)),
      fields: of('contact_field').map((row) => ({ type: fieldTypes.get(str(row.type)) ?? '', value: str(row.data) })),
      addresses: of('address'), notes: of('note'), calls: of('call'), gifts: of('gift'), debts: of('debt'), tasks: of('task'), reminders: of('reminder'), pets: of('pet'),
      life_events: of('life_event').map((row) => ({ ...row, type: eventTypes.get(str(row.type)) ?? '' })),
      activities: valuesOf(contact.data, 'activity').map((one) => (isRow(one) ? flat(one) : activities.get(str(one)))).filter((row) => row !== undefined),
      conversations: of('conversation').map((row) => ({ at: row.happened_at, messages: listOf(row.messages).map(flat) })),
      photo: photoOf(photos.get(str(rowOf(contact.avatar).avatar_photo))),
    });
    skip('documents', valuesOf(contact.data, 'document').length);
  }
  for (const relationship of valuesOf(data, 'relationship').map(flat)) {
    const name = names.get(str(relationship.contact_is));
    if (name && str(relationship.type)) people.get(str(relationship.of_contact))?.related.push({ type: str(relationship.type), name, uid: people.has(str(relationship.contact_is)) ? str(relationship.contact_is) : undefined });
  }
  skip('journal_entries', listOf(rowOf(account.properties).journal_entries ?? account.journal_entries).length);
  return { people: [...people.values()], skipped };
}

function photoOf(photo: Row | undefined): Buffer | undefined {
  const url = str(photo?.dataUrl);
  const comma = url.indexOf(';base64,');
  if (!url.startsWith('data:image/') || comma === -1 || url.length > PHOTO_BYTES * 1.4) return undefined;
  return Buffer.from(url.slice(comma + 8), 'base64');
}
