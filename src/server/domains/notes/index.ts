/** The door of the notes domain: notes and the entries drawn from them. */
export { noteRoutes } from './notes.routes.ts';
export { noteSearch } from './notes.search.ts';
