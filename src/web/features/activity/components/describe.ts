import { plural } from '../../../lib/format.ts';
import type { Action, Change } from '../../../lib/types.ts';

/** What was done in one go, and each change of it where they are known. */
export type Deed = {
  id: string;
  at: string;
  actor: string | null;
  channel: string;
  summary: string;
  contact_id: string | null;
  undoable: boolean;
  undone: boolean;
  undoes: boolean;
  changes: Change[];
};

type Counted = { table_name: string; operation: Change['operation']; count: number; label: string | null };

const nouns: Record<string, [string, string]> = {
  contacts: ['person', 'people'],
  notes: ['note', 'notes'],
  entries: ['entry', 'entries'],
  proposals: ['proposal', 'proposals'],
  tags: ['tag', 'tags'],
  contact_tags: ['tag on a person', 'tags on people'],
  note_tags: ['tag on a note', 'tags on notes'],
  chat_messages: ['message', 'messages'],
  events: ['event', 'events'],
  calendars: ['calendar', 'calendars'],
  reminders: ['reminder', 'reminders'],
  event_contacts: ['person at an event', 'people at events'],
  event_attendees: ['guest of an event', 'guests of events'],
  event_reminders: ['reminder of an event', 'reminders of events'],
  event_exdates: ['day an event leaves out', 'days an event leaves out'],
  relationships: ['relationship', 'relationships'],
  groups: ['group', 'groups'],
  group_members: ['person in a group', 'people in groups'],
  interactions: ['conversation', 'conversations'],
  not_duplicates: ['pair of people who are not the same', 'pairs of people who are not the same'],
  saved_filters: ['view of the list', 'views of the list'],
};
const verbs = { insert: 'added', update: 'changed', delete: 'deleted' } as const;
/** Whether a label is the name or text of the thing itself; else it is the person the thing is about. */
const isName = (table: string, operation: Change['operation']): boolean =>
  table === 'contacts' || table === 'tags' || table === 'groups' || table === 'calendars' || (operation !== 'update' && (table === 'notes' || table === 'entries' || table === 'events'));
// What a table is worth in a summary: a note and its entries matter more than the counts they change on a person.
const order = [
  'contacts',
  'notes',
  'entries',
  'events',
  'tags',
  'groups',
  'relationships',
  'group_members',
  'contact_tags',
  'note_tags',
  'proposals',
  'note_mentions',
  'entry_mentions',
  'entry_successors',
];

/** "Added a note and 5 entries". */
function summarise(parts: Counted[]): string {
  // the rest of a merge is what it moved
  const merged = parts.find((part) => part.table_name === 'merges' && part.operation === 'insert');
  if (merged) return merged.count === 1 ? 'Merged a person into another' : `Merged ${merged.count} people into another`;
  if (parts.some((part) => part.table_name === 'merges' && part.operation === 'update')) return 'Took a merge back';
  const [only] = parts;
  if (parts.length === 1 && only?.table_name === 'contact_tags' && only.count === 1 && only.operation !== 'update') {
    return `${only.operation === 'insert' ? 'Put a tag on' : 'Took a tag off'} ${only.label ?? 'this person'}`;
  }
  const byVerb = new Map<Change['operation'], string[]>();
  const rank = ({ table_name }: Counted) => (order.includes(table_name) ? order.indexOf(table_name) : order.length);
  const sorted = [...parts].sort((a, b) => rank(a) - rank(b));
  for (const { table_name, operation, count, label } of sorted) {
    const [one, many] = nouns[table_name] ?? [table_name.replaceAll('_', ' ').replace(/s$/, ''), table_name.replaceAll('_', ' ')];
    const named = count === 1 && label && isName(table_name, operation) ? `${one} “${label.length > 60 ? `${label.slice(0, 60)}…` : label}”` : count === 1 ? `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}` : plural(count, one, many);
    byVerb.set(operation, [...(byVerb.get(operation) ?? []), named]);
  }
  const text = [...byVerb].map(([operation, things]) => `${verbs[operation]} ${listed(things)}`).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a, b and c"; of more than three, those that matter most. */
function listed(things: string[]): string {
  const named = things.length > 3 ? [...things.slice(0, 3), 'more'] : things;
  return named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named.join('');
}

/** An action of the space as the page shows it. */
export function fromAction(action: Action): Deed {
  // A person whose counts moved because of a note is not news, nor is a note that was written and then marked as read.
  const made = new Set(action.changes.filter((change) => change.operation !== 'update').map((change) => change.table_name));
  // Proposals that came with a note, and whom it mentions, are part of it.
  const quiet = (table: string) => table.endsWith('_mentions') || table === 'entry_successors' || (table === 'proposals' && made.has('notes'));
  const told = action.changes.filter((change) => !quiet(change.table_name)).filter((change) => change.operation !== 'update' || (!made.has(change.table_name) && (change.table_name !== 'contacts' || made.size === 0)));
  const about = action.changes.find((change) => change.label && !isName(change.table_name, change.operation))?.label;
  const summary = summarise(told.length > 0 ? told : action.changes);
  return {
    id: action.id,
    at: action.created_at,
    actor: action.actor_name,
    channel: action.channel,
    summary: about && !summary.includes(about) ? `${summary} · ${about}` : summary,
    contact_id: action.changes.find((change) => change.contact_id)?.contact_id ?? null,
    undoable: action.undoable && !action.undone,
    undone: action.undone,
    undoes: action.undoes !== null,
    changes: [],
  };
}

/** Changes of one person (newest first) grouped by action; the order stays. */
export function fromChanges(changes: Change[]): Deed[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) groups.set(change.action_id, [...(groups.get(change.action_id) ?? []), change]);
  return [...groups].map(([id, group]) => {
    const shown = group.filter((change) => change.operation !== 'update' || changedFields(change).length > 0);
    const told = shown.length > 0 ? shown : group;
    const counts = new Map<string, Counted>();
    for (const change of told) {
      const key = `${change.operation}:${change.table_name}`;
      const part = counts.get(key) ?? { table_name: change.table_name, operation: change.operation, count: 0, label: nameOf(change) };
      counts.set(key, { ...part, count: part.count + 1 });
    }
    const first = group[0]!;
    return {
      id,
      at: first.created_at,
      actor: first.actor_name,
      channel: first.channel,
      summary: summarise([...counts.values()]),
      contact_id: null,
      undoable: true,
      undone: false,
      undoes: false,
      changes: told,
    };
  });
}

function nameOf(change: Change): string | null {
  const row = { ...change.old, ...change.new };
  const name = row.full_name ?? row.name;
  return typeof name === 'string' ? name : null;
}

// Kept by the database; nobody typed them.
const derived = new Set(['updated_at', 'created_at', 'last_interaction_at', 'entry_count', 'note_count', 'contact_count', 'analysed_at', 'analysis', 'engine']);

function changedFields(change: Change): string[] {
  return Object.keys({ ...change.old, ...change.new }).filter((key) => !derived.has(key));
}

/** The lines of a change: field names and values, or the text of what was added or deleted. */
export function details(change: Change): { label: string; before?: string; after?: string }[] {
  if (change.operation === 'update') {
    return changedFields(change).map((key) => ({ label: key.replaceAll('_', ' '), before: show(change.old?.[key]), after: show(change.new?.[key]) }));
  }
  const row = change.new ?? change.old;
  const text = show(row?.content ?? row?.full_name ?? row?.name);
  const label = typeof row?.category === 'string' ? row.category : (nouns[change.table_name]?.[0] ?? change.table_name);
  return [change.operation === 'insert' ? { label, after: text } : { label, before: text }];
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(show).join('; ');
  if (typeof value === 'object') return Object.values(value).map(show).join(' ');
  return String(value);
}
