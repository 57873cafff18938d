import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import * as store from './book-links.store.ts';
import { RELATIONSHIP_WORDS, RELATIONSHIPS, typeOf } from './graph/relationship-types.schema.ts';

/** What ties the people of an address book together: relationships and groups, many at once, for its import and export. */

/** What one person is to another: "`other_id` is the `word` of `id`". `label` says it in words of one's own. */
export type Tie = { id: string; other_id: string; word: string; label: string | null };

/** Words of other programs for what Kith knows under another name; null: only the label says it. */
const WORDS: Record<string, string> = {
  neighbor: 'neighbour', 'co-worker': 'colleague', coworker: 'colleague', kin: 'relative', met: 'acquaintance', contact: 'acquaintance', sweetheart: 'partner', date: 'partner', lover: 'partner', 'significant other': 'partner', 'domestic partner': 'partner',
  ex: 'ex_partner', 'ex husband': 'ex_partner', 'ex wife': 'ex_partner', husband: 'spouse', wife: 'spouse', father: 'parent', mother: 'parent', son: 'child', daughter: 'child', brother: 'sibling', sister: 'sibling', boss: 'manager', subordinate: 'report', protege: 'mentee',
  bestfriend: 'friend', 'best friend': 'friend', uncle: 'relative', aunt: 'relative', nephew: 'relative', niece: 'relative', cousin: 'relative', godfather: 'relative', godson: 'relative', stepparent: 'relative', stepchild: 'relative',
};

/** A tie in Kith's words; one that it has no word for keeps its own as the label. */
export function tieOf(said: string): Pick<Tie, 'word' | 'label'> {
  const plain = said.trim().toLowerCase().replaceAll('_', ' ').slice(0, 64);
  const word = RELATIONSHIP_WORDS.find((known) => known.replaceAll('_', ' ') === plain) ?? WORDS[plain] ?? 'other';
  return { word, label: word.replaceAll('_', ' ') === plain && word !== 'other' ? null : plain || 'related' };
}

/** Adds the relationships that are not there. Both people may tell of one: then what says more is taken. One statement. @returns how many are new */
export async function addTies(tx: Db, ctx: Ctx, ties: Tie[]): Promise<number> {
  const told = new Map<string, store.NewTie>();
  for (const { id, other_id, word, label } of ties) {
    const { type, reversed } = typeOf(word);
    const key = [...[id, other_id].toSorted(), type].join(' ');
    if (id !== other_id && !told.get(key)?.label) told.set(key, { source: reversed ? id : other_id, target: reversed ? other_id : id, type, label });
  }
  return told.size ? store.insertTies(tx, ctx.space.id, [...told.values()]) : 0;
}

/** Puts people into groups by name; makes those that are not there. @returns how many memberships are new */
export async function joinGroups(tx: Db, ctx: Ctx, groups: { name: string; contact_ids: string[] }[]): Promise<number> {
  if (groups.length === 0) return 0;
  await store.insertGroups(tx, ctx.space.id, groups.map(({ name }) => name));
  return store.insertMembers(tx, ctx.space.id, groups.flatMap(({ name, contact_ids }) => contact_ids.map((id) => ({ name, id }))));
}

/** What others are to these people (as it is now), with the ids that the cards of the others bear. */
export async function tiesOf(ctx: Ctx, ids: string[]): Promise<{ id: string; word: string; label: string | null; uid: string }[]> {
  const rows = await store.selectTies(ctx, ctx.space.id, ids);
  return rows.map(({ id, type, label, inverse_label, is_source, uid }) => {
    const words = RELATIONSHIPS[type];
    return { id, uid, word: is_source && !words.symmetric ? words.inverse : type, label: is_source ? (inverse_label ?? (words.symmetric ? label : null)) : label };
  });
}

/** The groups of the space by name, with the ids that the cards of their members bear. */
export const groupsWithMembers = (ctx: Ctx) => store.selectGroupsWithMembers(ctx, ctx.space.id);
