import type { LifeTie } from './shapes.ts';

/** What the people of the invented life are to each other. */
export const TIES: LifeTie[] = [
  ['marta', 'spouse', 'henrik'],
  ['marta', 'parent', 'jonas'],
  ['henrik', 'parent', 'jonas'],
  ['ingrid', 'relative', 'marta'],
  ['samira', 'sibling', 'noor'],
  ['bea', 'introduced', 'noor'],
  ['bea', 'friend', 'priya'],
  ['bea', 'friend', 'roz'],
  ['priya', 'classmate', 'tomas'],
  ['dele', 'friend', 'jonas'],
  ['dele', 'friend', 'yuki'],
  ['renata', 'teammate', 'noor'],
  ['renata', 'teammate', 'bea'],
  ['owen', 'teacher', 'jonas'],
  ['sam', 'friend', 'tomas'],
  ['maren', 'manager', 'gabriel'],
  ['maren', 'manager', 'leah'],
  ['gabriel', 'colleague', 'leah'],
  ['victor', 'client', 'maren'],
  ['hannah', 'mentor', 'maren'],
  ['malik', 'acquaintance', 'hannah'],
  ['roz', 'neighbour', 'amina'],
  ['roz', 'neighbour', 'pete'],
  ['roz', 'mentor', 'amina'],
  ['pete', 'friend', 'noor'],
  ['elise', 'neighbour', 'pete'],
];

/** How often the user wants to be in touch, in weeks. */
export const CADENCES: Record<string, number> = { marta: 1, henrik: 2, jonas: 3, priya: 4, bea: 4, ingrid: 6, hannah: 12, tomas: 8 };
