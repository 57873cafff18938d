import { RELATIONSHIPS, sentenceOf } from '../../../../server/domains/people/graph/relationship-types.schema.ts';
import type { Communities, GraphContact, GraphData, GraphRelationship } from '../api/graph.ts';
import type { ColorMode, GraphFilter } from './filter.ts';

/** All relationships of two people, drawn as one line. */
export type Pair = { a: string; b: string; relationships: GraphRelationship[] };

export type Network = {
  data: GraphData;
  people: Map<string, GraphContact>;
  pairs: Map<string, Pair>;
  /** The pairs of each person who has any. */
  of: Map<string, Pair[]>;
  familiarity: Map<string, number>;
};

export const keyOf = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`);
export const otherOf = (pair: Pair, id: string): string => (pair.a === id ? pair.b : pair.a);

export function networkOf(data: GraphData): Network {
  const people = new Map(data.contacts.map((contact) => [contact.id, contact]));
  const pairs = new Map<string, Pair>();
  const of = new Map<string, Pair[]>();
  for (const relationship of data.relationships) {
    const { source_contact_id: a, target_contact_id: b } = relationship;
    const key = keyOf(a, b);
    const known = pairs.get(key);
    if (known) {
      known.relationships.push(relationship);
      continue;
    }
    const pair = { a, b, relationships: [relationship] };
    pairs.set(key, pair);
    for (const id of [a, b]) {
      const list = of.get(id);
      if (list) list.push(pair);
      else of.set(id, [pair]);
    }
  }
  const now = Date.now();
  return { data, people, pairs, of, familiarity: new Map(data.contacts.map((contact) => [contact.id, familiarityOf(contact, now)])) };
}

/** The pairs of a person in the order of the names of the others. */
export function tiesOf(network: Network, id: string): Pair[] {
  const name = (pair: Pair) => network.people.get(otherOf(pair, id))!.full_name;
  return [...(network.of.get(id) ?? [])].sort((a, b) => name(a).localeCompare(name(b)));
}

/**
 * How familiar somebody is, 0 to 100, from what has been written: 60 for how much there is (notes, and half for each entry, on a logarithmic
 * scale that is full at 40) and 40 for how recent it is (halved every 90 days).
 */
export function familiarityOf({ note_count, entry_count, last_interaction_at }: Pick<GraphContact, 'note_count' | 'entry_count' | 'last_interaction_at'>, now: number): number {
  const much = Math.min(1, Math.log1p(note_count + entry_count / 2) / Math.log1p(40));
  const recent = last_interaction_at ? 2 ** (-Math.max(0, now - Date.parse(last_interaction_at)) / (90 * 86_400_000)) : 0;
  return Math.round(60 * much + 40 * recent);
}

/** "Anna is the parent of Tom". */
export function sentence({ type, label, source_contact_id, target_contact_id }: GraphRelationship, people: Network['people']): string {
  const own = label === RELATIONSHIPS[type].edge ? null : label;
  const name = (id: string) => people.get(id)?.full_name ?? 'somebody';
  return sentenceOf({ type, label: own, inverse_label: null }, name(source_contact_id), name(target_contact_id));
}

/** What the other person of a relationship is to this one: "child", "friend". */
export function roleOf(relationship: GraphRelationship, id: string): string {
  const words = RELATIONSHIPS[relationship.type];
  if (relationship.label !== words.edge) return relationship.label;
  return relationship.target_contact_id === id || words.symmetric ? words.role : words.inverse_role;
}

// ------------------------------------------------------------------------------------------------ colours and the legend
export type LegendItem = { key: string; label: string; color: string; count: number };
const bands = [
  { key: 'strong', label: 'Strong, 80 and more', from: 80, color: 'var(--success)' },
  { key: 'good', label: 'Good, 60 to 80', from: 60, color: 'var(--hue-2)' },
  { key: 'fair', label: 'Fair, 40 to 60', from: 40, color: 'var(--warning)' },
  { key: 'weak', label: 'Weak, below 40', from: 0, color: 'var(--danger)' },
] as const;
const grey = 'var(--node-none)';

/** How the people of a network are coloured: the legend, and the keys of each person in it, the one that gives the colour first. */
export type Coloring = { items: LegendItem[]; keysOf: (contact: GraphContact) => string[] };

export function coloringOf({ data }: Network, mode: ColorMode, communities: Communities | undefined): Coloring {
  const { names, keysOf } = namesOf(data, mode, communities);
  const counts = new Map<string, number>();
  for (const contact of data.contacts) for (const key of keysOf(contact)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return { keysOf, items: names.map((name) => ({ ...name, count: counts.get(name.key) ?? 0 })).filter(({ count }) => count > 0) };
}

function namesOf(data: GraphData, mode: ColorMode, communities: Communities | undefined): { names: Omit<LegendItem, 'count'>[]; keysOf: Coloring['keysOf'] } {
  const orNone = (keys: string[]) => (keys.length > 0 ? keys : ['none']);
  const named = (badges: { id: string; name: string; color: string }[], none: string) => [...badges.map(({ id, name, color }) => ({ key: id, label: name, color })), { key: 'none', label: none, color: grey }];
  switch (mode) {
    case 'tier':
      return {
        names: [
          { key: '1', label: 'Inner circle', color: 'var(--hue-4)' },
          { key: '2', label: 'Outer circle', color: 'var(--hue-1)' },
        ],
        keysOf: ({ tier }) => [String(tier)],
      };
    case 'tag':
      return { names: named(data.tags, 'No tag'), keysOf: ({ tags }) => orNone(tags) };
    case 'group':
      return { names: named(data.groups, 'No group'), keysOf: ({ groups }) => orNone(groups) };
    case 'community': {
      const home = new Map(communities?.communities.flatMap(({ id, members }) => members.map((member) => [member.id, String(id)] as const)));
      const badges = (communities?.communities ?? []).map(({ id, name }) => ({ id: String(id), name, color: `var(--hue-${(id % 8) + 1})` }));
      return { names: named(badges, 'No relationships'), keysOf: ({ id }) => [home.get(id) ?? 'none'] };
    }
    case 'health':
      return { names: [...bands, { key: 'none', label: 'Not known yet', color: grey }], keysOf: ({ health }) => [health === null ? 'none' : bands.find(({ from }) => health >= from)!.key] };
  }
}

/** Who is shown. */
export function visibleOf(network: Network, filter: GraphFilter, { keysOf }: Coloring): Set<string> {
  const only = filter.only?.split(',');
  const { tier, tag, group, min = 0 } = filter;
  const shown = new Set<string>();
  for (const contact of network.data.contacts) {
    if (tier && contact.tier !== tier) continue;
    if (tag && !contact.tags.includes(tag)) continue;
    if (group && !contact.groups.includes(group)) continue;
    if (min && network.familiarity.get(contact.id)! < min) continue;
    if (only && !keysOf(contact).some((key) => only.includes(key))) continue;
    shown.add(contact.id);
  }
  if (!filter.connected) return shown;
  return new Set([...shown].filter((id) => network.of.get(id)?.some((pair) => shown.has(otherOf(pair, id)))));
}

/** The colour of each person, as CSS has it. With a legend that is narrowed down, by a key that is shown. */
export function colorsOf(network: Network, filter: GraphFilter, { items, keysOf }: Coloring): Map<string, string> {
  const only = filter.only?.split(',');
  const byKey = new Map(items.map(({ key, color }) => [key, color]));
  return new Map(
    network.data.contacts.map((contact) => {
      const keys = keysOf(contact);
      return [contact.id, byKey.get((only && keys.find((key) => only.includes(key))) ?? keys[0]!) ?? grey];
    }),
  );
}
