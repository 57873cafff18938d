/** The eight kinds of knowledge an entry can hold (P-11), in the order they are shown. */
export const CATEGORIES = [
  'Personal Details',
  'Interests',
  'Goals',
  'Challenges',
  'Actionable',
  'Professional',
  'Relationships',
  'Communication',
] as const;

export type Category = (typeof CATEGORIES)[number];

/** A stretch of the note an entry was drawn from: UTF-16 offsets, end exclusive, `text === note.slice(start, end)`. */
export type SourceSpan = { start: number; end: number; text: string };

/** One piece of intelligence drawn from a note, before it is stored. Confidence is an integer from 1 to 10. */
export type NoteEntry = { category: Category; content: string; confidence: number; sources: SourceSpan[] };
