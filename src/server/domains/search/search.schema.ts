import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../platform/http/shapes.ts';

export const SEARCH_KINDS = ['contact', 'entry', 'note', 'tag', 'group', 'event', 'message', 'interaction'] as const;
const Day = z.iso.date().refine((day) => !day.startsWith('0000'), 'use a year from 0001 on');
const Moment = z.union([Day, Timestamp]);

export const SearchQuery = PageQuery.extend({
  q: trimmed(1, 200).describe('Words that must all occur, in the text or in the name of the person it is about; the last one may be the start of a word. Typing mistakes are forgiven when there are few matches.'),
  kind: z.enum(SEARCH_KINDS).optional(),
  contact_id: Id.optional().describe('Only what is about this person'),
  from: Moment.optional().describe('Created then or later; a day begins in UTC'),
  to: Moment.optional().describe('Created before then; a day (UTC) is included'),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** A stretch that matched: UTF-16 offsets in the title or snippet, end exclusive. */
const Highlight = z.object({ field: z.enum(['title', 'snippet']), start: z.int().min(0), end: z.int().min(1) });
export type Highlight = z.infer<typeof Highlight>;

export const SearchResult = z
  .object({
    kind: z.enum(SEARCH_KINDS),
    id: Id,
    contact_id: Id.nullable(),
    contact_name: z.string().nullable(),
    note_id: Id.nullable().describe('The note to read it in: of a note itself, of an entry or message that has one'),
    title: z.string(),
    snippet: z.string(),
    highlights: z.array(Highlight),
    category: z.string().nullable(),
    score: z.number().describe('Between 0 and 1; comparable within one search only'),
    created_at: Timestamp,
  })
  .meta({ id: 'SearchResult' });
export type SearchResult = z.infer<typeof SearchResult>;
export const SearchPage = page(SearchResult);
