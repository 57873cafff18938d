import { unacceptable } from '../../../platform/errors.ts';
import { emptyPerson, type MonicaAccount, type MonicaPerson, nameOf, type Row, str, yes } from './account.ts';

/** The tables that say something about a person. */
const TABLES = new Set([
  'activities', 'activity_contact', 'addresses', 'calls', 'contact_field_types', 'contact_fields', 'contact_tag', 'contacts', 'conversations', 'debts', 'documents', 'genders', 'gifts', 'journal_entries',
  'life_event_types', 'life_events', 'messages', 'notes', 'pets', 'places', 'relationship_types', 'relationships', 'reminders', 'special_dates', 'tags', 'tasks',
]);
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', 0: '', Z: '' };

/**
 * The rows of the INSERT statements of a MySQL dump, by table; other statements are passed over.
 * @throws 422 naming the line where a statement cannot be read
 */
export function readInserts(text: string): Map<string, Row[]> {
  const tables = new Map<string, Row[]>();
  let at = 0;
  const fail = (): never => {
    throw unacceptable('file', `The SQL in line ${text.slice(0, at).split('\n').length} could not be read. Kith reads the INSERT statements of Monica’s own SQL export.`);
  };
  const blank = () => {
    while (at < text.length && /\s/.test(text[at]!)) at++;
  };
  const expect = (mark: string) => {
    blank();
    if (text[at] !== mark) fail();
    at++;
  };
  const quoted = (quote: string): string => {
    const parts: string[] = [];
    let from = ++at;
    for (;;) {
      if (at >= text.length) fail();
      const one = text[at]!;
      if (one === '\\') {
        parts.push(text.slice(from, at), ESCAPES[text[at + 1]!] ?? text[at + 1] ?? '');
        from = at += 2;
      } else if (one === quote && text[at + 1] === quote) {
        parts.push(text.slice(from, at + 1));
        from = at += 2;
      } else if (one === quote) {
        parts.push(text.slice(from, at++));
        return parts.join('');
      } else at++;
    }
  };
  const value = (): string | null => {
    blank();
    if (text[at] === "'" || text[at] === '"') return quoted(text[at]!);
    const from = at;
    while (at < text.length && text[at] !== ',' && text[at] !== ')') at++;
    const bare = text.slice(from, at).trim();
    return bare.toUpperCase() === 'NULL' ? null : bare; // a number, or a text that looks like one
  };
  const statement = /insert\s+(?:ignore\s+)?into\s+[`"]?([\w.]+)[`"]?\s*\(([^)]*)\)\s*values/iy;
  while (at < text.length) {
    blank();
    statement.lastIndex = at;
    const found = statement.exec(text);
    if (!found) {
      at = endOfStatement(text, at);
      continue;
    }
    at = statement.lastIndex;
    const name = found[1]!.replace(/^.*\./, '').toLowerCase();
    const table = TABLES.has(name) ? name : [...TABLES].find((known) => name.endsWith(`_${known}`) && !TABLES.has(name)); // a table prefix
    const columns = found[2]!.split(',').map((column) => column.replace(/[`"\s]/g, ''));
    const rows: Row[] = [];
    do {
      expect('(');
      const row: Row = {};
      for (const [i, column] of columns.entries()) {
        if (i) expect(',');
        row[column] = value();
      }
      expect(')');
      rows.push(row);
      blank();
    } while (text[at] === ',' && at++ >= 0);
    if (text[at] === ';') at++;
    else if (at < text.length) fail();
    if (table) tables.set(table, [...(tables.get(table) ?? []), ...rows]);
  }
  return tables;
}

/** The place after the next semicolon outside quotes, or after a comment line. */
function endOfStatement(text: string, from: number): number {
  if (text[from] === '#' || text.startsWith('--', from)) {
    const end = text.indexOf('\n', from);
    return end === -1 ? text.length : end + 1;
  }
  let quote = '';
  for (let i = from; i < text.length; i++) {
    if (quote) {
      if (text[i] === '\\') i++;
      else if (text[i] === quote) quote = '';
    } else if (text[i] === ';') return i + 1;
    else if (text[i] === "'" || text[i] === '"') quote = text[i]!;
  }
  return text.length;
}

/** Reads the SQL export of Monica 2 to 4. @throws 422 when it is none */
export function readMonicaSql(text: string): MonicaAccount {
  const tables = readInserts(text);
  const rows = (table: string) => tables.get(table) ?? [];
  if (!tables.has('contacts')) throw unacceptable('file', 'This SQL file has no contacts of Monica.');
  const byId = (table: string) => new Map(rows(table).map((row) => [str(row.id), row]));
  const [dates, places, activities, types, genders, tags, fieldTypes, eventTypes, contacts, conversations] = ['special_dates', 'places', 'activities', 'relationship_types', 'genders', 'tags', 'contact_field_types', 'life_event_types', 'contacts', 'conversations'].map(byId) as Map<string, Row>[];
  const skipped: Record<string, number> = {};
  const people = new Map<string, MonicaPerson>();
  for (const contact of rows('contacts')) {
    if (yes(contact.is_partial)) {
      skipped.relatives = (skipped.relatives ?? 0) + 1;
      continue;
    }
    const introducer = contacts!.get(str(contact.first_met_through_contact_id));
    people.set(str(contact.id), {
      ...emptyPerson(contact),
      birthdate: dates!.get(str(contact.birthday_special_date_id)),
      deceased: dates!.get(str(contact.deceased_special_date_id)),
      first_met: dates!.get(str(contact.first_met_special_date_id)),
      introducer: introducer && nameOf(introducer),
      gender: str(genders!.get(str(contact.gender_id))?.type) || undefined,
    });
  }
  const each = (table: string, add: (person: MonicaPerson, row: Row) => void) => {
    for (const row of rows(table)) {
      const person = people.get(str(row.contact_id));
      if (person) add(person, row);
    }
  };
  for (const list of ['notes', 'calls', 'gifts', 'debts', 'tasks', 'reminders', 'pets'] as const) each(list, (person, row) => person[list].push(row));
  each('life_events', (person, row) => person.life_events.push({ ...row, type: str(eventTypes!.get(str(row.life_event_type_id))?.name) }));
  each('contact_tag', (person, row) => person.tags.push(str(tags!.get(str(row.tag_id))?.name)));
  each('addresses', (person, row) => person.addresses.push({ ...places!.get(str(row.place_id)), name: row.name }));
  each('activity_contact', (person, row) => {
    const activity = activities!.get(str(row.activity_id));
    if (activity) person.activities.push(activity);
  });
  each('contact_fields', (person, row) => {
    const type = fieldTypes!.get(str(row.contact_field_type_id));
    person.fields.push({ type: ['email', 'phone'].includes(str(type?.type)) ? str(type!.type) : str(type?.name), value: str(row.data) });
  });
  const messages = Map.groupBy(rows('messages'), (row) => str(row.conversation_id));
  for (const [id, conversation] of conversations!) people.get(str(conversation.contact_id))?.conversations.push({ at: conversation.happened_at, messages: messages.get(id) ?? [] });
  for (const relationship of rows('relationships')) {
    const [is, type] = [contacts!.get(str(relationship.contact_is)), types!.get(str(relationship.relationship_type_id))];
    if (is && type) people.get(str(relationship.of_contact))?.related.push({ type: str(type.name), name: nameOf(is), uid: people.has(str(is.id)) ? str(is.uuid) : undefined });
  }
  for (const table of ['journal_entries', 'documents']) if (rows(table).length) skipped[table] = rows(table).length;
  return { people: [...people.values()], skipped };
}
