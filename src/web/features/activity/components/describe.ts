import { plural } from '../../../lib/format.ts';
import type { Change } from '../../../lib/types.ts';

/** The changes of one request: what a person did in one go. */
export type Action = { id: string; at: string; actor: string | null; channel: string; changes: Change[] };

/** Groups changes (newest first) by action; the order of the actions stays. */
export function groupActions(changes: Change[]): Action[] {
  const actions = new Map<string, Action>();
  for (const change of changes) {
    const action = actions.get(change.action_id);
    if (action) action.changes.push(change);
    else
      actions.set(change.action_id, {
        id: change.action_id,
        at: change.created_at,
        actor: change.actor?.username ?? null,
        channel: change.channel,
        changes: [change],
      });
  }
  return [...actions.values()];
}

const nouns: Record<string, [string, string]> = {
  contacts: ['person', 'people'],
  raw_notes: ['note', 'notes'],
  notes: ['note', 'notes'],
  entries: ['entry', 'entries'],
  tags: ['tag', 'tags'],
  contact_tags: ['tag of a person', 'tags of people'],
  jobs: ['job', 'jobs'],
};
const verbs = { insert: 'Added', update: 'Changed', delete: 'Deleted' } as const;
// Kept up to date by other changes; saying so would only be noise.
const derived = new Set(['updated_at', 'created_at', 'last_interaction_at', 'entry_count', 'note_count', 'contact_count', 'space_id', 'version', 'search', 'folded_name', 'name_folded', 'analysed_at']);

/** "Added 1 note and 5 entries, changed 1 person". Changes of derived columns alone are not mentioned beside others. */
export function summarise(action: Action): string {
  const told = action.changes.filter((change) => change.operation !== 'update' || changedFields(change).length > 0);
  const counts = new Map<string, number>();
  for (const change of told.length > 0 ? told : action.changes) {
    const key = `${change.operation}:${change.table}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const byVerb = new Map<keyof typeof verbs, string[]>();
  for (const [key, count] of counts) {
    const [operation, table] = key.split(':') as [keyof typeof verbs, string];
    const [one, many] = nouns[table] ?? [table.replaceAll('_', ' ').replace(/s$/, ''), table.replaceAll('_', ' ')];
    const single = count === 1 ? nameOf(told.find((change) => change.operation === operation && change.table === table)) : undefined;
    byVerb.set(operation, [...(byVerb.get(operation) ?? []), single ? `${one} “${single}”` : plural(count, one, many)]);
  }
  const sentence = [...byVerb].map(([operation, things]) => `${verbs[operation].toLowerCase()} ${things.join(' and ')}`).join(', ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function nameOf(change: Change | undefined): string | undefined {
  const row = change?.new ?? change?.old;
  const name = row?.full_name ?? row?.name;
  return typeof name === 'string' ? name : undefined;
}

/** The columns of an update that a person cares about. */
export function changedFields(change: Change): string[] {
  if (!change.old || !change.new) return [];
  const { old, new: now } = change;
  return Object.keys(now).filter((key) => !derived.has(key) && JSON.stringify(old[key]) !== JSON.stringify(now[key]));
}

/** One line per change for the details: field names and values, or the text of what was added or deleted. */
export function details(change: Change): { label: string; before?: string; after?: string }[] {
  if (change.operation === 'update') {
    return changedFields(change).map((key) => ({ label: key.replaceAll('_', ' '), before: show(change.old?.[key]), after: show(change.new?.[key]) }));
  }
  const row = change.new ?? change.old;
  const text = show(row?.content ?? row?.full_name ?? row?.name);
  const label = typeof row?.category === 'string' ? row.category : (nouns[change.table]?.[0] ?? change.table);
  return [change.operation === 'insert' ? { label, after: text } : { label, before: text }];
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(show).join('; ');
  if (typeof value === 'object') return Object.values(value).map(show).join(' ');
  return String(value);
}
