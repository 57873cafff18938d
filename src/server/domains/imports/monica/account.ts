import { cleanDraft, type DraftNote, emptyDraft, type Found } from '../address-book/draft.ts';
import { RELATED } from '../vcard/read.ts';

/** What a row of a Monica export says, under the names of its columns. Values are whatever the file holds. */
export type Row = Record<string, unknown>;

/** A person of a Monica account with what hangs on them, from either kind of export. */
export type MonicaPerson = {
  contact: Row;
  birthdate?: Row | undefined;
  deceased?: Row | undefined;
  first_met?: Row | undefined;
  /** The name of who introduced them. */
  introducer?: string | undefined;
  gender?: string | undefined;
  tags: string[];
  fields: { type: string; value: string }[];
  addresses: Row[];
  notes: Row[];
  activities: Row[];
  calls: Row[];
  life_events: (Row & { type?: string })[];
  gifts: Row[];
  debts: Row[];
  tasks: Row[];
  reminders: Row[];
  pets: Row[];
  conversations: { at: unknown; messages: Row[] }[];
  /** Who they are to whom: `type` is what the other is to this person. */
  related: { type: string; name: string; uid?: string | undefined }[];
  photo?: Buffer | undefined;
};

/** A value as text; empty when there is none. */
export const str = (value: unknown): string => (typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '');
/** Whether Monica means yes: its versions write a truth in several ways. */
export const yes = (value: unknown): boolean => value === true || value === 1 || value === '1' || value === 'yes' || value === 'true';

/** A moment of an export as ISO 8601. Monica stores UTC; a day alone is taken at noon, so that it is that day everywhere. */
export function moment(...values: unknown[]): string | undefined {
  for (const value of values) {
    const text = str(value);
    const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
    const date = parts && new Date(`${parts[1]}T${parts[2] ?? '12:00'}${parts[3] ?? 'Z'}`);
    if (date && !Number.isNaN(date.getTime()) && date.getTime() > Date.UTC(1900, 0) && date.getTime() < Date.now() + 86_400_000) return date.toISOString();
  }
  return undefined;
}

/** YYYY-MM-DD or --MM-DD of a special date; nothing for one that was only reckoned from an age. */
function day(special: Row | undefined): string | undefined {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(str(special?.date))?.[0];
  if (!special || !date || yes(special.is_age_based)) return undefined;
  return yes(special.is_year_unknown) ? `-${date.slice(4)}` : date;
}

const NETWORKS = /^(facebook|twitter|whatsapp|telegram|linkedin|instagram|skype|signal|github|hangouts|mastodon)$/i;
const join = (parts: (string | undefined)[], by = ' ') => parts.filter(Boolean).join(by);
const plainType = (type: string) => type.replaceAll('_', ' ');

/** A person of Monica as a draft; `at` is their number in the file. */
export function toDraft(person: MonicaPerson, at: number): Found {
  const { contact } = person;
  const draft = emptyDraft(at);
  const { fields } = draft;
  draft.uid = str(contact.uuid) || null;
  draft.tags = person.tags;
  draft.photo = person.photo ?? null;
  Object.assign(fields, {
    given_name: str(contact.first_name), additional_name: str(contact.middle_name), family_name: str(contact.last_name), nickname: str(contact.nickname), company: str(contact.company), title: str(contact.job),
    description: str(contact.description), starred: yes(contact.is_starred), archived: contact.is_active !== undefined && contact.is_active !== null && !yes(contact.is_active),
  });
  fields.full_name = join([fields.given_name ?? '', fields.additional_name ?? '', fields.family_name ?? '']);
  fields.birthday = day(person.birthdate) ?? null;
  if (person.birthdate && yes(person.birthdate.is_age_based)) fields.custom_fields.push({ label: 'Born about', value: str(person.birthdate.date).slice(0, 4) });
  if (yes(contact.is_dead)) {
    const died = day(person.deceased);
    if (died) fields.important_dates.push({ label: 'deceased', date: died });
    else fields.custom_fields.push({ label: 'Deceased', value: 'yes' });
  }
  const days = Number(str(contact.stay_in_touch_frequency));
  if (days > 0) fields.cadence_weeks = Math.min(104, Math.max(1, Math.round(days / 7)));
  fields.how_we_met = join([str(contact.first_met_additional_info), str(contact.first_met_where) && `Where: ${str(contact.first_met_where)}`, person.first_met && `When: ${day(person.first_met) ?? str(person.first_met.date).slice(0, 4)}`, person.introducer && `Through: ${person.introducer}`], '\n') || null;
  if (str(contact.food_preferences)) fields.custom_fields.push({ label: 'Food preferences', value: str(contact.food_preferences) });
  if (person.gender) draft.extra.push({ name: 'GENDER', value: person.gender });
  for (const { type, value } of person.fields) {
    if (/^e-?mail$/i.test(type) || (!type && value.includes('@'))) fields.emails.push({ label: '', value });
    else if (/^(phone|tel|mobile)/i.test(type)) fields.phones.push({ label: '', value });
    else if (NETWORKS.test(type)) fields.social_handles.push({ network: type.toLowerCase(), handle: value });
    else fields.custom_fields.push({ label: type || 'Contact', value });
  }
  for (const address of person.addresses) fields.addresses.push({ label: str(address.name), street: str(address.street), city: str(address.city), region: str(address.province), postal_code: str(address.postal_code), country: str(address.country) });
  for (const pet of person.pets) fields.custom_fields.push({ label: 'Pet', value: join([str(pet.name), str(pet.category) && `(${str(pet.category)})`]) || 'yes' });
  // Somebody who is only a relative has no card to be tied to, so the name stands with the person.
  for (const { type, name, uid } of person.related) {
    if (uid) draft.related.push({ uid, type: plainType(type), label: null });
    else fields.custom_fields.push({ label: `${RELATED}${plainType(type)}`, value: name });
  }
  draft.notes = notesOf(person, fields.birthday, (label, date) => fields.important_dates.push({ label, date }));
  return cleanDraft(draft);
}

/** Everything dated about a person, as notes of that time. Yearly reminders are dates of the person. */
function notesOf(person: MonicaPerson, birthday: string | null, important: (label: string, date: string) => void): DraftNote[] {
  const notes: DraftNote[] = [];
  const add = (row: Row, at: string | undefined, ...parts: string[]) => {
    const content = join(parts, '\n');
    if (content) notes.push({ content, created_at: at ?? moment(row.created_at) ?? new Date().toISOString() });
  };
  const money = (row: Row) => join([str(row.amount), str(row.currency)]);
  for (const note of person.notes) add(note, moment(note.created_at), str(note.body));
  for (const activity of person.activities) add(activity, moment(activity.happened_at, activity.date_it_happened), str(activity.summary), str(activity.description));
  for (const call of person.calls) add(call, moment(call.called_at), join([yes(call.contact_called) ? 'They called.' : 'Called them.', str(call.content)]));
  for (const event of person.life_events) add(event, moment(event.happened_at), str(event.name) || plainType(event.type ?? '') || 'Life event', str(event.note));
  for (const gift of person.gifts) add(gift, moment(gift.date, gift.created_at), `Gift (${str(gift.status) || 'idea'}): ${join([str(gift.name), money(gift) && `(${money(gift)})`])}`, str(gift.comment), str(gift.url));
  for (const debt of person.debts) add(debt, moment(debt.created_at), `${yes(debt.in_debt) ? 'I owe them' : 'They owe me'} ${money(debt)}${str(debt.status) === 'complete' ? ' (settled)' : ''}${str(debt.reason) ? `: ${str(debt.reason)}` : ''}`);
  for (const task of person.tasks) add(task, moment(task.created_at), `Task (${yes(task.completed) ? 'done' : 'open'}): ${str(task.title)}`, str(task.description));
  for (const reminder of person.reminders) {
    const date = /^\d{4}-\d{2}-\d{2}/.exec(str(reminder.initial_date))?.[0];
    if (date && birthday && date.slice(5) === birthday.slice(-5)) continue; // Kith reminds of birthdays itself
    if (date && str(reminder.frequency_type) === 'year') important(str(reminder.title) || 'reminder', date);
    else add(reminder, moment(reminder.created_at), `Reminder${date ? ` on ${date}` : ''}${str(reminder.frequency_type) && str(reminder.frequency_type) !== 'one_time' ? `, every ${str(reminder.frequency_number) || '1'} ${str(reminder.frequency_type)}` : ''}: ${str(reminder.title)}`, str(reminder.description));
  }
  for (const { at, messages } of person.conversations) {
    const lines = messages.map((message) => `${yes(message.written_by_me) ? 'Me' : 'They'}: ${str(message.content)}`);
    if (lines.length) add(messages[0]!, moment(at, messages[0]!.written_at), ...lines);
  }
  return notes;
}

/** A person of whom only the row of the contact is known yet. */
export const emptyPerson = (contact: Row): MonicaPerson => ({
  contact, tags: [], fields: [], addresses: [], notes: [], activities: [], calls: [], life_events: [], gifts: [], debts: [], tasks: [], reminders: [], pets: [], conversations: [], related: [],
});

/** What a Monica export holds. */
export type MonicaAccount = { people: MonicaPerson[]; /** What is about no person, or only somebody's relative: name → how many. */ skipped: Record<string, number> };

/** What a contact is called. */
export const nameOf = (contact: Row): string => join([str(contact.first_name), str(contact.last_name)]) || 'Somebody';
