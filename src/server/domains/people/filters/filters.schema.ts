import { z } from 'zod';
import { Id, PageQuery, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';
import { CONTACT_SORTS, ContactFilter } from '../people.schema.ts';

const FilteredPage = z.enum(['people']);
/** What a named view of the list shows, and in which order. */
const SavedQuery = ContactFilter.extend({ sort: z.enum(CONTACT_SORTS).optional() });

export const SavedFilter = z
  .object({ id: Id, page: FilteredPage, name: z.string(), query: SavedQuery, position: z.int(), created_at: Timestamp, updated_at: Timestamp })
  .meta({ id: 'SavedFilter' });
export type SavedFilter = z.infer<typeof SavedFilter>;

export const SavedFilterBody = z.object({ page: FilteredPage.default('people'), name: trimmed(1, 64), query: SavedQuery });
export type SavedFilterBody = z.infer<typeof SavedFilterBody>;
export const SavedFilterPatch = z
  .object({ name: trimmed(1, 64), query: SavedQuery, position: z.int().min(0).max(999).describe('Where it stands among the others, from 0') })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Send at least one field to change.');
export type SavedFilterPatch = z.infer<typeof SavedFilterPatch>;
export const SavedFilterQuery = PageQuery.extend({ page: FilteredPage.default('people') });
export const SavedFilterPage = page(SavedFilter);
export const SavedFilterAnswer = z.object({ saved_filter: SavedFilter });
