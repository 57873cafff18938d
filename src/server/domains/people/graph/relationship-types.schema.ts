/**
 * What people can be to each other. A relationship is written from its source: "source is the TYPE of target". This file knows
 * neither server nor page, so that both say it in the same words.
 */
type Symmetric = { symmetric: true; role: string; edge: string; says: string; said?: string };
type Directed = {
  symmetric: false;
  /** What the source is to the target. */
  role: string;
  /** The same relationship named from the other side: the word a request may use instead, and the role of the target. */
  inverse: string;
  inverse_role: string;
  /** On an edge that points from source to target. */
  edge: string;
  /** Between the names of source and target. */
  says: string;
  said?: string;
};

const both = (role: string, says: string, said?: string): Symmetric => ({ symmetric: true, role, edge: `${role} of`, says, ...(said ? { said } : {}) });
const oneWay = (role: string, inverse: string): Directed => ({ symmetric: false, role, inverse, inverse_role: inverse, edge: `${role} of`, says: `is the ${role} of` });

export const RELATIONSHIPS = {
  friend: both('friend', 'are friends'),
  partner: both('partner', 'are partners'),
  spouse: both('spouse', 'are married'),
  ex_partner: both('ex-partner', 'are ex-partners'),
  parent: oneWay('parent', 'child'),
  sibling: both('sibling', 'are siblings'),
  grandparent: oneWay('grandparent', 'grandchild'),
  relative: both('relative', 'are relatives'),
  colleague: both('colleague', 'are colleagues'),
  manager: oneWay('manager', 'report'),
  mentor: oneWay('mentor', 'mentee'),
  client: { ...oneWay('client', 'provider'), says: 'is a client of' },
  neighbour: both('neighbour', 'are neighbours'),
  classmate: both('classmate', 'are classmates'),
  teammate: both('teammate', 'are teammates'),
  acquaintance: both('acquaintance', 'know each other', 'knew each other'),
  introduced: { symmetric: false, role: 'introduced them', inverse: 'introduced_by', inverse_role: 'introduced by them', edge: 'introduced', says: 'introduced', said: 'introduced' },
  doctor: oneWay('doctor', 'patient'),
  teacher: oneWay('teacher', 'student'),
  other: both('connection', 'are connected', 'were connected'),
} as const satisfies Record<string, Symmetric | Directed>;

export type RelationshipType = keyof typeof RELATIONSHIPS;
export const RELATIONSHIP_TYPES = Object.keys(RELATIONSHIPS) as [RelationshipType, ...RelationshipType[]];

const wordsOf = (type: RelationshipType): Symmetric | Directed => RELATIONSHIPS[type];
const INVERSES = new Map(RELATIONSHIP_TYPES.flatMap((type) => { const words = wordsOf(type); return words.symmetric ? [] : [[words.inverse, type] as const]; }));
/** The types as a request may name them: `child` is `parent` the other way round. */
export const RELATIONSHIP_WORDS = [...RELATIONSHIP_TYPES, ...INVERSES.keys()] as [string, ...string[]];

/** The type a word of a request means, and whether it names it from the other side. */
export const typeOf = (word: string): { type: RelationshipType; reversed: boolean } =>
  INVERSES.has(word) ? { type: INVERSES.get(word)!, reversed: true } : { type: word as RelationshipType, reversed: false };

export type Worded = { type: RelationshipType; label: string | null; inverse_label: string | null; until?: string | null };

/** What the source is to the target, and the target to the source. A label without an inverse holds both ways where the type does. */
export function rolesOf({ type, label, inverse_label }: Worded): { source: string; target: string } {
  const words = wordsOf(type);
  const source = label ?? words.role;
  return { source, target: inverse_label ?? (words.symmetric ? source : words.inverse_role) };
}

/** What stands on the edge from source to target. */
export const edgeOf = ({ type, label }: Pick<Worded, 'type' | 'label'>): string => label ?? wordsOf(type).edge;

/**
 * "Anna is the parent of Tom": the relationship in words that cannot be read the wrong way round.
 * @param ended whether it is over: then in the past tense
 */
export function sentenceOf(relationship: Worded, source: string, target: string, ended = false): string {
  const { type, label, inverse_label } = relationship;
  const words = wordsOf(type);
  if (label && (!words.symmetric || inverse_label)) return `${source} ${ended ? 'was' : 'is'} the ${label} of ${target}`;
  const verb = ended ? (words.said ?? words.says.replace(/^is /, 'was ').replace(/^are /, 'were ')) : words.says;
  return words.symmetric ? `${source} and ${target} ${verb}${label ? ` (${label})` : ''}` : `${source} ${verb} ${target}`;
}

/** Whether a relationship that lasted until a partial date (1990-05-17, 1990-05, 1990) is over on the day `today` (YYYY-MM-DD). */
export const hasEnded = (until: string | null | undefined, today: string): boolean => !!until && !until.startsWith('-') && until < today.slice(0, until.length);

/** The word for the same relationship named from the other side: parent for child; friend for friend. */
export function inverseOf(word: string): string {
  const { type, reversed } = typeOf(word);
  const words = wordsOf(type);
  return words.symmetric ? type : reversed ? type : words.inverse;
}
