/** The door of the search domain: one search over everything. */
export { searchRoutes } from './search.routes.ts';
