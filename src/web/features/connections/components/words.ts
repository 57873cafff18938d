import { inverseOf, RELATIONSHIPS, typeOf } from '../../../../server/domains/people/graph/relationship-types.schema.ts';
import { formatBirthday } from '../../../lib/format.ts';
import type { ContactRelationship } from '../../../lib/types.ts';
import type { RelationshipInput } from '../api/relationship-changes.ts';

/** What somebody can be to another, as a list offers it. The keys are the words of the API. */
export const choices: Record<string, [word: string, name: string][]> = {
  'Friends and neighbours': [['friend', 'Friend'], ['acquaintance', 'Acquaintance'], ['neighbour', 'Neighbour'], ['teammate', 'Teammate'], ['classmate', 'Classmate']],
  'Love and family': [
    ['partner', 'Partner'], ['spouse', 'Spouse'], ['ex_partner', 'Ex-partner'], ['parent', 'Parent'], ['child', 'Child'], ['sibling', 'Sibling'], ['grandparent', 'Grandparent'], ['grandchild', 'Grandchild'], ['relative', 'Relative'],
  ],
  Work: [['colleague', 'Colleague'], ['manager', 'Manager'], ['report', 'Report'], ['mentor', 'Mentor'], ['mentee', 'Mentee'], ['client', 'Client'], ['provider', 'Provider'], ['doctor', 'Doctor'], ['patient', 'Patient'], ['teacher', 'Teacher'], ['student', 'Student']],
  Other: [['introduced', 'Made the introduction'], ['introduced_by', 'Was introduced by'], ['other', 'Something else …']],
};

/** A relationship as the form of one person's page has it: what the other is to this person. */
export type Values = { word: string; role: string; own_role: string; since: string; until: string; note: string };
export const noValues: Values = { word: 'friend', role: '', own_role: '', since: '', until: '', note: '' };

/** Whether a word means the same from both sides. */
export const bothWays = (word: string) => RELATIONSHIPS[typeOf(word).type].symmetric;

export function toValues({ type, is_source, label, inverse_label, since, until, note }: ContactRelationship): Values {
  const both = bothWays(type) && !inverse_label;
  const [role, own_role] = both ? [label, null] : is_source ? [inverse_label, label] : [label, inverse_label];
  return { word: is_source ? inverseOf(type) : type, role: role ?? '', own_role: own_role ?? '', since: since ?? '', until: until ?? '', note: note ?? '' };
}

/** The same seen from the source. @param isSource whether this person (not the other) is it */
export function toInput({ word, role, own_role, since, until, note }: Values, isSource: boolean): RelationshipInput {
  const text = (value: string) => value.trim() || null;
  const turned = isSource && !(bothWays(word) && !own_role.trim());
  return {
    type: isSource ? inverseOf(word) : word,
    label: text(turned ? own_role : role),
    inverse_label: text(turned ? role : own_role),
    since: text(since),
    until: text(until),
    note: text(note),
  };
}

/** "since June 2015", "2010 – 2015", "until 2015". */
export function formatSpan(since: string | null, until: string | null): string {
  if (since && until) return `${formatBirthday(since)} – ${formatBirthday(until)}`;
  if (since) return `since ${formatBirthday(since)}`;
  return until ? `until ${formatBirthday(until)}` : '';
}
