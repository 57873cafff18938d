import type { App } from '../../platform/http/server.ts';
import type { SearchSource } from '../../platform/search.ts';
import { SearchPage, SearchQuery } from './search.schema.ts';
import { search } from './search.ts';

/** `sources`: how each domain shows what was found. */
export function searchRoutes(app: App, sources: readonly SearchSource[]) {
  app.get(
    '/search',
    { schema: { tags: ['Search'], summary: 'Find people, entries, notes and tags', description: 'Best first: a name as typed, names that start so, all words in a name, in an entry, in a note; then what forgives typing mistakes. With a provider for it (KITH_AI_EMBED) the texts of a page stand in the order of what they mean.', querystring: SearchQuery, response: { 200: SearchPage } } },
    (request) => search(request.ctx, sources, request.query),
  );
}
